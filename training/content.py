"""Loading the shipped items, quizzes, modules and checklists; ``portal.seeding`` says who wins."""

from collections import Counter
from contextlib import suppress
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from portal.models import JobRole
from portal.seeding import Outcome, columns, documents, settle, stored
from standards.measures import plain
from standards.models import Clause, Norm
from standards.services import NothingToPublish

from .items.models import Criterion, Item, ItemKind, ItemOption, Level
from .items.services import draft_payload, publish_item
from .modules.models import Module, ModuleNorm
from .quizzes.models import Quiz, QuizEntry
from .rounds.models import Checklist, ChecklistClause

Tally = Counter[Outcome]
TITLE_COLUMNS = tuple(columns({}, "title", "summary"))


def load_items(*, at: datetime) -> Tally:
    tally: Tally = Counter()
    for _path, content in documents("items"):
        for entry in content["items"]:
            with transaction.atomic():
                tally[load_item(entry, at=at)] += 1
    return tally


def load_item(entry: dict, *, at: datetime) -> Outcome:
    """Load one item with its options or rubric and publish it, unless an editor changed it."""
    item = Item.objects.filter(code=entry["code"]).first() or Item(code=entry["code"])
    outcome = settle(
        item,
        incoming=_item_content(entry),
        current=lambda: _stored_item_content(item),
        write=lambda: _write_item(item, entry),
    )
    if outcome is not Outcome.KEPT:
        with suppress(NothingToPublish):
            publish_item(item=item, at=at)
    return outcome


def _item_content(entry: dict) -> dict:
    return {
        "kind": entry["kind"],
        "max_points": Decimal(entry.get("max_points", 1)),
        "stem": _pair(entry, "stem"),
        "explanation": _pair(entry, "explanation"),
        "clauses": sorted(entry["clauses"]),
        "options": [
            {
                "text": _pair(option, "text"),
                "correct": option.get("correct", False),
                "clause": option.get("clause"),
            }
            for option in entry.get("options", [])
        ],
        "criteria": [
            {
                "title": _pair(criterion, "title"),
                "clause": criterion.get("clause"),
                "levels": [
                    {"text": _pair(level, "text"), "points": Decimal(level["points"])}
                    for level in criterion["levels"]
                ],
            }
            for criterion in entry.get("criteria", [])
        ],
        **_plain_key(entry),
    }


def _plain_key(entry: dict) -> dict:
    """The key of an item that has no options, as ``draft_payload`` has it."""
    if entry["kind"] == ItemKind.BOOLEAN:
        return {"is_true": entry["is_true"]}
    if entry["kind"] == ItemKind.NUMBER:
        numbers = {"answer": entry["answer"], "tolerance": entry.get("tolerance", 0)}
        key = {name: plain(Decimal(value)) for name, value in numbers.items()}
        return {"number": {**key, "unit": entry["unit"]}}
    return {}


def _stored_item_content(item: Item) -> dict:
    """The item's draft in the shape of ``_item_content``: without the random keys."""
    content = draft_payload(item)
    for option in content["options"]:
        del option["key"]
    for criterion in content["criteria"]:
        del criterion["key"]
        for level in criterion["levels"]:
            del level["key"]
            level["points"] = Decimal(level["points"])
    return content | {"kind": item.kind, "max_points": item.max_points}


def _write_item(item: Item, entry: dict) -> None:
    content = _item_content(entry)
    item.kind, item.max_points = content["kind"], content["max_points"]
    item.is_true = content.get("is_true")
    number = content.get("number", {"answer": None, "tolerance": None, "unit": ""})
    for name, value in number.items():
        setattr(item, name, value)
    for name, value in columns(entry, *Item.TRACKED).items():
        setattr(item, name, value)
    item.save()
    clauses = {clause.code: clause for clause in Clause.objects.filter(code__in=_named(content))}
    item.clauses.set(clauses[code] for code in content["clauses"])
    item.options.all().delete()
    for position, option in enumerate(entry.get("options", []), start=1):
        ItemOption.objects.create(
            item=item,
            is_correct=option.get("correct", False),
            clause=clauses.get(option.get("clause")),
            position=position,
            **columns(option, "text"),
        )
    item.criteria.all().delete()
    for position, criterion in enumerate(entry.get("criteria", []), start=1):
        row = Criterion.objects.create(
            item=item,
            clause=clauses.get(criterion.get("clause")),
            position=position,
            **columns(criterion, "title"),
        )
        for level in criterion["levels"]:
            Level.objects.create(criterion=row, points=level["points"], **columns(level, "text"))


def load_quizzes() -> Tally:
    tally: Tally = Counter()
    for _path, content in documents("quizzes"):
        with transaction.atomic():
            tally[load_quiz(content)] += 1
    return tally


