"""Moments at the editors' desk: which lines serve at each of them."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.admin_forms import OverwriteGuard, PairedTextForm, pairs
from portal.languages import localized
from portal.seeding import digest
from standards.enums import Role

from .models import Moment


class LinesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, clause):
        sign = "✕" if clause.role == Role.AVOID else "✓"
        return f"{clause.code} {sign} {localized(clause, 'line')}"


class MomentForm(OverwriteGuard, PairedTextForm):
    class Meta:
        model = Moment
        fields = "__all__"

    def fingerprint(self) -> str:
        moment = Moment.objects.get(pk=self.instance.pk)
        stored = {f.attname: getattr(moment, f.attname) for f in Moment._meta.concrete_fields}
        return digest(stored | {"clauses": sorted(moment.clauses.values_list("pk", flat=True))})


@admin.register(Moment)
class MomentAdmin(admin.ModelAdmin):
    form = MomentForm
    fields = [*pairs("title", "summary"), ("slug", "position"), "clauses", "seen"]
    filter_horizontal = ["clauses"]
    list_display = ["title_here", "line_count", "position"]
    list_editable = ["position"]
    search_fields = ["slug", "title_zh_hans", "title_en", "clauses__code", "clauses__line_zh_hans"]
    actions = None

    class Media:
        css = {"all": ["css/admin_forms.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(line_count=Count("clauses", distinct=True))

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["title_en"]} if obj is None else {}

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        clauses = db_field.remote_field.model.objects.order_by(
            "norm__topic__position", "norm__position", "norm__slug", "position"
        )
        kwargs |= {"queryset": clauses, "form_class": LinesField}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("title"), ordering="title_zh_hans")
    def title_here(self, moment):
        return localized(moment, "title")

    @admin.display(description=pgettext_lazy("phrase book", "lines"), ordering="line_count")
    def line_count(self, moment):
        return moment.line_count
