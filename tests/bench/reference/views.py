"""One page, read (GET) or written (POST): what Django costs before an application does anything."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import F
from django.shortcuts import get_object_or_404, render

from .models import Chapter, Visit


@login_required
def chapter(request, slug):
    """Three indexed SELECTs, a template of 10 KB; a POST also commits an UPDATE and an INSERT."""
    chapter = get_object_or_404(Chapter, slug=slug)
    if request.method == "POST":
        with transaction.atomic():
            Chapter.objects.filter(pk=chapter.pk).update(views=F("views") + 1)
            Visit.objects.create(user=request.user, chapter=chapter)
    context = {
        "chapter": chapter,
        "lines": chapter.lines.order_by("pk")[:10],
        "last": request.user.visits.order_by("-at").first(),
    }
    return render(request, "chapter.html", context)