def load_quiz(content: dict) -> Outcome:
    quiz = Quiz.objects.filter(slug=content["slug"]).first() or Quiz(slug=content["slug"])
    facts = {
        "position": content.get("position", 0),
        "pass_mark_pct": content["pass_mark_pct"],
        "time_limit_min": content.get("time_limit_min"),
        "shuffle_items": content.get("shuffle_items", True),
    }
    texts = columns(content, "title", "summary")
    incoming = {**facts, **texts, "entries": [_entry_key(entry) for entry in content["entries"]]}

    def current():
        entries = quiz.entries.select_related("item", "draw_from")
        return {
            **{name: getattr(quiz, name) for name in facts},
            **stored(quiz, TITLE_COLUMNS),
            "entries": [
                [entry.item.code] if entry.item else [entry.draw_from.slug, entry.draw_count]
                for entry in entries
            ],
        }

    def write():
        for name, value in (facts | texts).items():
            setattr(quiz, name, value)
        quiz.full_clean()
        quiz.save()
        quiz.entries.all().delete()
        for position, entry in enumerate(content["entries"], start=1):
            QuizEntry.objects.create(quiz=quiz, position=position, **_entry_columns(entry))

    return settle(quiz, incoming=incoming, current=current, write=write)


def _entry_key(entry: dict) -> list:
    return [entry["item"]] if "item" in entry else [entry["draw_from"], entry["draw_count"]]


def _entry_columns(entry: dict) -> dict:
    if "item" in entry:
        return {"item": Item.objects.get(code=entry["item"])}
    return {
        "draw_from": Norm.objects.get(slug=entry["draw_from"]),
        "draw_count": entry["draw_count"],
    }


def load_modules() -> Tally:
    tally: Tally = Counter()
    for _path, content in documents("modules"):
        with transaction.atomic():
            tally[load_module(content)] += 1
    return tally


def load_module(content: dict) -> Outcome:
    module = Module.objects.filter(slug=content["slug"]).first() or Module(slug=content["slug"])
    texts = columns(content, "title", "summary")
    incoming = {
        "position": content.get("position", 0),
        "job_roles": sorted(content.get("job_roles", [])),
        "norms": content["norms"],
        **texts,
    }

    def current():
        return {
            "position": module.position,
            "job_roles": sorted(module.job_roles.values_list("code", flat=True)),
            "norms": [entry.norm.slug for entry in module.entries.select_related("norm")],
            **stored(module, TITLE_COLUMNS),
        }

    def write():
        module.position = incoming["position"]
        for name, value in texts.items():
            setattr(module, name, value)
        module.full_clean()
        module.save()
        module.job_roles.set(JobRole.objects.filter(code__in=incoming["job_roles"]))
        module.entries.all().delete()
        for position, slug in enumerate(content["norms"], start=1):
            ModuleNorm.objects.create(
                module=module, norm=Norm.objects.get(slug=slug), position=position
            )

    return settle(module, incoming=incoming, current=current, write=write)


def load_checklists() -> Tally:
    tally: Tally = Counter()
    for _path, content in documents("checklists"):
        with transaction.atomic():
            tally[load_checklist(content)] += 1
    return tally


def load_checklist(content: dict) -> Outcome:
    slug = content["slug"]
    checklist = Checklist.objects.filter(slug=slug).first() or Checklist(slug=slug)
    facts = {"scope": content["scope"], "position": content.get("position", 0)}
    texts = columns(content, "title", "summary")
    incoming = {**facts, **texts, "clauses": content["clauses"]}

    def current():
        return {
            **{name: getattr(checklist, name) for name in facts},
            **stored(checklist, TITLE_COLUMNS),
            "clauses": [entry.clause.code for entry in checklist.entries.select_related("clause")],
        }

    def write():
        for name, value in (facts | texts).items():
            setattr(checklist, name, value)
        checklist.full_clean()
        checklist.save()
        checklist.entries.all().delete()
        for position, code in enumerate(content["clauses"], start=1):
            ChecklistClause.objects.create(
                checklist=checklist, clause=Clause.objects.get(code=code), position=position
            )

    return settle(checklist, incoming=incoming, current=current, write=write)


def _pair(entry: dict, name: str) -> dict[str, str]:
    return {"zh-hans": entry.get(f"{name}_zh_hans", ""), "en": entry.get(f"{name}_en", "")}


def _named(content: dict) -> set[str]:
    """Codes of every clause that the item, its options or its criteria name."""
    parts = [*content["options"], *content["criteria"]]
    return set(content["clauses"]) | {part["clause"] for part in parts if part["clause"]}
