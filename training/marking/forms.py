"""What a marker chooses and writes about one answer."""

from dataclasses import dataclass

from django import forms
from django.forms.utils import ErrorList
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..items.kinds.short import ShortKind
from ..items.models import ItemVersion

MAX_COMMENT, MAX_REASON = 600, 240  # characters


@dataclass(frozen=True)
class CriterionChoice:
    """One criterion as the page draws it; ``levels`` are ``{key, text, points}``."""

    title: str
    clause: str | None
    levels: list[dict]
    name: str
    chosen: str
    errors: ErrorList


class MarkForm(forms.Form):
    """One field ``level.<criterion key>`` for each criterion of the rubric, and the words.

    ``seen_number`` is the number of the newest score that the page showed, 0 for none; above 0
    a reason is required.
    """

    use_required_attribute = False

    comment = forms.CharField(
        required=False,
        max_length=MAX_COMMENT,
        label=_("A word to the person"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("They read it beside their answer."),
    )
    reason = forms.CharField(
        required=False, max_length=MAX_REASON, label=_("Why the mark is changed")
    )
    seen_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, version: ItemVersion, **kwargs):
        super().__init__(*args, **kwargs)
        self.rubric = ShortKind.rubric(version.payload, get_language())
        for criterion in self.rubric:
            self.fields[level_field(criterion["key"])] = forms.ChoiceField(
                label=criterion["title"],
                choices=[(level["key"], level["text"]) for level in criterion["levels"]],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a level.")},
            )

    def criteria(self) -> list[CriterionChoice]:
        return [
            CriterionChoice(
                title=criterion["title"],
                clause=criterion["clause"],
                levels=criterion["levels"],
                name=level_field(criterion["key"]),
                chosen=self[level_field(criterion["key"])].value() or "",
                errors=self[level_field(criterion["key"])].errors,
            )
            for criterion in self.rubric
        ]

    def clean(self):
        data = super().clean()
        if data.get("seen_number") and "reason" not in self.errors and not data["reason"]:
            self.add_error("reason", _("Say in a few words why the mark is changed."))
        return data

    def levels(self) -> dict[str, str]:
        """``{criterion key: level key}`` as ``record_score`` takes them."""
        return {
            criterion["key"]: self.cleaned_data[level_field(criterion["key"])]
            for criterion in self.rubric
        }


def level_field(criterion_key: str) -> str:
    return f"level.{criterion_key}"
