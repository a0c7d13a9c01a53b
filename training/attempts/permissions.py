"""Who may do what with a duty's attempts; asked after ``visible_to``."""

from datetime import datetime

from portal.models import Person

from ..assignments.models import Duty
from .models import Attempt


def can_take(user: Person, duty: Duty) -> bool:
    """Only the person who has the duty sits its quiz."""
    return duty.person_id == user.pk


def can_answer(user: Person, attempt: Attempt) -> bool:
    return can_take(user, attempt.duty)


def may_see_key(attempt: Attempt, at: datetime) -> bool:
    """Key and explanation show once nothing of the duty can be answered any more: after the
    closing, or when the last attempt is handed in."""
    duty = attempt.duty
    attempts = duty.attempts.all()
    if any(each.is_open(at) for each in attempts):
        return False
    is_closed = duty.closes_at is not None and duty.closes_at <= at
    return is_closed or len(attempts) >= duty.max_attempts


def has_to_sit(user: Person, attempt: Attempt, at: datetime) -> bool:
    """Tell whether the user, who looks at somebody else's attempt, still has its quiz to do: a
    manager does not learn the key from those below."""
    if can_take(user, attempt.duty):
        return False
    own = Duty.objects.left_to_sit(user, at)
    return own.filter(assignment__quiz=attempt.duty.assignment.quiz_id).exists()
