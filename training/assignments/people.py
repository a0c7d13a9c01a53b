"""How people are listed and looked up."""

from django.db.models import Q

from portal.models import Person

MAX_LOOKUP = 60  # characters


def in_order(people):
    """By hall, then by name."""
    return people.order_by("unit__path", "name", "pk")


def team_of(user: Person):
    """The people whom the user manages and who still work here, in order."""
    team = Person.objects.managed_by(user).active().select_related("unit", "job_role")
    return in_order(team)


def called(text: str) -> Q:
    """Match a part of the name or of the employee number."""
    return Q(name__icontains=text) | Q(employee_no__icontains=text)


def lookup_text(raw: str | None) -> str:
    """What somebody typed to find people, fit to be asked of any database."""
    return (raw or "").replace("\x00", "").strip()[:MAX_LOOKUP]
