"""The glossary at the editors' desk: a term in both languages on one page."""

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.admin_forms import OverwriteGuard, PairedTextForm, PlainChoices, marks, pairs
from portal.languages import LANGUAGE_NAMES, is_untranslated, localized
from portal.seeding import digest

from .models import Term
from .services import refresh_words

IN_ENGLISH = ("name", "meaning")
WITHOUT_ENGLISH = Q(name_en=None) | Q(name_en="") | Q(meaning_en=None) | Q(meaning_en="")


class TermForm(OverwriteGuard, PairedTextForm):
    REQUIRED_TEXTS = ("name", "meaning")

    class Meta:
        model = Term
        fields = "__all__"
        widgets = {name: forms.Textarea({"rows": 4}) for name in ("meaning_zh_hans", "meaning_en")}

    def fingerprint(self) -> str:
        term = Term.objects.get(pk=self.instance.pk)
        return digest({f.attname: getattr(term, f.attname) for f in Term._meta.concrete_fields})

    def clean(self):
        """A term has an English name and an English meaning, or neither yet."""
        cleaned = super().clean()
        name, meaning = cleaned.get("name_en"), cleaned.get("meaning_en")
        if not name and (meaning or cleaned.get("also_en")) and "name_en" not in self.errors:
            self.add_error("name_en", _("Give the English name too."))
        if name and not meaning and "meaning_en" not in self.errors:
            self.add_error("meaning_en", _("Say in English too what it means."))
        return cleaned


class EnglishFilter(admin.SimpleListFilter):
    title = LANGUAGE_NAMES["en"]
    parameter_name = "english"

    def lookups(self, request, model_admin):
        return [("yes", _("translated")), ("no", _("English missing"))]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(WITHOUT_ENGLISH if self.value() == "no" else ~WITHOUT_ENGLISH)
        return queryset


@admin.register(Term)
class TermAdmin(PlainChoices, admin.ModelAdmin):
    form = TermForm
    fields = [
        *pairs("name", "meaning", "also"),
        ("slug", "pinyin"),
        "norm",
        "is_of_portal",
        "seen",
    ]
    list_display = ["name_here", "english_name", "also_here", "norm_here", "state"]
    list_filter = [EnglishFilter, "is_of_portal"]
    list_select_related = ["norm"]
    search_fields = [
        "slug",
        "pinyin",
        "name_zh_hans",
        "name_en",
        "also_zh_hans",
        "also_en",
        "meaning_zh_hans",
        "meaning_en",
    ]
    actions = None

    class Media:
        css = {"all": ["css/admin_forms.css"]}

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": ["name_en"]} if obj is None else {}

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        refresh_words()

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        refresh_words()

    @admin.display(description=pgettext_lazy("glossary", "term"), ordering="pinyin")
    def name_here(self, term):
        return term.name_zh_hans

    @admin.display(description=LANGUAGE_NAMES["en"], ordering="name_en")
    def english_name(self, term):
        return term.name_en or "–"

    @admin.display(description=pgettext_lazy("glossary", "other names"))
    def also_here(self, term):
        return localized(term, "also") or "–"

    @admin.display(description=gettext_lazy("norm"), ordering="norm")
    def norm_here(self, term):
        return term.norm or "–"

    @admin.display(description=gettext_lazy("state"))
    def state(self, term):
        missing = any(is_untranslated(term, name, "en") for name in IN_ENGLISH)
        shown = [("missing", _("English missing"))] if missing else []
        return marks(shown + ([("draft", _("word of this portal"))] if term.is_of_portal else []))
