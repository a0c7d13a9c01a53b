"""What the demo's people know: by person and by the norm that a clause belongs to."""

from random import Random

from portal.models import Person

from ..items.models import ItemVersion
from .people import unit_of

#: How good a store is on the whole, 0 to 1.
STORES = {
    "LJ-01": 0.80,
    "LJ-02": 0.74,
    "LJ-03": 0.62,
    "LJ-04": 0.86,
    "LJ-05": 0.55,
    "WH-01": 0.83,
    "WH-02": 0.70,
    "WH-03": 0.58,
    "YX-01": 0.90,
    "YX-02": 0.66,
    "YX-03": 0.76,
    "YX-04": 0.50,
}
#: What a store is better or worse at, by the letters that a clause's code begins with.
STRENGTHS = {
    "LJ-01": {"DRESS": 0.12, "COMPL": -0.12},
    "LJ-02": {"COUNTER": 0.15, "WORDS": 0.1, "DRESS": -0.2},
    "LJ-03": {"COUNTER": -0.2, "OPEN": 0.25, "STAND": 0.2},
    "LJ-04": {"WORDS": -0.3, "COMPL": -0.25},
    "LJ-05": {"DRESS": 0.3, "LOOKS": 0.25, "COMPL": -0.15},
    "WH-01": {"OPEN": -0.35},
    "WH-02": {"COMPL": 0.2, "STAND": -0.25},
    "WH-03": {"COUNTER": 0.25},
    "YX-02": {"WORDS": 0.25, "DRESS": -0.15},
    "YX-03": {"PHONE": 0.15, "VISIT": 0.15, "LOOKS": -0.25},
}
#: What hardly anybody of a store gets right.
HARD = {
    "LJ-01": ("COUNTER-25", "COMPL-42", "GUIDE-10", "WORDS-24"),
    "LJ-03": ("COUNTER-18", "COUNTER-41"),
    "LJ-04": ("WORDS-33",),
    "YX-04": ("DRESS-16", "COUNTER-24"),
}
HARD_SHARE = 0.15  # of the answers to such a question are right


def skill(person: Person, version: ItemVersion) -> float:
    """How likely the person is to answer the question right, 0 to 1."""
    codes = version.payload["clauses"]
    store = unit_of(person)
    if set(codes) & set(HARD.get(store, ())):
        return HARD_SHARE
    return of_norm(person, codes[0] if codes else "")


def of_norm(person: Person, code: str) -> float:
    """How much the person knows and keeps of the norm with this clause, 0 to 1."""
    prefix = code.rpartition("-")[0]
    store = unit_of(person)
    own = Random(f"{person.employee_no} {prefix}").uniform(-0.18, 0.18)
    mean = STORES.get(store, 0.8) + STRENGTHS.get(store, {}).get(prefix, 0)
    return min(0.97, max(0.1, mean + own))
