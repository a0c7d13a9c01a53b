"""The search page."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.languages import SOURCE_LANGUAGE

from .models import FoundKind
from .queries import MAX_LENGTH, Hits, Sought, parse
from .queries import search as find
from .results import found, number_of

PAGE_SIZE = 20


@require_safe
def search(request):
    """Look for ``?q=`` in all that is published, in both languages at once.

    ``?kind=`` narrows it to one kind of what was found.
    """
    query = parse(request.GET.get("q", ""))
    kind = _kind(request.GET.get("kind", ""))
    hits = find(query, kind)
    page = Paginator(hits, PAGE_SIZE).get_page(request.GET.get("page"))
    language = get_language() or SOURCE_LANGUAGE
    context = {
        "query": query,
        "max_length": MAX_LENGTH,
        "hits": hits,
        "kinds": _kinds(hits, kind),
        "also": _also(hits.sought, language),
        "page": page,
        "found": [found(entry, hits.sought, language) for entry in page],
    }
    return render(request, "standards/search.html", context)


def _kinds(hits: Hits, chosen: FoundKind | None) -> list[tuple[str, str, bool]]:
    """What can be shown alone: value of ``?kind=``, label, whether it is shown now; all first."""
    if chosen is None and len(hits.counts) < 2:
        return []
    choices = [(None, sum(hits.counts.values())), *hits.counts.items()]
    return [
        (kind.slug if kind else "", number_of(kind, count), kind == chosen)
        for kind, count in choices
    ]


def _also(sought: Sought, language: str) -> list[str]:
    """The other names that were looked for, as far as the reader need know."""
    own = [name for name, its_language in sought.also if its_language == language]
    return own or [name for name, _language in sought.also]


def _kind(asked: str) -> FoundKind | None:
    return next((kind for kind in FoundKind if kind.slug == asked), None)
