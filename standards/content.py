"""Loading the shipped norms: TOML files → drafts → editions.

One file per norm, found again by natural key (slug, clause code). ``portal.seeding`` decides row
by row; a norm is published only when no editor has work of their own lying in its draft.
"""

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from portal.models import JobRole
from portal.seeding import Outcome, columns, document, documents, settle, stored

from .editions import CLAUSE_TEXTS
from .enums import Audience, Kind
from .models import Clause, Norm, Source, SourcePoint, Topic
from .services import (
    NothingToPublish,
    choose_exercises,
    exercisable_clauses,
    has_unpublished_changes,
    publish_norm,
)

Tally = Counter[Outcome]


def load_shelves() -> None:
    """Topics, job roles and the bibliography; rows that exist are left as they are."""
    root = settings.FIXTURE_ROOT
    for entry in document(root / "job_roles.toml")["job_roles"]:
        _create_missing(JobRole, entry, "code")
    for entry in document(root / "topics.toml")["topics"]:
        parent = entry.pop("parent", None)
        _create_missing(
            Topic, entry | {"parent": Topic.objects.get(slug=parent) if parent else None}, "slug"
        )
    _load_bibliography(document(root / "sources.toml"))


def load_norms(*, at: datetime) -> Tally:
    """Load every norm file and publish what changed; one transaction per norm.

    Cases come last: the clauses that they exercise are there by then.
    """
    tally: Tally = Counter()
    contents = [content for _path, content in documents("norms")]
    for content in sorted(contents, key=lambda content: content["kind"] == Kind.CASE):
        with transaction.atomic():
            tally += load_norm(content, at=at)
    return tally


def load_norm(content: dict, *, at: datetime) -> Tally:
    """Load one norm with its clauses and publish it if the file moved it and editors have not."""
    norm = Norm.objects.filter(slug=content["slug"]).first() or Norm(slug=content["slug"])
    edited = norm.current_edition is not None and has_unpublished_changes(norm)
    points = {point.code: point for point in SourcePoint.objects.filter(code__in=_cited(content))}
    tally: Tally = Counter([_load_norm_row(norm, content)])
    clauses = {clause.code: clause for clause in norm.clauses.prefetch_related("citations")}
    for position, entry in enumerate(content["clauses"], start=1):
        clause = clauses.get(entry["code"]) or Clause(norm=norm, code=entry["code"])
        tally[_load_clause(clause, entry, position, points)] += 1
    if not edited:
        with suppress(NothingToPublish):
            publish_norm(norm=norm, by=None, at=at)
    return tally


def _load_norm_row(norm: Norm, content: dict) -> Outcome:
    incoming = {
        "kind": content["kind"],
        "topic": content["topic"],
        "position": content.get("position", 0),
        "job_roles": sorted(content.get("job_roles", [])),
        **_exercises(content.get("exercises", [])),
        **columns(content, *Norm.TRACKED),
    }

    def current():
        return {
            "kind": norm.kind,
            "topic": norm.topic.slug,
            "position": norm.position,
            "job_roles": sorted(norm.job_roles.values_list("code", flat=True)),
            **_exercises(norm.exercises.values_list("code", flat=True)),
            **stored(norm, columns({}, *Norm.TRACKED)),
        }

    def write():
        norm.kind, norm.position = incoming["kind"], incoming["position"]
        norm.topic = Topic.objects.get(slug=incoming["topic"])
        _assign(norm, columns(content, *Norm.TRACKED))
        norm.save()
        norm.job_roles.set(JobRole.objects.filter(code__in=incoming["job_roles"]))
        exercised = exercisable_clauses().filter(code__in=incoming.get("exercises", []))
        choose_exercises(case=norm, clauses=exercised)

    return settle(norm, incoming=incoming, current=current, write=write)


def _exercises(codes: Iterable[str]) -> dict[str, list[str]]:
    """Named only where there are any: what was loaded before cases named them stays known."""
    return {"exercises": sorted(codes)} if codes else {}


def _load_clause(clause: Clause, entry: dict, position: int, points: dict) -> Outcome:
    measure = entry.get("measure", {})
    facts = {
        "role": entry["role"],
        "applies_to": entry.get("applies_to", Audience.EVERYONE.value),
        "measure_comparison": measure.get("comparison", ""),
        "measure_low": _decimal(measure.get("low")),
        "measure_high": _decimal(measure.get("high")),
        "measure_unit": measure.get("unit", ""),
        "is_critical": entry.get("critical", False),
        "is_derived": entry.get("derived", False),
        "stands_alone": entry.get("stands_alone", False),
        "drawing": entry.get("drawing", ""),
        "position": position,
    }
    texts = columns(entry, *CLAUSE_TEXTS)
    citations = sorted(entry.get("citations", []))

    def current():
        return {
            **{name: getattr(clause, name) for name in facts},
            **stored(clause, texts),
            "citations": sorted(point.code for point in clause.citations.all()),
        }

    def write():
        _assign(clause, facts | texts)
        clause.full_clean(exclude=["norm", "current_version"])
        clause.save()
        clause.citations.set(points[code] for code in citations)

    return settle(
        clause, incoming={**facts, **texts, "citations": citations}, current=current, write=write
    )


def _load_bibliography(content: dict) -> None:
    for entry in content["sources"]:
        _create_missing(Source, entry, "code")
    known = set(SourcePoint.objects.values_list("code", flat=True))
    sources = {source.code: source for source in Source.objects.all()}
    listed = [(section, point) for section in content["sections"] for point in section["points"]]
    SourcePoint.objects.bulk_create(
        SourcePoint(
            code=point["code"],
            source=sources[section["source"]],
            section_zh_hans=section["title_zh_hans"],
            section_en=section["title_en"],
            genre=point["genre"],
            position=position,
        )
        for position, (section, point) in enumerate(listed, start=1)
        if point["code"] not in known
    )


def _create_missing(model, values: dict, key: str) -> None:
    if not model.objects.filter(**{key: values[key]}).exists():
        model.objects.create(**values)


def _cited(content: dict) -> set[str]:
    return {code for entry in content["clauses"] for code in entry.get("citations", [])}


def _assign(row, values: dict) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _decimal(value) -> Decimal | None:
    return None if value is None else Decimal(value)
