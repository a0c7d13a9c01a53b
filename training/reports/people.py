"""A quiz by person: how far each one is, and which sitting of theirs counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from math import fsum
from operator import itemgetter
from uuid import UUID

from django.db.models import Count, FloatField, Max, Q
from django.db.models.functions import Cast

from .. import scoring
from ..assignments.states import best_attempt

#: The states of a person, in the order of the filter; words of ``components/status.html``.
STATES = ("passed", "not_passed", "awaiting", "in_progress", "not_started")

_PERSON = (
    "person__unit__path",
    "person__name",
    "person_id",
    "person__employee_no",
    "person__is_active",
    "person__unit__name",
)
_SITTING = (
    "attempts__code",
    "attempts__number",
    "attempts__ends_at",
    "attempts__submitted_at",
    "attempts__points",
    "attempts__max_points",
    "attempts__is_passed",
)


@dataclass(frozen=True)
class Sitting:
    """One attempt, as little of it as a report needs."""

    code: UUID
    number: int
    ends_at: datetime | None
    submitted_at: datetime | None
    points: Decimal
    max_points: Decimal
    is_passed: bool | None

    def is_handed_in(self, at: datetime) -> bool:
        return self.submitted_at is not None or (self.ends_at is not None and self.ends_at <= at)

    @property
    def handed_in_at(self) -> datetime | None:
        return self.submitted_at or self.ends_at


@dataclass(frozen=True)
class PersonResult:
    """``state`` is one of ``STATES``; ``best`` is the handed-in attempt that counts, if any."""

    person_id: int
    employee_no: str
    name: str
    hall: str
    has_left: bool
    state: str
    attempts_used: int
    best: Sitting | None

    @property
    def percent(self) -> int | None:
        """Nothing while answers wait to be marked, because it would still change."""
        if self.best is None or self.best.is_passed is None:
            return None
        return scoring.percent(self.best.points, self.best.max_points)


@dataclass(frozen=True)
class Totals:
    """``average`` (%, of the ``marked`` people's best shares) is None where nobody is marked."""

    people: int
    begun: int
    passed: int
    waiting: int
    marked: int
    average: int | None

    @property
    def passed_of(self) -> str:
        return f"{self.passed} / {self.people}"


def person_results(duties, at: datetime) -> list[PersonResult]:
    """By hall and name, in one query and one pass; duties of one person count together."""
    rows = duties.order_by(*_PERSON[:3], "-attempts__started_at", "-attempts__pk")
    rows = rows.values_list(*_PERSON, *_SITTING)
    results = []
    for person, lines in groupby(rows.iterator(), key=itemgetter(*range(len(_PERSON)))):
        sittings = [Sitting(*line[len(_PERSON) :]) for line in lines]
        result = _result(person, [each for each in sittings if each.code], at)
        if result.best or not result.has_left:
            results.append(result)
    return results


def totals(results: Iterable[PersonResult]) -> Totals:
    results = list(results)
    states = Counter(result.state for result in results)
    shares = [
        _share(result.best)
        for result in results
        if result.best and result.state in ("passed", "not_passed")
    ]
    return Totals(
        people=len(results),
        begun=len(results) - states["not_started"],
        passed=states["passed"],
        waiting=states["awaiting"],
        marked=len(shares),
        average=average(shares),
    )


@dataclass(frozen=True)
class QuizFigures:
    """A quiz in a line of the list: the same numbers as ``Totals``, in fewer words."""

    people: int
    handed_in: int
    passed: int
    average: int | None


def quiz_figures(duties, at: datetime) -> dict[int, QuizFigures]:
    """``{quiz: figures}``, of one row per quiz and person."""
    handed_in = Q(attempts__submitted_at__isnull=False) | Q(attempts__ends_at__lte=at)
    passed = handed_in & Q(attempts__is_passed=True)
    share = Cast("attempts__points", FloatField()) / Cast("attempts__max_points", FloatField())
    rows = (
        duties.order_by("assignment__quiz")
        .values("assignment__quiz", "person", "person__is_active")
        .annotate(
            handed_in=Count("attempts", filter=handed_in),
            waiting=Count("attempts", filter=handed_in & Q(attempts__pending_marks__gt=0)),
            passed=Count("attempts", filter=passed),
            best_passed=Max(share, filter=passed),
            best=Max(share, filter=handed_in),
        )
        .filter(Q(person__is_active=True) | Q(handed_in__gt=0))
    )
    return {
        quiz: _figures(list(lines)) for quiz, lines in groupby(rows, itemgetter("assignment__quiz"))
    }


def average(shares: list[float]) -> int | None:
    """The mean of shares (0..1) in whole percent."""
    return round(100 * fsum(shares) / len(shares)) if shares else None


def _figures(rows: list[dict]) -> QuizFigures:
    shares = [
        row["best_passed"] if row["passed"] else row["best"]
        for row in rows
        if row["passed"] or (row["handed_in"] and not row["waiting"])
    ]
    return QuizFigures(
        people=len(rows),
        handed_in=sum(row["handed_in"] > 0 for row in rows),
        passed=sum(row["passed"] > 0 for row in rows),
        average=average(shares),
    )


def _result(person: tuple, sittings: list[Sitting], at: datetime) -> PersonResult:
    _path, name, person_id, employee_no, is_active, hall = person
    handed_in = [each for each in sittings if each.is_handed_in(at)]
    return PersonResult(
        person_id=person_id,
        employee_no=employee_no,
        name=name,
        hall=hall,
        has_left=not is_active,
        state=_state(sittings, handed_in),
        attempts_used=len(sittings),
        best=best_attempt(handed_in),
    )


def _state(sittings: list[Sitting], handed_in: list[Sitting]) -> str:
    if any(each.is_passed for each in handed_in):
        return "passed"
    if any(each.is_passed is None for each in handed_in):
        return "awaiting"
    if handed_in:
        return "not_passed"
    return "in_progress" if sittings else "not_started"


def _share(sitting: Sitting) -> float:
    return float(sitting.points) / float(sitting.max_points)
