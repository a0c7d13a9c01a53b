"""Attempts to look at: handed in, never changed."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.admin_forms import EvidenceAdmin, labelled
from standards.measures import plain

from .models import Attempt


@admin.register(Attempt)
class AttemptAdmin(EvidenceAdmin):
    list_display = ["person", "quiz", "nth", "started", "handed_in", "result", "passed"]
    date_hierarchy = "started_at"
    view_on_site = False  # the page of an attempt is for its person and their managers
    list_select_related = ["duty__person", "duty__assignment__quiz"]
    search_fields = ["duty__person__employee_no", "duty__person__name"]
    fields = [
        ("person", "quiz", "nth"),
        ("started", "ends", "handed_in"),
        ("result", "pass_mark", "passed", "waiting"),
    ]

    nth = labelled("number", pgettext_lazy("of a quiz", "attempt no."))
    started = labelled("started_at", gettext_lazy("started"))
    ends = labelled("ends_at", gettext_lazy("ends"))
    handed_in = labelled("submitted_at", gettext_lazy("handed in"))
    pass_mark = labelled("pass_mark_pct", gettext_lazy("pass mark (%)"))
    passed = labelled("is_passed", gettext_lazy("passed"), boolean=True)
    waiting = labelled("pending_marks", gettext_lazy("answers to be marked"))

    def get_queryset(self, request):
        return super().get_queryset(request).handed_in(timezone.now())

    @admin.display(description=gettext_lazy("person"), ordering="duty__person__name")
    def person(self, attempt):
        return attempt.duty.person

    @admin.display(description=gettext_lazy("points"), ordering="points")
    def result(self, attempt):
        return f"{plain(attempt.points)} / {plain(attempt.max_points)}"

    @admin.display(description=gettext_lazy("quiz"))
    def quiz(self, attempt):
        return attempt.duty.assignment.quiz
