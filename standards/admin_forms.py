"""What the editing forms of norms and items share: tracked translations and typed codes."""

import re
import unicodedata
from collections.abc import Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.admin_forms import PairedTextForm
from portal.languages import column, is_untranslated

from .models import Clause
from .services import exercisable_clauses

CODE = re.compile(r"[A-Z0-9-]{1,20}")
SEPARATORS = re.compile(r"[\s,;、]+")  # after NFKC, so that ， and ； are among them


class CodesField(forms.CharField):
    """Codes typed one after the other (``H1-W2 H1-M2``); cleans to a list, in the order typed.

    Lower case, full-width letters and the commas of both scripts are read as what was meant.
    """

    def __init__(self, *, example: str, **kwargs):
        quiet = {"class": "codes", "autocomplete": "off", "spellcheck": "false", "maxlength": "300"}
        widget = forms.TextInput({**quiet, "placeholder": example})
        super().__init__(required=False, widget=widget, **kwargs)

    def to_python(self, value):
        if isinstance(value, list):
            return value
        text = unicodedata.normalize("NFKC", super().to_python(value)).upper()
        codes = list(dict.fromkeys(part for part in SEPARATORS.split(text) if part))
        if misspelt := [code for code in codes if not CODE.fullmatch(code)]:
            raise ValidationError(
                _("“%(code)s” is not a code. Put a space between codes, as in H1-W2 H1-M2."),
                params={"code": misspelt[0][:40]},
            )
        return codes

    def prepare_value(self, value) -> str:
        return " ".join(value) if isinstance(value, list) else value


def rows_of(codes: list[str], rows: Mapping) -> list:
    """Turn codes into rows of a ``{code: row}`` mapping; a ValidationError names the unknown."""
    if unknown := [code for code in codes if code not in rows]:
        raise ValidationError(
            _("Nothing has the code %(codes)s."), params={"codes": ", ".join(unknown)}
        )
    return [rows[code] for code in codes]


class ExercisesField(CodesField):
    """Codes of published clauses that a case exercises; cleans to the clauses."""

    def clean(self, value) -> list[Clause]:
        codes = super().clean(value)
        clauses = exercisable_clauses().filter(code__in=codes) if codes else []
        return rows_of(codes, {clause.code: clause for clause in clauses})


class TrackedTextForm(PairedTextForm):
    """Paired texts of a ``SourceTracked`` row: the English says how it stands to the Chinese.

    Ticking ``english_is_right`` says of every English text that its Chinese has overtaken that it
    still holds.
    """

    english_is_right = forms.BooleanField(
        required=False, label=gettext_lazy("The English still says what the Chinese says")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stale_texts = self.instance.stale_translations() if self.instance.pk else []
        for name in self.paired_texts():
            english = self.fields[column(name, "en")]
            if name in self.stale_texts:
                english.help_text = _("The Chinese has changed since this was written.")
                english.widget.attrs["data-state"] = "stale"
            elif self.instance.pk and is_untranslated(self.instance, name, "en"):
                english.help_text = _("Not translated: readers see the Chinese here.")
                english.widget.attrs["data-state"] = "missing"

    def save(self, commit=True):
        if self.cleaned_data.get("english_is_right"):
            for name in self.instance.stale_translations():
                self.instance.mark_translated(name)
        return super().save(commit)


def english_marks(rows) -> list[tuple[str, str]]:
    """How the English of ``SourceTracked`` rows stands, for a list: missing, older, or fine."""
    found = []
    if any(is_untranslated(row, name, "en") for row in rows for name in row.TRACKED):
        found.append(("missing", _("English missing")))
    if any(row.stale_translations() for row in rows):
        found.append(("stale", _("English older than the Chinese")))
    return found
