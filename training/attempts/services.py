"""Starting, saving and handing in.

Every service locks the attempt's row first, so that two tabs, a double click and a late retry
queue behind one another. Whoever answers names the attempt by their person and its code: finding
it, seeing that it is theirs and locking it is one query.
"""

import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from portal.models import Person
from portal.prepared import prepared

from ..assignments.models import Assignment, Duty
from ..items.kinds import KINDS
from ..items.kinds.base import BadAnswer, ItemKindModule, Value
from ..marking.services import apply_points
from ..quizzes.models import Quiz
from ..standing.services import take_in_attempt, take_in_attempts
from . import changes
from .drawing import draw
from .errors import (
    AttemptClosed,
    Closed,
    NoAttemptsLeft,
    NothingToAsk,
    NotOpenYet,
    UnknownItem,
    Withdrawn,
)
from .models import Attempt, Response

#: So many attempts are closed in one transaction.
BATCH = 100
CHANGE_FIELDS = ("value", "change_id", "saved_at")
#: A form's field of an item: ``q0123456789``, ``q0123456789.key`` or ``was-q0123456789``.
ITEM_FIELD = re.compile(r"(?:was-)?(q[0-9a-f]{10})(?:\..*)?")


@transaction.atomic
def start_attempt(
    *, duty: Duty, person: Person, at: datetime, rng: Random | None = None
) -> Attempt:
    """Begin the next attempt, or return the one that is still open.

    Draws and shuffles, copies the pass mark and fixes ``ends_at``: the time limit or the closing
    for this person, whichever comes first. An open attempt whose time is over is stamped on the
    way. Raises a ``StartRefused``, or ``Duty.DoesNotExist`` when the duty is not this person's.
    """
    duty = Duty.objects.select_for_update().get(pk=duty.pk, person=person)
    # Read once the duty is locked: whoever withdraws it meanwhile holds that lock.
    duty.assignment = Assignment.objects.select_related("quiz").get(pk=duty.assignment_id)
    last = duty.attempts.order_by("-number").first()
    if last and last.is_open(at):
        return last
    quiz = _startable_quiz(duty, last, at)
    close_expired(at=at, duty=duty)
    number = last.number + 1 if last else 1
    return _write_attempt(duty, quiz, number, at, rng or secrets.SystemRandom())


def _startable_quiz(duty: Duty, last: Attempt | None, at: datetime) -> Quiz:
    """The quiz that may be started now; raises a ``StartRefused``."""
    assignment = duty.assignment
    if assignment.quiz is None:
        raise NothingToAsk
    if assignment.withdrawn_at:
        raise Withdrawn
    if at < assignment.opens_at:
        raise NotOpenYet
    if duty.closes_at and at >= duty.closes_at:
        raise Closed
    if last and last.number >= duty.max_attempts:
        raise NoAttemptsLeft
    return assignment.quiz


def _write_attempt(duty: Duty, quiz: Quiz, number: int, at: datetime, rng: Random) -> Attempt:
    versions = draw(quiz, rng)
    if not versions:
        raise NothingToAsk
    attempt = Attempt.objects.create(
        duty=duty,
        number=number,
        pass_mark_pct=quiz.pass_mark_pct,
        started_at=at,
        ends_at=end_of(duty, quiz.time_limit_min, at),
        max_points=sum(version.max_points for version in versions),
    )
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            position=position,
            item_version=version,
            option_order=KINDS[version.kind].shuffled(version.payload, rng),
        )
        for position, version in enumerate(versions, start=1)
    )
    return attempt


def end_of(duty: Duty, limit_min: int | None, at: datetime) -> datetime | None:
    """The time limit with this person's extra minutes, or the closing, whichever comes first."""
    limit_ends_at = at + timedelta(minutes=limit_min + duty.extra_minutes) if limit_min else None
    return min((end for end in (duty.closes_at, limit_ends_at) if end), default=None)


@dataclass(frozen=True)
class Saved:
    """What is stored for one item after a change arrived, whichever change that was."""

    response: Response
    is_newer: bool  #: what is stored was changed after the change that arrived
    answered: int
    total: int
    ends_at: datetime | None


@transaction.atomic
def save_response(
    *, person: Person, code: UUID, name: str, raw: object, change_id: object, at: datetime
) -> Saved:
    """Store one answer; ``name`` is the item's, ``raw`` a form's or a script's answer.

    A change that is stored already is answered as it was the first time, even after the end; one
    older than what is stored changes nothing. Raises ``Attempt.DoesNotExist``, ``UnknownItem``,
    ``AttemptClosed``, ``changes.BadChangeId`` or ``ForgedAnswer``; then nothing is written.
    """
    attempt = _locked(person, code)
    response, answered, total = _response_and_counts(attempt, name)
    if response.change_id != change_id or not response.change_id:
        if not attempt.is_open(at):
            raise AttemptClosed
        change = changes.checked(change_id, started_at=attempt.started_at, at=at)
        value = _kind(response).clean(response.item_version.payload, raw)
        if change > response.change_id:
            answered += (value is not None) - (response.value is not None)
            _store(attempt, response, value, change, at)
    return Saved(
        response=response,
        is_newer=response.change_id != change_id,
        answered=answered,
        total=total,
        ends_at=attempt.ends_at,
    )


@dataclass
class SavedForm:
    """What of a page is not stored, by the positions of its questions.

    ``newer`` are the questions whose stored answer is newer than the page, with the text that was
    written (empty where the answer is chosen); ``bad`` are those whose text cannot be taken.
    """

    newer: dict[int, str] = field(default_factory=dict)
    bad: dict[int, BadAnswer] = field(default_factory=dict)


