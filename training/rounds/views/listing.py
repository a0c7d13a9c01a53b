"""/rounds/: where a manager begins a round, and the rounds that one may see."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.forms import is_key

from ...assignments.people import team_of
from .. import permissions
from ..models import Checklist, Round
from ..people import longest_unseen

ROUNDS_PER_PAGE = 20
UNSEEN_SHOWN = 5


@require_safe
def rounds(request):
    """One's own rounds; for a manager also those of their people, and ways to begin one."""
    leads = permissions.can_make_rounds(request.user)
    person = person_filter(request) if leads else None
    rows = Round.objects.visible_to(request.user).with_subject().with_reply()
    if person:
        rows = rows.filter(person=person)
    page = Paginator(rows, ROUNDS_PER_PAGE).get_page(request.GET.get("page"))
    begins = leads and person is None and page.number == 1
    checklists = list(Checklist.objects.ready()) if begins else []
    context = {
        "page_obj": page,
        "leads": leads,
        "person": person,
        "begins": begins,
        "shift_checklists": [each for each in checklists if each.scope == Checklist.Scope.SHIFT],
        "checklists": [each for each in checklists if each.scope == Checklist.Scope.PERSON],
        "unseen": list(longest_unseen(request.user)[:UNSEEN_SHOWN]) if begins else [],
        # round.js forgets the drafts of what is saved.
        "saved": {row.request_id for row in page if row.observer_id == request.user.pk},
    }
    return render(request, "training/rounds/rounds.html", context)


def person_filter(request):
    """``?person=5``: somebody of the team; anybody else is a 404."""
    key = request.GET.get("person", "")
    if not key:
        return None
    return get_object_or_404(team_of(request.user), pk=key if is_key(key) else 0)
