"""Writing rounds: what was seen of one person or of everybody on shift, and the answers to it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from portal.models import Person
from standards.models import ClauseVersion

from ..assignments.models import Duty
from ..standing.services import take_in_rounds
from . import permissions
from .models import Checklist, Rating, Round, RoundReply
from .subjects import MOST_CLAUSES, observable

MAX_COMMENT, MAX_RATING_COMMENT, MAX_REPLY = 400, 240, 400  # characters
SCORED = (Rating.Result.PASS, Rating.Result.FAIL)


class NotRateable(Exception):
    """Nothing was saved; ``problems`` are sentences in the reader's language."""

    def __init__(self, problems: list[str]):
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Mark:
    """What was seen of one clause; ``result`` is a value of ``Rating.Result``."""

    version: ClauseVersion
    result: str
    comment: str = ""


@dataclass(frozen=True)
class Sheet:
    """What was seen of one person, and what they were told."""

    person: Person
    marks: Sequence[Mark]
    comment: str = ""


def save_round(
    *,
    observer: Person,
    person: Person,
    marks: Sequence[Mark],
    checklist: Checklist | None = None,
    comment: str = "",
    request_id: uuid.UUID,
    at: datetime,
) -> Round:
    """Save what was seen of one person; see ``save_rounds``."""
    [row] = save_rounds(
        observer=observer,
        sheets=[Sheet(person, marks, comment)],
        checklist=checklist,
        request_id=request_id,
        at=at,
    )
    return row


@transaction.atomic
def save_rounds(
    *,
    observer: Person,
    sheets: Sequence[Sheet],
    checklist: Checklist | None = None,
    request_id: uuid.UUID,
    at: datetime,
) -> list[Round]:
    """Save one round for each sheet, tell standing, and complete the observer's duties.

    ``request_id`` is made with the form: sent twice it returns what the first saved. A round by a
    checklist completes every open duty of the observer with that checklist. Raises
    ``NotRateable``; then nothing is written.
    """
    _lock([observer, *(sheet.person for sheet in sheets)])
    if earlier := list(Round.objects.filter(request_id=request_id).order_by("person")):
        return _own(earlier, observer)
    if problems := _problems(observer, sheets, checklist):
        raise NotRateable(problems)
    duties = _open_duties(observer, checklist, at)
    rounds = Round.objects.bulk_create(
        _round(observer, sheet, checklist, duties[0] if duties else None, request_id, at)
        for sheet in sheets
    )
    Rating.objects.bulk_create(
        Rating(
            round=row,
            clause_version=mark.version,
            position=position,
            result=mark.result,
            comment=mark.comment.strip(),
        )
        for row, sheet in zip(rounds, sheets, strict=True)
        for position, mark in enumerate(sheet.marks, start=1)
    )
    Duty.objects.filter(pk__in=[duty.pk for duty in duties]).update(completed_at=at)
    take_in_rounds(rounds=rounds)
    return rounds


@transaction.atomic
def save_reply(
    *, row: Round, by: Person, text: str, request_id: uuid.UUID, at: datetime
) -> RoundReply:
    """Append an answer to a round; sent twice it is saved once. Raises ``NotRateable``."""
    _lock([by])
    text = text.strip()
    if earlier := RoundReply.objects.filter(request_id=request_id).first():
        if (earlier.by_id, earlier.round_id) != (by.pk, row.pk):
            raise NotRateable([used_before()])
        return earlier
    if not permissions.can_reply(by, row):
        raise NotRateable([_("Only the person seen and their managers can answer.")])
    if not text:
        raise NotRateable([_("Write a few words first.")])
    if len(text) > MAX_REPLY:
        raise NotRateable([_("The answer is longer than %(max)s characters.") % {"max": MAX_REPLY}])
    return RoundReply.objects.create(round=row, by=by, text=text, request_id=request_id, at=at)


