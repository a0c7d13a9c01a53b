"""What publishing a draft would change for readers, in words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.languages import LANGUAGE_CODES, LANGUAGE_NAMES, column, localized

from .editions import CLAUSE_TEXTS, ClauseVersion
from .enums import Audience, Role
from .models import Clause, Norm, Picture
from .services import NORM_COLUMNS, differs_from_version, drafted_content

MEASURE = ("measure_comparison", "measure_low", "measure_high", "measure_unit")
#: Latin words and numbers stay whole, every Han character stands alone.
WORDS = re.compile(r"[A-Za-z0-9'’.-]+|\s+|.", re.DOTALL)


class What(Enum):
    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One text or fact; ``before`` or ``after`` is empty where there is none.

    ``language`` is that of a text; a fact is named in the reader's and has none.
    """

    label: str
    before: str
    after: str
    language: str = ""

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """The change as a reader marks it up: ("same" | "gone" | "new", text) in order."""
        old, new = WORDS.findall(self.before), WORDS.findall(self.after)
        found: list[tuple[str, str]] = []
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if tag == "equal":
                found.append(("same", "".join(old[i:j])))
                continue
            found += [("gone", "".join(old[i:j]))] if i < j else []
            found += [("new", "".join(new[k:m]))] if k < m else []
        return found


@dataclass(frozen=True)
class ClauseChange:
    what: What
    code: str
    text: str  # as it reads in the active language
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class DraftChanges:
    """``heading`` is the norm's own title and summary; false when there is nothing to publish."""

    heading: list[Change]
    clauses: list[ClauseChange]
    is_reordered: bool

    def __bool__(self):
        return bool(self.heading or self.clauses or self.is_reordered)


def draft_changes(norm: Norm) -> DraftChanges:
    """Compare the draft with the current edition; fetch the norm ``with_draft()``."""
    drafted = [clause for clause in norm.clauses.all() if not clause.withdrawn]
    edition = norm.current_edition
    listed = [entry.version for entry in edition.entries.all()] if edition else []
    listed_ids = [version.clause_id for version in listed]
    drafted_ids = [clause.pk for clause in drafted]
    changed = [
        _clause_change(clause, is_listed=clause.pk in listed_ids)
        for clause in drafted
        if clause.pk not in listed_ids or differs_from_version(clause)
    ]
    removed = [
        ClauseChange(What.REMOVED, version.code, localized(version, "text"))
        for version in listed
        if version.clause_id not in drafted_ids
    ]
    return DraftChanges(
        heading=list(_heading_changes(norm)),
        clauses=changed + removed,
        is_reordered=[pk for pk in listed_ids if pk in drafted_ids]
        != [pk for pk in drafted_ids if pk in listed_ids],
    )


def _heading_changes(norm: Norm) -> Iterator[Change]:
    edition = norm.current_edition
    for name in NORM_COLUMNS:
        before = getattr(edition, name) if edition else ""
        after = getattr(norm, name) or ""
        if before != after:
            yield Change(label_of(Norm, name), before, after)
    shown = edition.picture if edition else None
    if shown != norm.picture:
        yield picture_change(shown, norm.picture)


def _clause_change(clause: Clause, *, is_listed: bool) -> ClauseChange:
    return ClauseChange(
        What.CHANGED if is_listed else What.NEW,
        clause.code,
        localized(clause, "text"),
        list(_differences(clause)) if is_listed else [],
    )


def _differences(clause: Clause) -> Iterator[Change]:
    version = clause.current_version
    assert version is not None  # a clause that an edition lists has a version
    content = drafted_content(clause)
    changed = {name for name, value in content.items() if getattr(version, name) != value}
    for name in (column(text, code) for text in CLAUSE_TEXTS for code in LANGUAGE_CODES):
        if name in changed:
            yield Change(label_of(Clause, name), getattr(version, name), content[name])
    if changed & set(MEASURE):
        yield Change(_("measure"), measure_label(version), measure_label(clause))
    if "picture_id" in changed:
        yield picture_change(version.picture, clause.picture)
    for name in sorted(changed & set(FACTS)):
        say = FACTS[name]
        yield Change(label_of(Clause, name), say(getattr(version, name)), say(content[name]))


def picture_change(before: Picture | None, after: Picture | None) -> Change:
    return Change(_("picture"), picture_label(before), picture_label(after))


def picture_label(picture: Picture | None) -> str:
    """Its words and when it came: the same words may stand with another picture."""
    if picture is None:
        return ""
    uploaded = date_format(localtime(picture.uploaded_at), "SHORT_DATETIME_FORMAT")
    return f"{picture} · {uploaded}"


def measure_label(row: Clause | ClauseVersion) -> str:
    return row.measure.label if row.measure else ""


def _yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


FACTS: dict[str, Callable[[Any], str]] = {
    "role": lambda value: str(Role(value).label),
    "applies_to": lambda value: str(Audience(value).label),
    "is_critical": _yes_or_no,
    "is_derived": _yes_or_no,
    "stands_alone": _yes_or_no,
    "drawing": str,
    "citations": " ".join,
}


def label_of(model, name: str) -> str:
    """``"text_en"`` -> ``"text · English"``, in the reader's language."""
    for code in LANGUAGE_CODES:
        suffix = column("", code)
        if name.endswith(suffix):
            label = model._meta.get_field(name.removesuffix(suffix)).verbose_name
            return f"{label} · {LANGUAGE_NAMES[code]}"
    return str(model._meta.get_field(name).verbose_name)
