"""What a manager sees of the people below: who has what to do, and how it went."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.permissions import require

from .. import permissions
from ..people import PeopleFilter

PEOPLE_PER_PAGE = 30


@require_safe
def team(request):
    require(permissions.can_see_team(request.user))
    at = timezone.now()
    chosen = PeopleFilter(user=request.user, asked=request.GET, at=at)
    page = Paginator(chosen.people(), PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "chosen": chosen,
        "rows": [(person, chosen.outstanding.get(person.pk)) for person in page],
    }
    return render(request, "training/assignments/team.html", context)
