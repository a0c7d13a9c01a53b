"""What was found as the page shows it: the reader's language first, hits marked."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.languages import LANGUAGE_CODES, SOURCE_LANGUAGE, column, localized
from standards.editions import Edition, EditionClause
from standards.enums import Role
from standards.models import Term

from .folding import indexed
from .highlighting import highlight, holds
from .models import FoundKind, SearchEntry
from .queries import Sought, Spellings, Word

#: A text of a row: the field's name and the language.
Place = tuple[str, str]


@dataclass(frozen=True)
class Passage:
    """A marked text, the language it stands in, and what it is, where that needs saying.

    ``is_right`` is None unless it is a line to say (True) or never to say (False).
    """

    html: SafeString
    language: str
    label: str = ""
    is_right: bool | None = None


@dataclass(frozen=True)
class Found:
    """``facts`` stand below, short; ``code`` is a clause's."""

    kind: str
    url: str
    title: Passage
    passages: list[Passage]
    facts: list[str] = field(default_factory=list)
    code: SafeString | None = None


def number_of(kind: FoundKind | None, count: int) -> str:
    """``"3 norms"``; without a kind, of everything."""
    match kind:
        case FoundKind.NORM:
            text = ngettext("%(counter)s norm", "%(counter)s norms", count)
        case FoundKind.CASE:
            text = ngettext("%(counter)s case", "%(counter)s cases", count)
        case FoundKind.TERM:
            text = ngettext("%(counter)s term", "%(counter)s terms", count)
        case FoundKind.PHRASE:
            text = ngettext("%(counter)s line", "%(counter)s lines", count)
        case FoundKind.CLAUSE:
            text = ngettext("%(counter)s clause", "%(counter)s clauses", count)
        case _:
            text = pgettext("found", "All %(counter)s")
    return text % {"counter": count}


def found(entry: SearchEntry, sought: Sought, language: str) -> Found:
    """Show an entry that ``queries.search`` found."""
    kind = str(FoundKind(entry.kind).label)
    wanted = _wanted(entry, sought)
    if entry.term:
        return _found_term(entry.term, kind, wanted, language)
    if entry.place:
        return _found_clause(entry.place, kind, wanted, language)
    assert entry.edition is not None  # what is no term and no clause is a norm
    return _found_norm(entry.edition, kind, wanted, language)


def _found_norm(edition: Edition, kind: str, wanted: list[Spellings], language: str) -> Found:
    texts = _Texts(edition, wanted, language)
    return Found(
        kind=kind,
        url=edition.norm.get_absolute_url(),
        title=texts.show("title"),
        passages=texts.rest("title", "summary"),
        facts=[_("%(minutes)s min") % {"minutes": edition.read_minutes}],
    )


def _found_clause(place: EditionClause, kind: str, wanted: list[Spellings], language: str) -> Found:
    version = place.version
    texts = _Texts(version, wanted, language)
    title = texts.show("text")
    norm_title = localized(place.edition, "title", language)
    lines = [texts.show(name) for name in ("line", "instead") if texts.has(name)]
    return Found(
        kind=kind,
        url=place.get_absolute_url(),
        title=title,
        passages=lines + texts.rest("text", "line", "instead", "situation", "reason"),
        facts=[*([] if lines else [str(Role(version.role).label)]), norm_title],
        code=highlight(version.code, tuple(mark for mark in texts.marks if "-" in mark)),
    )


def _found_term(term: Term, kind: str, wanted: list[Spellings], language: str) -> Found:
    texts = _Texts(term, wanted, language)
    title = texts.show("name")
    passages = [texts.show(name) for name in ("meaning", "also") if texts.has(name)]
    passages += texts.rest("name", "meaning", "also")
    return Found(kind=kind, url=term.get_absolute_url(), title=title, passages=passages)


def _wanted(entry: SearchEntry, sought: Sought) -> list[Spellings]:
    """What of it this entry holds: each word under any of its names, else the word's halves."""

    def is_held(word: Word) -> bool:
        held = (entry.texts, entry.around)
        return any(indexed(name) in texts for name in word.spellings for texts in held)

    wanted = []
    for word in (sought.whole, *sought.words):
        halves = (half for pair in word.halves for half in pair)
        wanted += [one.spellings for one in ([word] if is_held(word) else halves) if is_held(one)]
    return list(dict.fromkeys(wanted))


class _Texts:
    """The texts of one row; each that is shown settles those of the words that it holds."""

    def __init__(self, row, wanted: list[Spellings], language: str):
        self.row = row
        self.language = language
        self.marks = tuple(name for spellings in wanted for name in spellings)
        self.missing = wanted
        self.shown: set[Place] = set()

    def has(self, name: str) -> bool:
        return bool(self._text((name, SOURCE_LANGUAGE)))

    def show(self, name: str) -> Passage:
        """A text in the reader's language, else in Chinese."""
        place = name, self.language
        return self._passage(place if self._text(place) else (name, SOURCE_LANGUAGE))

    def rest(self, *names: str) -> list[Passage]:
        """The texts that hold those words which what is shown already does not."""
        others = [code for code in LANGUAGE_CODES if code != self.language]
        places = [(name, code) for code in (self.language, *others) for name in names]
        return [
            self._passage(place)
            for place in places
            if place not in self.shown and any(self._holds(place, one) for one in self.missing)
        ]

    def _passage(self, place: Place) -> Passage:
        self.shown.add(place)
        self.missing = [one for one in self.missing if not self._holds(place, one)]
        name, language = place
        html = highlight(self._text(place), self.marks)
        is_line = name in ("line", "instead")
        is_right = not self._is_forbidden(name) if is_line else None
        return Passage(html, language, self._label(name), is_right)

    def _text(self, place: Place) -> str:
        return getattr(self.row, column(*place)) or ""

    def _holds(self, place: Place, spellings: Spellings) -> bool:
        return any(holds(self._text(place), name) for name in spellings)

    def _label(self, name: str) -> str:
        """A forbidden line never stands without saying that it is forbidden."""
        if self._is_forbidden(name):
            return pgettext("norm", "Never say")
        return {
            "line": pgettext("norm", "Say"),
            "instead": pgettext("norm", "Better say"),
            "reason": pgettext("clause", "Why?"),
            "also": pgettext("glossary", "Also:"),
        }.get(name, "")

    def _is_forbidden(self, name: str) -> bool:
        return name == "line" and self.row.role == Role.AVOID
