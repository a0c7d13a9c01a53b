"""What a duty's facts say in one word, and which of its attempts counts."""

from datetime import datetime

from portal.times import local_day


def state_of(duty, at: datetime) -> str:
    """The word of ``components/status.html`` for a duty of ``DutyQuerySet.with_state(at)``."""
    if duty.completed_at:
        return "done"
    if duty.is_passed:
        return "passed"
    if duty.is_in_progress:
        return "in_progress"
    if duty.awaits_marking:
        return "awaiting"
    if duty.is_used_up:
        return "not_passed"
    if duty.closes_at and duty.closes_at <= at:
        return "closed"
    if duty.due_at and duty.due_at <= at:
        return "overdue"
    if duty.due_at and local_day(duty.due_at) == local_day(at):
        return "due_today"
    if duty.attempts_used:
        return "not_passed"
    return "in_progress" if duty.has_read else "not_started"


def attempts_left(duty) -> int:
    """How many more times the quiz may be started."""
    return max(0, duty.max_attempts - duty.attempts_used)


def minutes_for(duty) -> int | None:
    """The time limit of an attempt, with what the person was granted; None without one."""
    limit = duty.assignment.quiz.time_limit_min
    return limit and limit + duty.extra_minutes


def best_attempt(attempts):
    """The attempt that counts: a passed one first, then the larger share; None without any.

    Unmarked answers count as nothing yet, as in ``Attempt.points``.
    """
    return max(
        attempts,
        key=lambda attempt: (attempt.is_passed is True, attempt.points / attempt.max_points),
        default=None,
    )
