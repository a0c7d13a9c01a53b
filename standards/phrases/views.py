"""The phrase book: its moments, the lines of one, and all lines for the filter."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from portal.languages import SOURCE_LANGUAGE
from portal.permissions import get_visible_or_404
from standards.pages import shown_language
from standards.search.queries import MAX_LENGTH, parse

from .book import BLANKS, contents, find, lines_of, unshelved, whole_book
from .models import Moment

#: Seconds for which a device may filter without asking whether the lines are still the same.
FRESH = 300


@require_safe
def phrases(request):
    """Every moment, or the lines that ``?q=`` finds at any of them."""
    query = parse(request.GET.get("q", ""))
    language = get_language() or SOURCE_LANGUAGE
    context = {"query": query, "max_length": MAX_LENGTH, "blanks": BLANKS}
    if query.terms:
        shelves = find(query.terms, request.user, language)
        context |= {"shelves": shelves, "count": sum(len(shelf.lines) for shelf in shelves)}
        return render(request, "standards/phrases_found.html", context)
    context |= {"moments": contents(request.user), "shelves": unshelved(request.user, language)}
    return render(request, "standards/phrases.html", context)


@require_safe
def moment(request, slug):
    """What to say and never to say at one moment; it prints as a sheet."""
    moment = get_visible_or_404(Moment.objects, request.user, slug=slug)
    context = {
        "moment": moment,
        "lines": lines_of(moment, request.user, get_language() or SOURCE_LANGUAGE),
        "address": request.build_absolute_uri(moment.get_absolute_url()),
        "max_length": MAX_LENGTH,
        "blanks": BLANKS,
    }
    return render(request, "standards/moment.html", context)


@conditional_page
@require_safe
def phrase_lines(request):
    """Every line in the language of ``?text=``, for the script that filters as somebody types."""
    language = shown_language(request)
    response = JsonResponse(
        whole_book(request.user, language), json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = f"private, max-age={FRESH}"
    return response
