"""Marking: the queue by question, and one answer after another."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.forms import is_key
from portal.languages import localized
from portal.permissions import require

from ..items.kinds.base import in_language
from ..items.models import Item
from . import permissions
from .errors import AlreadyScored, NothingToMark
from .forms import MarkForm
from .queue import judged_answers, marked_today, next_key, waiting_answers, waiting_questions
from .services import record_score

QUESTIONS_PER_PAGE = 30


@require_safe
def marking(request):
    """The questions that have answers waiting, the one waiting longest first."""
    require(permissions.can_see_queue(request.user))
    questions = waiting_questions(request.user, timezone.now())
    page = Paginator(questions, QUESTIONS_PER_PAGE).get_page(request.GET.get("page"))
    items = (
        Item.objects.select_related("current_version")
        .defer("current_version__html")
        .in_bulk([question["item"] for question in page])
    )
    rows = [{**question, "item": items[question["item"]]} for question in page]
    for row in rows:
        row["stem"] = in_language(row["item"].current_version.payload["stem"], get_language())
    return render(request, "training/marking/queue.html", {"rows": rows, "page_obj": page})


@require_safe
def marking_item(request, code):
    """Open the next answer to the question; ``?after=`` skips one. Says so when none is left."""
    require(permissions.can_see_queue(request.user))
    at = timezone.now()
    item = get_object_or_404(Item.objects.select_related("current_version"), code=code)
    keys = waiting_answers(request.user, item, at)
    after = request.GET.get("after", "")
    key = next_key(keys, item, int(after) if is_key(after) else None)
    if key is not None:
        return redirect("training:marking_answer", key)
    if keys:  # the one that was skipped is the only one left
        return redirect("training:marking_answer", keys[0])
    if not judged_answers(request.user).filter(item_version__item=item).exists():
        raise Http404
    waiting = waiting_questions(request.user, at).first()
    following = Item.objects.get(pk=waiting["item"]) if waiting else None
    return render(request, "training/marking/all_marked.html", {"following": following})


@require_http_methods(["GET", "HEAD", "POST"])
def marking_answer(request, pk):
    """Mark one answer, or mark it again with a reason."""
    require(permissions.can_see_queue(request.user))
    response = get_object_or_404(judged_answers(request.user), pk=pk)
    require(permissions.can_mark(request.user, response))
    at = timezone.now()
    newest = response.scores.select_related("by").order_by("-number").first()
    if request.method != "POST":
        form = MarkForm(initial=as_marked(newest), version=response.item_version)
        return show_answer(request, response, form, newest, at)
    form = MarkForm(request.POST, version=response.item_version)
    if not form.is_valid():
        return show_answer(request, response, form, newest, at)
    try:
        score = save(request.user, response, form, at)
    except AlreadyScored as error:
        return show_answer(request, response, form, error.newest, at, is_conflict=True)
    except NothingToMark:
        raise Http404 from None
    if score.number > 1:
        messages.success(request, _("The mark is changed, with your reason."))
        return redirect("training:attempt_result", response.attempt.code)
    messages.success(request, _("Your mark is saved."))
    return redirect_to_next(request, response, at)


def save(user, response, form, at):
    return record_score(
        response=response,
        by=user,
        levels=form.levels(),
        comment=form.cleaned_data["comment"],
        reason=form.cleaned_data["reason"],
        seen_number=form.cleaned_data["seen_number"],
        at=at,
    )


def redirect_to_next(request, response, at):
    """The next answer to the same question opens by itself."""
    item = response.item_version.item
    key = next_key(waiting_answers(request.user, item, at), item, response.pk)
    if key is None:
        return redirect("training:marking_item", item.code)
    return redirect("training:marking_answer", key)


def show_answer(request, response, form, newest, at, *, is_conflict=False):
    """``newest`` is the score that stands; with it the page is about changing that score."""
    version, item = response.item_version, response.item_version.item
    marked = marked_today(request.user, item, at)
    form.fields["reason"].required = newest is not None  # as its label says; clean() demands it
    context = {
        "response": response,
        "item": item,
        "stem": in_language(version.payload["stem"], get_language()),
        "explanation": in_language(version.payload["explanation"], get_language()),
        "clauses": [
            (clause.code, localized(clause, "text")) for clause in version.clause_versions.all()
        ],
        "form": form,
        "newest": newest,
        "seen_number": newest.number if newest else 0,
        "is_conflict": is_conflict,
        "place": marked + 1,
        "total": marked + len(waiting_answers(request.user, item, at)),
    }
    status = 409 if is_conflict else 200
    return render(request, "training/marking/answer.html", context, status=status)


def as_marked(score) -> dict:
    """Start from the standing score: its levels and its words."""
    if score is None:
        return {}
    levels = {f"level.{criterion}": level for criterion, level in score.levels.items()}
    return {"comment": score.comment, **levels}
