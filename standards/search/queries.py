"""Plain search over what readers see: norms, cases, clauses, lines to say and the glossary.

Chinese is not cut into words: every term of the query is looked for as it stands, in both
languages at once, in texts that were folded the same way (``folding``). Where a term is one of
the glossary's, its other names are looked for too and count a little less; where a longer Chinese
term stands nowhere as typed, both halves of it do. The comparison is one of substrings and the
order one of whole numbers, so that every database answers alike.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import chain
from operator import and_

from django.db.models import Case, Q, QuerySet, Value, When

from portal.languages import SOURCE_LANGUAGE

from .folding import EDGE, fold, indexed
from .indexing import names_of
from .models import FoundKind, SearchEntry

#: Characters of a query that are looked at; nobody types more on purpose.
MAX_LENGTH = 100
#: Han characters of a term that may be two words typed as one: 胸牌位置, 客户插队.
HALVED = range(4, 9)
#: The rank of what fits in no better way: both halves of a term were found.
LEAST = 99
#: What it takes to show an entry.
SHOWN = ("edition__norm", "place__edition__norm", "place__version", "term")

Spellings = tuple[str, ...]
Name = tuple[str, str]  # a name and its language


@dataclass(frozen=True)
class Query:
    """What was asked for; ``text`` is as typed, ``terms`` are folded."""

    text: str
    terms: tuple[str, ...]
    was_cut: bool


@dataclass(frozen=True)
class Word:
    """A folded term of a query, the other names it goes by, and the ways to halve it."""

    text: str
    others: Spellings = ()
    halves: tuple[tuple["Word", "Word"], ...] = ()

    @property
    def spellings(self) -> Spellings:
        return (self.text, *self.others)


@dataclass(frozen=True)
class Sought:
    """What is looked for: the query as a whole and word by word, with what the glossary adds.

    ``also`` are the other names, spelled as the glossary does, with their languages.
    """

    whole: Word
    words: tuple[Word, ...]
    also: tuple[Name, ...] = ()


class Hits:
    """Entries that were found, best first, for a paginator to slice.

    One query finds and orders them all, a second one fetches what is sliced. ``counts`` says how
    many there are of each kind, whichever kind is asked for.
    """

    def __init__(self, found: QuerySet[SearchEntry], sought: Sought, kind: FoundKind | None):
        self.sought = sought
        self._found = found
        self._kind = kind

    @cached_property
    def _ordered(self) -> list[tuple[int, int]]:
        return list(self._found.values_list("pk", "kind"))

    @cached_property
    def counts(self) -> dict[FoundKind, int]:
        counted = Counter(kind for _key, kind in self._ordered)
        return {kind: counted[kind] for kind in FoundKind if counted[kind]}

    @cached_property
    def _keys(self) -> list[int]:
        return [key for key, kind in self._ordered if self._kind in (None, kind)]

    def __len__(self):
        return len(self._keys)

    def __getitem__(self, wanted: slice) -> list[SearchEntry]:
        keys = self._keys[wanted]
        fetched = SearchEntry.objects.select_related(*SHOWN).in_bulk(keys)
        return [fetched[key] for key in keys if key in fetched]  # one may just have been replaced


def parse(typed: str) -> Query:
    """Split a query at white space; what nobody can type, such as a NUL, counts as such."""
    text = "".join(char if char.isprintable() else " " for char in typed).strip()
    terms = dict.fromkeys(fold(text[:MAX_LENGTH]).split())
    return Query(text[:MAX_LENGTH], tuple(terms), was_cut=len(text) > MAX_LENGTH)


def search(query: Query, kind: FoundKind | None = None) -> Hits:
    """Find what holds every term, the best first; a clause may find some of them in what its norm
    is called and sums up."""
    if not query.terms:
        return Hits(SearchEntry.objects.none(), Sought(Word(""), ()), kind)
    sought = look_up(query)
    fits = Case(
        *(When(rank, then=Value(number)) for number, rank in enumerate(_ranks(sought))),
        default=Value(LEAST),
    )
    shelf_order = ("edition__norm__topic__position", "edition__norm__position", "edition__norm_id")
    found = SearchEntry.objects.filter(_finds(sought))
    ordered = found.order_by(fits, "kind", *shelf_order, "place__position", "term_id")
    return Hits(ordered, sought, kind)


def look_up(query: Query) -> Sought:
    """Add what the glossary calls the query and its terms, and the halves of the terms.

    A Chinese term brings its Chinese names alone: every text stands in Chinese, while English
    names such as “leave” are everyday words elsewhere.
    """
    names = _other_names((fold(query.text), *query.terms))

    def others(term: str) -> list[Name]:
        return [name for name in names[term] if term.isascii() or name[1] == SOURCE_LANGUAGE]

    def word(term: str) -> Word:
        halves = tuple((Word(one), Word(other)) for one, other in _halves(term))
        return Word(term, tuple(fold(name) for name, _language in others(term)), halves)

    words = tuple(map(word, query.terms))
    whole = replace(word(fold(query.text)), halves=())
    also = dict.fromkeys(name for one in (whole, *words) for name in others(one.text))
    return Sought(whole, words, tuple(also))


def _other_names(asked: Iterable[str]) -> dict[str, list[Name]]:
    """For each name of the terms of the trade that were asked for, folded, the other ones."""
    entries = SearchEntry.objects.filter(
        _holds("titles", asked, before=EDGE, after=EDGE), term__is_of_portal=False
    )
    found: dict[str, list[Name]] = defaultdict(list)
    for entry in entries.select_related("term").order_by("term_id"):
        assert entry.term is not None  # it is asked about above
        names = {fold(name): (name, language) for name, language in names_of(entry.term)}
        for name in names:
            found[name] += [other for folded, other in names.items() if folded != name]
    return found


def _halves(term: str) -> Iterator[tuple[str, str]]:
    """Both parts of a Chinese term, at least two characters each, for each place to cut it."""
    if len(term) in HALVED and all("\u4e00" <= char <= "\u9fff" for char in term):
        for cut in range(2, len(term) - 1):
            yield term[:cut], term[cut:]


def _finds(sought: Sought) -> Q:
    """Every term somewhere and one of them in the entry's own texts, or another name of all."""
    own = _holds("texts", [name for word in sought.words for name in _with_halves(word)])
    everywhere = own & _all(_somewhere(word) for word in sought.words)
    if len(sought.words) == 1:  # whose other names are those of the whole
        return everywhere
    return everywhere | _holds("texts", sought.whole.others)


