"""A measure: the number in a clause, and the ruler chip that shows it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .enums import Comparison, MeasureUnit

#: Which of the two numbers a comparison uses: (low, high).
NEEDS = {
    Comparison.MAX: (False, True),
    Comparison.MIN: (True, False),
    Comparison.RANGE: (True, True),
    Comparison.ABOUT: (True, False),
    Comparison.EXACTLY: (True, False),
    Comparison.WITHIN: (False, True),
    Comparison.FRACTION: (True, True),
}
SIGNS = {
    Comparison.MAX: "≤ {high}",
    Comparison.MIN: "≥ {low}",
    Comparison.RANGE: "{low}–{high}",
    Comparison.ABOUT: "≈ {low}",
    Comparison.EXACTLY: "{low}",
    Comparison.WITHIN: "±{high}",
    Comparison.FRACTION: "{low}/{high}",
}
WORDS = {
    Comparison.MAX: gettext_lazy("no more than %(high)s %(unit)s"),
    Comparison.MIN: gettext_lazy("at least %(low)s %(unit)s"),
    Comparison.RANGE: gettext_lazy("from %(low)s to %(high)s %(unit)s"),
    Comparison.ABOUT: gettext_lazy("about %(low)s %(unit)s"),
    Comparison.EXACTLY: gettext_lazy("exactly %(low)s %(unit)s"),
    Comparison.WITHIN: gettext_lazy("within %(high)s %(unit)s either way"),
    Comparison.FRACTION: gettext_lazy("%(low)s out of %(high)s parts %(unit)s"),
}


@dataclass(frozen=True)
class Measure:
    """``low`` and ``high`` are in ``unit``; a comparison uses one of them or both."""

    comparison: str
    low: Decimal | None
    high: Decimal | None
    unit: str

    def errors(self) -> list[str]:
        """Say, in the reader's language, what keeps this from being a measure."""
        needs_low, needs_high = NEEDS[Comparison(self.comparison)]
        found = []
        if needs_low != (self.low is not None) or needs_high != (self.high is not None):
            found.append(_("This comparison needs other numbers: see the note beside it."))
        elif self.low is not None and self.high is not None and self.low >= self.high:
            found.append(_("The low number must be smaller than the high one."))
        if not self.unit:
            found.append(_("A measure needs a unit."))
        return found

    @property
    def number(self) -> str:
        """``"≤ 30"``, ``"5–10"``, ``"±2"``, ``"2/3"``."""
        return SIGNS[Comparison(self.comparison)].format(low=plain(self.low), high=plain(self.high))

    @property
    def label(self) -> str:
        """The chip's text in the active language: ``"±2 cm"``, ``"2/3 of the chair"``."""
        return f"{self.number} {MeasureUnit(self.unit).label}"

    @property
    def words(self) -> str:
        """The same without signs, for ears and for a pointer: ``"within 2 cm either way"``."""
        numbers = {
            "low": plain(self.low),
            "high": plain(self.high),
            "unit": MeasureUnit(self.unit).label,
        }
        return WORDS[Comparison(self.comparison)] % numbers

    def as_export(self) -> dict:
        """The shape that ``export_norms`` promises; numbers as JSON numbers."""
        return {
            "comparison": self.comparison,
            "low": number(self.low),
            "high": number(self.high),
            "unit": self.unit,
        }


def plain(value: Decimal | None) -> str:
    """``Decimal("2.000")`` -> ``"2"``; None -> ``""``."""
    return "" if value is None else f"{value.normalize():f}"


def number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
