"""What a manager sees of the people below: who has what to do, and how it went."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.permissions import require

from .. import permissions
from ..models import Duty
from ..people import PeopleFilter, everybody_below
from ..rows import team_row, with_results

PEOPLE_PER_PAGE = 30
ASSIGNMENTS_PER_PAGE = 20


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


@require_safe
def team_person(request, pk):
    """One person's duties; what they check for themselves is theirs."""
    require(permissions.can_see_team(request.user))
    person = get_object_or_404(everybody_below(request.user), pk=pk)
    at = timezone.now()
    given = with_results(Duty.objects.filter(person=person).given().with_subject(), at)
    finished = Paginator(
        given.finished(at).order_by("-assignment__created_at", "-pk"), ASSIGNMENTS_PER_PAGE
    )
    page = finished.get_page(request.GET.get("page"))
    todo = given.outstanding(at).order_by("due_at", "pk")
    context = {
        "person": person,
        "todo": [team_row(duty, at, names="subject") for duty in todo],
        "finished": [team_row(duty, at, names="subject") for duty in page],
        "page_obj": page,
    }
    return render(request, "training/assignments/team_person.html", context)


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
