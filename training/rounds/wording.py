"""What "kept" and "not kept" are called beside a clause, so that nobody mistakes one for the other.

To keep a "don't" is not to do it: beside it stand "Did not" and "Did it".
"""

from dataclasses import dataclass

from django.utils.translation import pgettext

from standards.enums import Role
from standards.models import ClauseVersion

from .models import Rating, Round

Result = Rating.Result


@dataclass(frozen=True)
class Choice:
    """One of the four answers; ``tone`` is "pass", "fail" or empty."""

    value: str
    label: str
    tone: str


def choices(role: str) -> list[Choice]:
    """The four answers to a clause of this role, in the order of the buttons."""
    tones = {Result.PASS: "pass", Result.FAIL: "fail"}
    return [
        Choice(result.value, word(role, result), tones.get(result, ""))
        for result in (Result.PASS, Result.FAIL, Result.NOT_SEEN, Result.NA)
    ]


def word(role: str, result: str) -> str:
    if result == Result.NOT_SEEN:
        return pgettext("rating", "Not seen")
    if result == Result.NA:
        return pgettext("rating", "n/a")
    is_kept = result == Result.PASS
    if role == Role.DONT:
        return pgettext("rating", "Did not") if is_kept else pgettext("rating", "Did it")
    if role == Role.AVOID:
        return pgettext("rating", "Not said") if is_kept else pgettext("rating", "Said it")
    return pgettext("rating", "Kept") if is_kept else pgettext("rating", "Not kept")


def audience(version: ClauseVersion) -> str:
    """For whom the clause is, where it is not for everyone."""
    return {
        "women": pgettext("clause", "for women"),
        "men": pgettext("clause", "for men"),
    }.get(version.applies_to, "")


def kept_of(row: Round) -> str:
    """``"2 of 3 kept"``; what was not seen and what does not apply are left out."""
    words = {"passed": row.passed, "scored": row.scored}
    return pgettext("round", "%(passed)s of %(scored)s kept") % words
