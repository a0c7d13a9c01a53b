"""What each kind of norm may hold and what it takes to publish it."""

from types import SimpleNamespace

import pytest

from standards.enums import Audience, Kind, Role
from standards.kinds import KINDS, steps


def clause(role, code="X-01", applies_to=Audience.EVERYONE, stands_alone=False):
    return SimpleNamespace(role=role, code=code, applies_to=applies_to, stands_alone=stands_alone)


def clauses(roles: str):
    """``"step say do"`` -> clauses X-01, X-02, X-03; a star makes one stand alone."""
    return [
        clause(Role(word.rstrip("*")), f"X-{number:02d}", stands_alone=word.endswith("*"))
        for number, word in enumerate(roles.split(), start=1)
    ]


def codes(pairs):
    return [(step.code, [owned.code for owned in owns]) for step, owns in pairs]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_row(kind):
    assert KINDS[kind].roles


@pytest.mark.parametrize(
    ("roles", "owned"),
    [
        ("", []),
        ("do dont", []),
        ("step", [("X-01", [])]),
        ("do step say step do dont", [("X-02", ["X-03"]), ("X-04", ["X-05", "X-06"])]),
        ("step say do* dont step", [("X-01", ["X-02"]), ("X-05", [])]),
        ("step do question", [("X-01", ["X-02"])]),
    ],
)
def test_steps_own_what_follows_them(roles, owned):
    assert codes(steps(clauses(roles))) == owned


@pytest.mark.parametrize(
    ("kind", "enough", "lacking"),
    [
        (Kind.POSTURE, "do dont", "do do"),
        (Kind.PHONE_SCRIPT, "step say step say step say", "step say step say"),
        (Kind.PHONE_SCRIPT, "step say step say step do say", "step say step say step do"),
        (Kind.VISIT_STEPS, "step step step", "step step"),
        (Kind.COUNTER_STEPS, "step step step", "do"),
        (Kind.COMPLAINT_STEPS, "step say step step avoid", "step say step step"),
        (Kind.COMPLAINT_STEPS, "step do step step avoid", "step step step avoid"),
        (Kind.PHRASES, "say avoid", "say do"),
    ],
)
def test_kind_demands(kind, enough, lacking):
    assert KINDS[kind].unmet(clauses(enough)) == []
    assert len(KINDS[kind].unmet(clauses(lacking))) == 1


def test_phone_script_names_the_steps_without_a_line():
    (problem,) = KINDS[Kind.PHONE_SCRIPT].unmet(clauses("step say step do step"))

    assert "X-03, X-05" in problem


def test_grooming_needs_both_dress_codes():
    women = [clause(Role.DO, applies_to=Audience.WOMEN), clause(Role.DONT)]
    men = clause(Role.DONT, applies_to=Audience.MEN)

    assert len(KINDS[Kind.GROOMING].unmet(women)) == 1
    assert KINDS[Kind.GROOMING].unmet([*women, men]) == []


def test_role_of_another_kind_is_named_with_its_clause():
    (problem,) = KINDS[Kind.POSTURE].unmet(clauses("do dont step"))

    assert problem.startswith("X-03")
