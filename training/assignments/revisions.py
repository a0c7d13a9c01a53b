"""Changing or withdrawing an assignment while nobody has begun."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.models import Person

from . import permissions
from .exceptions import TIMES, apply_exceptions
from .models import Assignment
from .services import MAX_ATTEMPTS, MAX_NOTE, NotAssignable, problems_of_times

CHANGED = ("due_at", "closes_at", "max_attempts", "note")


@transaction.atomic
def change_assignment(
    *,
    assignment: Assignment,
    by: Person,
    due_at: datetime,
    closes_at: datetime | None,
    max_attempts: int,
    note: str,
    at: datetime,
) -> bool:
    """Write new terms to the assignment and to everybody's duty; False where nothing differs.

    Whoever was granted more keeps it. Raises ``NotAssignable``; then nothing is written.
    """
    assignment = _locked(assignment, by)
    terms = {
        "due_at": due_at,
        "closes_at": closes_at,
        "max_attempts": max_attempts,
        "note": note,
    }
    if all(getattr(assignment, name) == value for name, value in terms.items()):
        return False
    problems = list(problems_of_times(assignment.opens_at, due_at, closes_at, at).values())
    if not 1 <= max_attempts <= MAX_ATTEMPTS:
        problems.append(_("Allow between 1 and %(max)s attempts.") % {"max": MAX_ATTEMPTS})
    if len(note) > MAX_NOTE:
        problems.append(_("The note is longer than %(max)s characters.") % {"max": MAX_NOTE})
    if problems:
        raise NotAssignable(problems)
    for name, value in terms.items():
        setattr(assignment, name, value)
    assignment.changed_at, assignment.changed_by = at, by
    assignment.save(update_fields=[*CHANGED, "changed_at", "changed_by"])
    duties = list(assignment.duties.prefetch_related("exceptions"))
    for duty in duties:
        duty.assignment = assignment
        apply_exceptions(duty, duty.exceptions.all())
    assignment.duties.bulk_update(duties, TIMES, batch_size=500)
    return True


@transaction.atomic
def withdraw_assignment(*, assignment: Assignment, by: Person, at: datetime) -> Assignment:
    """Take the assignment back from everybody; a second time it stays as it was.

    Raises ``NotAssignable`` once somebody has begun.
    """
    if Assignment.objects.filter(pk=assignment.pk, withdrawn_by=by).exists():
        return assignment
    assignment = _locked(assignment, by)
    assignment.withdrawn_at, assignment.withdrawn_by = at, by
    assignment.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return assignment


def is_begun(assignment: Assignment) -> bool:
    """Tell whether anybody has done anything about it since it opened."""
    return assignment.duties.begun().exists()


def _locked(assignment: Assignment, by: Person) -> Assignment:
    """The assignment with all its duties locked, so that nobody begins meanwhile."""
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    list(assignment.duties.select_for_update().order_by("pk").values_list("pk"))
    if not permissions.can_change(by, assignment):
        raise NotAssignable([_("Only whoever gave it can change or withdraw it.")])
    if assignment.withdrawn_at:
        raise NotAssignable([_("It was withdrawn before.")])
    if is_begun(assignment):
        raise NotAssignable([_("Somebody has begun, so it can no longer be changed or withdrawn.")])
    return assignment
