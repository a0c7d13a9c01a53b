"""Scores to look at: who gave what, when and why."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from portal.admin_forms import EvidenceAdmin

from .models import Score


@admin.register(Score)
class ScoreAdmin(EvidenceAdmin):
    list_display = ["person", "item", "number", "points", "by", "at"]
    list_filter = ["at"]
    list_select_related = ["response__attempt__duty__person", "response__item_version__item", "by"]
    search_fields = ["response__attempt__duty__person__name", "by__name"]
    ordering = ["-at", "-pk"]
    fields = [("person", "item", "number"), "points", "comment", "reason", ("by", "at")]

    @admin.display(description=gettext_lazy("person"))
    def person(self, score):
        return score.response.attempt.duty.person

    @admin.display(description=gettext_lazy("item"))
    def item(self, score):
        return score.response.item_version.item.code
