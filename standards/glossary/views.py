"""The glossary's page."""

from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.languages import SOURCE_LANGUAGE
from standards.search.queries import MAX_LENGTH, parse

from .lists import glossary_of


@require_safe
def glossary(request):
    """Every term; with ``?q=`` those that hold every word of it, in either language."""
    query = parse(request.GET.get("q", ""))
    letters = glossary_of(request.user, get_language() or SOURCE_LANGUAGE, query.terms)
    context = {
        "query": query,
        "max_length": MAX_LENGTH,
        "letters": letters,
        "is_empty": all(letter.is_hidden for letter in letters),
    }
    return render(request, "standards/glossary.html", context)
