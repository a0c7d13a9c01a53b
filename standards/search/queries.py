"""Plain search over what readers see: current editions and the clauses that stand in them.

Chinese is not cut into words: every term of the query is looked for as it stands, in both
languages at once, in texts that were folded the same way.
"""

import re
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_

from django.db.models import F, Q, QuerySet

from standards.editions import Edition, EditionClause

from .folding import fold, pattern

#: Characters of a query that are looked at; nobody types more on purpose.
MAX_LENGTH = 100


@dataclass(frozen=True)
class Query:
    """What was asked for; ``text`` is as typed, ``terms`` are folded."""

    text: str
    terms: tuple[str, ...]
    was_cut: bool


class Hits:
    """Found norms (``Edition``), then found clauses (``EditionClause``), for a paginator to slice.

    Counts and slices ask the database; nothing else does.
    """

    def __init__(self, norms: QuerySet[Edition], clauses: QuerySet[EditionClause]):
        self.norms = norms
        self.clauses = clauses

    @cached_property
    def norm_count(self) -> int:
        return self.norms.count()

    @cached_property
    def clause_count(self) -> int:
        return self.clauses.count()

    def __len__(self):
        return self.norm_count + self.clause_count

    def __getitem__(self, wanted: slice) -> list:
        start, stop, _step = wanted.indices(len(self))
        first = self.norm_count
        norms = self.norms[start : min(stop, first)] if start < first else ()
        clauses = self.clauses[max(start - first, 0) : stop - first] if stop > first else ()
        return [*norms, *clauses]


def parse(typed: str) -> Query:
    """Split a query at white space; what nobody can type, such as a NUL, counts as such."""
    text = "".join(char if char.isprintable() else " " for char in typed).strip()
    terms = dict.fromkeys(fold(text[:MAX_LENGTH]).split())
    return Query(text[:MAX_LENGTH], tuple(terms), was_cut=len(text) > MAX_LENGTH)


def holding(column: str, term: str) -> Q:
    """The plain ``contains`` stands first because it is cheap and settles most rows."""
    contains = Q((f"{column}__contains", term))
    if pattern(term) == re.escape(term):
        return contains
    return contains & Q((f"{column}__regex", pattern(term)))


def search(query: Query) -> Hits:
    """Find what holds every term; a clause may find some of them in its norm's title or summary.

    Both sides are folded, so that case and width are ignored already.
    """
    if not query.terms:
        return Hits(Edition.objects.none(), EditionClause.objects.none())
    in_norm, in_clause, around = (
        [holding(column, term) for term in query.terms]
        for column in ("search_text", "version__search_text", "edition__search_text")
    )
    shelf_order = ("norm__topic__position", "norm__position", "norm__slug")
    norms = Edition.objects.current().filter(reduce(and_, in_norm))
    clauses = EditionClause.objects.filter(edition=F("edition__norm__current_edition")).filter(
        reduce(or_, in_clause),
        *(here | there for here, there in zip(in_clause, around, strict=True)),
    )
    return Hits(
        norms.select_related("norm").order_by(*shelf_order),
        clauses.select_related("version", "edition__norm").order_by(
            *(f"edition__{name}" for name in shelf_order), "position"
        ),
    )
