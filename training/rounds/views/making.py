"""Making a round: what to look at, whom, and the page with the clauses; one address for all."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.forms import is_key
from portal.models import Person
from portal.permissions import require

from ...assignments.people import called, lookup_text, team_of
from .. import permissions
from ..forms import SheetForm, ShiftForm, seen
from ..models import Checklist
from ..people import halls_of, longest_unseen
from ..services import NotRateable, save_round, save_rounds
from ..subjects import (
    FEWEST_CLAUSES,
    MOST_CLAUSES,
    clauses_of_norm,
    norms_to_pick_from,
    subject_of,
)

PEOPLE_PER_PAGE = 30
#: The page of a shift stays below the number of fields that a post may have.
PEOPLE_PER_SHIFT = 40


@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request):
    """Ask for what is missing, then show the clauses; saving answers with the saved round."""
    require(permissions.can_make_rounds(request.user))
    asked = request.POST if request.method == "POST" else request.GET
    person = person_asked_for(request.user, asked)
    if "pick" in asked:
        versions = clauses_of_norm(asked["pick"])
        if not is_enough(asked, versions):
            return pick_clauses(request, person, asked, versions)
    subject = subject_of(asked)
    if subject is None or not subject.versions:
        return choose_what(request, person, is_gone=subject is not None)
    if subject.is_of_shift and person is None:
        return shift(request, subject)
    if person is None:
        return choose_who(request, subject)
    return one_person(request, subject, person)


def person_asked_for(user, asked):
    """Somebody below the user, even one who has just left; None when nobody is named."""
    key = asked.get("person", "")
    if not key:
        return None
    below = Person.objects.managed_by(user).select_related("unit")
    return get_object_or_404(below, pk=key if is_key(key) else 0)


# -- What ------------------------------------------------------------------------------------


def choose_what(request, person, *, is_gone):
    """``is_gone`` says that what was asked for has nothing to look at any more."""
    context = {
        "person": person,
        "is_gone": is_gone,
        "checklists": Checklist.objects.ready().filter(scope=Checklist.Scope.PERSON),
    }
    return render(request, "training/rounds/what.html", context)


def is_enough(asked, versions) -> bool:
    """Whether three to ten clauses of the norm are ticked; all, where it has fewer than three."""
    ticked = {version.code for version in versions} & set(asked.getlist("clauses"))
    return 0 < fewest_of(versions) <= len(ticked) <= MOST_CLAUSES


def fewest_of(versions) -> int:
    return min(FEWEST_CLAUSES, len(versions))


def pick_clauses(request, person, asked, versions):
    """Norms to pick from, or the clauses of one of them to tick."""
    if not versions:
        context = {"person": person, "norms": norms_to_pick_from()}
        return render(request, "training/rounds/norms.html", context)
    context = {
        "person": person,
        "norm": versions[0].clause.norm,
        "versions": versions,
        "ticked": asked.getlist("clauses"),
        "is_refused": "ticked" in asked,
        "fewest": fewest_of(versions),
        "most": MOST_CLAUSES,
        "has_critical": any(version.is_critical for version in versions),
    }
    return render(request, "training/rounds/pick.html", context)


# -- Whom ------------------------------------------------------------------------------------


def choose_who(request, subject):
    text = lookup_text(request.GET.get("q"))
    people = longest_unseen(request.user)
    if text:
        people = people.filter(called(text))
    page = Paginator(people, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    context = {"subject": subject, "page_obj": page, "text": text}
    return render(request, "training/rounds/who.html", context)


# -- One person ------------------------------------------------------------------------------


def one_person(request, subject, person):
    if request.method != "POST":
        return show_sheet(request, subject, person, SheetForm(versions=subject.versions))
    form = SheetForm(request.POST, versions=subject.versions)
    if not form.is_valid():
        return show_sheet(request, subject, person, form)
    try:
        row = save_round(
            observer=request.user,
            person=person,
            marks=form.marks(),
            checklist=subject.checklist,
            comment=form.cleaned_data["comment"],
            request_id=form.cleaned_data["request_id"],
            at=timezone.now(),
        )
    except NotRateable as error:
        form.add_error(None, error.problems)
        return show_sheet(request, subject, person, form)
    messages.success(request, _("The round is saved. %(name)s sees it now.") % {"name": row.person})
    return redirect(row)


def show_sheet(request, subject, person, form):
    context = {"subject": subject, "person": person, "form": form, "seen": seen_of(subject)}
    return render(request, "training/rounds/sheet.html", context)


def seen_of(subject):
    return [seen(version) for version in subject.versions]


# -- Everybody on shift ----------------------------------------------------------------------


def shift(request, subject):
    asked = request.POST if request.method == "POST" else request.GET
    key = asked.get("hall", "")
    halls = list(halls_of(request.user))
    hall = next((each for each in halls if str(each.pk) == key), None)
    if hall is None and len(halls) == 1 and not key:
        hall = halls[0]
    if hall is None:
        return render(request, "training/rounds/halls.html", {"subject": subject, "halls": halls})
    team = team_of(request.user).filter(unit=hall)
    if request.method != "POST":
        page = Paginator(team, PEOPLE_PER_SHIFT).get_page(request.GET.get("page"))
        form = ShiftForm(versions=subject.versions, people=list(page))
        return show_shift(request, subject, hall, form, page)
    keys = [key for key in request.POST.getlist("people")[:PEOPLE_PER_SHIFT] if is_key(key)]
    form = ShiftForm(request.POST, versions=subject.versions, people=list(team.filter(pk__in=keys)))
    if not form.is_valid():
        return show_shift(request, subject, hall, form)
    try:
        saved = save_rounds(
            observer=request.user,
            sheets=form.sheets(),
            checklist=subject.checklist,
            request_id=form.cleaned_data["request_id"],
            at=timezone.now(),
        )
    except NotRateable as error:
        form.add_error(None, error.problems)
        return show_shift(request, subject, hall, form)
    messages.success(request, saved_words(saved))
    return redirect("training:rounds")


def show_shift(request, subject, hall, form, page=None):
    rows = form.rows()
    context = {
        "subject": subject,
        "hall": hall,
        "form": form,
        "rows": rows,
        "page_obj": page,
        "seen": seen_of(subject),
        "has_audiences": any(version.applies_to != "everyone" for version in subject.versions),
    }
    return render(request, "training/rounds/shift.html", context)


def saved_words(rounds) -> str:
    count, noted = len(rounds), sum(row.failed > 0 for row in rounds)
    text = ngettext("%(count)s person is saved.", "%(count)s people are saved.", count)
    more = ngettext(
        "%(count)s of them has something to put right.",
        "%(count)s of them have something to put right.",
        noted,
    )
    words = [text % {"count": count}] + ([more % {"count": noted}] if noted else [])
    return " ".join(words)
