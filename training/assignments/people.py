"""How people are listed and looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.models import JobRole, Person, Unit
from portal.querysets import shut_out, under

from .models import Duty

MAX_LOOKUP = 60  # characters


BY_HALL_AND_NAME = ("unit__path", "name", "pk")


def in_order(people):
    """By hall, then by name."""
    return people.order_by(*BY_HALL_AND_NAME)


def everybody_below(user: Person):
    """The people whom the user manages, those who left among them."""
    return Person.objects.managed_by(user).select_related("unit", "job_role")


def team_of(user: Person):
    """The people whom the user manages and who still work here, in order."""
    return in_order(everybody_below(user).active())


def called(text: str) -> Q:
    """Match a part of the name or of the employee number."""
    return Q(name__icontains=text) | Q(employee_no__icontains=text)


def lookup_text(raw: str | None) -> str:
    """What somebody typed to find people, fit to be asked of any database."""
    return (raw or "").replace("\x00", "").strip()[:MAX_LOOKUP]


@dataclass(frozen=True)
class PeopleFilter:
    """What the team's list is narrowed to; a value that nothing stands for narrows nothing.

    ``asked`` is the query of the address: ``q``, ``unit`` and ``role`` (keys), ``state``.
    """

    user: Person
    asked: Mapping[str, Any]
    at: datetime

    @property
    def text(self) -> str:
        return lookup_text(self.asked.get("q"))

    @cached_property
    def units(self) -> list[Unit]:
        """The units to choose from; a city stands for its halls too."""
        return list(Unit.objects.filter(under(self.user.managed_paths, "path")).order_by("path"))

    @cached_property
    def job_roles(self) -> list[JobRole]:
        """The job roles that somebody below has."""
        people = Person.objects.managed_by(self.user).exclude(job_role=None).order_by()
        return list(JobRole.objects.filter(pk__in=people.values("job_role")))

    @property
    def unit(self) -> Unit | None:
        return self._chosen(self.units, "unit")

    @property
    def job_role(self) -> JobRole | None:
        return self._chosen(self.job_roles, "role")

    @property
    def state(self) -> str:
        """A value of ``states``; blank is everybody who works here."""
        asked = self.asked.get("state") or ""
        return asked if asked in self.states else ""

    @property
    def states(self) -> dict[str, str]:
        """Value in the address -> how it is said."""
        return {
            "": pgettext("people", "Everybody"),
            "late": pgettext("people", "Overdue"),
            "free": _("Nothing to do"),
            "shut-out": _("Cannot sign in yet"),
            "left": _("Has left"),
        }

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.unit or self.job_role or self.state)

    @cached_property
    def outstanding(self) -> dict[int, dict[str, int]]:
        """``{person: {"todo": n, "late": n}}`` of everybody below who has something to do: worked
        out once, for the order, the states and the numbers in the rows."""
        rows = (
            Duty.objects.given()
            .of_people_managed_by(self.user)
            .of_active_people()
            .outstanding(self.at)
            .order_by()
            .values("person")
            .annotate(todo=Count("pk"), late=Count("pk", filter=Q(due_at__lte=self.at)))
        )
        return {row["person"]: row for row in rows}

    def people(self):
        """Whoever fits; those who are overdue first, then by hall and name."""
        people = everybody_below(self.user).filter(self._fitting(), is_active=self.state != "left")
        # Annotated, because PostgreSQL takes a bare number to order by for a column's place.
        late_first = Case(When(pk__in=self._late(), then=Value(0)), default=Value(1))
        return people.annotate(late_first=late_first).order_by("late_first", *BY_HALL_AND_NAME)

    def _fitting(self) -> Q:
        fitting = called(self.text) if self.text else Q()
        if self.unit:
            fitting &= Q(unit__path__startswith=self.unit.path)
        if self.job_role:
            fitting &= Q(job_role=self.job_role)
        if self.state == "late":
            fitting &= Q(pk__in=self._late())
        elif self.state == "free":
            fitting &= ~Q(pk__in=list(self.outstanding))
        elif self.state == "shut-out":
            fitting &= shut_out(self.at)
        return fitting

    def _late(self) -> list[int]:
        return [person for person, counts in self.outstanding.items() if counts["late"]]

    def _chosen(self, options, name: str):
        asked = self.asked.get(name)
        return next((option for option in options if str(option.pk) == asked), None)
