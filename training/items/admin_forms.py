"""Forms of an item's parts: clause codes and the levels of a rubric, typed as text."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.admin_forms import OverwriteGuard
from portal.seeding import digest
from standards.admin_forms import CodesField, TrackedTextForm, rows_of
from standards.measures import plain
from standards.models import Clause

from .models import Criterion, Item, ItemOption, Level
from .services import draft_payload

MAX_POINTS = Decimal("99")
MAX_LEVELS = 8


class ClauseCodesField(CodesField):
    """Codes of clauses; cleans to the clauses."""

    def clean(self, value) -> list[Clause]:
        codes = super().clean(value)
        clauses = Clause.objects.filter(code__in=codes) if codes else []
        return rows_of(codes, {clause.code: clause for clause in clauses})


class ClauseCodeField(ClauseCodesField):
    """The code of one clause; cleans to the clause, or None when left empty."""

    def clean(self, value):
        clauses = super().clean(value)
        if len(clauses) > 1:
            raise ValidationError(_("One clause only."))
        return clauses[0] if clauses else None


class TruthField(forms.TypedChoiceField):
    """Whether a statement is true: True, False, or None while nobody has said."""

    def __init__(self, **kwargs):
        choices = [
            ("true", gettext_lazy("The statement is true")),
            ("false", gettext_lazy("The statement is false")),
        ]
        super().__init__(
            choices=choices,
            coerce=lambda value: value == "true",
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            **kwargs,
        )

    def prepare_value(self, value):
        return {True: "true", False: "false"}.get(value, value)

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)


class ItemForm(OverwriteGuard, TrackedTextForm):
    REQUIRED_TEXTS = ("stem",)
    NUMBERS = ("answer", "tolerance")

    is_true = TruthField(label=gettext_lazy("right answer"))
    clauses = ClauseCodesField(
        label=gettext_lazy("clauses it asks about"), example="DRESS-02 DRESS-05"
    )

    class Meta:
        model = Item
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["clauses"] = sorted(clause.code for clause in self.initial["clauses"])
        for name in self.NUMBERS:
            if self.initial.get(name) is not None:
                self.initial[name] = Decimal(plain(self.initial[name]))  # "2", not "2.000"

    def fingerprint(self) -> str:
        item = Item.objects.with_draft().get(pk=self.instance.pk)
        return digest({"code": item.code, "kind": item.kind} | draft_payload(item))


class OneClauseForm(TrackedTextForm):
    """A part of an item that may point at the clause it stands for."""

    clause = ClauseCodeField(label=gettext_lazy("clause"), example="DRESS-02")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["clause"] = [self.instance.clause.code] if self.instance.clause else []

    def has_changed(self):
        """A new row that was only moved is still empty."""
        if self.instance.pk is None:
            return bool(set(self.changed_data) - {"position"})
        return super().has_changed()


class OptionForm(OneClauseForm):
    REQUIRED_TEXTS = ("text",)

    class Meta:
        model = ItemOption
        fields = "__all__"
        widgets = {
            name: forms.Textarea({"rows": 2, "cols": 30}) for name in ("text_zh_hans", "text_en")
        }


@dataclass(frozen=True)
class LevelLine:
    points: Decimal
    text_zh_hans: str
    text_en: str


class LevelsField(forms.CharField):
    """One level a line, as ``points | 中文 | English``; cleans to ``LevelLine`` rows."""

    widget = forms.Textarea({"rows": 4, "cols": 80, "class": "levels"})

    def to_python(self, value):
        if isinstance(value, list):
            return value
        text = super().to_python(value).replace("\r\n", "\n").replace("｜", "|")
        ProhibitNullCharactersValidator()(text)  # the field's own looks at the list, not into it
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        levels = [self._level(number, line) for number, line in lines]
        if len(levels) > MAX_LEVELS:
            raise ValidationError(_("At most %(count)s levels."), params={"count": MAX_LEVELS})
        points = [level.points for level in levels]
        if len(set(points)) < len(points):
            raise ValidationError(_("Two levels give the same points."))
        return levels

    def prepare_value(self, value) -> str:
        if not isinstance(value, list):
            return value
        parts = ((plain(level.points), level.text_zh_hans, level.text_en) for level in value)
        return "\n".join(" | ".join(part for part in row if part) for row in parts)

    def _level(self, number: int, line: str) -> LevelLine:
        parts = [part.strip() for part in line.split("|")]
        where = {"number": number}
        if len(parts) not in (2, 3) or not parts[1]:
            raise ValidationError(
                _("Line %(number)s: write points | 中文 | English."), params=where
            )
        points, texts = _points(parts[0]), [*parts[1:], ""][:2]
        if points is None:
            raise ValidationError(
                _("Line %(number)s: points are a number from 0 to 99, with one decimal at most."),
                params=where,
            )
        if max(map(len, texts)) > Level.TEXT_LENGTH:
            raise ValidationError(
                _("Line %(number)s: at most %(limit)s characters in each language."),
                params=where | {"limit": Level.TEXT_LENGTH},
            )
        return LevelLine(points, *texts)


def _points(text: str) -> Decimal | None:
    try:
        points = Decimal(text)
    except InvalidOperation:
        return None
    if not points.is_finite() or not 0 <= points <= MAX_POINTS or points != round(points, 1):
        return None
    return round(points, 1)


class CriterionForm(OneClauseForm):
    """A criterion with its levels; a level keeps its key while its points or its words stay."""

    REQUIRED_TEXTS = ("title",)

    levels = LevelsField(
        label=gettext_lazy("levels"),
        required=False,
        help_text=gettext_lazy(
            "One a line: points | 中文 | English. As in: 2 | 先道歉 | Apologises"
        ),
    )

    class Meta:
        model = Criterion
        fields = "__all__"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = self.instance.levels.all() if self.instance.pk else []
        self.initial["levels"] = [
            LevelLine(level.points, level.text_zh_hans or "", level.text_en or "") for level in rows
        ]

    def _save_m2m(self):
        super()._save_m2m()
        stored = list(self.instance.levels.all())
        for line in self.cleaned_data["levels"]:
            level = _same_level(stored, line) or Level(criterion=self.instance)
            if level in stored:
                stored.remove(level)
            level.points = line.points
            level.text_zh_hans, level.text_en = line.text_zh_hans, line.text_en
            level.save()
        for level in stored:
            level.delete()


def _same_level(stored: list[Level], line: LevelLine) -> Level | None:
    """The stored level that the line rewords, or gives other points."""
    by_words = (level for level in stored if level.text_zh_hans == line.text_zh_hans)
    by_points = (level for level in stored if level.points == line.points)
    return next(by_words, None) or next(by_points, None)
