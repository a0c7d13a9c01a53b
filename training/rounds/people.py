"""Whom a manager looks at: who was not seen for longest, and who works in which hall."""

from django.db.models import Count, F, Q

from portal.models import Person, Unit
from portal.querysets import under

from ..assignments.people import team_of
from .querysets import last_seen


def longest_unseen(user: Person):
    """The team, who was never seen first; annotated with ``seen_at``."""
    seen_first = F("seen_at").asc(nulls_first=True)
    team = team_of(user).annotate(seen_at=last_seen())
    return team.order_by(seen_first, "unit__path", "name", "pk")


def halls_of(user: Person):
    """Units with people of the user's team; annotated with ``people_count``."""
    theirs = Q(people__is_active=True) & ~Q(people=user)
    units = Unit.objects.filter(under(user.managed_paths, "path"))
    counted = units.annotate(people_count=Count("people", filter=theirs))
    return counted.filter(people_count__gt=0).order_by("path")
