"""Writing norms: publishing a draft as an edition."""

from collections.abc import Iterable
from datetime import datetime
from math import ceil

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from portal.models import Person

from .drawings import DRAWINGS
from .editions import CLAUSE_TEXTS, ClauseVersion, Edition, EditionClause
from .enums import Kind
from .models import Clause, Norm
from .reading import render_cases_exercising, render_pages
from .search.indexing import index_edition

#: Han characters that a person reads in a minute when every one of them matters.
HAN_PER_MINUTE = 250

CLAUSE_FACTS = (
    "code",
    "role",
    "applies_to",
    "measure_comparison",
    "measure_low",
    "measure_high",
    "measure_unit",
    "is_critical",
    "is_derived",
    "stands_alone",
    "drawing",
    "picture_id",
)
TEXT_COLUMNS = tuple(f"{name}_{code}" for name in CLAUSE_TEXTS for code in ("zh_hans", "en"))
NORM_COLUMNS = ("title_zh_hans", "title_en", "summary_zh_hans", "summary_en")


class NotPublishable(Exception):
    """The draft lacks something; ``problems`` are sentences in the reader's language."""

    def __init__(self, problems: list[str]):
        super().__init__("; ".join(problems))
        self.problems = problems


class NothingToPublish(Exception):
    """The draft says what the current edition says."""


@transaction.atomic
def publish_norm(*, norm: Norm, by: Person | None, at: datetime) -> Edition:
    """Freeze the norm's draft as its next edition and make that what readers see.

    Writes one ``ClauseVersion`` for each clause whose content changed, an ``Edition`` that lists
    the versions in order, and its rendered pages. ``by`` is None for content that ships with the
    portal. Raises ``NotPublishable`` or ``NothingToPublish``; then nothing is written.
    """
    norm = Norm.objects.select_for_update(of=("self",)).get(pk=norm.pk)
    clauses = drafted_clauses(norm)
    if problems := publishing_problems(norm, clauses):
        raise NotPublishable(problems)
    versions = [_current_or_new_version(clause, at) for clause in clauses]
    if _is_unchanged(norm, [version.pk for version in versions]):
        raise NothingToPublish
    edition = _write_edition(norm, versions, by, at)
    render_pages(edition)
    index_edition(edition)
    norm.current_edition = edition
    norm.save(update_fields=["current_edition"])
    render_cases_exercising(norm)
    return edition


def exercisable_clauses() -> QuerySet[Clause]:
    """What a case may name: published clauses of norms that are no cases."""
    published = Clause.objects.filter(current_version__isnull=False)
    return published.exclude(norm__kind=Kind.CASE)


@transaction.atomic
def choose_exercises(*, case: Norm, clauses: Iterable[Clause]) -> None:
    """Say which clauses of other norms a case exercises; readers see it at once."""
    case.exercises.set(clauses)
    if case.current_edition:
        render_pages(case.current_edition)


def drafted_clauses(norm: Norm) -> list[Clause]:
    """The clauses that the next edition would list, in reading order."""
    return list(
        norm.clauses.filter(withdrawn=False)
        .select_related("current_version", "picture")
        .prefetch_related("citations")
    )


def publishing_problems(norm: Norm, clauses: list[Clause]) -> list[str]:
    """What keeps the draft from being published: missing Chinese, bad measures, kind rules."""
    problems = []
    if not norm.title_zh_hans:
        problems.append(_("The norm has no Chinese title."))
    if not clauses:
        problems.append(_("The norm has no clauses."))
    for clause in clauses:
        if not clause.text_zh_hans:
            problems.append(_("%(code)s has no Chinese text.") % {"code": clause.code})
        if clause.role in ("say", "avoid") and not clause.line_zh_hans:
            problems.append(_("%(code)s has no exact words.") % {"code": clause.code})
        if clause.role == "avoid" and not clause.instead_zh_hans:
            problems.append(_("%(code)s has no better words.") % {"code": clause.code})
        if any(_is_english_only(clause, name) for name in ("reason", "situation")):
            problems.append(_("%(code)s says something in English only.") % {"code": clause.code})
        if clause.measure:
            problems += [f"{clause.code}: {problem}" for problem in clause.measure.errors()]
        if problem := problem_of_drawing(clause):
            problems.append(problem)
    return problems + norm.spec.unmet(clauses)


