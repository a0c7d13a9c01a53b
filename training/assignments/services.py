"""Writing assignments: giving one to people, and checking oneself."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.models import Person

from ..modules.models import Module, Reading
from ..quizzes.models import Quiz
from ..rounds.models import Checklist
from . import permissions
from .models import Assignment, Duty

MAX_ATTEMPTS = 10
MAX_NOTE = 240  # characters
#: So many people are named in a sentence; of the others there are "more".
MOST_NAMES = 3
#: Later than this is a slip of the finger.
FARTHEST_DUE = timedelta(days=366)
#: A self-check is one sitting, so that its key may be shown right after it.
SELF_CHECK_ATTEMPTS = 1


class NotAssignable(Exception):
    """What was asked cannot be done; ``problems`` are sentences in the reader's language."""

    def __init__(self, problems: list[str]):
        super().__init__("; ".join(problems))
        self.problems = problems


@transaction.atomic
def create_assignment(
    *,
    given_by: Person,
    quiz: Quiz | None = None,
    module: Module | None = None,
    checklist: Checklist | None = None,
    people: Collection[Person],
    opens_at: datetime,
    due_at: datetime,
    closes_at: datetime | None = None,
    max_attempts: int = 2,
    note: str = "",
    request_id: uuid.UUID,
    at: datetime,
) -> Assignment:
    """Give a quiz, a module or a round (exactly one of them) to people, one duty for each.

    ``request_id`` is made with the form: sent twice it returns what the first made. Whoever has
    already confirmed every norm of the module is done at once. A round, named by its checklist, is
    given to people who lead a hall. Raises ``NotAssignable``; then
    nothing is written.
    """
    if earlier := Assignment.objects.filter(request_id=request_id).first():
        return _own(earlier, given_by)
    problems = _problems_of_subject(quiz, module, checklist)
    problems += problems_of_times(opens_at, due_at, closes_at, at).values()
    problems += problems_of_people(given_by, people, checklist)
    if not 1 <= max_attempts <= MAX_ATTEMPTS:
        problems.append(_("Allow between 1 and %(max)s attempts.") % {"max": MAX_ATTEMPTS})
    if len(note) > MAX_NOTE:
        problems.append(_("The note is longer than %(max)s characters.") % {"max": MAX_NOTE})
    if problems:
        raise NotAssignable(problems)
    assignment, is_new = Assignment.objects.get_or_create(
        request_id=request_id,
        defaults={
            "given_by": given_by,
            "quiz": quiz,
            "module": module,
            "checklist": checklist,
            "opens_at": opens_at,
            "due_at": due_at,
            "closes_at": closes_at,
            "max_attempts": max_attempts,
            "note": note,
            "created_at": at,
        },
    )
    if not is_new:  # another worker won the race for this request_id
        return _own(assignment, given_by)
    done = readers_of(module, people) if module else set()
    Duty.objects.bulk_create(
        new_duty(assignment, pk, completed_at=at if pk in done else None)
        for pk in sorted({person.pk for person in people})
    )
    return assignment


@transaction.atomic
def start_self_check(*, person: Person, quiz: Quiz, at: datetime) -> Duty:
    """Give oneself a quiz, without a due time; a self-check not yet handed in is taken up again.

    Raises ``NotAssignable`` where the quiz cannot be asked.
    """
    Person.objects.select_for_update().get(pk=person.pk)  # a double click makes one
    unfinished = (
        Duty.objects.filter(person=person, assignment__quiz=quiz, due_at=None)
        .outstanding(at)
        .first()
    )
    if unfinished:
        return unfinished
    if problems := _problems_of_subject(quiz):
        raise NotAssignable(problems)
    assignment = Assignment.objects.create(
        given_by=person,
        quiz=quiz,
        opens_at=at,
        max_attempts=SELF_CHECK_ATTEMPTS,
        request_id=uuid.uuid4(),
        created_at=at,
    )
    duty = new_duty(assignment, person.pk)
    duty.save()
    return duty


def new_duty(assignment: Assignment, person_id: int, **fields) -> Duty:
    """The duty, not yet saved, with the times and attempts of its assignment."""
    return Duty(
        assignment=assignment,
        person_id=person_id,
        due_at=assignment.due_at,
        closes_at=assignment.closes_at,
        max_attempts=assignment.max_attempts,
        **fields,
    )


def problems_of_times(
    opens_at: datetime, due_at: datetime, closes_at: datetime | None, at: datetime
) -> dict[str, str]:
    """What is wrong with the times: ``{"due": sentence, "closes": sentence}``, empty if nothing."""
    problems = {}
    if due_at <= at:
        problems["due"] = _("The due time is already past. Choose a later one.")
    elif due_at > at + FARTHEST_DUE:
        problems["due"] = _("The due time is more than a year away. Choose an earlier one.")
    elif due_at <= opens_at:
        problems["due"] = _("It would be due before it opens. Choose a later due time.")
    if closes_at and closes_at < due_at:
        problems["closes"] = _("It would close before it is due. Choose a later closing time.")
    elif closes_at and closes_at > at + FARTHEST_DUE:
        problems["closes"] = _("It would close more than a year from now. Choose an earlier time.")
    return problems


def problems_of_people(
    by: Person, people: Collection[Person], checklist: Checklist | None = None
) -> list[str]:
    """What is wrong with the people to whom ``by`` wants to give something."""
    if not people:
        return [_("Choose at least one person.")]
    if not permissions.can_assign_to(by, people):
        return [_("You can give tasks only to people of your own halls.")]
    return problems_of_round(by, people) if checklist else []


def problems_of_round(by: Person, people: Collection[Person]) -> list[str]:
    """Name those who lead nobody and so cannot be asked to make a round."""
    leaders = set(permissions.assignable(by, for_round=True).values_list("pk", flat=True))
    others = [person.name for person in people if person.pk not in leaders]
    if not others:
        return []
    names = pgettext("between names", ", ").join(others[:MOST_NAMES])
    if len(others) > MOST_NAMES:
        names = _("%(names)s and others") % {"names": names}
    return [_("Whoever makes a round leads a hall. Leave out %(names)s.") % {"names": names}]


def readers_of(module: Module, people: Collection[Person]) -> set[int]:
    """Keys of those among ``people`` who have confirmed every published norm of the module."""
    editions = list(
        module.norms.filter(current_edition__isnull=False).values_list("current_edition", flat=True)
    )
    confirmed = (
        Reading.objects.filter(person__in=people, edition__in=editions)
        .order_by()
        .values("person")
        .annotate(total=Count("pk"))
    )
    return {row["person"] for row in confirmed if row["total"] == len(editions)}


def _own(assignment: Assignment, person: Person) -> Assignment:
    if assignment.given_by_id != person.pk:
        raise NotAssignable([_("This form was used before. Please start a new one.")])
    return assignment


def _problems_of_subject(
    quiz: Quiz | None, module: Module | None = None, checklist: Checklist | None = None
) -> list[str]:
    if [quiz, module, checklist].count(None) != 2:
        return [_("Choose a quiz or a module.")]
    if quiz and not Quiz.objects.ready().filter(pk=quiz.pk).exists():
        return [_("This quiz has no questions to ask yet.")]
    if module and not module.entries.published().exists():
        return [_("This module has nothing to read yet.")]
    if checklist and not Checklist.objects.ready().filter(pk=checklist.pk).exists():
        return [_("This checklist has nothing to look at yet.")]
    return []
