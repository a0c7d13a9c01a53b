"""What a manager sees of the people below: who has what to do, and how it went."""

from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.permissions import get_visible_or_404, require

from .. import permissions
from ..models import Assignment, Duty
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


@require_safe
def team_assignments(request):
    require(permissions.can_see_team(request.user))
    given = Assignment.objects.visible_to(request.user).given()
    given = given.select_related("quiz", "module", "given_by")
    page = Paginator(given, ASSIGNMENTS_PER_PAGE).get_page(request.GET.get("page"))
    at = timezone.now()
    counts = progress_counts(request.user, page.object_list, at)
    context = {
        "page_obj": page,
        "rows": [(assignment, counts.get(assignment.pk)) for assignment in page],
    }
    return render(request, "training/assignments/given.html", context)


@require_safe
def team_assignment(request, pk):
    require(permissions.can_see_team(request.user))
    given = Assignment.objects.given().select_related("quiz", "module", "given_by")
    assignment = get_visible_or_404(given, request.user, pk=pk)
    at = timezone.now()
    duties = (
        duties_of_team(request.user)
        .filter(assignment=assignment)
        .with_state(at)
        .with_subject()
        .select_related("person__unit")
        .order_by("is_done", "person__unit__path", "person__name", "pk")
    )
    page = Paginator(with_results(duties, at), PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    counts = progress_counts(request.user, [assignment], at)
    context = {
        "assignment": assignment,
        "counts": counts.get(assignment.pk),
        "is_coming": assignment.opens_at > at,
        "is_past_due": assignment.due_at <= at,
        "rows": [team_row(duty, at, names="person") for duty in page],
        "page_obj": page,
    }
    return render(request, "training/assignments/given_detail.html", context)


def duties_of_team(user):
    return Duty.objects.of_people_managed_by(user).of_active_people()


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


def progress_counts(user, assignments, at) -> dict[int, dict]:
    """``{assignment: {"people", "done", "late", "to_mark"}}`` among the people below the user."""
    possible = Q(is_done=False, is_used_up=False)
    still_open = Q(closes_at=None) | Q(closes_at__gt=at)
    rows = (
        duties_of_team(user)
        .filter(assignment__in=[assignment.pk for assignment in assignments])
        .with_state(at)
        .order_by()
        .values("assignment")
        .annotate(
            people=Count("pk"),
            done=Count("pk", filter=Q(is_done=True)),
            late=Count("pk", filter=possible & still_open & Q(due_at__lte=at)),
            to_mark=Sum("answers_to_mark"),
        )
    )
    return {row["assignment"]: row for row in rows}
