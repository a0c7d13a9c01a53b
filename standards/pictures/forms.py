"""Choosing, describing and taking away a picture, within the form of a norm or a clause."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.languages import LANGUAGE_NAMES
from portal.models import Person

from .models import ALT_LENGTH
from .processing import FORMATS, CleanPicture, PictureRefused, clean_picture
from .services import keep_picture, reword_picture

#: What a phone's or a desk's file dialogue offers; the content decides.
OFFERED = ",".join(f"image/{name.lower()}" for name in FORMATS)


def _words_field(language: str) -> forms.CharField:
    label = pgettext_lazy("picture", "what it shows")
    return forms.CharField(
        required=False,
        max_length=ALT_LENGTH,
        label=format_lazy("{} · {}", label, LANGUAGE_NAMES[language]),
        widget=forms.TextInput({"lang": language, "class": "words"}),
    )


class PictureForm(forms.ModelForm):
    """Mixin for the form of a model that has a ``picture``.

    The file is read and drawn anew while the form is checked, in memory; ``keep_picture`` writes.
    A file wins over the tick that takes the picture away.
    """

    picture_file = forms.FileField(
        required=False,
        label=gettext_lazy("picture"),
        widget=forms.FileInput({"accept": OFFERED}),
    )
    picture_alt_zh = _words_field("zh-hans")
    picture_alt_en = _words_field("en")
    picture_removed = forms.BooleanField(
        required=False, label=gettext_lazy("Take the picture away")
    )

    WORDS = {"picture_alt_zh": "alt_zh_hans", "picture_alt_en": "alt_en"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.picture:
            for name, column in self.WORDS.items():
                self.initial[name] = getattr(self.instance.picture, column)

    def clean_picture_file(self) -> CleanPicture | None:
        upload = self.cleaned_data["picture_file"]
        if not upload:
            return None
        try:
            return clean_picture(upload)
        except PictureRefused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean(self):
        cleaned = super().clean()
        if "picture_file" in self.errors:
            return cleaned
        missing = [name for name in self.WORDS if not cleaned.get(name)]
        is_removed = cleaned.get("picture_removed")
        if cleaned.get("picture_file") or (self.instance.picture and not is_removed):
            for name in set(missing) - set(self.errors):
                self.add_error(name, _("Say in a sentence what can be seen in the picture."))
        elif len(missing) < len(self.WORDS) and not is_removed:
            self.add_error("picture_file", _("Choose the picture that these words describe."))
        return cleaned

    def keep_picture(self, *, by: Person, at: datetime) -> None:
        """Give the instance its picture, unsaved; for a valid form, within the transaction."""
        words = {column: self.cleaned_data[name] for name, column in self.WORDS.items()}
        picture = self.instance.picture
        if clean := self.cleaned_data["picture_file"]:
            self.instance.picture = keep_picture(clean=clean, by=by, at=at, **words)
        elif self.cleaned_data["picture_removed"]:
            self.instance.picture = None
        elif picture and any(getattr(picture, name) != words[name] for name in words):
            self.instance.picture = reword_picture(picture=picture, by=by, at=at, **words)

    def ask_for_the_file_again(self) -> None:
        """A refused form comes back without its files: no browser fills them in again."""
        if self.is_bound and self["picture_file"].data and "picture_file" not in self.errors:
            self.add_error("picture_file", _("Choose the picture once more."))