def _somewhere(word: Word) -> Q:
    found = _holds("texts", word.spellings) | _holds("around", word.spellings)
    for one, other in word.halves:
        found |= _somewhere(one) & _somewhere(other)
    return found


def _with_halves(word: Word) -> Iterator[str]:
    yield from word.spellings
    for half in chain.from_iterable(word.halves):
        yield from half.spellings


def _ranks(sought: Sought) -> Iterable[Q]:
    """What makes an entry fit, from best to least: all of it as typed, then by other names too.

    Norms, cases and terms are called by their titles, clauses only begin with what they say.
    """
    words = tuple(Word(word.text) for word in sought.words)
    as_typed = Sought(Word(sought.whole.text), words)
    readings = (as_typed, sought) if sought.also else (as_typed,)
    return chain.from_iterable(map(_ranks_of, readings))


def _ranks_of(sought: Sought) -> list[Q]:
    whole, words = sought.whole.spellings, sought.words
    leads = Q(kind__lte=FoundKind.TERM)
    is_called = _holds("titles", whole, before=EDGE, after=EDGE)
    begins = _holds("titles", whole, before=EDGE)
    in_titles, in_texts = (
        _all(_holds(column, word.spellings) for word in words) | _holds(column, sought.whole.others)
        for column in ("titles", "texts")
    )
    says = _holds("texts", whole)
    around = _all(_somewhere(Word(word.text, word.others)) for word in words)
    return [
        is_called,
        leads & begins,
        leads & in_titles,
        begins,
        _holds("titles", whole) | leads & says,
        in_titles,
        says,
        in_texts,
        around,
    ]


def _holds(column: str, names: Iterable[str], *, before: str = "", after: str = "") -> Q:
    """Tell whether the column holds one of the folded names; several are looked for at once."""
    found = list(dict.fromkeys(f"{before}{indexed(name)}{after}" for name in names))
    if len(found) > 1:
        return Q((f"{column}__regex", "|".join(map(re.escape, found))))
    return Q((f"{column}__contains", found[0])) if found else Q(pk__in=())


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions)
