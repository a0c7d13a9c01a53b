"""What came of a round, for the person seen and whoever manages them; and the answers to it."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.permissions import get_visible_or_404

from ..forms import ReplyForm
from ..models import Round
from ..results import result_of
from ..services import NotRateable, save_reply


@require_safe
def round_result(request, code):
    return show(request, seen_round(request, code), ReplyForm())


@require_POST
def round_reply(request, code):
    row = seen_round(request, code)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            save_reply(row=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except NotRateable as error:
            form.add_error("text", error.problems)
        else:
            messages.success(request, _("Your answer is saved."))
            return redirect(row)
    return show(request, row, form)


def seen_round(request, code):
    return get_visible_or_404(Round.objects.with_subject(), request.user, code=code)


def show(request, row, form):
    sent = getattr(form, "cleaned_data", {}).get("request_id")
    context = {
        "round": row,
        "result": result_of(row),
        "replies": row.replies.select_related("by"),
        "form": form,
        "request_id": sent or uuid.uuid4(),
        "is_own": row.person_id == request.user.pk,
        "is_observer": row.observer_id == request.user.pk,
    }
    return render(request, "training/rounds/round.html", context)
