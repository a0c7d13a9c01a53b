"""Putting quizzes together: items in order, draws from the bank, pass mark and limit."""

from adminsortable2.admin import SortableAdminBase, SortableTabularInline
from django import forms
from django.contrib import admin
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from portal.admin_forms import OverwriteGuard, PairedTextForm, PlainChoices, pairs
from portal.languages import localized
from portal.seeding import digest

from .models import Quiz, QuizEntry

MAX_DRAWN = 60  # questions of one draw: more is no quiz between two customers


class QuizForm(OverwriteGuard, PairedTextForm):
    class Meta:
        model = Quiz
        fields = "__all__"

    def fingerprint(self) -> str:
        quizzes = Quiz.objects.filter(pk=self.instance.pk)
        entries = QuizEntry.objects.filter(quiz=self.instance.pk)
        return digest({"quiz": list(quizzes.values()), "entries": list(entries.values())})


class QuizEntryForm(forms.ModelForm):
    draw_count = forms.IntegerField(
        label=gettext_lazy("how many"), required=False, min_value=1, max_value=MAX_DRAWN
    )

    class Meta:
        model = QuizEntry
        fields = ("item", "draw_from", "draw_count")


class QuizEntryInline(PlainChoices, SortableTabularInline):
    model = QuizEntry
    form = QuizEntryForm
    fields = ["item", "draw_from", "draw_count"]
    autocomplete_fields = ["item", "draw_from"]
    extra = 0
    verbose_name_plural = gettext_lazy("questions: an item each, or a draw from a norm")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("item", "draw_from")


@admin.register(Quiz)
class QuizAdmin(SortableAdminBase, admin.ModelAdmin):
    form = QuizForm
    inlines = [QuizEntryInline]
    fields = [
        *pairs("title", "summary"),
        ("pass_mark_pct", "time_limit_min", "shuffle_items"),
        ("slug", "position"),
        "seen",
    ]
    list_display = ["title_here", "asked", "pass_mark_pct", "time_limit_min", "position"]
    search_fields = ["slug", "title_zh_hans", "title_en"]
    actions = None

    class Media:
        css = {"all": ["css/admin_forms.css"]}

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["title_en"]} if obj is None else {}

    def get_queryset(self, request):
        fixed = Count("entries", filter=Q(entries__item__isnull=False))
        drawn = Coalesce(Sum("entries__draw_count"), 0)
        return super().get_queryset(request).annotate(asked=fixed + drawn)

    @admin.display(description=gettext_lazy("title"), ordering="title_zh_hans")
    def title_here(self, quiz):
        return localized(quiz, "title")

    @admin.display(description=gettext_lazy("questions"), ordering="asked")
    def asked(self, quiz):
        return quiz.asked