def _lock(people: Sequence[Person]) -> None:
    """Make a form that is sent twice at once wait for itself; in one order, so without deadlock."""
    keys = {person.pk for person in people}
    list(Person.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True))


def _own(rounds: list[Round], observer: Person) -> list[Round]:
    if any(row.observer_id != observer.pk for row in rounds):
        raise NotRateable([used_before()])
    return rounds


def used_before() -> str:
    return _("This form was used before. Please start a new one.")


def _round(observer, sheet: Sheet, checklist, duty, request_id, at) -> Round:
    results = [mark.result for mark in sheet.marks]
    norms = {mark.version.clause.norm for mark in sheet.marks}
    return Round(
        person=sheet.person,
        observer=observer,
        checklist=checklist,
        norm=norms.pop() if len(norms) == 1 and not checklist else None,
        duty=duty,
        request_id=request_id,
        at=at,
        comment=sheet.comment.strip(),
        passed=results.count(Rating.Result.PASS),
        failed=results.count(Rating.Result.FAIL),
        failed_critical=sum(
            mark.version.is_critical and mark.result == Rating.Result.FAIL for mark in sheet.marks
        ),
        not_scored=sum(result not in SCORED for result in results),
    )


def _open_duties(observer: Person, checklist: Checklist | None, at: datetime) -> list[Duty]:
    """The observer's duties that a round by this checklist fulfils, the soonest due first."""
    if checklist is None:
        return []
    duties = Duty.objects.opened(at).filter(person=observer, assignment__checklist=checklist)
    still_open = duties.filter(completed_at=None).exclude(closes_at__lte=at)
    return list(still_open.order_by(F("due_at").asc(nulls_last=True), "pk"))


def _problems(observer: Person, sheets: Sequence[Sheet], checklist: Checklist | None) -> list[str]:
    people = [sheet.person for sheet in sheets]
    if not people:
        return [_("Leave at least one person ticked as on shift.")]
    if not permissions.can_rate(observer, people) or len(set(people)) < len(people):
        return [_("You can look only at people of your own halls who still work there.")]
    problems = _problems_of_clauses(sheets, checklist)
    for sheet in sheets:
        if not any(mark.result in SCORED for mark in sheet.marks):
            problems.append(_nothing_scored(sheet, is_alone=len(sheets) == 1))
        if len(sheet.comment.strip()) > MAX_COMMENT:
            problems.append(too_long(MAX_COMMENT))
        if any(len(mark.comment.strip()) > MAX_RATING_COMMENT for mark in sheet.marks):
            problems.append(too_long(MAX_RATING_COMMENT))
    return problems


def _nothing_scored(sheet: Sheet, *, is_alone: bool) -> str:
    if is_alone:
        return _("Say of at least one clause whether it was kept or not.")
    return _("Nothing was seen of %(name)s: untick “on shift”, or rate at least one clause.") % {
        "name": sheet.person.name
    }


def too_long(limit: int) -> str:
    return _("A note is longer than %(max)s characters.") % {"max": limit}


def _problems_of_clauses(sheets: Sequence[Sheet], checklist: Checklist | None) -> list[str]:
    """Only wordings in force are rated, each once, and by a checklist only its own."""
    marks = [mark for sheet in sheets for mark in sheet.marks]
    versions = {mark.version for mark in marks}
    in_force = observable().filter(pk__in=[version.pk for version in versions])
    if checklist:
        in_force = in_force.filter(clause__in=checklist.entries.values("clause"))
    counts = {len(sheet.marks) for sheet in sheets}
    is_whole = all(len({mark.version for mark in s.marks}) == len(s.marks) for s in sheets)
    is_known = all(mark.result in Rating.Result.values for mark in marks)
    if not 1 <= min(counts) <= max(counts) <= MOST_CLAUSES:
        return [_("Look at %(max)s clauses at most.") % {"max": MOST_CLAUSES}]
    if not is_whole or not is_known or in_force.count() != len(versions):
        return [_("The clauses have changed since this page was opened. Please start a new one.")]
    return []
