"""Who may mark: the unit above the person who answered, never they themselves."""

from portal.models import Person
from portal.permissions import is_manager

from ..attempts.models import Response


def can_see_queue(user: Person) -> bool:
    return is_manager(user)


def can_mark(user: Person, response: Response) -> bool:
    """Asked of an answer that the user may see."""
    return response.attempt.duty.person_id != user.pk
