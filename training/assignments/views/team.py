"""What a manager sees of the people below: who has what to do, and how it went."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.permissions import require

from .. import permissions
from ..models import Duty
from ..people import PeopleFilter

PEOPLE_PER_PAGE = 30


@require_safe
def team(request):
    require(permissions.can_see_team(request.user))
    at = timezone.now()
    chosen = PeopleFilter(user=request.user, asked=request.GET, at=at)
    page = Paginator(chosen.people(), PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    counts = outstanding_counts(page.object_list, at)
    context = {
        "page_obj": page,
        "chosen": chosen,
        "rows": [(person, counts.get(person.pk)) for person in page],
    }
    return render(request, "training/assignments/team.html", context)


def outstanding_counts(people, at) -> dict[int, dict]:
    """``{person: {"todo": n, "late": n}}`` of those who have something to do."""
    rows = (
        Duty.objects.given()
        .filter(person__in=[person.pk for person in people])
        .outstanding(at)
        .order_by()
        .values("person")
        .annotate(todo=Count("pk"), late=Count("pk", filter=Q(due_at__lte=at)))
    )
    return {row["person"]: row for row in rows}
