"""Points: the only place that writes what an answer and an attempt are worth."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from portal.models import Person

from .. import scoring
from ..attempts.models import Attempt, Response
from ..items.kinds import KINDS, ForgedAnswer
from ..items.kinds.short import ShortKind
from ..standing.services import take_in_attempt
from .errors import AlreadyScored, NothingToMark, NotOfTheRubric, OwnAnswer, ReasonMissing
from .models import Score


def apply_points(
    *, attempt: Attempt, response: Response, score: Score | None = None, also: Iterable[str] = ()
) -> None:
    """Write what ``response.value`` is worth, and what that makes of its attempt.

    Two updates; ``also`` names further fields of the response to write with them. The caller
    holds the lock of the attempt's row and has read both rows under it, because the attempt's
    points move by the difference.
    """
    points_before, waited_before = response.points or Decimal(0), response.needs_mark
    response.points = worth(response, score)
    response.needs_mark = response.points is None
    response.save(update_fields=[*also, "points", "needs_mark"])
    attempt.points += (response.points or Decimal(0)) - points_before
    attempt.pending_marks += response.needs_mark - waited_before
    attempt.is_passed = is_passed(attempt, attempt.points, attempt.pending_marks)
    attempt.save(update_fields=["points", "pending_marks", "is_passed"])


@transaction.atomic
def record_score(
    *,
    response: Response,
    by: Person,
    levels: dict[str, str],
    comment: str,
    reason: str,
    seen_number: int,
    at: datetime,
) -> Score:
    """Append a mark by a person and rewrite the points that follow from it.

    ``levels`` maps each criterion's key to a level's key; ``seen_number`` is the number of the
    newest score that the marker saw, 0 for none; ``reason`` is required when there was one.
    Raises a ``ScoreRefused``; then nothing is written. Whether ``by`` may see the answer at all
    is the caller's question (``ResponseQuerySet.visible_to``).
    """
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("duty")
        .get(pk=response.attempt_id)
    )
    response = Response.objects.select_related("item_version").get(pk=response.pk)
    kind = KINDS[response.item_version.kind]
    if attempt.duty.person_id == by.pk:
        raise OwnAnswer
    if attempt.is_open(at) or not kind.is_judged or response.value is None:
        raise NothingToMark
    newest = response.scores.order_by("-number").first()
    number = newest.number if newest else 0
    if number != seen_number:
        raise AlreadyScored(newest)
    if newest and not reason.strip():
        raise ReasonMissing
    try:
        points = ShortKind.points_for(response.item_version.payload, levels)
    except ForgedAnswer as error:
        raise NotOfTheRubric(levels) from error
    score = Score.objects.create(
        response=response,
        number=number + 1,
        points=points,
        levels=levels,
        comment=comment.strip(),
        reason=reason.strip(),
        by=by,
        at=at,
    )
    apply_points(attempt=attempt, response=response, score=score)
    if attempt.submitted_at is None:  # its time was over, and nothing has stamped it since
        attempt.submitted_at = attempt.ends_at
        attempt.save(update_fields=["submitted_at"])
    take_in_attempt(attempt=attempt)
    return score


def worth(response: Response, score: Score | None) -> Decimal | None:
    """Points of an answer as it stands, None while a person must decide.

    Blank answers are worth nothing and wait for nobody; a judged answer is worth its newest
    score.
    """
    version = response.item_version
    kind = KINDS[version.kind]
    if response.value is None:
        return Decimal(0)
    if kind.is_judged and score:
        return score.points
    return kind.mark(version.payload, version.max_points, response.value).points


def is_passed(attempt: Attempt, points: Decimal, pending_marks: int) -> bool | None:
    """Whether these points pass the attempt; None while answers wait to be marked."""
    if pending_marks:
        return None
    return scoring.meets_pass_mark(points, attempt.max_points, attempt.pass_mark_pct)


@dataclass(frozen=True)
class Totals:
    """What the stored numbers of an attempt should be; ``by_position`` holds its responses'."""

    points: Decimal
    pending_marks: int
    is_passed: bool | None
    by_position: dict[int, Decimal | None]


def recompute(attempt: Attempt) -> Totals:
    """Work the numbers out from the evidence alone: answers, item versions and scores."""
    responses = attempt.responses.select_related("item_version").prefetch_related("scores")
    by_position = {}
    for response in responses:
        newest = max(response.scores.all(), key=lambda score: score.number, default=None)
        by_position[response.position] = worth(response, newest)
    marked = [points for points in by_position.values() if points is not None]
    points, pending_marks = sum(marked, Decimal(0)), len(by_position) - len(marked)
    return Totals(
        points=points,
        pending_marks=pending_marks,
        is_passed=is_passed(attempt, points, pending_marks),
        by_position=by_position,
    )
