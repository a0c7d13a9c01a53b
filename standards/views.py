"""Reading norms: shelves, topics, norms, their editions and what each changed, posters."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.http import require_safe

from portal.forms import is_key
from portal.permissions import get_visible_or_404, is_manager

from .editions import Edition
from .enums import Audience, Kind
from .history import edition_history, versions_in_order
from .meetings import meeting as meeting_of
from .models import Norm, Topic
from .pages import norm_page, shown_language, text_page
from .posters import poster as poster_of
from .reading import exercised_versions
from .shelves import shelf_of, shelves


@require_safe
def index(request):
    """Every shelf that holds a published norm."""
    return render(request, "standards/index.html", {"shelves": shelves(request.user)})


@require_safe
def topic(request, slug):
    """One shelf: its norms with their summaries, and the shelves below it."""
    topic = get_object_or_404(Topic.objects.select_related("parent"), slug=slug)
    return render(request, "standards/topic.html", {"shelf": shelf_of(topic, request.user)})


@require_safe
def norm(request, slug):
    """What the norm says today."""
    edition = get_object_or_404(_editions(request).current(), norm__slug=slug)
    return render(request, "standards/norm.html", {"page": norm_page(request, edition)})


@require_safe
def edition(request, slug, number):
    """What the norm said in a superseded edition; the current one has its own page."""
    edition = get_object_or_404(
        _editions(request).select_related("norm__current_edition"), norm__slug=slug, number=number
    )
    if edition == edition.norm.current_edition:
        return redirect(edition.norm)
    return render(request, "standards/edition.html", {"page": norm_page(request, edition)})


@require_safe
def editions(request, slug):
    """Every edition of a norm with its day, the newest first."""
    norms = Norm.objects.select_related("topic", "current_edition")
    norm = get_visible_or_404(norms, request.user, slug=slug)
    context = {"norm": norm, "editions": norm.editions.all()}
    return render(request, "standards/editions.html", context)


@require_safe
def changes(request, slug, number):
    """What an edition changed against the one before it, or against ``?since=`` an older one."""
    if not is_key(str(number)):
        raise Http404
    since = request.GET.get("since", "")
    before = int(since) if is_key(since) and int(since) < number else number - 1
    found = {
        edition.number: edition
        for edition in Edition.objects.visible_to(request.user)
        .filter(norm__slug=slug, number__in=(before, number))
        .select_related("norm__current_edition", "picture")
    }
    if len(found) < 2:  # the first edition changed nothing, and some were never published
        raise Http404
    language = shown_language(request)
    context = {
        "page": text_page(request, found[number]),
        "before": found[before],
        "history": edition_history(found[before], found[number], language),
    }
    return render(request, "standards/changes.html", context)


@require_safe
def poster(request, slug):
    """One sheet for the wall: the norm's most telling clauses, with the way back to all of it."""
    edition = get_object_or_404(
        Edition.objects.visible_to(request.user).current().select_related("norm"), norm__slug=slug
    )
    page = text_page(request, edition)
    versions = versions_in_order(edition)
    context = {
        "page": page,
        "poster": poster_of(versions, page.language, title=page.plain_title, dress=page.dress),
        "has_dress_codes": any(version.applies_to != Audience.EVERYONE for version in versions),
    }
    with translation.override(page.language):  # measures and drawings speak with their text
        sheet = render_to_string("standards/_poster.html", context)
    return render(request, "standards/poster.html", context | {"sheet": sheet})


@require_safe
def meeting(request, slug):
    """A case told scene by scene at a morning meeting; no other norm can be."""
    edition = get_object_or_404(
        Edition.objects.visible_to(request.user).current().select_related("norm"),
        norm__slug=slug,
        norm__kind=Kind.CASE,
    )
    page = text_page(request, edition)
    arranged = meeting_of(
        versions_in_order(edition), exercised_versions(edition.norm), page.language
    )
    with translation.override(page.language):  # titles of scenes stand among their texts
        sheet = render_to_string("standards/_meeting.html", {"meeting": arranged})
    context = {
        "page": page,
        "sheet": sheet,
        "minutes": arranged.minutes,
        "round_query": arranged.round_query if is_manager(request.user) else "",
    }
    return render(request, "standards/meeting.html", context)


def _editions(request):
    editions = Edition.objects.visible_to(request.user).with_page(shown_language(request))
    return editions.select_related("norm__topic__parent")