@transaction.atomic
def save_form(
    *,
    person: Person,
    code: UUID,
    post: QueryDict,
    change_id: object,
    at: datetime,
    flag: tuple[str, bool] | None = None,
) -> SavedForm:
    """Store the answers of a page that runs no script, and the ``flag`` (name, on) set with them.

    ``was-<name>`` carries the digest of the answer as the page showed it: only answers that the
    person changed are applied, so that two tabs do not blank each other. Raises as
    ``save_response`` does; a ``BadAnswer`` is reported and the rest is stored.
    """
    attempt = _locked(person, code)
    if not attempt.is_open(at):
        raise AttemptClosed
    change = changes.checked(change_id, started_at=attempt.started_at, at=at)
    responses = list(_with_versions(attempt.responses))
    _refuse_unknown(post, {response.item_version.name for response in responses})
    if flag:
        _flag(attempt, *flag)
    outcome = SavedForm()
    for response in responses:
        name = response.item_version.name
        raw = _kind(response).read(post, name)
        try:
            value = _kind(response).clean(response.item_version.payload, raw)
        except BadAnswer as bad:
            outcome.bad[response.position] = bad
            continue
        was = post.get(f"was-{name}", digest(None))
        if digest(value) == was or value == response.value:
            continue
        if response.change_id > change:
            outcome.newer[response.position] = str(raw) if _kind(response).is_written else ""
            continue
        # A page that was saved, gone back to and changed still carries the id of its first save.
        is_again = response.change_id == change
        _store(attempt, response, value, changes.new_change_id(at) if is_again else change, at)
    return outcome


@transaction.atomic
def set_flag(*, person: Person, code: UUID, name: str, is_flagged: bool, at: datetime) -> None:
    """Mark an item to come back to; raises as ``save_response`` does."""
    attempt = _locked(person, code)
    if not attempt.is_open(at):
        raise AttemptClosed
    _flag(attempt, name, is_flagged)


@transaction.atomic
def submit_attempt(*, attempt: Attempt, at: datetime) -> Attempt:
    """Hand in what is saved. An attempt that was handed in before stays as it was, and one whose
    time is over was handed in when it ended."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.submitted_at is None:
        attempt.submitted_at = at if attempt.is_open(at) else attempt.ends_at
        attempt.save(update_fields=["submitted_at"])
        take_in_attempt(attempt=attempt)
    return attempt


def close_expired(*, at: datetime, duty: Duty | None = None) -> int:
    """Stamp the attempts whose time is over, of one duty or of all; returns how many."""
    expired = Attempt.objects.expired(at)
    if duty:
        expired = expired.filter(duty=duty)
    closed = 0
    while batch := _close_batch(expired):
        closed += batch
    return closed


@transaction.atomic
def _close_batch(expired) -> int:
    attempts = list(expired.select_for_update(of=("self",)).order_by("pk")[:BATCH])
    for attempt in attempts:
        attempt.submitted_at = attempt.ends_at
    Attempt.objects.bulk_update(attempts, ["submitted_at"])
    take_in_attempts(attempts=attempts)
    return len(attempts)


def digest(value: Value) -> str:
    """A short name for an answer, equal for equal answers."""
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:12]


def _locked(person: Person, code: UUID) -> Attempt:
    for attempt in _to_lock(person.pk, code):
        return attempt
    raise Attempt.DoesNotExist


@prepared
def _to_lock(person_id: int, code: UUID):
    return Attempt.objects.select_for_update(of=("self",)).filter(code=code, duty__person=person_id)


def _response_and_counts(attempt: Attempt, name: str) -> tuple[Response, int, int]:
    """The response to one item, and how many of the attempt are answered, and how many there are:
    one query."""
    _refuse_nameless(name)
    for response in _counted(attempt.pk, name):
        return response, response.answered, response.total
    raise UnknownItem(name)


@prepared
def _counted(attempt_id: int, name: str):
    counted = Response.objects.annotate(
        answered=_count_of_siblings(value__isnull=False), total=_count_of_siblings()
    )
    return _with_versions(counted).filter(attempt=attempt_id, item_version__name=name)


def _flag(attempt: Attempt, name: str, is_flagged: bool) -> None:
    _refuse_nameless(name)
    if not attempt.responses.filter(item_version__name=name).update(is_flagged=is_flagged):
        raise UnknownItem(name)


def _refuse_nameless(name: object) -> None:
    """Raise ``UnknownItem`` for what no item can be called, before a database stumbles over it."""
    if not isinstance(name, str) or not name.isalnum():
        raise UnknownItem(name)


def _count_of_siblings(**condition) -> Coalesce:
    siblings = Response.objects.filter(attempt=OuterRef("attempt"), **condition)
    counts = siblings.order_by().values("attempt").annotate(count=Count("pk"))
    return Coalesce(Subquery(counts.values("count")), 0)


def _with_versions(responses):
    return responses.select_related("item_version").defer("item_version__html")


def _kind(response: Response) -> ItemKindModule:
    return KINDS[response.item_version.kind]


def _store(
    attempt: Attempt, response: Response, value: Value, change_id: str, at: datetime
) -> None:
    response.value = value
    response.change_id = change_id
    response.saved_at = at
    apply_points(attempt=attempt, response=response, also=CHANGE_FIELDS)


def _refuse_unknown(post: QueryDict, names: set[str]) -> None:
    for name in post:
        match = ITEM_FIELD.fullmatch(name)
        if match and match[1] not in names:
            raise UnknownItem(name)
