"""Who may see people at work and say what they saw: whoever manages them, never they themselves."""

from collections.abc import Collection

from portal.models import Person
from portal.permissions import is_manager

from .models import Round


def can_make_rounds(user: Person) -> bool:
    return is_manager(user)


def can_rate(user: Person, people: Collection[Person]) -> bool:
    """Everybody is below the user and still works here."""
    wanted = {person.pk for person in people}
    below = Person.objects.managed_by(user).active().filter(pk__in=wanted)
    return bool(wanted) and below.count() == len(wanted)


def can_reply(user: Person, row: Round) -> bool:
    """Whoever may see a round may answer to it: the person seen, and who manages them today."""
    return Round.objects.visible_to(user).filter(pk=row.pk).exists()
