"""The glossary as a reader sees it: under letters, in the reader's language first."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString

from portal.languages import LANGUAGE_CODES, column, localized, localized_html
from standards.editions import Edition
from standards.search.folding import fold

from .models import Term


@dataclass(frozen=True)
class TermOnPage:
    """``is_hidden`` when it does not hold what was asked for; a script may show it again."""

    term: Term
    language: str
    asked: tuple[str, ...]

    @property
    def place(self) -> str:
        """By what the list is sorted: English by name, Chinese by pinyin."""
        return (
            fold(localized(self.term, "name", self.language))
            if self.language == "en"
            else self.term.pinyin
        )

    @property
    def letter(self) -> str:
        initial = self.place[:1].upper()
        return initial if initial.isascii() and initial.isalpha() else self.term.pinyin[0].upper()

    @property
    def other_language(self) -> str:
        return next(code for code in LANGUAGE_CODES if code != self.language)

    @property
    def other_name(self) -> str:
        """The name in the other language, unless it is the same or stands there already."""
        name = getattr(self.term, column("name", self.other_language)) or ""
        return "" if name == localized(self.term, "name", self.language) else name

    @property
    def meaning(self) -> SafeString:
        return localized_html(self.term, "meaning", self.language)

    @property
    def also(self) -> str:
        """The other names in the reader's language, as an editor wrote them."""
        return getattr(self.term, column("also", self.language)) or ""

    @property
    def typed(self) -> str:
        """The pinyin as people type it, by which a term is found without showing it."""
        return self.term.pinyin.replace(" ", "")

    @property
    def edition(self) -> Edition | None:
        """Where it is explained in full, once that is published."""
        return self.term.norm.current_edition if self.term.norm else None

    @property
    def is_hidden(self) -> bool:
        shown = [localized(self.term, name, self.language) for name in ("name", "meaning")]
        text = fold(" ".join([*shown, self.other_name, self.also, self.typed]))
        return not all(word in text for word in self.asked)


@dataclass(frozen=True)
class Letter:
    letter: str
    terms: list[TermOnPage]

    @property
    def is_hidden(self) -> bool:
        return all(term.is_hidden for term in self.terms)


def glossary_of(user, language: str, asked: tuple[str, ...]) -> list[Letter]:
    """Every term under its letter; those that do not hold all of ``asked`` (folded) are hidden."""
    found = Term.objects.visible_to(user).select_related("norm__current_edition")
    terms = sorted(
        (TermOnPage(term, language, asked) for term in found),
        key=lambda each: (each.letter, each.place),
    )
    return [Letter(letter, list(group)) for letter, group in groupby(terms, lambda e: e.letter)]
