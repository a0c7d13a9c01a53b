"""Attempts to look at: handed in, never changed."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.admin_forms import EvidenceAdmin

from .models import Attempt


@admin.register(Attempt)
class AttemptAdmin(EvidenceAdmin):
    list_display = ["person", "quiz", "number", "started_at", "points", "max_points", "is_passed"]
    list_filter = ["is_passed", "started_at"]
    list_select_related = ["duty__person", "duty__assignment__quiz"]
    search_fields = ["duty__person__employee_no", "duty__person__name"]
    fields = [
        ("person", "quiz", "number"),
        ("started_at", "ends_at", "submitted_at"),
        ("points", "max_points", "pass_mark_pct", "is_passed", "pending_marks"),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).handed_in(timezone.now())

    @admin.display(description=gettext_lazy("person"), ordering="duty__person__name")
    def person(self, attempt):
        return attempt.duty.person

    @admin.display(description=gettext_lazy("quiz"))
    def quiz(self, attempt):
        return attempt.duty.assignment.quiz
