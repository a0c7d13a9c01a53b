"""Sitting a quiz: its first page, the open attempt, handing in, and what came of it."""

from collections.abc import Mapping

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.languages import localized
from portal.permissions import get_visible_or_404

from .. import scoring
from ..assignments.rows import granted_list
from ..assignments.states import best_attempt, minutes_for
from ..items.kinds import BadAnswer, ForgedAnswer
from . import changes, pages, permissions, results, services
from .drawing import question_count
from .errors import AttemptClosed, StartRefused, UnknownItem
from .lookup import answerable_attempt, own_duty, refuse_stranger, visible_attempt
from .models import Attempt

REFUSALS = (changes.BadChangeId, UnknownItem, ForgedAnswer)


@never_cache
@require_safe
def duty(request, pk):
    """What the quiz is and how it counts, before it starts; afterwards, how it went."""
    duty = own_duty(request.user, pk)
    if duty.assignment.quiz is None:
        return redirect(duty.assignment.subject)
    at = timezone.now()
    attempts = list(duty.attempts.all())
    assignment = duty.assignment
    context = {
        "duty": duty,
        "assignment": assignment,
        "quiz": assignment.quiz,
        "summary": localized(assignment.quiz, "summary"),
        "question_count": question_count(assignment.quiz),
        "open_attempt": next((each for each in attempts if each.is_open(at)), None),
        "sittings": _sittings([each for each in attempts if not each.is_open(at)]),
        "minutes": minutes_for(duty),
        "granted": granted_list(duty, at),
        "attempts_left": max(0, duty.max_attempts - len(attempts)),
        "is_not_open_yet": at < assignment.opens_at,
        "is_closed": duty.closes_at is not None and duty.closes_at <= at,
    }
    return render(request, "training/attempts/duty.html", context)


@require_POST
def start(request, pk):
    duty = own_duty(request.user, pk)
    try:
        attempt = services.start_attempt(duty=duty, person=request.user, at=timezone.now())
    except StartRefused as refusal:
        messages.warning(request, refusal.reason)
        return redirect("training:duty", pk=duty.pk)
    return redirect(attempt)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request, code):
    """The open attempt; a post is its whole page, sent by a browser that runs no script."""
    if request.method == "POST":
        return _save_page(request, code)
    attempt = visible_attempt(request.user, code)
    if not attempt.is_open(timezone.now()):
        return redirect("training:attempt_result", code=attempt.code)
    return _attempt_page(request, attempt)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request, code):
    """A last look at what is blank or flagged, then for good."""
    attempt = answerable_attempt(request.user, code)
    if request.method == "POST":
        services.submit_attempt(attempt=attempt, at=timezone.now())
    elif attempt.is_open(timezone.now()):
        return _summary_page(request, attempt)
    return redirect("training:attempt_result", code=attempt.code)


@never_cache
@require_safe
def result(request, code):
    """What came of a handed-in attempt, for its person and for those who manage them."""
    at = timezone.now()
    visible = Attempt.objects.select_related(
        "duty__person", "duty__assignment__quiz"
    ).prefetch_related("duty__attempts")
    attempt = get_visible_or_404(visible, request.user, code=code)
    if attempt.is_open(at):
        return redirect(attempt)
    siblings = [each for each in attempt.duty.attempts.all() if not each.is_open(at)]
    assignment = attempt.duty.assignment
    has_to_sit = permissions.has_to_sit(request.user, attempt, at)
    may_see_key = permissions.may_see_key(attempt, at) and not has_to_sit
    context = {
        "attempt": attempt,
        "assignment": assignment,
        "duty": attempt.duty,
        "quiz": assignment.quiz,
        "is_own": attempt.duty.person_id == request.user.pk,
        "pct": scoring.percent(attempt.points, attempt.max_points),
        "handed_in_at": attempt.submitted_at or attempt.ends_at,
        "outcomes": results.outcomes(attempt, shows_key=may_see_key),
        "may_see_key": may_see_key,
        "has_to_sit": has_to_sit,
        "is_best": attempt == best_attempt(siblings),
        "attempt_count": len(siblings),
        "attempts_left": max(0, attempt.duty.max_attempts - len(attempt.duty.attempts.all())),
    }
    return render(request, "training/attempts/result.html", context)


