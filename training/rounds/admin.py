"""Putting checklists together; rounds, ratings and answers to look at."""

from adminsortable2.admin import CustomInlineFormSet, SortableAdminBase, SortableTabularInline
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.admin_forms import EvidenceAdmin, PairedTextForm, labelled, pairs
from portal.languages import localized

from ..items.admin_forms import ClauseCodeField
from .models import Checklist, ChecklistClause, Rating, Round, RoundReply
from .querysets import OBSERVABLE_ROLES
from .subjects import FEWEST_CLAUSES, MOST_CLAUSES


class ChecklistForm(PairedTextForm):
    class Meta:
        model = Checklist
        fields = "__all__"


class ChecklistClauseForm(forms.ModelForm):
    clause = ClauseCodeField(label=gettext_lazy("clause"), example="DRESS-02")

    class Meta:
        model = ChecklistClause
        fields = ("clause",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["clause"] = [self.instance.clause.code] if self.instance.pk else []
        self.fields["clause"].required = True

    def clean_clause(self):
        clause = self.cleaned_data["clause"]
        if clause.role not in OBSERVABLE_ROLES:
            raise ValidationError(
                _("%(code)s is nothing that somebody can be seen to do."),
                params={"code": clause.code},
            )
        if clause.current_version_id is None:
            raise ValidationError(_("%(code)s is not published yet."), params={"code": clause.code})
        return clause


class ChecklistClauseFormSet(CustomInlineFormSet):
    def clean(self):
        super().clean()
        if any(self.errors):
            return
        clauses = [
            form.cleaned_data["clause"]
            for form in self.forms
            if form.cleaned_data.get("clause") and not form.cleaned_data.get("DELETE")
        ]
        if not FEWEST_CLAUSES <= len(clauses) <= MOST_CLAUSES:
            raise ValidationError(
                _("A checklist has %(fewest)s to %(most)s clauses: long ones are not looked at."),
                params={"fewest": FEWEST_CLAUSES, "most": MOST_CLAUSES},
            )


class ChecklistClauseInline(SortableTabularInline):
    model = ChecklistClause
    form = ChecklistClauseForm
    formset = ChecklistClauseFormSet
    fields = ["clause", "says"]
    readonly_fields = ["says"]
    extra = 0
    verbose_name_plural = gettext_lazy("clauses, in the order in which they are looked at")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("clause__current_version")

    @admin.display(description=gettext_lazy("text"))
    def says(self, entry):
        version = entry.clause.current_version if entry.clause_id else None
        return localized(version, "text") if version else "–"


@admin.register(Checklist)
class ChecklistAdmin(SortableAdminBase, admin.ModelAdmin):
    form = ChecklistForm
    inlines = [ChecklistClauseInline]
    fields = [*pairs("title", "summary"), "scope", ("slug", "position")]
    list_display = ["title_here", "scope", "clause_count", "position"]
    search_fields = ["slug", "title_zh_hans", "title_en"]
    actions = None

    class Media:
        css = {"all": ["css/admin_forms.css"]}

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["title_en"]} if obj is None else {}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(clause_count=Count("entries"))

    @admin.display(description=gettext_lazy("title"), ordering="title_zh_hans")
    def title_here(self, checklist):
        return localized(checklist, "title")

    @admin.display(description=gettext_lazy("clauses"), ordering="clause_count")
    def clause_count(self, checklist):
        return checklist.clause_count


@admin.register(Round)
class RoundAdmin(EvidenceAdmin):
    list_display = ["seen", "subject_here", "made_by", "made_at", "kept", "missed", "critical"]
    date_hierarchy = "at"
    view_on_site = False  # the page of a round is for its person and their managers
    list_select_related = ["person", "observer", "checklist", "norm__current_edition"]
    search_fields = ["person__employee_no", "person__name", "observer__name"]
    fields = [
        ("seen", "subject_here"),
        ("made_by", "made_at"),
        ("kept", "missed", "critical", "others"),
        "comment",
    ]

    seen = labelled("person", gettext_lazy("person"))
    made_by = labelled("observer", gettext_lazy("made by"))
    made_at = labelled("at", pgettext_lazy("round", "made at"))
    kept = labelled("passed", gettext_lazy("kept"))
    missed = labelled("failed", gettext_lazy("not kept"))
    critical = labelled("failed_critical", gettext_lazy("of these critical"))
    others = labelled("not_scored", gettext_lazy("not seen or does not apply"))

    @admin.display(description=gettext_lazy("looked at"))
    def subject_here(self, row):
        return row.subject


@admin.register(Rating)
class RatingAdmin(EvidenceAdmin):
    list_display = ["seen", "code", "result_here", "note", "made_at"]
    list_select_related = ["round__person", "clause_version"]
    search_fields = ["round__person__employee_no", "round__person__name", "clause_version__code"]
    ordering = ["-round__at", "position"]
    fields = [("seen", "code", "result_here"), "note", "made_at"]

    note = labelled("comment", gettext_lazy("note"))

    @admin.display(description=gettext_lazy("person"), ordering="round__person__name")
    def seen(self, rating):
        return rating.round.person

    @admin.display(description=gettext_lazy("clause"), ordering="clause_version__code")
    def code(self, rating):
        return rating.clause_version.code

    @admin.display(description=gettext_lazy("result"), ordering="result")
    def result_here(self, rating):
        return rating.get_result_display()

    @admin.display(description=pgettext_lazy("round", "made at"), ordering="round__at")
    def made_at(self, rating):
        return rating.round.at


@admin.register(RoundReply)
class RoundReplyAdmin(EvidenceAdmin):
    list_display = ["seen", "written_by", "text", "written_at"]
    list_select_related = ["round__person", "by"]
    search_fields = ["round__person__name", "by__name"]
    fields = [("seen", "written_by", "written_at"), "text"]

    written_by = labelled("by", gettext_lazy("written by"))
    written_at = labelled("at", gettext_lazy("written at"))

    @admin.display(description=gettext_lazy("person"), ordering="round__person__name")
    def seen(self, reply):
        return reply.round.person
