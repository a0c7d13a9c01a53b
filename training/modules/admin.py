"""Putting modules together: norms in the order in which they are learnt."""

from adminsortable2.admin import SortableAdminBase, SortableTabularInline
from django import forms
from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy

from portal.admin_forms import PairedTextForm, PlainChoices, pairs
from portal.languages import localized

from .models import Module, ModuleNorm


class ModuleForm(PairedTextForm):
    class Meta:
        model = Module
        fields = "__all__"


class ModuleNormInline(PlainChoices, SortableTabularInline):
    model = ModuleNorm
    fields = ["norm"]
    autocomplete_fields = ["norm"]
    extra = 0
    verbose_name_plural = gettext_lazy("norms, in the order in which they are learnt")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("norm")


@admin.register(Module)
class ModuleAdmin(PlainChoices, SortableAdminBase, admin.ModelAdmin):
    form = ModuleForm
    inlines = [ModuleNormInline]
    fields = [*pairs("title", "summary"), "job_roles", ("slug", "position")]
    list_display = ["title_here", "norm_count", "position"]
    search_fields = ["slug", "title_zh_hans", "title_en"]
    actions = None

    class Media:
        css = {"all": ["css/admin_forms.css"]}

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["title_en"]} if obj is None else {}

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(norm_count=Count("entries"))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=gettext_lazy("title"), ordering="title_zh_hans")
    def title_here(self, module):
        return localized(module, "title")

    @admin.display(description=gettext_lazy("norms"), ordering="norm_count")
    def norm_count(self, module):
        return module.norm_count