def _attempt_page(request, attempt, *, bad: Mapping[int, BadAnswer] | None = None):
    """``bad`` maps positions to texts that were sent but not stored; they stand in their fields."""
    at = timezone.now()
    bad = bad or {}
    responses = pages.responses_to_show(attempt)
    context = {
        "attempt": attempt,
        "quiz": attempt.duty.assignment.quiz,
        "questions": pages.questions_html(
            responses, {position: answer.text for position, answer in bad.items()}
        ),
        "question_map": pages.map_html(responses),
        "answered": sum(response.value is not None for response in responses),
        "total": len(responses),
        "change_id": changes.new_change_id(at),
        "server_now": at,
        "advice": _advice(bad),
    }
    status = 422 if bad else 200
    return render(request, "training/attempts/attempt.html", context, status=status)


def _advice(bad: Mapping[int, BadAnswer]) -> list[str]:
    """One sentence for each fault, naming the questions that have it."""
    positions: dict[type[BadAnswer], list[int]] = {}
    for position, answer in bad.items():
        positions.setdefault(type(answer), []).append(position)
    return [fault.advice(", ".join(map(str, where))) for fault, where in positions.items()]


def _save_page(request, code):
    then, flag = _then(request.POST.get("then", ""))
    try:
        outcome = services.save_form(
            person=request.user,
            code=code,
            post=request.POST,
            change_id=request.POST.get("change"),
            at=timezone.now(),
            flag=flag,
        )
    except Attempt.DoesNotExist:
        refuse_stranger(request.user, code)
    except AttemptClosed:
        messages.warning(
            request, _("This attempt was handed in already. What was saved before that counts.")
        )
        return redirect("training:attempt_result", code=code)
    except REFUSALS as refusal:
        raise BadRequest(type(refusal).__name__) from None  # what was typed stays out of the log
    for position, text in outcome.newer.items():
        messages.warning(request, _newer_message(position, text))
    if outcome.bad:
        return _attempt_page(request, visible_attempt(request.user, code), bad=outcome.bad)
    if then == "hand-in":
        return redirect("training:attempt_hand_in", code=code)
    if not outcome.newer:
        messages.success(request, _("Saved."))
    url = reverse("training:attempt", args=[code])
    return redirect(f"{url}#item-{flag[0]}" if flag else url)


def _then(text):
    """What the pressed button wants next: ``"flag:q0123456789:1"`` -> ("flag", (name, True)),
    ``"hand-in"`` -> ("hand-in", None)."""
    then, *parts = text.split(":")
    if then == "flag" and len(parts) == 2:
        return then, (parts[0], parts[1] == "1")
    return then, None


def _newer_message(position, text):
    words = {"number": position, "text": text}
    if text:
        return _("Question %(number)s: a newer answer is stored. Not stored: %(text)s") % words
    return _("Question %(number)s: a newer answer is stored.") % words


def _summary_page(request, attempt):
    responses = pages.responses_to_show(attempt)
    context = {
        "attempt": attempt,
        "quiz": attempt.duty.assignment.quiz,
        "blank": [each.position for each in responses if each.value is None],
        "flagged": [each.position for each in responses if each.is_flagged],
        "question_map": pages.map_html(responses, attempt.get_absolute_url()),
        "answered": sum(each.value is not None for each in responses),
        "total": len(responses),
    }
    return render(request, "training/attempts/hand_in.html", context)


def _sittings(attempts):
    """Handed-in attempts with what is said of them: ``attempt``, ``pct``, ``is_best``."""
    best = best_attempt(attempts)
    return [
        {
            "attempt": each,
            "pct": scoring.percent(each.points, each.max_points),
            "is_best": each == best,
        }
        for each in attempts
    ]
