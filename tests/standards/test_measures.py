"""The number in a clause and the chip that shows it."""

from decimal import Decimal

import pytest
from django.utils import translation

from standards.enums import Comparison, MeasureUnit
from standards.measures import NEEDS, SIGNS, WORDS, Measure

SHOWN = [
    # comparison, low, high, unit, number, words, export
    ("max", None, "30", "s", "≤ 30", "no more than 30 s", (None, 30)),
    ("min", "2", None, "h", "≥ 2", "at least 2 h", (2, None)),
    ("range", "5", "10", "s", "5–10", "from 5 to 10 s", (5, 10)),
    ("about", "1.5", None, "m", "≈ 1.5", "about 1.5 m", (1.5, None)),
    ("exactly", "3", None, "times", "3", "exactly 3 times", (3, None)),
    ("within", None, "2.000", "cm", "±2", "within 2 cm either way", (None, 2)),
    ("fraction", "2", "3", "chair", "2/3", "2 out of 3 parts of the chair", (2, 3)),
]


def number(text):
    return None if text is None else Decimal(text)


def test_every_comparison_is_shown_here():
    assert {row[0] for row in SHOWN} == set(Comparison.values)
    assert set(NEEDS) == set(SIGNS) == set(WORDS) == set(Comparison)


@pytest.mark.parametrize(("comparison", "low", "high", "unit", "sign", "words", "ends"), SHOWN)
def test_measure_is_shown_said_and_exported(comparison, low, high, unit, sign, words, ends):
    measure = Measure(comparison, number(low), number(high), unit)

    with translation.override("en"):
        assert measure.number == sign
        assert measure.label == f"{sign} {MeasureUnit(unit).label}"
        assert measure.words == words
    assert measure.errors() == []
    assert measure.as_export() == {
        "comparison": comparison,
        "low": ends[0],
        "high": ends[1],
        "unit": unit,
    }


@pytest.mark.parametrize("comparison", Comparison)
def test_measure_refuses_the_other_numbers(comparison):
    needs_low, needs_high = NEEDS[comparison]
    turned = Measure(
        comparison, None if needs_low else Decimal(1), None if needs_high else Decimal(2), "cm"
    )

    assert len(turned.errors()) == 1


@pytest.mark.parametrize("comparison", [Comparison.RANGE, Comparison.FRACTION])
def test_measure_refuses_low_above_high(comparison):
    assert len(Measure(comparison, Decimal(3), Decimal(2), "cm").errors()) == 1
    assert len(Measure(comparison, Decimal(3), Decimal(3), "cm").errors()) == 1


def test_measure_needs_a_unit():
    assert len(Measure("max", None, Decimal(3), "").errors()) == 1


def test_hundreds_are_not_written_with_exponents():
    assert Measure("max", None, Decimal("100.000"), "percent").number == "≤ 100"
