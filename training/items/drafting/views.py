"""The queue of drafted questions: one at a time; once decided on, the next one opens."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from standards.models import Norm

from ..models import ItemKind
from ..previews import previews
from .proposals import Proposal
from .queue import open_proposals, proposal_named
from .services import AlreadyDecided, accept_proposal, reject_proposal


@require_http_methods(["GET", "HEAD", "POST"])
def drafts_page(request):
    """``?norm=`` narrows the queue to a norm, ``?after=`` begins behind a proposal."""
    if not request.user.has_perm("training.add_item"):
        raise PermissionDenied
    if request.method == "POST":
        return _decide(request)
    norm, after = request.GET.get("norm", ""), request.GET.get("after", "")
    waiting = open_proposals(norm)
    keys = [proposal.key for proposal in waiting]
    place = keys.index(after) + 1 if after in keys else 0
    proposal = waiting[place] if place < len(waiting) else None
    context = {
        **admin.site.each_context(request),
        "title": _("Drafted questions"),
        "proposal": proposal,
        "count": len(waiting),
        "left_for_later": place if proposal is None else 0,
        "norms": Norm.objects.published().order_by("topic__position", "position", "slug"),
        "chosen_norm": norm,
        "later": "?" + urlencode({"norm": norm, "after": proposal.key}) if proposal else "",
        "after": after if place else "",
        **(_shown(proposal) if proposal else {}),
    }
    return TemplateResponse(request, "admin/training/drafts.html", context)


def _shown(proposal: Proposal) -> dict:
    return {
        "kind": ItemKind(proposal.kind).label,
        "previews": previews(proposal.kind, proposal.payload, with_key=True),
        "version": proposal.version,
        "clause_url": reverse("standards:norm", args=[proposal.version.clause.norm.slug])
        + f"#{proposal.version.code}",
    }


def _decide(request):
    """Carry out ``do`` (accept, edit or reject) on the proposal and open the next one."""
    what = request.POST.get("do", "")
    if what not in ("accept", "edit", "reject"):
        return HttpResponseBadRequest()
    onward = {name: request.POST.get(name, "") for name in ("norm", "after")}
    queue = redirect(f"{reverse('admin:training_item_drafts')}?{urlencode(onward)}")
    proposal = proposal_named(request.POST.get("proposal", ""))
    if proposal is None:
        messages.info(request, _("The clause has changed since; its questions are drafted anew."))
        return queue
    try:
        if what == "reject":
            reject_proposal(proposal=proposal, by=request.user, at=timezone.now())
            return queue
        item = accept_proposal(proposal=proposal, by=request.user, at=timezone.now())
    except AlreadyDecided:
        messages.info(request, _("Somebody has decided on this one already."))
        return queue
    if what == "edit":
        return redirect("admin:training_item_change", item.pk)
    messages.success(request, _("Kept as a draft: %(code)s.") % {"code": item.code})
    return queue
