"""What somebody knows and does: for themselves and for whoever leads them."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.models import Person, Unit
from portal.permissions import get_visible_or_404, require
from portal.times import when
from standards.models import Norm

from ..assignments.models import Duty
from ..assignments.people import in_order
from ..assignments.permissions import can_see_team
from ..assignments.rows import Row, joined, team_row, with_results
from ..rounds.models import Round
from ..rounds.wording import kept_of
from .evidence import clause_lines
from .models import Standing
from .services import RECENT
from .summary import hall_map, norm_lines, on_topic, sums
from .weak import weak_clauses_of, weakest_clauses

DUTIES_PER_PAGE = 20
ROUNDS_SHOWN = 5
WEAK_OF_PERSON, WEAK_OF_HALL = 5, 10


@require_safe
def person(request, pk):
    """The same page for the person and for their managers; duties are on the managers' only,
    because the person has a page of their own for them."""
    at = timezone.now()
    shown = visible_person(request.user, pk)
    is_own = shown == request.user
    rows = list(Standing.objects.filter(person=shown).by_norm())
    norms = norm_lines(shown, rows)
    context = {
        "person": shown,
        "is_own": is_own,
        "sums": sums(rows),
        "recent": RECENT,
        "weak": weak_clauses_of(shown, WEAK_OF_PERSON, is_own=is_own),
        "met": [line for line in norms if line.has_evidence],
        "unmet": [line for line in norms if not line.has_evidence],
        "rounds": [round_row(row, at) for row in shown.rounds.with_subject()[:ROUNDS_SHOWN]],
        "may_be_given": not is_own and shown.is_active,
    }
    if not is_own:
        context |= duties_of(shown, request.GET.get("page"), at)
    return render(request, "training/standing/person.html", context)


@require_safe
def person_norm(request, pk, slug):
    shown = visible_person(request.user, pk)
    norms = Norm.objects.select_related("current_edition")
    norm = get_visible_or_404(norms, request.user, slug=slug)
    context = {
        "person": shown,
        "is_own": shown == request.user,
        "norm": norm,
        "recent": RECENT,
        "lines": clause_lines(shown, norm),
    }
    return render(request, "training/standing/person_norm.html", context)


@require_safe
def team_map(request):
    """One hall at a time, ``?unit=`` its code; ``?topic=`` narrows the norms."""
    require(can_see_team(request.user))
    halls = halls_of(request.user)
    hall = chosen_hall(halls, request.GET.get("unit"))
    people = people_of(request.user, hall)
    whole = hall_map(people)
    topic = request.GET.get("topic", "")
    shown = on_topic(whole, topic)
    context = {
        "halls": halls,
        "hall": hall,
        "map": shown,
        "topics": [each for each, _count in whole.topics],
        "topic": topic if len(shown.norms) < len(whole.norms) else "",
        "weak": weakest_clauses([each.pk for each in people], WEAK_OF_HALL),
        "recent": RECENT,
    }
    return render(request, "training/standing/map.html", context)


def visible_person(user: Person, pk: int) -> Person:
    return get_visible_or_404(Person.objects.select_related("unit", "job_role"), user, pk=pk)


def duties_of(person: Person, number, at) -> dict:
    """What was given to the person; what they check for themselves is theirs."""
    given = with_results(Duty.objects.filter(person=person).given().with_subject(), at)
    finished = given.finished(at).order_by("-assignment__created_at", "-pk")
    page = Paginator(finished, DUTIES_PER_PAGE).get_page(number)
    todo = given.outstanding(at).order_by("due_at", "pk")
    return {
        "todo": [team_row(duty, at, names="subject") for duty in todo],
        "finished": [team_row(duty, at, names="subject") for duty in page],
        "page_obj": page,
    }


def round_row(row: Round, at) -> Row:
    by = _("by %(name)s") % {"name": row.observer.name}
    failed = _("a critical clause was not kept") if row.is_failed else ""
    return Row(
        title=row.subject,
        sub=joined(when(row.at, at), by, failed),
        status="",
        side=kept_of(row),
        url=row.get_absolute_url(),
    )


def halls_of(user: Person) -> list[Unit]:
    """The units below the user where somebody works, the user aside."""
    people = Person.objects.managed_by(user).active()
    units = Unit.objects.filter(pk__in=people.order_by().values("unit"))
    return list(units.order_by("path"))


def chosen_hall(halls: list[Unit], code: str | None) -> Unit | None:
    """The hall with this code; without one the first. A hall of somebody else's is a 404."""
    if not code:
        return next(iter(halls), None)
    hall = next((each for each in halls if each.code == code), None)
    if hall is None:
        raise Http404
    return hall


def people_of(user: Person, hall: Unit | None) -> list[Person]:
    """Whoever works in the hall, the user aside."""
    if hall is None:
        return []
    team = Person.objects.managed_by(user).active().filter(unit=hall)
    return list(in_order(team).select_related("unit", "job_role"))
