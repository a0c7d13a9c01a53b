"""Who may look after a team, and whom one may give something to do."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from portal.models import Management, Person
from portal.permissions import is_manager

from .models import Assignment


def can_see_team(user: Person) -> bool:
    """Managers have the pages under /team/; nobody else does."""
    return is_manager(user)


def can_assign_to(user: Person, people: Collection[Person]) -> bool:
    """Everybody is below the user and still works here; nobody assigns to themselves."""
    wanted = {person.pk for person in people}
    return bool(wanted) and assignable(user).filter(pk__in=wanted).count() == len(wanted)


def can_change(user: Person, assignment: Assignment) -> bool:
    """Who gave it, or somebody above them who manages everybody who has it."""
    if not is_manager(user) or assignment.is_self_check:
        return False
    if assignment.given_by_id == user.pk:
        return True
    managed = Person.objects.managed_by(user)
    if not managed.filter(pk=assignment.given_by_id).exists():
        return False
    return not assignment.duties.exclude(person__in=managed).exists()


def assignable(user: Person, *, for_round: bool = False):
    """The people to whom the user may give something; a round to those who lead a hall."""
    people = Person.objects.managed_by(user).active()
    if not for_round:
        return people
    return people.filter(Exists(Management.objects.filter(person=OuterRef("pk"))))
