"""What a person has to do, and what they have done."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.forms import is_slug

from ...quizzes.models import Quiz
from ..models import Duty
from ..rows import own_row, with_results
from ..services import NotAssignable, start_self_check

PAGE_SIZE = 20
#: A self-check that nobody began is listed for so long; checking oneself takes it up again.
UNBEGUN = timedelta(days=1)


@require_safe
def assignments(request):
    at = timezone.now()
    own = with_results(Duty.objects.filter(person=request.user).with_subject(), at)
    soonest = F("due_at").asc(nulls_last=True)
    finished = Paginator(own.finished(at).order_by("-assignment__created_at", "-pk"), PAGE_SIZE)
    page = finished.get_page(request.GET.get("page"))
    context = {
        "todo": rows(listed(own.outstanding(at), at).order_by(soonest, "pk"), at),
        "coming": rows(own.coming(at).order_by("assignment__opens_at", "pk"), at),
        "finished": rows(page, at),
        "page_obj": page,
        "quizzes": Quiz.objects.ready(),
    }
    return render(request, "training/assignments/mine.html", context)


@require_POST
def self_check(request):
    """Give oneself a quiz; it opens at the duty's own page."""
    slug = request.POST.get("quiz", "")
    if not is_slug(slug):
        raise Http404
    quiz = get_object_or_404(Quiz, slug=slug)
    try:
        duty = start_self_check(person=request.user, quiz=quiz, at=timezone.now())
    except NotAssignable as error:
        messages.error(request, " ".join(error.problems))
        return redirect("training:assignments")
    return redirect("training:duty", duty.pk)


def listed(outstanding, at):
    """Leaves out self-checks that were opened, never begun and left behind."""
    left_behind = Q(due_at=None, attempts_used=0, assignment__created_at__lte=at - UNBEGUN)
    return outstanding.exclude(left_behind)


def rows(duties, at):
    return [own_row(duty, at) for duty in duties]
