"""Exceptions for one person: a later due time or closing, more attempts, more minutes."""

from collections.abc import Collection
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
    is granted once. Raises ``NotAssignable``; then nothing is written.
    """
    duty = Duty.objects.select_for_update().get(pk=duty.pk)
    # Read once the duty is locked: whoever changes or withdraws it holds that lock.
    duty.assignment = Assignment.objects.select_related("quiz").get(pk=duty.assignment_id)
    comment = comment.strip()
    asked = {
        "due_at": due_at,
        "closes_at": closes_at,
        "extra_attempts": extra_attempts,
        "extra_minutes": extra_minutes,
    }
    if earlier := _same_just_now(duty, by, comment, asked, at):
        return earlier
    problems = _problems(duty, by, comment, at)
    problems += problems_of_exception(duty, at=at, **asked).values()
    if problems:
        raise NotAssignable(problems)
    attempt = _open_attempt(duty, at)
    asked["closes_at"] = closing_that_moves_along(
        duty, attempt, due_at=due_at, closes_at=closes_at, extra_minutes=extra_minutes
    )
    closed_at = duty.closes_at
    exception = DutyException.objects.create(duty=duty, by=by, comment=comment, at=at, **asked)
    apply_exceptions(duty, duty.exceptions.all())
    duty.save(update_fields=TIMES)
    if attempt and attempt.ends_at:
        attempt.ends_at = _later_end(duty, attempt, closed_at, extra_minutes)
        attempt.save(update_fields=["ends_at"])
    return exception


def apply_exceptions(duty: Duty, exceptions: Collection[DutyException]) -> None:
    """Set, without saving, what holds for the person: the assignment's terms and what was granted.

    The latest granted times count where they are later than the assignment's; attempts and
    minutes add up.
    """
    assignment = duty.assignment
    granted = [each.due_at for each in exceptions if each.due_at]
    duty.due_at = max([assignment.due_at, *granted])
    duty.closes_at = None
    if assignment.closes_at:
        closings = [each.closes_at for each in exceptions if each.closes_at]
        duty.closes_at = max([assignment.closes_at, duty.due_at, *closings])
    attempts = assignment.max_attempts + sum(each.extra_attempts for each in exceptions)
    duty.max_attempts = min(MAX_ATTEMPTS, attempts)
    duty.extra_minutes = sum(each.extra_minutes for each in exceptions)


def closing_that_moves_along(
    duty: Duty,
    attempt: Attempt | None,
    *,
    due_at: datetime | None,
    closes_at: datetime | None,
    extra_minutes: int,
) -> datetime | None:
    """The closing that has to be granted, asked for or not; None where it stays."""
    if duty.closes_at is None:
        return None
    needed = [moment for moment in (closes_at, due_at) if moment]
    if extra_minutes and attempt and attempt.ends_at:
        needed.append(attempt.ends_at + timedelta(minutes=extra_minutes))
    latest = max(needed, default=duty.closes_at)
    return latest if latest > duty.closes_at else None


def problems_of_exception(
    duty: Duty,
    *,
    due_at: datetime | None,
    closes_at: datetime | None,
    extra_attempts: int,
    extra_minutes: int,
    at: datetime,
) -> dict[str, str]:
    """What is wrong with what is asked: ``{"due": sentence, …}`` by field, "" for the whole."""
    problems = _problems_of_moments(duty, due_at, closes_at, at)
    quiz = duty.assignment.quiz
    if extra_attempts and not quiz:
        problems["extra_attempts"] = _("Only a quiz has attempts.")
    elif not 0 <= extra_attempts <= MAX_ATTEMPTS - duty.max_attempts:
        problems["extra_attempts"] = _("That would be more than %(max)s attempts.") % {
            "max": MAX_ATTEMPTS
        }
    if extra_minutes and not (quiz and quiz.time_limit_min):
        problems["extra_minutes"] = _("There is no time limit to lengthen.")
    elif not 0 <= extra_minutes <= MAX_EXTRA_MINUTES - duty.extra_minutes:
        problems["extra_minutes"] = _("That would be more than %(max)s extra minutes.") % {
            "max": MAX_EXTRA_MINUTES
        }
    if not (due_at or closes_at or extra_attempts or extra_minutes):
        problems[""] = _("Say what you grant: a later time, another attempt or more minutes.")
    elif not problems and _stays_closed(duty, due_at, closes_at, at):
        problems["closes" if closes_at else ""] = _(
            "It has closed. Give a later closing too, or it cannot be used."
        )
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


def _stays_closed(duty, due_at, closes_at, at) -> bool:
    """Something is granted behind a closed door."""
    if duty.closes_at is None:
        return False
    return max(moment for moment in (duty.closes_at, due_at, closes_at) if moment) <= at


def _problems(duty: Duty, by: Person, comment: str, at: datetime) -> list[str]:
    problems = []
    if not permissions.can_assign_to(by, [duty.person]):
        problems.append(_("You can make exceptions only for people of your own halls."))
    if duty.assignment.is_self_check:
        problems.append(_("A self-check needs no exceptions."))
    if duty.assignment.withdrawn_at:
        problems.append(_("This task was withdrawn."))
    if duty.completed_at:
        problems.append(_("It is done: there is nothing left to grant."))
    if not comment:
        problems.append(_("Say why, in a few words. They read it, too."))
    elif len(comment) > MAX_COMMENT:
        problems.append(_("The comment is longer than %(max)s characters.") % {"max": MAX_COMMENT})
    return problems


def _same_just_now(duty, by, comment, asked, at) -> DutyException | None:
    """What a first click made; its closing may have been moved along."""
    latest = duty.exceptions.filter(by=by, at__gt=at - REPEAT).first()
    if latest is None or latest.comment != comment:
        return None
    is_same = all(
        getattr(latest, name) == value for name, value in asked.items() if name != "closes_at"
    )
    return latest if is_same and asked["closes_at"] in (None, latest.closes_at) else None


def _open_attempt(duty: Duty, at: datetime) -> Attempt | None:
    return duty.attempts.open(at).select_for_update().first()


def _later_end(
    duty: Duty, attempt: Attempt, closed_at: datetime | None, extra_minutes: int
) -> datetime:
    """Where an open attempt ends now; the closing may have cut its time limit short before."""
    ends = attempt.ends_at + timedelta(minutes=extra_minutes)
    if attempt.ends_at != closed_at:
        return ends
    limit = duty.assignment.quiz.time_limit_min
    return max(ends, end_of(duty, limit, attempt.started_at) or ends)
