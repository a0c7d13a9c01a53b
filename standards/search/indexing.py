"""Writing what readers can find, in step with what they can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction

from portal.languages import LANGUAGE_CODES, column
from standards.editions import Edition, EditionClause
from standards.enums import Kind, Role

from .folding import stored
from .models import FoundKind, SearchEntry

if TYPE_CHECKING:  # a term indexes itself when it is saved
    from standards.glossary.models import Term

#: What a clause states, and what it says beside that.
STATED, BESIDE = ("text", "line", "instead"), ("situation", "reason")


@transaction.atomic
def index_edition(edition: Edition) -> None:
    """Let readers find this edition of its norm, and no other."""
    SearchEntry.objects.filter(edition__norm=edition.norm_id).delete()
    SearchEntry.objects.bulk_create(entries_of_edition(edition))


@transaction.atomic
def index_term(term: Term) -> None:
    """Let readers find the term as it reads now; deleting it takes its entry along."""
    SearchEntry.objects.filter(term=term).delete()
    entry_of_term(term).save()


def entries_of_edition(edition: Edition) -> Iterator[SearchEntry]:
    """The norm's own entry, then its clauses', in reading order."""
    is_case = edition.norm.kind == Kind.CASE
    titles = stored(*_texts(edition, "title"))
    whole = stored(*_texts(edition, "title", "summary"))
    kind = FoundKind.CASE if is_case else FoundKind.NORM
    yield SearchEntry(kind=kind, edition=edition, titles=titles, texts=whole)
    for place in edition.entries.select_related("version"):
        yield _entry_of_clause(edition, place, around=whole)


def _entry_of_clause(edition: Edition, place: EditionClause, around: str) -> SearchEntry:
    version = place.version
    is_line = version.role in (Role.SAY, Role.AVOID)
    stated = (version.code, *_texts(version, *STATED))
    return SearchEntry(
        kind=FoundKind.PHRASE if is_line else FoundKind.CLAUSE,
        edition=edition,
        place=place,
        titles=stored(*stated),
        texts=stored(*stated, *_texts(version, *BESIDE)),
        around=around,
    )


def entry_of_term(term: Term) -> SearchEntry:
    names = [name for name, _language in names_of(term)]
    return SearchEntry(
        kind=FoundKind.TERM,
        term=term,
        titles=stored(*names),
        texts=stored(*names, *_texts(term, "meaning")),
    )


def names_of(term: Term) -> list[tuple[str, str]]:
    """Its name and its other names, each with its language."""
    own = [(getattr(term, column("name", code)), code) for code in LANGUAGE_CODES]
    others = [(name, code) for code in LANGUAGE_CODES for name in term.other_names(code)]
    return [(name, code) for name, code in own + others if name]


def _texts(row, *names: str) -> list[str]:
    return [getattr(row, column(name, code)) for name in names for code in LANGUAGE_CODES]
