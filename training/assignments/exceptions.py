"""Exceptions for one person: a later due time or closing, more attempts, more minutes."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from portal import times
from portal.models import Person

from ..attempts.models import Attempt
from ..attempts.services import end_of
from . import permissions
from .models import Assignment, Duty, DutyException
from .services import FARTHEST_DUE, MAX_ATTEMPTS, NotAssignable

MAX_EXTRA_MINUTES = 240  # of one duty, all exceptions together
MAX_COMMENT = 240  # characters
#: The same again within this long is a second click.
REPEAT = timedelta(minutes=1)
TIMES = ("due_at", "closes_at", "max_attempts", "extra_minutes")


class NotGranted(NotAssignable):
    """``by_field`` are the sentences under the form's name for what they are about: "due",
    "closes", "extra_attempts", "extra_minutes", "comment", or "" for the whole."""

    def __init__(self, by_field: dict[str, str]):
        super().__init__(list(by_field.values()))
        self.by_field = by_field


@dataclass(frozen=True)
class Grant:
    """What is asked for: times to move to, attempts and minutes to add."""

    due_at: datetime | None = None
    closes_at: datetime | None = None
    extra_attempts: int = 0
    extra_minutes: int = 0


@transaction.atomic
def grant_exception(
    *,
    duty: Duty,
    by: Person,
    due_at: datetime | None = None,
    closes_at: datetime | None = None,
    extra_attempts: int = 0,
    extra_minutes: int = 0,
    comment: str,
    at: datetime,
) -> DutyException:
    """Append an exception and write what follows from it to the duty.

    Times only move later. A closing that would come before the new due time moves along with it,
    and so does one that would cut off the minutes given to an attempt that is open: that attempt
    ends later, never earlier. The exception says where it moved to. Sent twice within a minute it
    is granted once. Raises ``NotGranted``; then nothing is written.
    """
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    # Read once the duty is locked: whoever changes or withdraws it holds that lock.
    duty.assignment = Assignment.objects.select_related("quiz").get(pk=duty.assignment_id)
    comment = comment.strip()
    asked = Grant(due_at, closes_at, extra_attempts, extra_minutes)
    if earlier := _same_just_now(duty, by, comment, asked, at):
        return earlier
    problems = _refusal(duty, by) or _problems(duty, asked, comment, at)
    if problems:
        raise NotGranted(problems)
    attempt = _open_attempt(duty, at)
    asked = replace(asked, closes_at=closing_that_moves_along(duty, asked, attempt))
    closed_at = duty.closes_at
    exception = DutyException.objects.create(
        duty=duty, by=by, comment=comment, at=at, **asdict(asked)
    )
    apply_exceptions(duty, duty.exceptions.all())
    duty.save(update_fields=TIMES)
    if attempt and attempt.ends_at:
        was_cut_short = attempt.ends_at == closed_at
        attempt.ends_at += timedelta(minutes=extra_minutes)
        if was_cut_short:  # by the closing: more of its time limit may fit now
            quiz = duty.assignment.quiz
            limit = quiz.time_limit_min if quiz else None
            fitting = end_of(duty, limit, attempt.started_at)
            attempt.ends_at = max(attempt.ends_at, fitting or attempt.ends_at)
        attempt.save(update_fields=["ends_at"])
    return exception


def apply_exceptions(duty: Duty, exceptions: Collection[DutyException]) -> None:
    """Set, without saving, what holds for the person: the assignment's terms and what was granted.

    The latest granted times count where they are later than the assignment's; attempts and
    minutes add up.
    """
    assignment = duty.assignment
    dues = [assignment.due_at, *(each.due_at for each in exceptions)]
    duty.due_at = _latest(dues)
    duty.closes_at = None
    if assignment.closes_at:
        closings = [assignment.closes_at, *(each.closes_at for each in exceptions)]
        duty.closes_at = _latest([*closings, duty.due_at])
    attempts = assignment.max_attempts + sum(each.extra_attempts for each in exceptions)
    duty.max_attempts = min(MAX_ATTEMPTS, attempts)
    duty.extra_minutes = sum(each.extra_minutes for each in exceptions)


def closing_that_moves_along(duty: Duty, asked: Grant, attempt: Attempt | None) -> datetime | None:
    """The closing that has to be granted, asked for or not; None where it stays."""
    if duty.closes_at is None:
        return None
    needed = [duty.closes_at, asked.closes_at, asked.due_at]
    if asked.extra_minutes and attempt and attempt.ends_at:
        needed.append(attempt.ends_at + timedelta(minutes=asked.extra_minutes))
    latest = _latest(needed)
    return latest if latest != duty.closes_at else None


def _problems(duty: Duty, asked: Grant, comment: str, at: datetime) -> dict[str, str]:
    """What is wrong with what is asked, by field."""
    problems = _problems_of_moments(duty, asked.due_at, asked.closes_at, at)
    quiz = duty.assignment.quiz
    if asked.extra_attempts and not quiz:
        problems["extra_attempts"] = _("Only a quiz has attempts.")
    elif not 0 <= asked.extra_attempts <= MAX_ATTEMPTS - duty.max_attempts:
        problems["extra_attempts"] = _("That would be more than %(max)s attempts.") % {
            "max": MAX_ATTEMPTS
        }
    if asked.extra_minutes and not (quiz and quiz.time_limit_min):
        problems["extra_minutes"] = _("There is no time limit to lengthen.")
    elif not 0 <= asked.extra_minutes <= MAX_EXTRA_MINUTES - duty.extra_minutes:
        problems["extra_minutes"] = _("That would be more than %(max)s extra minutes.") % {
            "max": MAX_EXTRA_MINUTES
        }
    if asked == Grant():
        problems[""] = _("Say what you grant: a later time, another attempt or more minutes.")
    elif not problems and _stays_closed(duty, asked, at):
        problems["closes" if asked.closes_at else ""] = _(
            "It has closed. Give a later closing too, or it cannot be used."
        )
    if not comment:
        problems["comment"] = _("Say why, in a few words. They read it, too.")
    elif len(comment) > MAX_COMMENT:
        problems["comment"] = _("The comment is longer than %(max)s characters.") % {
            "max": MAX_COMMENT
        }
    return problems


def _problems_of_moments(duty, due_at, closes_at, at) -> dict[str, str]:
    problems = {}
    if due_at and due_at <= max(at, duty.due_at):
        problems["due"] = _("Choose a later time than %(when)s.") % {
            "when": times.when(max(at, duty.due_at), at)
        }
    elif due_at and due_at > at + FARTHEST_DUE:
        problems["due"] = _("The due time is more than a year away. Choose an earlier one.")
    if closes_at and duty.closes_at is None:
        problems["closes"] = _("It does not close, so there is no closing to move.")
    elif closes_at and closes_at <= duty.closes_at:
        problems["closes"] = _("Choose a later time than %(when)s.") % {
            "when": times.when(duty.closes_at, at)
        }
    elif closes_at and closes_at > at + FARTHEST_DUE:
        problems["closes"] = _("It would close more than a year from now. Choose an earlier time.")
    elif closes_at and due_at and closes_at < due_at:
        problems["closes"] = _("It would close before it is due. Choose a later closing time.")
    return problems


def _stays_closed(duty: Duty, asked: Grant, at: datetime) -> bool:
    """Something is granted behind a closed door."""
    if duty.closes_at is None:
        return False
    latest = _latest([duty.closes_at, asked.due_at, asked.closes_at])
    return latest is not None and latest <= at


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


def _refusal(duty: Duty, by: Person) -> dict[str, str]:
    """Why nothing at all can be granted; empty where something can."""
    if not permissions.can_assign_to(by, [duty.person]):
        return {"": _("You can make exceptions only for people of your own halls.")}
    if duty.assignment.is_self_check:
        return {"": _("A self-check needs no exceptions.")}
    if duty.assignment.withdrawn_at:
        return {"": _("This task was withdrawn.")}
    if duty.completed_at:
        return {"": _("It is done: there is nothing left to grant.")}
    return {}


def _same_just_now(
    duty: Duty, by: Person, comment: str, asked: Grant, at: datetime
) -> DutyException | None:
    """What a first click made; its closing may have been moved along."""
    latest = duty.exceptions.filter(by=by, at__gt=at - REPEAT).first()
    if latest is None or latest.comment != comment:
        return None
    same = ("due_at", "extra_attempts", "extra_minutes")
    if any(getattr(latest, name) != getattr(asked, name) for name in same):
        return None
    return latest if asked.closes_at in (None, latest.closes_at) else None


def _open_attempt(duty: Duty, at: datetime) -> Attempt | None:
    return duty.attempts.open(at).select_for_update().first()
