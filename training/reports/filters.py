"""What part of a report is asked for: a task, a hall, a state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from portal import times

from .people import STATES


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Filters:
    """``assignment``, ``unit`` and ``state`` are the values in force, empty for all; the lists
    are what there is to choose."""

    by: str  #: "person" or "question"
    assignment: str
    unit: str
    state: str
    assignments: list[Choice]
    units: list[Choice]
    states: list[Choice]

    def narrow(self, duties):
        """The duties of the task and of the hall."""
        if self.assignment:
            duties = duties.filter(assignment=int(self.assignment))
        if self.unit:
            duties = duties.filter(person__unit__code=self.unit)
        return duties


def read_filters(query: Mapping[str, str], duties, at: datetime) -> Filters:
    """One query for the tasks and halls of ``duties``.

    Raises ``Http404`` for a choice that is not offered: a report that silently shows more than
    was asked for would be read wrongly.
    """
    assignments, units = {}, {}
    rows = duties.values_list(
        "assignment_id",
        "assignment__due_at",
        "assignment__given_by__name",
        "person__unit__path",
        "person__unit__code",
        "person__unit__name",
    )
    for pk, due_at, giver, path, code, name in rows.distinct():
        assignments[due_at, pk] = Choice(str(pk), _task_label(due_at, giver, at))
        units[path] = Choice(code, name)
    lists = {
        "assignment": [assignments[key] for key in sorted(assignments, reverse=True)],
        "unit": [units[path] for path in sorted(units)],
        "state": [Choice(state, state_words(state)) for state in STATES],
    }
    chosen = {name: _chosen(query, name, choices) for name, choices in lists.items()}
    return Filters(
        by="question" if query.get("by") == "question" else "person",
        assignments=lists["assignment"],
        units=lists["unit"],
        states=lists["state"],
        **chosen,
    )


def state_words(state: str) -> str:
    return {
        "passed": _("Passed"),
        "not_passed": _("Not passed"),
        "awaiting": _("Awaiting marking"),
        "in_progress": _("In progress"),
        "not_started": _("Not started"),
    }[state]


def _chosen(query: Mapping[str, str], name: str, choices: list[Choice]) -> str:
    value = query.get(name, "")
    if value and value not in [choice.value for choice in choices]:
        raise Http404
    return value


def _task_label(due_at: datetime, giver: str, at: datetime) -> str:
    words = {"when": times.by_when(due_at, at), "name": giver}
    return _("%(when)s, from %(name)s") % words