def problem_of_drawing(clause: Clause) -> str:
    """What is wrong with the clause's drawing, as a sentence; empty when nothing is."""
    if not clause.drawing:
        return ""
    drawing = DRAWINGS.get(clause.drawing)
    if drawing is None:
        return _("%(code)s: there is no drawing called “%(name)s”.") % {
            "code": clause.code,
            "name": clause.drawing,
        }
    if not drawing.fits(clause.measure):
        return _("%(code)s: the drawing “%(name)s” cannot show this measure.") % {
            "code": clause.code,
            "name": drawing.label,
        }
    return ""


def _is_english_only(clause: Clause, name: str) -> bool:
    return bool(getattr(clause, f"{name}_en")) and not getattr(clause, f"{name}_zh_hans")


def has_unpublished_changes(norm: Norm) -> bool:
    """Tell whether the draft says something else than the current edition."""
    clauses = drafted_clauses(norm)
    if any(differs_from_version(clause) for clause in clauses):
        return True
    return not _is_unchanged(norm, [clause.current_version_id for clause in clauses])


def _current_or_new_version(clause: Clause, at: datetime) -> ClauseVersion:
    if clause.current_version and not differs_from_version(clause):
        return clause.current_version
    last = clause.versions.aggregate(number=Max("number"))["number"] or 0
    content = drafted_content(clause)
    version = ClauseVersion.objects.create(
        clause=clause,
        number=last + 1,
        published_at=at,
        **content,
    )
    clause.current_version = version
    clause.save(update_fields=["current_version"])
    return version


def drafted_content(clause: Clause) -> dict:
    """The columns that a version of the clause as drafted now would have."""
    content = {name: getattr(clause, name) for name in CLAUSE_FACTS}
    content |= {name: getattr(clause, name) or "" for name in TEXT_COLUMNS}
    content["citations"] = [point.code for point in clause.citations.all()]
    return content


def differs_from_version(clause: Clause) -> bool:
    """Tell whether the clause was edited since its version, or has none yet."""
    version = clause.current_version
    return version is None or any(
        getattr(version, name) != value for name, value in drafted_content(clause).items()
    )


def _is_unchanged(norm: Norm, version_ids: list[int | None]) -> bool:
    edition = norm.current_edition
    if edition is None:
        return False
    if edition.picture_id != norm.picture_id:
        return False
    listed = list(edition.entries.values_list("version_id", flat=True))
    return listed == version_ids and all(
        getattr(edition, name) == (getattr(norm, name) or "") for name in NORM_COLUMNS
    )


def _write_edition(norm: Norm, versions: list[ClauseVersion], by, at: datetime) -> Edition:
    last = norm.editions.aggregate(number=Max("number"))["number"] or 0
    texts = {name: getattr(norm, name) or "" for name in NORM_COLUMNS}
    edition = Edition.objects.create(
        norm=norm,
        number=last + 1,
        picture_id=norm.picture_id,
        published_by=by,
        published_at=at,
        read_minutes=minutes_to_read(versions),
        **texts,
    )
    EditionClause.objects.bulk_create(
        EditionClause(edition=edition, version=version, position=position)
        for position, version in enumerate(versions, start=1)
    )
    return edition


def minutes_to_read(versions: list[ClauseVersion]) -> int:
    length = sum(
        len(getattr(version, name))
        for version in versions
        for name in ("text_zh_hans", "reason_zh_hans", "line_zh_hans", "instead_zh_hans")
    )
    return max(1, ceil(length / HAN_PER_MINUTE))
