"""Giving an assignment: fill in, look at who and when, give it."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.forms import is_key
from portal.permissions import require

from .. import permissions
from ..forms import AssignmentForm, subject_key
from ..models import Assignment, Duty
from ..preview import preview
from ..services import NotAssignable, create_assignment


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_new(request):
    """Two steps on one address; ``step`` of the post says which button was pressed.

    The request's id is made with the preview, so that pressing "give" twice makes one, while
    going back and changing something makes another.
    """
    require(permissions.can_see_team(request.user))
    at = timezone.now()
    step = request.POST.get("step")
    if request.method != "POST" or step in ("find", "edit"):
        initial = typed(request.POST) if step else asked_for(request, at)
        return fill_in(request, AssignmentForm(initial=initial, user=request.user, at=at))
    form = AssignmentForm(request.POST, user=request.user, at=at)
    if not form.is_valid():
        return fill_in(request, form)
    request_id = read_uuid(request.POST.get("request_id", ""))
    if step != "give" or request_id is None:
        return show(request, form, at)
    try:
        assignment = give(request, form, request_id, at)
    except NotAssignable as error:
        form.add_error(None, error.problems)
        return fill_in(request, form)
    count = assignment.duties.count()
    text = ngettext("Given to %(count)s person.", "Given to %(count)s people.", count)
    messages.success(request, text % {"count": count})
    return redirect("training:team_assignment", assignment.pk)


def fill_in(request, form):
    return render(request, "training/assignments/new.html", {"form": form})


def show(request, form, at):
    context = {
        "form": form,
        "choices": form.cleaned_data,
        "preview": preview(form.cleaned_data, at),
        "request_id": uuid.uuid4(),
    }
    return render(request, "training/assignments/preview.html", context)


def give(request, form, request_id, at) -> Assignment:
    data = form.cleaned_data
    people = data["people"]
    if request.POST.get("leave_out"):
        unneeded = {person.pk for person in preview(data, at).unneeded}
        people = [person for person in people if person.pk not in unneeded]
    names = (
        "quiz",
        "module",
        "checklist",
        "opens_at",
        "due_at",
        "closes_at",
        "max_attempts",
        "note",
    )
    return create_assignment(
        given_by=request.user,
        people=people,
        request_id=request_id,
        at=at,
        **{name: data[name] for name in names},
    )


def typed(post) -> dict:
    """What was filled in so far, unchecked, for a form that does not complain yet."""
    fields = AssignmentForm.base_fields
    return {
        name: field.widget.value_from_datadict(post, {}, name)
        for name, field in fields.items()
        if name in post
    }


def asked_for(request, at) -> dict:
    """``?subject=quiz:dress`` chooses it and ``?person=5`` somebody; ``?again=7`` chooses what
    number 7 gave, for whoever has not done it."""
    given = Assignment.objects.visible_to(request.user).given()
    again = request.GET.get("again", "")
    assignment = given.filter(pk=again).first() if is_key(again) else None
    if assignment is None:
        initial = {"subject": request.GET.get("subject", "")}
        person = request.GET.get("person", "")
        return initial | {"people": [person]} if is_key(person) else initial
    undone = Duty.objects.of_people_managed_by(request.user).filter(assignment=assignment)
    undone = undone.with_state(at).filter(is_done=False)
    return {
        "subject": subject_key(assignment),
        "people": list(undone.values_list("person", flat=True)),
        "max_attempts": assignment.max_attempts,
        "note": assignment.note,
    }


def read_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
