"""The search page."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.languages import SOURCE_LANGUAGE
from standards.editions import Edition

from .queries import MAX_LENGTH, parse
from .queries import search as find
from .results import found_clause, found_norm

PAGE_SIZE = 20


@require_safe
def search(request):
    """Look for ``?q=`` in every published norm, in both languages at once."""
    query = parse(request.GET.get("q", ""))
    hits = find(query)
    page = Paginator(hits, PAGE_SIZE).get_page(request.GET.get("page"))
    language = get_language() or SOURCE_LANGUAGE
    norms = [hit for hit in page if isinstance(hit, Edition)]
    clauses = [hit for hit in page if not isinstance(hit, Edition)]
    context = {
        "query": query,
        "max_length": MAX_LENGTH,
        "hits": hits,
        "page": page,
        "norms": [found_norm(edition, query.terms, language) for edition in norms],
        "clauses": [found_clause(entry, query.terms, language) for entry in clauses],
    }
    return render(request, "standards/search.html", context)
