"""A marking table worked by hand.

A choice earns all or nothing. An order of n steps has n − 1 neighbouring pairs; it earns the share
of the right order's pairs that stand next to each other in the answer, in hundredths, halves up. A
short answer waits for a person, and a blank one for nobody.
"""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from training.attempts.models import Response
from training.items.kinds import KINDS
from training.marking.services import is_passed
from training.scoring import meets_pass_mark, percent


def payload(kind: str, right: str = "") -> dict:
    options = [
        {"key": key, "text": {"zh-hans": key}, "correct": key == right, "clause": f"DRESS-{key}"}
        for key in "ABCDE"
    ]
    return {
        "clauses": ["DRESS-00"],
        "options": [] if kind == "short" else options,
        "criteria": [
            {"key": "x", "levels": [{"key": "0", "points": "0"}, {"key": "2", "points": "2.0"}]},
            {"key": "y", "levels": [{"key": "0", "points": "0"}, {"key": "1", "points": "1.5"}]},
        ],
    }


@pytest.mark.parametrize(
    ("kind", "max_points", "value", "points", "missed"),
    [
        ("single", "1", "B", "1.00", ()),
        ("single", "2.5", "B", "2.50", ()),
        ("single", "1", "A", "0.00", ("DRESS-A",)),
        ("single", "1", None, "0.00", ("DRESS-00",)),
        # ABCDE holds the pairs AB BC CD DE.
        ("order", "4", list("ABCDE"), "4.00", ()),
        ("order", "4", list("BCDEA"), "3.00", ("DRESS-B",)),  # BC CD DE; B follows nothing
        ("order", "4", list("ABCED"), "2.00", ("DRESS-D", "DRESS-E")),  # AB BC
        ("order", "4", list("BACDE"), "2.00", ("DRESS-B", "DRESS-C")),  # CD DE
        ("order", "4", list("DEABC"), "3.00", ("DRESS-D",)),  # DE AB BC
        ("order", "4", list("EDCBA"), "0.00", tuple(f"DRESS-{key}" for key in "BCDE")),
        ("order", "1", list("ABCED"), "0.50", ("DRESS-D", "DRESS-E")),
        ("order", "0.5", list("DEABC"), "0.38", ("DRESS-D",)),  # 0.375 rounds up
        ("order", "4", None, "0.00", tuple(f"DRESS-{key}" for key in "BCDE")),
        ("short", "3.5", "先道歉。", None, ()),
        ("short", "3.5", None, "0.00", ("DRESS-00",)),
    ],
)
def test_mark_follows_the_table(kind, max_points, value, points, missed):
    mark = KINDS[kind].mark(payload(kind, right="B"), Decimal(max_points), value)

    assert mark.points == (None if points is None else Decimal(points))
    assert mark.missed == missed


@pytest.mark.parametrize(
    ("levels", "points"),
    [
        ({"x": "0", "y": "0"}, "0.00"),
        ({"x": "2", "y": "0"}, "2.00"),
        ({"x": "0", "y": "1"}, "1.50"),
        ({"x": "2", "y": "1"}, "3.50"),
    ],
)
def test_a_rubric_adds_up_its_levels(levels, points):
    assert KINDS["short"].points_for(payload("short"), levels) == Decimal(points)


@pytest.mark.parametrize(
    ("points", "max_points", "pass_mark_pct", "passes", "shown_pct"),
    [
        ("4.00", "5", 80, True, 80),
        ("3.99", "5", 80, False, 79),
        ("2.00", "3", 66, True, 66),
        ("2.00", "3", 67, False, 66),
        ("0.67", "1", 67, True, 67),
        ("0", "1", 1, False, 0),
        ("7.99", "8", 100, False, 99),
        ("8", "8", 100, True, 100),
    ],
)
def test_a_pass_is_decided_exactly(points, max_points, pass_mark_pct, passes, shown_pct):
    points, max_points = Decimal(points), Decimal(max_points)

    assert meets_pass_mark(points, max_points, pass_mark_pct) is passes
    assert percent(points, max_points) == shown_pct


def test_a_pass_waits_for_every_mark():
    attempt = SimpleNamespace(max_points=Decimal(8), pass_mark_pct=50)

    assert is_passed(attempt, Decimal(8), 1) is None
    assert is_passed(attempt, Decimal(8), 0) is True
    assert is_passed(attempt, Decimal(3), 0) is False


def test_a_response_starts_worth_nothing_and_waiting_for_nobody():
    response = Response()

    assert (response.value, response.points, response.needs_mark) == (None, 0, False)
