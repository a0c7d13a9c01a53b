"""Standing: what the evidence says of a person on a clause, kept beside the evidence.

Whoever writes evidence calls ``take_in_attempt`` or ``take_in_rounds`` in the same transaction.
Both only derive: ``recompute`` works the same numbers out from the raw rows, and
``rebuild_standing`` puts them in place of whatever is stored. The rules are in
``docs/decisions/0010-standing.md``.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import F, Prefetch, Window
from django.db.models.functions import RowNumber

from portal.models import Person
from standards.models import Clause

from ..attempts.models import Attempt, Response
from ..items.kinds import KINDS, Mark
from ..items.kinds.short import ShortKind
from ..marking.models import Score
from ..rounds.models import Rating, Round
from .models import ClauseAnswer, Standing

#: So many of the newest answers, and of the newest ratings, count.
RECENT = 5
#: Ratings that say something; "not seen" and "does not apply" never count.
COUNTED = (Rating.Result.PASS, Rating.Result.FAIL)


@dataclass(frozen=True)
class Facts:
    """The columns of a ``Standing``."""

    answers: int = 0
    right: int = 0
    answered_at: datetime | None = None
    ratings: int = 0
    kept: int = 0
    seen_at: datetime | None = None


#: (moment, whether it speaks for the person), newest first.
Evidence = list[tuple[datetime, bool]]


# -- Taking evidence in ----------------------------------------------------------------------


def take_in_attempt(*, attempt: Attempt) -> None:
    """Take in a handed-in attempt, or take it in anew after a mark was given or changed."""
    take_in_attempts(attempts=[attempt])


@transaction.atomic
def take_in_attempts(*, attempts: Collection[Attempt]) -> None:
    """``take_in_attempt`` for several people's attempts at once, in as many queries.

    Each has its ``submitted_at`` stamped: until then it says nothing.
    """
    keys = [attempt.pk for attempt in attempts if attempt.submitted_at]
    if not keys:
        return
    people = Person.objects.filter(duties__attempts__in=keys)
    person_ids = _locked(people)
    stored = ClauseAnswer.objects.filter(response__attempt__in=keys)
    clause_ids = set(stored.values_list("clause_id", flat=True))
    stored.delete()
    said = list(_answers_of(Attempt.objects.filter(pk__in=keys)))
    ClauseAnswer.objects.bulk_create(said)
    _refresh(person_ids, clause_ids | {answer.clause_id for answer in said})


@transaction.atomic
def take_in_rounds(*, rounds: Collection[Round]) -> None:
    """Take in rounds whose ratings are saved, of any number of people, in as many queries."""
    ratings = Rating.objects.filter(round__in=[each.pk for each in rounds], result__in=COUNTED)
    person_ids = _locked(Person.objects.filter(pk__in={each.person_id for each in rounds}))
    clause_ids = set(ratings.order_by().values_list("clause_version__clause", flat=True))
    _refresh(person_ids, clause_ids)


def _locked(people) -> list[int]:
    """Keys of the people; whoever takes in evidence of one of them waits for this transaction.

    Otherwise each of two transactions could write what it alone has seen.
    """
    wanted = Person.objects.filter(pk__in=people.values("pk")).order_by("pk")
    return list(wanted.select_for_update(no_key=True).values_list("pk", flat=True))


def _refresh(person_ids: Collection[int], clause_ids: Collection[int]) -> None:
    """Write the standing of these people on these clauses from the stored answers and ratings."""
    answers = ClauseAnswer.objects.filter(person__in=person_ids, clause__in=clause_ids)
    ratings = _counted_ratings().filter(person_id__in=person_ids, clause_id__in=clause_ids)
    Standing.objects.bulk_create(
        [
            Standing(person_id=person_id, clause_id=clause_id, **asdict(facts))
            for (person_id, clause_id), facts in _facts(
                _newest(answers.values("person_id", "clause_id"), "at", "response_id", "is_right"),
                _newest(ratings, "round__at", "pk", "result"),
            ).items()
        ],
        update_conflicts=True,
        unique_fields=["person", "clause"],
        update_fields=list(asdict(Facts())),
    )


def _counted_ratings():
    ratings = Rating.objects.filter(result__in=COUNTED).order_by()
    return ratings.annotate(
        person_id=F("round__person"), clause_id=F("clause_version__clause")
    ).values("person_id", "clause_id")


def _newest(rows, moment: str, tie: str, verdict: str) -> Iterator[tuple]:
    """(person, clause, moment, verdict) of the last ``RECENT`` rows of each pair, newest first."""
    number = Window(
        RowNumber(),
        partition_by=[F("person_id"), F("clause_id")],
        order_by=[F(moment).desc(), F(tie).desc()],
    )
    numbered = rows.annotate(number=number).filter(number__lte=RECENT).order_by("number")
    return numbered.values_list("person_id", "clause_id", moment, verdict).iterator()


def _facts(answers: Iterable[tuple], ratings: Iterable[tuple]) -> dict[tuple[int, int], Facts]:
    """By (person, clause); the rows come newest first."""
    known: dict[tuple[int, int], Evidence] = {}
    for person_id, clause_id, at, is_right in answers:
        known.setdefault((person_id, clause_id), []).append((at, is_right))
    done: dict[tuple[int, int], Evidence] = {}
    for person_id, clause_id, at, result in ratings:
        evidence = done.setdefault((person_id, clause_id), [])
        evidence.append((at, result == Rating.Result.PASS))
    return {pair: facts(known.get(pair, []), done.get(pair, [])) for pair in known | done}


def facts(answers: Evidence, ratings: Evidence) -> Facts:
    """What the evidence of one person on one clause amounts to; both lists newest first."""
    answers, ratings = answers[:RECENT], ratings[:RECENT]
    return Facts(
        answers=len(answers),
        right=sum(is_right for _at, is_right in answers),
        answered_at=answers[0][0] if answers else None,
        ratings=len(ratings),
        kept=sum(is_kept for _at, is_kept in ratings),
        seen_at=ratings[0][0] if ratings else None,
    )


# -- What an answer says ---------------------------------------------------------------------


def findings(response: Response, score: Score | None) -> Mark:
    """The clauses that an answer shows to be known or missed.

    Nothing for a blank answer, nor for one that waits to be marked.
    """
    version = response.item_version
    kind = KINDS[version.kind]
    if response.value is None:
        return Mark(None)
    if not kind.is_judged:
        return kind.mark(version.payload, version.max_points, response.value)
    return ShortKind.findings(version.payload, score.levels) if score else Mark(None)


def _answers_of(attempts) -> Iterator[ClauseAnswer]:
    """Unsaved rows for what the answers of handed-in attempts say."""
    responses = (
        Response.objects.filter(attempt__in=attempts, value__isnull=False)
        .select_related("item_version", "attempt__duty")
        .defer("item_version__html")
        .prefetch_related(Prefetch("scores", Score.objects.order_by("-number")))
        .order_by("pk")
    )
    said = [(response, _verdicts(response)) for response in responses]
    codes = {code for _response, verdicts in said for code in verdicts}
    clause_ids = dict(Clause.objects.filter(code__in=codes).values_list("code", "pk"))
    for response, verdicts in said:
        for code, is_right in verdicts.items():
            if code in clause_ids:
                yield ClauseAnswer(
                    person_id=response.attempt.duty.person_id,
                    clause_id=clause_ids[code],
                    response=response,
                    is_right=is_right,
                    at=cast(datetime, response.attempt.submitted_at),
                )


def _verdicts(response: Response) -> dict[str, bool]:
    """Codes of clauses → known or not; one that an answer both shows and misses is missed."""
    mark = findings(response, next(iter(response.scores.all()), None))
    return dict.fromkeys(mark.known, True) | dict.fromkeys(mark.missed, False)


# -- From the raw evidence alone -------------------------------------------------------------


def recompute(person: Person) -> dict[int, Facts]:
    """Work the standing of a person out by clause: from responses, scores and ratings alone."""
    return _recomputed(_said_by(person), person)


def _said_by(person: Person) -> list[ClauseAnswer]:
    attempts = Attempt.objects.filter(duty__person=person, submitted_at__isnull=False)
    return list(_answers_of(attempts))


def _recomputed(said: list[ClauseAnswer], person: Person) -> dict[int, Facts]:
    answers = sorted(said, key=lambda answer: (answer.at, answer.response_id), reverse=True)
    ratings = (
        Rating.objects.filter(round__person=person, result__in=COUNTED)
        .order_by("-round__at", "-pk")
        .values_list("round__person", "clause_version__clause", "round__at", "result")
    )
    by_pair = _facts(
        ((person.pk, answer.clause_id, answer.at, answer.is_right) for answer in answers), ratings
    )
    return {clause_id: facts for (_person_id, clause_id), facts in by_pair.items()}


@transaction.atomic
def rebuild(*, person: Person) -> int:
    """Put what follows from the evidence in place of what is stored; returns how many rows of
    either table were wrong, missing or too many."""
    _locked(Person.objects.filter(pk=person.pk))
    said = _said_by(person)
    should = _recomputed(said, person)
    answers = {(row.response_id, row.clause_id): (row.is_right, row.at) for row in said}
    stored_answers = {
        (row.response_id, row.clause_id): (row.is_right, row.at)
        for row in ClauseAnswer.objects.filter(person=person)
    }
    stored = {row.clause_id: stored_facts(row) for row in Standing.objects.filter(person=person)}
    wrong = _differences(answers, stored_answers) + _differences(should, stored)
    if wrong:
        ClauseAnswer.objects.filter(person=person).delete()
        ClauseAnswer.objects.bulk_create(said)
        Standing.objects.filter(person=person).delete()
        Standing.objects.bulk_create(
            Standing(person=person, clause_id=clause_id, **asdict(each))
            for clause_id, each in should.items()
        )
    return wrong


def stored_facts(standing: Standing) -> Facts:
    return Facts(**{name: getattr(standing, name) for name in asdict(Facts())})


def _differences(one: dict, other: dict) -> int:
    return sum(one.get(key) != other.get(key) for key in one | other)
