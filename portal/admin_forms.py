"""What the forms and lists of the admin site share: paired texts, marks, evidence to look at."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from .languages import LANGUAGE_CODES, LANGUAGE_NAMES, SOURCE_LANGUAGE, column


class PairedTextForm(forms.ModelForm):
    """A form whose texts stand in two languages side by side.

    ``REQUIRED_TEXTS`` names the fields that must be there in Chinese; English may come later.
    """

    REQUIRED_TEXTS: tuple[str, ...] = ("title",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.paired_texts():
            label = self._meta.model._meta.get_field(name).verbose_name
            for code in LANGUAGE_CODES:
                field = self.fields[column(name, code)]
                field.label = format_lazy("{} · {}", label, LANGUAGE_NAMES[code])
                field.widget.attrs["lang"] = code
            self.fields[column(name, SOURCE_LANGUAGE)].required = name in self.REQUIRED_TEXTS

    def paired_texts(self) -> list[str]:
        suffix = column("", SOURCE_LANGUAGE)
        return [name.removesuffix(suffix) for name in self.fields if name.endswith(suffix)]


class OverwriteGuard(forms.ModelForm):
    """Mixin: two editors never overwrite each other unawares.

    ``seen`` is the ``fingerprint`` of what was stored when the form was opened.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.opened_fingerprint()

    def opened_fingerprint(self) -> str:
        """The fingerprint of ``instance``; overridden where it came with all that it takes."""
        return self.fingerprint()

    def fingerprint(self) -> str:
        """Digest of everything that the form and its inlines show of the stored row, read anew."""
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("seen"):
            self._check_nobody_saved_meanwhile(cleaned["seen"])
        return cleaned

    def _check_nobody_saved_meanwhile(self, seen):
        model = self._meta.model._meta.concrete_model
        model._base_manager.select_for_update().get(pk=self.instance.pk)
        now = self.fingerprint()
        if seen != now:
            self.data = self.data.copy()
            self.data["seen"] = now
            raise ValidationError(
                _(
                    "Somebody saved this after you opened it. What you typed is still here: "
                    "compare it with theirs in another window, then save again to keep yours."
                )
            )


class PlainChoices:
    """Mixin: choices without pencil, plus and eye beside each, which crowd a small table."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class ViewOnlyAdmin(admin.ModelAdmin):
    """Evidence: whoever the admin site lets in may look, nobody may touch."""

    actions = None

    class Media:
        css = {"all": ["css/admin_forms.css"]}

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class EvidenceAdmin(ViewOnlyAdmin):
    """Records of people: administrators may look, editors have no business here."""

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_module_permission(self, request):
        return request.user.is_superuser


def labelled(name: str, label, *, boolean: bool = False):
    """A column of a look-only page whose model field has no words of its own."""

    @admin.display(description=label, ordering=name, boolean=boolean)
    def read(self, row):
        value = getattr(row, name)
        if isinstance(value, datetime):
            return localize(timezone.localtime(value))
        return "–" if value is None and not boolean else value

    return read


def text_table(row, fields) -> SafeString:
    """The texts of a published row, language beside language; ``fields`` are (name, label)."""
    found = (
        (label, *(getattr(row, column(name, code)) for code in LANGUAGE_CODES))
        for name, label in fields
        if getattr(row, column(name, SOURCE_LANGUAGE))
    )
    return format_html(
        '<table class="texts">{}</table>',
        format_html_join("", "<tr><th>{}</th><td>{}</td><td>{}</td></tr>", found),
    )


def pairs(*names: str) -> list[tuple[str, ...]]:
    """Lines of a fieldset: each text with Chinese and English beside each other."""
    return [tuple(column(name, code) for code in LANGUAGE_CODES) for name in names]


def marks(shown: list[tuple[str, str]]) -> SafeString | str:
    """Small words beside a row, from (tone, text): unpublished, untranslated, withdrawn …"""
    return format_html_join(" ", '<span class="mark mark-{}">{}</span>', shown) or "–"


def link(url: str, text: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, text)
