"""Reading norms: shelves, topics, norms and their editions."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from .editions import Edition
from .models import Topic
from .pages import norm_page, shown_language
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


def _editions(request):
    editions = Edition.objects.visible_to(request.user).with_page(shown_language(request))
    return editions.select_related("norm__topic__parent")
