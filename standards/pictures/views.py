"""Serving pictures to whoever is signed in."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from .files import path_of
from .models import Picture

A_YEAR = 60 * 60 * 24 * 365  # seconds


@require_safe
def picture(request, digest, size):
    """One size of a picture. A name never comes to mean another picture, so it is kept for ever.

    Somebody may have taken the file away for good; pages then show its words.
    """
    if not Picture.objects.visible_to(request.user).filter(digest=digest).exists():
        raise Http404
    try:
        content = path_of(digest, size).read_bytes()
    except FileNotFoundError as error:
        raise Http404 from error
    headers = {"Cache-Control": f"private, max-age={A_YEAR}, immutable"}
    return HttpResponse(content, content_type="image/webp", headers=headers)
