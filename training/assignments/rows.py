"""Duties and what belongs to them as lines of a list, for the person and for their managers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal import times

from .. import scoring
from ..attempts.models import Attempt
from .states import best_attempt, state_of

#: Statuses that say how it went; a percentage needs no more words beside them.
RESULTS = ("passed", "not_passed")


@dataclass(frozen=True)
class Row:
    """One line of ``components/row.html``."""

    title: str
    sub: str
    status: str
    side: str = ""
    url: str = ""


def with_results(duties, at: datetime):
    """Fetch each duty's handed-in attempts, as ``handed_in`` (a list), for the row."""
    handed_in = Attempt.objects.handed_in(at)
    return duties.prefetch_related(Prefetch("attempts", handed_in, to_attr="handed_in"))


def own_row(duty, at: datetime) -> Row:
    """As the person sees it: what it is, by when, and the way in or to the result."""
    assignment = duty.assignment
    best = best_attempt(duty.handed_in)
    if assignment.opens_at > at:
        when = _("opens %(when)s") % {"when": times.when(assignment.opens_at, at)}
        return Row(title=str(assignment), sub=joined(kind_of(assignment), when), status="")
    status = state_of(duty, at)
    reminder = "" if duty.is_done else reminder_words(duty, at)
    facts = reminder, kind_of(assignment), due_words(duty, at), giver(assignment)
    return Row(
        title=str(assignment),
        sub=joined(*facts, best_words(best, status)),
        status=status,
        side=result_words(best, status),
        url=own_url(duty, best),
    )


def team_row(duty, at: datetime, *, names: str) -> Row:
    """As the manager sees it; ``names`` says what the line is about: "person" or "subject"."""
    best = best_attempt(duty.handed_in)
    status = state_of(duty, at)
    if names == "person":
        title, fact = duty.person.name, duty.person.unit.name
    else:
        title, fact = str(duty.assignment), due_words(duty, at)
    return Row(
        title=title,
        sub=joined(fact, handed_in_words(duty, best, at), best_words(best, status)),
        status=status,
        side=result_words(best, status),
        url=reverse("training:team_duty", args=[duty.pk]),
    )


def attempt_rows(duty) -> list[Row]:
    """The duty's handed-in attempts, newest first; ``duty`` is one of ``with_results``."""
    best = best_attempt(duty.handed_in)
    rows = []
    for attempt in duty.handed_in:
        title = _("Attempt %(number)s") % {"number": attempt.number}
        if attempt == best and len(duty.handed_in) > 1:
            title = joined(title, pgettext("attempt", "counts"))
        status = {True: "passed", False: "not_passed", None: "awaiting"}[attempt.is_passed]
        rows.append(
            Row(
                title=title,
                sub=times.when(attempt.submitted_at or attempt.ends_at),
                status=status,
                side=result_words(attempt, status),
                url=reverse("training:attempt_result", args=[attempt.code]),
            )
        )
    return rows


def granted_list(duty, at: datetime) -> list[tuple]:
    """(exception, what it gives in words), newest first."""
    exceptions = duty.exceptions.select_related("by")
    return [(exception, granted_words(exception, at)) for exception in exceptions]


def granted_words(exception, at: datetime) -> str:
    """What an exception gives: ``"by 18:00 tomorrow · 1 more attempt"``."""
    words = [times.by_when(exception.due_at, at)] if exception.due_at else []
    if exception.closes_at:
        words.append(_("closes %(when)s") % {"when": times.when(exception.closes_at, at)})
    if exception.extra_attempts:
        count = exception.extra_attempts
        text = ngettext("%(count)s more attempt", "%(count)s more attempts", count)
        words.append(text % {"count": count})
    if exception.extra_minutes:
        count = exception.extra_minutes
        text = ngettext("%(count)s more minute", "%(count)s more minutes", count)
        words.append(text % {"count": count})
    return joined(*words)


def reminder_words(duty, at: datetime) -> str:
    """``"梅芳 reminds you, today 10:20"``; empty where nobody did."""
    if duty.reminded_at is None:
        return ""
    words = {"name": duty.reminded_by.name, "when": times.when(duty.reminded_at, at)}
    return _("%(name)s reminds you, %(when)s") % words


def own_url(duty, best: Attempt | None) -> str:
    """Where the person goes on, or looks back."""
    if duty.assignment.quiz is None:
        return duty.assignment.subject.get_absolute_url()
    if best and (duty.is_done or duty.is_used_up):
        return reverse("training:attempt_result", args=[best.code])
    return reverse("training:duty", args=[duty.pk])


def kind_of(assignment) -> str:
    if assignment.is_self_check:
        return _("Self-check")
    if assignment.checklist_id:
        return _("Round")
    return _("Quiz") if assignment.quiz_id else _("Module")


def giver(assignment) -> str:
    if assignment.is_self_check:
        return ""
    return _("from %(name)s") % {"name": assignment.given_by.name}


def due_words(due, at: datetime) -> str:
    """``due`` is a duty, with the person's own due time, or an assignment."""
    return times.by_when(due.due_at, at) if due.due_at else ""


def handed_in_words(duty, best, at: datetime) -> str:
    if duty.completed_at:
        return _("done %(when)s") % {"when": times.when(duty.completed_at, at)}
    if best is None:
        return ""
    return _("handed in %(when)s") % {"when": times.when(best.submitted_at or best.ends_at, at)}


def result_words(best: Attempt | None, status: str) -> str:
    """``"86 %"`` beside the word that explains it: passed or not."""
    return percent_words(best) if status in RESULTS else ""


def best_words(best: Attempt | None, status: str) -> str:
    """The same in words, where the status speaks of something else, such as the due time."""
    pct = percent_words(best)
    return _("best so far %(pct)s") % {"pct": pct} if pct and status not in RESULTS else ""


def percent_words(best: Attempt | None) -> str:
    """Nothing while answers wait to be marked, because it would still change."""
    if best is None or best.is_passed is None:
        return ""
    return f"{scoring.percent(best.points, best.max_points)} %"


def joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
