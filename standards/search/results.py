"""Found norms and clauses as the page shows them: the reader's language first, hits marked."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from portal.languages import LANGUAGE_CODES, SOURCE_LANGUAGE, column, localized
from standards.editions import Edition, EditionClause
from standards.enums import Role

from .highlighting import highlight, holds

#: Where a clause is looked into beside its text, in this order.
FURTHER_TEXTS = ("line", "instead", "situation", "reason")


@dataclass(frozen=True)
class Passage:
    """A marked text, the language it stands in, and what it is, where that needs saying."""

    html: SafeString
    language: str
    label: str = ""


@dataclass(frozen=True)
class FoundNorm:
    url: str
    title: Passage
    passages: list[Passage]
    minutes: int


@dataclass(frozen=True)
class FoundClause:
    url: str
    code: SafeString
    role: str
    norm_title: str
    text: Passage
    passages: list[Passage]


def found_norm(edition: Edition, terms: tuple[str, ...], language: str) -> FoundNorm:
    shown = [("title", _language_of(edition, "title", language))]
    return FoundNorm(
        url=edition.norm.get_absolute_url(),
        title=_passage(edition, *shown[0], terms),
        passages=_further(edition, ("summary",), shown, terms, language),
        minutes=edition.read_minutes,
    )


def found_clause(entry: EditionClause, terms: tuple[str, ...], language: str) -> FoundClause:
    version, edition = entry.version, entry.edition
    shown = [("text", _language_of(version, "text", language))]
    return FoundClause(
        url=entry.get_absolute_url(),
        code=highlight(version.code, terms),
        role=str(Role(version.role).label),
        norm_title=localized(edition, "title", language),
        text=_passage(version, *shown[0], terms),
        passages=_further(version, FURTHER_TEXTS, shown, terms, language),
    )


def _further(obj, names, shown, terms, language) -> list[Passage]:
    """The texts that hold those terms which what is shown already does not."""
    missing = [term for term in terms if not _any_holds(obj, shown, term)]
    passages = []
    others = [code for code in LANGUAGE_CODES if code != language]
    candidates = [(name, language) for name in names]
    candidates += [(name, other) for other in others for name in (shown[0][0], *names)]
    for name, code in candidates:
        found = [term for term in missing if _any_holds(obj, [(name, code)], term)]
        if found:
            passages.append(_passage(obj, name, code, terms))
            missing = [term for term in missing if term not in found]
    return passages


def _any_holds(obj, places, term: str) -> bool:
    return any(holds(getattr(obj, column(name, code)) or "", term) for name, code in places)


def _passage(obj, name: str, code: str, terms) -> Passage:
    text = getattr(obj, column(name, code)) or ""
    return Passage(highlight(text, terms), code, _label(obj, name))


def _label(obj, name: str) -> str:
    """A forbidden line never stands without saying that it is forbidden."""
    if name == "line" and obj.role == Role.AVOID:
        return pgettext("norm", "Never say")
    return {
        "line": pgettext("norm", "Say"),
        "instead": pgettext("norm", "Better say"),
        "reason": pgettext("clause", "Why?"),
    }.get(name, "")


def _language_of(obj, name: str, language: str) -> str:
    """The language in which the text is shown: the reader's, else Chinese."""
    return language if getattr(obj, column(name, language)) else SOURCE_LANGUAGE
