"""What follows the giving: reminding people, and giving it to those who join later."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.models import Person

from . import permissions
from .models import Assignment, Duty
from .querysets import truth
from .services import NotAssignable, new_duty, problems_of_people, readers_of

#: Whoever was reminded is left alone for so long.
REMIND_AGAIN = timedelta(hours=12)


@transaction.atomic
def remind(*, assignment: Assignment, by: Person, at: datetime) -> tuple[int, int]:
    """Remind those below ``by`` who still have to do it and can; their home page says so.

    Returns how many were reminded now, and how many had been within ``REMIND_AGAIN``.
    """
    outstanding = (
        Duty.objects.of_people_managed_by(by)
        .of_active_people()
        .filter(assignment=assignment)
        .outstanding(at)
    )
    keys = list(outstanding.values_list("pk", flat=True))
    long_ago = Q(reminded_at=None) | Q(reminded_at__lte=at - REMIND_AGAIN)
    reminded = Duty.objects.filter(long_ago, pk__in=keys).update(reminded_at=at, reminded_by=by)
    return reminded, len(keys) - reminded


@transaction.atomic
def add_people(
    *, assignment: Assignment, people: Collection[Person], by: Person, at: datetime
) -> int:
    """Give it to more people, on the terms of the others; returns how many did not have it yet.

    Raises ``NotAssignable`` where it is withdrawn or its due time is past; then nothing is written.
    """
    assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
    problems = problems_of_people(by, people, assignment.checklist)
    if assignment.withdrawn_at:
        problems.append(_("This task was withdrawn."))
    elif assignment.due_at is None or assignment.due_at <= at:
        problems.append(_("Its due time is past, so it cannot be given to more people."))
    if problems:
        raise NotAssignable(problems)
    have_it = set(assignment.duties.values_list("person", flat=True))
    done = readers_of(assignment.module, people) if assignment.module else set()
    new = sorted({person.pk for person in people} - have_it)
    Duty.objects.bulk_create(
        new_duty(assignment, pk, completed_at=at if pk in done else None) for pk in new
    )
    return len(new)


def people_without(assignment: Assignment, user: Person):
    """The people below the user to whom it may still be given, annotated with ``is_likely``: of
    a hall and a job role of somebody who has it."""
    people = permissions.assignable(user, for_round=assignment.checklist_id is not None)
    have_it = Person.objects.filter(duties__assignment=assignment).order_by()
    is_likely = Q(unit__in=have_it.values("unit"), job_role__in=have_it.values("job_role"))
    return people.exclude(pk__in=have_it.values("pk")).annotate(is_likely=truth(is_likely))
