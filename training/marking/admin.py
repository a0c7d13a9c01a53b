"""Scores to look at: who gave what, when and why."""

from django.contrib import admin
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.admin_forms import EvidenceAdmin, labelled

from .models import Score


@admin.register(Score)
class ScoreAdmin(EvidenceAdmin):
    list_display = ["person", "item", "nth", "given", "marked_by", "marked_at"]
    date_hierarchy = "at"
    list_select_related = ["response__attempt__duty__person", "response__item_version__item", "by"]
    search_fields = ["response__attempt__duty__person__name", "by__name"]
    ordering = ["-at", "-pk"]
    fields = [("person", "item", "nth"), ("given", "marked_by", "marked_at"), "comment", "reason"]

    nth = labelled("number", pgettext_lazy("of an answer", "mark no."))
    given = labelled("points", gettext_lazy("points"))
    marked_by = labelled("by", gettext_lazy("marked by"))
    marked_at = labelled("at", gettext_lazy("marked at"))

    @admin.display(description=gettext_lazy("person"))
    def person(self, score):
        return score.response.attempt.duty.person

    @admin.display(description=gettext_lazy("item"))
    def item(self, score):
        return score.response.item_version.item.code
