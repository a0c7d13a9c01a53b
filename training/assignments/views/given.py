"""What was given: how it goes, and what may still be done about it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, Sum
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.permissions import get_visible_or_404, require

from .. import permissions
from ..exceptions import NotGranted, grant_exception
from ..followups import add_people, remind
from ..given_forms import AddPeopleForm, ChangeForm, ExceptionForm
from ..models import Assignment, Duty
from ..people import lookup_text
from ..revisions import change_assignment, is_begun, withdraw_assignment
from ..rows import attempt_rows, granted_list, granted_words, kind_of, team_row, with_results
from ..services import NotAssignable
from ..states import attempts_left, state_of

PEOPLE_PER_PAGE = 30
ASSIGNMENTS_PER_PAGE = 20


@require_safe
def team_assignments(request):
    """What stands; what was withdrawn only for whoever gave or withdrew it."""
    require(permissions.can_see_team(request.user))
    given = Assignment.objects.visible_to(request.user).given().standing_for(request.user)
    given = given.select_related("quiz", "module", "checklist", "given_by")
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
    assignment = given_or_404(request, pk)
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
    counts = progress_counts(request.user, [assignment], at).get(assignment.pk)
    is_changeable = not assignment.withdrawn_at and permissions.can_change(request.user, assignment)
    context = {
        "assignment": assignment,
        "kind": kind_of(assignment),
        "counts": counts,
        "is_coming": assignment.opens_at > at,
        "is_past_due": assignment.due_at <= at,
        "is_changeable": is_changeable,
        "is_begun": is_changeable and is_begun(assignment),
        "rows": [team_row(duty, at, names="person") for duty in page],
        "page_obj": page,
    }
    return render(request, "training/assignments/given_detail.html", context)


# -- Changing and withdrawing, before anybody began ------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_change(request, pk):
    assignment = changeable(request, pk)
    at = timezone.now()
    if no_more := too_late(assignment):
        messages.warning(request, no_more)
        return redirect("training:team_assignment", assignment.pk)
    form = ChangeForm(posted(request), assignment=assignment, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            is_changed = change_assignment(
                assignment=assignment, by=request.user, at=at, **form.values()
            )
        except NotAssignable as error:
            messages.warning(request, " ".join(error.problems))
        else:
            text = _("Changed, for everybody who has it.")
            messages.success(request, text if is_changed else _("Nothing was changed."))
        return redirect("training:team_assignment", assignment.pk)
    context = {"assignment": assignment, "form": form}
    return render(request, "training/assignments/change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_withdraw(request, pk):
    """A look at who loses it; the button there withdraws it."""
    assignment = changeable(request, pk)
    if request.method == "POST":
        try:
            withdraw_assignment(assignment=assignment, by=request.user, at=timezone.now())
        except NotAssignable as error:
            messages.warning(request, " ".join(error.problems))
        else:
            messages.success(request, _("Withdrawn. They no longer see it among their tasks."))
        return redirect("training:team_assignment", assignment.pk)
    if no_more := too_late(assignment):
        messages.warning(request, no_more)
        return redirect("training:team_assignment", assignment.pk)
    duties = assignment.duties.select_related("person").order_by("person__unit__path", "person")
    context = {"assignment": assignment, "people": [duty.person for duty in duties]}
    return render(request, "training/assignments/withdraw.html", context)


def changeable(request, pk) -> Assignment:
    assignment = given_or_404(request, pk)
    require(permissions.can_change(request.user, assignment))
    return assignment


def too_late(assignment) -> str:
    """Why it can no longer be changed or withdrawn, in a sentence; empty while it can."""
    if assignment.withdrawn_at:
        return _("It was withdrawn before.")
    if is_begun(assignment):
        return _("Somebody has begun, so it can no longer be changed or withdrawn.")
    return ""


# -- Reminding, and people who join later ----------------------------------------------------


@require_POST
def assignment_remind(request, pk):
    assignment = given_or_404(request, pk)
    result = remind(assignment=assignment, by=request.user, at=timezone.now())
    messages.success(request, reminded_words(*result))
    return redirect("training:team_assignment", assignment.pk)


def reminded_words(reminded: int, earlier: int) -> str:
    if not reminded and not earlier:
        return _("Nobody has to be reminded: there is nothing left to do.")
    words = []
    if reminded:
        text = ngettext(
            "%(count)s person reminded: it stands on their home page.",
            "%(count)s people reminded: it stands on their home pages.",
            reminded,
        )
        words.append(text % {"count": reminded})
    if earlier:
        text = ngettext(
            "%(count)s was reminded less than 12 hours ago.",
            "%(count)s were reminded less than 12 hours ago.",
            earlier,
        )
        words.append(text % {"count": earlier})
    return " ".join(words)


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_people(request, pk):
    """Give it to more people, with the times that the others have."""
    assignment = given_or_404(request, pk)
    at = timezone.now()
    text = lookup_text(request.GET.get("q"))
    form = AddPeopleForm(posted(request), assignment=assignment, user=request.user, text=text)
    if request.method == "POST" and form.is_valid():
        try:
            count = add_people(
                assignment=assignment, people=form.cleaned_data["people"], by=request.user, at=at
            )
        except NotAssignable as error:
            form.add_error("people", error.problems)
        else:
            words = ngettext("Given to %(count)s more.", "Given to %(count)s more.", count)
            messages.success(request, words % {"count": count})
            return redirect("training:team_assignment", assignment.pk)
    is_past_due = assignment.due_at <= at
    context = {
        "assignment": assignment,
        "form": form,
        "text": text,
        "is_past_due": is_past_due,
        "is_changeable": is_past_due
        and permissions.can_change(request.user, assignment)
        and not is_begun(assignment),
    }
    return render(request, "training/assignments/people.html", context)


# -- One person's duty -----------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def team_duty(request, pk):
    """How it goes for one person, what they were granted, and granting them more."""
    require(permissions.can_see_team(request.user))
    at = timezone.now()
    duties = Duty.objects.of_people_managed_by(request.user).given().with_subject().with_state(at)
    duties = with_results(duties.select_related("person__unit", "assignment__withdrawn_by"), at)
    duty = get_object_or_404(duties, pk=pk)
    form = ExceptionForm(posted(request), duty=duty, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            granted = grant_exception(duty=duty, by=request.user, at=at, **form.values())
        except NotGranted as error:
            form.add_refusal(error.by_field)
        else:
            words = {"name": duty.person.name, "what": granted_words(granted, at)}
            messages.success(request, _("Granted to %(name)s: %(what)s.") % words)
            return redirect("training:team_duty", duty.pk)
    context = {
        "duty": duty,
        "assignment": duty.assignment,
        "kind": kind_of(duty.assignment),
        "status": state_of(duty, at),
        "attempts_left": attempts_left(duty),
        "attempts": attempt_rows(duty),
        "granted": granted_list(duty, at),
        "form": form if form.is_offered else None,
    }
    return render(request, "training/assignments/team_duty.html", context)


# -- Reading ---------------------------------------------------------------------------------


def given_or_404(request, pk) -> Assignment:
    """See, then may: managers only, and of these whoever it concerns."""
    require(permissions.can_see_team(request.user))
    given = Assignment.objects.given().select_related(
        "quiz", "module", "checklist", "given_by__unit", "changed_by", "withdrawn_by"
    )
    return get_visible_or_404(given, request.user, pk=pk)


def posted(request):
    """What binds a form: a post, be it empty."""
    return request.POST if request.method == "POST" else None


def duties_of_team(user):
    return Duty.objects.of_people_managed_by(user).of_active_people()


def progress_counts(user, assignments, at) -> dict[int, dict]:
    """``{assignment: {"people", "done", "late", "to_mark"}}`` among the people below the user.

    What was withdrawn has no counts.
    """
    possible = Q(is_done=False, is_used_up=False)
    still_open = Q(closes_at=None) | Q(closes_at__gt=at)
    rows = (
        duties_of_team(user)
        .in_force()
        .filter(assignment__in=[assignment.pk for assignment in assignments])
        .with_state(at)
        .order_by()
        .values("assignment")
        .annotate(
            people=Count("pk"),
            done=Count("pk", filter=Q(is_done=True)),
            todo=Count("pk", filter=possible & still_open),
            late=Count("pk", filter=possible & still_open & Q(due_at__lte=at)),
            to_mark=Sum("answers_to_mark"),
        )
    )
    return {row["assignment"]: row for row in rows}
