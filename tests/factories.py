"""Builders of test data: people, norms, modules. Content is published through the service."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.models import JobRole, Management, Person, Unit
from standards.enums import Kind, Role
from standards.models import Clause, Norm, Source, SourcePoint, Topic
from standards.services import publish_norm
from training.modules.models import Module, ModuleNorm

#: A Monday morning in the halls; services and querysets are given it as their clock.
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def make_unit(code: str, name: str, level: str, parent: Unit | None = None) -> Unit:
    unit = Unit(code=code, name=name, level=level)
    if parent is None:
        return Unit.objects.add_root(instance=unit)
    return Unit.objects.add_child(Unit.objects.get(pk=parent.pk), instance=unit)


def make_person(
    employee_no: str, name: str, unit: Unit | None = None, *, manages: Unit | None = None, **fields
) -> Person:
    """Create a person who signs in through ``client.force_login``: nobody has a password."""
    person = Person.objects.create_user(employee_no, name=name, unit=unit, **fields)
    if manages:
        Management.objects.create(person=person, unit=manages)
    return person


def make_job_role(
    code: str = "counter", name: str = "营业员", name_en: str = "Counter staff"
) -> JobRole:
    return JobRole.objects.get_or_create(
        code=code, defaults={"name_zh_hans": name, "name_en": name_en}
    )[0]


def make_topic(
    slug: str = "appearance", title: str = "仪容仪表", title_en: str = "Appearance", **fields
) -> Topic:
    return Topic.objects.get_or_create(
        slug=slug, defaults={"title_zh_hans": title, "title_en": title_en, **fields}
    )[0]


def make_source_point(code: str = "H1-W2") -> SourcePoint:
    source = Source.objects.get_or_create(
        code=code[0], defaults={"title_zh_hans": "服务手册", "title_en": "Service handbook"}
    )[0]
    return SourcePoint.objects.get_or_create(
        code=code,
        defaults={"source": source, "section_zh_hans": "着装", "section_en": "Dress"},
    )[0]


def make_clause(norm: Norm, code: str, role: str, text: str, text_en: str = "", **fields) -> Clause:
    """Add a drafted clause at the end of the norm.

    ``fields`` name real columns (``reason_zh_hans``), except ``measure`` = (comparison, low, high,
    unit) and ``citations`` = source point codes. Lines to say and to avoid get words if none are
    given.
    """
    measure = fields.pop("measure", None)
    citations = fields.pop("citations", ())
    if measure:
        comparison, low, high, unit = measure
        fields |= {
            "measure_comparison": comparison,
            "measure_low": None if low is None else Decimal(low),
            "measure_high": None if high is None else Decimal(high),
            "measure_unit": unit,
        }
    if role in (Role.SAY, Role.AVOID):
        fields.setdefault("line_zh_hans", f"{text}的话")
    if role == Role.AVOID:
        fields.setdefault("instead_zh_hans", f"{text}换成的话")
    clause = Clause.objects.create(
        norm=norm,
        code=code,
        role=role,
        text_zh_hans=text,
        text_en=text_en,
        position=norm.clauses.count() + 1,
        **fields,
    )
    clause.citations.set(make_source_point(code) for code in citations)
    return clause


def make_norm(
    slug: str = "greeting",
    title: str = "微笑迎客",
    title_en: str = "Greeting with a smile",
    *,
    kind: str = Kind.CONCEPT,
    clauses: tuple[tuple, ...] | None = None,
    topic: Topic | None = None,
    published: bool = True,
    at: datetime = NOW,
    **fields,
) -> Norm:
    """Create a norm and publish its first edition unless told not to.

    ``clauses`` are rows (code, role, Chinese[, English[, fields]]); without them the norm gets
    one do clause, its code made from the slug. The norm is returned fresh from the database.
    """
    norm = Norm.objects.create(
        slug=slug,
        kind=kind,
        topic=topic or make_topic(),
        title_zh_hans=title,
        title_en=title_en,
        **fields,
    )
    if clauses is None:
        clauses = (
            (_code_from(slug), Role.DO, f"{title}时看着对方的眼睛。", f"{title_en}: look up."),
        )
    for row in clauses:
        *texts, extra = row if isinstance(row[-1], dict) else (*row, {})
        make_clause(norm, *texts, **extra)
    if published:
        publish_norm(norm=norm, by=None, at=at)
    return Norm.objects.get(pk=norm.pk)


def make_case(**fields) -> Norm:
    """A case with everything that a meeting shows: “too slow”."""
    rows = (
        (
            Role.SITUATION,
            "许先生等了 40 分钟，走上来说：“太慢了！”",
            "Mr Xu has waited 40 minutes. He says: “You're too slow!”",
            {},
        ),
        (Role.WANT, "他要一个准数。", "He wants a definite answer.", {}),
        (
            Role.FAULT,
            "办着业务闲聊。",
            "The clerk was chatting.",
            {"reason_zh_hans": "看着人聊天。"},
        ),
        (Role.FAULT, "没说还要多久。", "Nobody said how long.", {}),
        (Role.STEP, "道歉：抬头看着他。", "Apologise: look up at him.", {}),
        (Role.SAY, "说出等了多久。", "Name the time.", {"line_zh_hans": "让您等了 40 分钟。"}),
        (
            Role.AVOID,
            "不说“都这样”。",
            "Don't say how it always is.",
            {"line_zh_hans": "快不了。", "instead_zh_hans": "还要五分钟。"},
        ),
        (Role.STEP, "办快办对：专心办这一笔。", "Fast and right: do only this.", {}),
        (Role.DO, "关键处和他核对。", "Check the key points with him.", {}),
        (Role.QUESTION, "等多久该有人走过去？", "When should somebody go over?", {}),
    )
    clauses = tuple((f"SLOW-{n:02d}", *row) for n, row in enumerate(rows, start=1))
    return make_norm(
        "case-too-slow", "太慢了", "Too slow", kind=Kind.CASE, clauses=clauses, **fields
    )


def _code_from(slug: str) -> str:
    """``"greeting-7"`` -> ``"GREETING-07"``."""
    letters = "".join(char for char in slug.upper() if char.isalpha())
    digits = "".join(char for char in slug if char.isdigit()) or "1"
    return f"{letters}-{int(digits):02d}"


def make_norms(count: int, **fields) -> list[Norm]:
    return [
        make_norm(f"norm-{i}", f"规范{i}", f"Norm {i}", position=i, **fields)
        for i in range(1, count + 1)
    ]


def make_module(
    slug: str = "first-week",
    norms: tuple[Norm, ...] | list[Norm] = (),
    *,
    title: str = "第一周",
    title_en: str = "First week",
    **fields,
) -> Module:
    module = Module.objects.create(slug=slug, title_zh_hans=title, title_en=title_en, **fields)
    ModuleNorm.objects.bulk_create(
        ModuleNorm(module=module, norm=norm, position=position)
        for position, norm in enumerate(norms, start=1)
    )
    return module


def republish(norm: Norm, *, text: str | None = None, at: datetime = NOW) -> Norm:
    """Change the first clause's Chinese (to ``text``) and publish the next edition."""
    clause = norm.clauses.order_by("position").first()
    clause.text_zh_hans = text or f"{clause.text_zh_hans}（改）"
    clause.save()
    publish_norm(norm=norm, by=None, at=at)
    return Norm.objects.get(pk=norm.pk)
