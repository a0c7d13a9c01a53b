"""Who may look after a team, and whom one may give something to do."""

from collections.abc import Collection

from portal.models import Person
from portal.permissions import is_manager


def can_see_team(user: Person) -> bool:
    """Managers have the pages under /team/; nobody else does."""
    return is_manager(user)


def can_assign_to(user: Person, people: Collection[Person]) -> bool:
    """Everybody is below the user and still works here; nobody assigns to themselves."""
    wanted = {person.pk for person in people}
    below = Person.objects.managed_by(user).active().filter(pk__in=wanted)
    return bool(wanted) and below.count() == len(wanted)
