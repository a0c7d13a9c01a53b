"""Builders of items, quizzes and duties; items are published through the service."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from portal.models import Person
from standards.models import Clause
from tests.factories import NOW
from training.assignments.models import Assignment, Duty
from training.assignments.services import new_duty
from training.items.models import Criterion, Item, ItemKind, ItemOption, Level
from training.items.services import publish_item
from training.quizzes.models import Quiz, QuizEntry

HOUR = timedelta(hours=1)


def make_single(
    code: str = "badge",
    *,
    clauses: tuple[str, ...] = ("DRESS-02",),
    max_points: str = "1",
    published: bool = True,
    **fields,
) -> Item:
    """Two centimetres is right; the first wrong option breaks DRESS-05."""
    item = _item(code, ItemKind.SINGLE, clauses, max_points, **fields)
    rows = (
        ("2 厘米", "2 cm", True, ""),
        ("5 厘米", "5 cm", False, "DRESS-05"),
        ("随意", "", False, ""),
    )
    for position, (text, text_en, is_correct, clause) in enumerate(rows):
        ItemOption.objects.create(
            item=item,
            text_zh_hans=text,
            text_en=text_en,
            is_correct=is_correct,
            clause=Clause.objects.get(code=clause) if clause else None,
            position=position,
        )
    return _published(item, published)


def make_multiple(
    code: str = "greeting",
    *,
    clauses: tuple[str, ...] = ("DRESS-01",),
    max_points: str = "2",
    published: bool = True,
) -> Item:
    """The first two options are right; the first of all cites DRESS-02, the third DRESS-05."""
    item = _item(code, ItemKind.MULTIPLE, clauses, max_points)
    rows = (
        ("招手", "Wave", True, "DRESS-02"),
        ("问好", "Greet", True, ""),
        ("低头看手机", "Look at the phone", False, "DRESS-05"),
        ("背对客户", "", False, ""),
    )
    for position, (text, text_en, is_correct, clause) in enumerate(rows):
        ItemOption.objects.create(
            item=item,
            text_zh_hans=text,
            text_en=text_en,
            is_correct=is_correct,
            clause=Clause.objects.get(code=clause) if clause else None,
            position=position,
        )
    return _published(item, published)


def make_boolean(
    code: str = "hang-up",
    *,
    is_true: bool | None = False,
    clauses: tuple[str, ...] = ("DRESS-01",),
    max_points: str = "1",
    published: bool = True,
) -> Item:
    item = _item(code, ItemKind.BOOLEAN, clauses, max_points, is_true=is_true)
    return _published(item, published)


def make_number(
    code: str = "badge-cm",
    *,
    answer: str | None = "2",
    tolerance: str | None = "0.5",
    unit: str = "cm",
    clauses: tuple[str, ...] = ("DRESS-02",),
    max_points: str = "1",
    published: bool = True,
) -> Item:
    item = _item(
        code,
        ItemKind.NUMBER,
        clauses,
        max_points,
        answer=Decimal(answer) if answer else None,
        tolerance=Decimal(tolerance) if tolerance else None,
        unit=unit,
    )
    return _published(item, published)


def make_order(
    code: str = "call",
    steps: tuple[str, ...] = ("报家门", "约时间", "道别", "挂机"),
    *,
    clauses: tuple[str, ...] = ("DRESS-01",),
    max_points: str = "3",
    published: bool = True,
) -> Item:
    item = _item(code, ItemKind.ORDER, clauses, max_points)
    for position, text in enumerate(steps):
        ItemOption.objects.create(item=item, text_zh_hans=text, position=position)
    return _published(item, published)


def make_short(
    code: str = "complaint",
    *,
    clauses: tuple[str, ...] = ("DRESS-01",),
    criteria: int = 2,
    published: bool = True,
) -> Item:
    """Each criterion has levels worth 0, 1 and 2 points."""
    item = _item(code, ItemKind.SHORT, clauses, str(2 * criteria))
    for number in range(1, criteria + 1):
        criterion = Criterion.objects.create(
            item=item, title_zh_hans=f"要点{number}", title_en=f"Point {number}", position=number
        )
        for points, text in enumerate(("没有", "有一点", "清楚")):
            Level.objects.create(
                criterion=criterion, text_zh_hans=text, text_en="", points=Decimal(points)
            )
    return _published(item, published)


def make_quiz(
    items: list[Item] | tuple[Item, ...] = (), *, slug: str = "dress-check", **fields
) -> Quiz:
    fields = {
        "title_zh_hans": "着装小测",
        "title_en": "Dress check",
        "shuffle_items": False,
        "pass_mark_pct": 60,
    } | fields
    quiz = Quiz.objects.create(slug=slug, **fields)
    for position, item in enumerate(items):
        QuizEntry.objects.create(quiz=quiz, item=item, position=position)
    return quiz


def make_duty(
    person: Person,
    quiz: Quiz | None,
    *,
    given_by: Person | None = None,
    opens_at: datetime = NOW - HOUR,
    due_at: datetime | None = NOW + 24 * HOUR,
    **fields,
) -> Duty:
    assignment = Assignment.objects.create(
        given_by=given_by or person,
        quiz=quiz,
        opens_at=opens_at,
        due_at=due_at,
        request_id=uuid.uuid4(),
        created_at=opens_at,
        **fields,
    )
    return add_duty(assignment, person)


def add_duty(assignment: Assignment, person: Person, **fields) -> Duty:
    duty = new_duty(assignment, person.pk, **fields)
    duty.save()
    return duty


def right_answer(response):
    """What earns every point of an item that the portal marks."""
    payload = response.item_version.payload
    options = payload["options"]
    match response.item_version.kind:
        case ItemKind.SINGLE:
            return next(option["key"] for option in options if option["correct"])
        case ItemKind.MULTIPLE:
            return sorted(option["key"] for option in options if option["correct"])
        case ItemKind.BOOLEAN:
            return "true" if payload["is_true"] else "false"
        case ItemKind.NUMBER:
            return payload["number"]["answer"]
    return [option["key"] for option in options]


def wrong_option(response, number: int = 0) -> str:
    options = response.item_version.payload["options"]
    return [option["key"] for option in options if not option["correct"]][number]


def change_id(at: datetime, suffix: str = "a" * 8) -> str:
    return f"{round(at.timestamp() * 1000)}-{suffix}"


def _item(code: str, kind: str, clauses: tuple[str, ...], max_points: str, **fields) -> Item:
    fields = {
        "stem_zh_hans": f"{code}：该怎么做？",
        "stem_en": f"{code}: what do you do?",
        "explanation_zh_hans": f"{code}的解释",
        "explanation_en": f"Why {code} is so",
    } | fields
    item = Item.objects.create(code=code, kind=kind, max_points=Decimal(max_points), **fields)
    item.clauses.set(Clause.objects.filter(code__in=clauses))
    return item


def _published(item: Item, published: bool) -> Item:
    if published:
        publish_item(item=item, at=NOW - 24 * HOUR)
    return Item.objects.get(pk=item.pk)
