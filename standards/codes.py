"""Codes of new clauses: the norm's prefix and the next free number."""

import re
from collections import Counter
from collections.abc import Set

from .models import Clause, Norm

CODE = re.compile(r"(?P<prefix>[A-Z]+(?:-[A-Z]\d{1,2})?)-(?P<number>\d+)")
PREFIX_LENGTH = 14  # leaves room for a number in ``Clause.code``


def next_codes(norm: Norm, count: int, *, typed: Set[str] = frozenset()) -> list[str]:
    """Return ``count`` codes that no clause ever had; ``typed`` are about to be saved beside them.

    Withdrawn clauses keep their row, so counting on from the highest number never repeats one.
    """
    prefix = _prefix(norm, typed)
    taken = Clause.objects.filter(code__startswith=f"{prefix}-").values_list("code", flat=True)
    numbers = [_number(code) for code in {*taken, *typed} if code.startswith(f"{prefix}-")]
    last = max(numbers, default=0)
    return [f"{prefix}-{last + step:02d}" for step in range(1, count + 1)]


def _prefix(norm: Norm, typed: Set[str]) -> str:
    """The prefix that the norm's clauses have; for the first one, letters of its slug."""
    own = [*norm.clauses.values_list("code", flat=True)] if norm.pk else []
    prefixes = Counter(
        match["prefix"] for code in own + sorted(typed) if (match := CODE.match(code))
    )
    if prefixes:
        return prefixes.most_common(1)[0][0]
    words = re.findall(r"[A-Z]+", norm.slug.upper()) or ["NORM"]
    candidates = ["".join(words[: i + 1])[:PREFIX_LENGTH] for i in range(len(words))]
    candidates += [candidates[-1] + letter for letter in "ABCDE"]
    free = (prefix for prefix in candidates if not _is_taken(prefix))
    return next(free, candidates[-1])


def _is_taken(prefix: str) -> bool:
    return Clause.objects.filter(code__startswith=f"{prefix}-").exists()


def _number(code: str) -> int:
    match = CODE.match(code)
    return int(match["number"]) if match else 0
