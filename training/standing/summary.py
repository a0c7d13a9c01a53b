"""Standing added up, by norm: of one person, and of a hall."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q

from portal.languages import localized
from portal.models import Person
from standards.models import Norm

from .models import Standing

#: No evidence, in the shape of a row of ``StandingQuerySet.by_norm``.
NOTHING: dict = dict.fromkeys(
    ("sum_answers", "sum_right", "sum_ratings", "sum_kept", "known", "done", "seen"), 0
) | {"last_seen": None}


@dataclass(frozen=True)
class Sums:
    """What counts of some clauses, added up."""

    answers: int
    right: int
    ratings: int
    kept: int
    last_seen: datetime | None

    @property
    def right_pct(self) -> int | None:
        """Share of right answers, rounded down; None without any."""
        return 100 * self.right // self.answers if self.answers else None

    @property
    def kept_pct(self) -> int | None:
        return 100 * self.kept // self.ratings if self.ratings else None


def sums(rows: Iterable[Mapping]) -> Sums:
    """Add up rows of ``by_norm``."""
    rows = list(rows)
    seen = [row["last_seen"] for row in rows if row["last_seen"]]
    return Sums(
        answers=sum(row["sum_answers"] for row in rows),
        right=sum(row["sum_right"] for row in rows),
        ratings=sum(row["sum_ratings"] for row in rows),
        kept=sum(row["sum_kept"] for row in rows),
        last_seen=max(seen, default=None),
    )


# -- One person ------------------------------------------------------------------------------


@dataclass(frozen=True)
class NormLine:
    """A norm on a person's page: of ``clauses`` some are known, some done, some were seen."""

    slug: str
    title: str
    clauses: int
    known: int
    done: int
    seen: int
    last_seen: datetime | None
    has_evidence: bool


def norm_lines(person: Person, rows: Iterable[Mapping]) -> list[NormLine]:
    """The norms that bind the person, and any with evidence; ``rows`` are theirs, ``by_norm``."""
    by_norm = {row["clause__norm"]: row for row in rows}
    norms = norms_in_order().annotate(clauses_in_force=Count("current_edition__entries"))
    roles = [person.job_role_id] if person.job_role_id else []
    return [
        NormLine(
            slug=norm.slug,
            title=localized(norm.current_edition, "title"),
            clauses=norm.clauses_in_force,
            has_evidence=norm.pk in by_norm,
            **{
                name: by_norm.get(norm.pk, NOTHING)[name]
                for name in ("known", "done", "seen", "last_seen")
            },
        )
        for norm in norms.filter(binds(roles) | Q(pk__in=list(by_norm)))
    ]


def binds(role_ids: Iterable[int]) -> Q:
    """Match norms that bind people of these job roles; one that names no role binds everybody."""
    named = Norm.job_roles.through.objects.filter(norm=OuterRef("pk"))
    return ~Exists(named) | Exists(named.filter(jobrole__in=list(role_ids)))


def norms_in_order():
    norms = Norm.objects.published().select_related("current_edition", "topic")
    return norms.order_by("topic__position", "topic__slug", "position", "slug")


# -- A hall ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One person on one norm; ``sums`` is None where there is no evidence."""

    norm: Norm
    sums: Sums | None

    @property
    def is_weak(self) -> bool:
        """Not more than half of the answers were right."""
        return self.sums is not None and 2 * self.sums.right <= self.sums.answers

    @property
    def is_slack(self) -> bool:
        """Not kept in more than half of the ratings."""
        return self.sums is not None and 2 * self.sums.kept <= self.sums.ratings


@dataclass(frozen=True)
class HallMap:
    """People × norms; ``topics`` are (topic, how many of the columns are on it)."""

    norms: list[Norm]
    topics: list[tuple]
    rows: list[tuple[Person, list[Cell]]]


def hall_map(people: list[Person]) -> HallMap:
    """Two queries, however many people and norms."""
    rows = Standing.objects.filter(person__in=[person.pk for person in people]).by_norm()
    cells = {(row["person"], row["clause__norm"]): sums([row]) for row in rows}
    roles = {person.job_role_id for person in people if person.job_role_id}
    with_evidence = {norm_id for _person_id, norm_id in cells}
    norms = list(norms_in_order().filter(binds(roles) | Q(pk__in=with_evidence)))
    return HallMap(
        norms=norms,
        topics=_spans(norms),
        rows=[
            (person, [Cell(norm, cells.get((person.pk, norm.pk))) for norm in norms])
            for person in people
        ],
    )


def on_topic(whole: HallMap, slug: str) -> HallMap:
    """The columns of one topic; all of them if none is on it."""
    norms = [norm for norm in whole.norms if norm.topic.slug == slug]
    if not norms:
        return whole
    return HallMap(
        norms=norms,
        topics=_spans(norms),
        rows=[
            (person, [cell for cell in cells if cell.norm.topic.slug == slug])
            for person, cells in whole.rows
        ],
    )


def _spans(norms: list[Norm]) -> list[tuple]:
    spans: list[tuple] = []
    for norm in norms:
        if spans and spans[-1][0] == norm.topic:
            spans[-1] = (norm.topic, spans[-1][1] + 1)
        else:
            spans.append((norm.topic, 1))
    return spans
