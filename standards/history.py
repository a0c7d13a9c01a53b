"""What an edition changed for its readers, clause by clause, against an older one."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from portal.languages import LANGUAGE_CODES, LANGUAGE_NAMES, column, localized

from .changes import FACTS, MEASURE, Change, What, label_of, measure_label, picture_change
from .drawings import DRAWINGS
from .editions import CLAUSE_TEXTS, ClauseVersion, Edition
from .layout import keep_numbers_whole
from .models import Clause, Norm

HEADING_TEXTS = ("title", "summary")
#: What readers can see of a clause beside its texts and its measure.
SHOWN_FACTS = ("role", "applies_to", "is_critical", "is_derived", "citations")


@dataclass(frozen=True)
class ClauseHistory:
    """One clause between two editions, its ``text`` in ``language``.

    ``after_code`` is the clause that a moved one now follows, empty where it now stands first.
    """

    what: What
    code: str
    text: str
    changes: list[Change] = field(default_factory=list)
    after_code: str = ""


@dataclass(frozen=True)
class EditionHistory:
    """``clauses`` stand in the order of the newer edition, withdrawn ones at the end."""

    heading: list[Change]
    clauses: list[ClauseHistory]

    def __bool__(self):
        return bool(self.heading or self.clauses)

    @property
    def counts(self) -> list[tuple[What, int]]:
        """How many clauses there are of each kind of change; what there is none of is left out."""
        kinds = [clause.what for clause in self.clauses]
        return [(what, kinds.count(what)) for what in What if what in kinds]


def edition_history(before: Edition, after: Edition, language: str) -> EditionHistory:
    """Compare two editions of a norm for a reader of ``language``; one query for each of them.

    A text that differs in the other language alone is shown in that one, so that no change is
    passed over. A clause whose words changed counts as changed even if it moved as well.
    """
    old, new = versions_in_order(before), versions_in_order(after)
    old_of = {version.clause_id: version for version in old}
    new_ids = [version.clause_id for version in new]
    moved = moved_items([version.clause_id for version in old], new_ids)
    found = []
    for place, version in enumerate(new):
        earlier = old_of.get(version.clause_id)
        text = _text(version, language)
        if earlier is None:
            found.append(ClauseHistory(What.NEW, version.code, text))
        elif changes := version_changes(earlier, version, language):
            found.append(ClauseHistory(What.CHANGED, version.code, text, changes))
        elif version.clause_id in moved:
            after_code = new[place - 1].code if place else ""
            found.append(ClauseHistory(What.MOVED, version.code, text, after_code=after_code))
    gone = [version for version in old if version.clause_id not in new_ids]
    found += [ClauseHistory(What.REMOVED, v.code, _text(v, language)) for v in gone]
    heading = list(_texts(Norm, before, after, HEADING_TEXTS, language))
    if before.picture != after.picture:
        heading.append(picture_change(before.picture, after.picture))
    return EditionHistory(heading, found)


def _text(version: ClauseVersion, language: str) -> str:
    return keep_numbers_whole(localized(version, "text", language))


def versions_in_order(edition: Edition) -> list[ClauseVersion]:
    return [entry.version for entry in edition.entries.select_related("version__picture")]


def version_changes(before: ClauseVersion, after: ClauseVersion, language: str) -> list[Change]:
    """Texts first, then the measure and other facts; empty where both say the same."""
    if before.pk == after.pk:
        return []
    changes = list(_texts(Clause, before, after, CLAUSE_TEXTS, language))
    if any(getattr(before, name) != getattr(after, name) for name in MEASURE):
        changes.append(Change(_("measure"), measure_label(before), measure_label(after)))
    for name in SHOWN_FACTS:
        old, new = (FACTS[name](getattr(version, name)) for version in (before, after))
        if old != new:
            changes.append(Change(label_of(Clause, name), old, new))
    if before.drawing != after.drawing:
        old, new = (_drawing_label(version) for version in (before, after))
        changes.append(Change(label_of(Clause, "drawing"), old, new))
    if before.picture != after.picture:
        changes.append(picture_change(before.picture, after.picture))
    return changes


def _drawing_label(version: ClauseVersion) -> str:
    drawing = DRAWINGS.get(version.drawing)
    return str(drawing.label) if drawing else ""


def moved_items(before: Sequence[int], after: Sequence[int]) -> set[int]:
    """The fewest items of both that must be moved to turn one order into the other."""
    place = {item: i for i, item in enumerate(before)}
    common = [item for item in after if item in place]
    return set(common) - set(_longest_rising(common, [place[item] for item in common]))


def _longest_rising(items: Sequence[int], places: Sequence[int]) -> Iterator[int]:
    """The items of a longest subsequence whose places rise, from its end to its start."""
    ends: list[int] = []  # ends[k]: index of the lowest place that ends a run of k + 1
    before: dict[int, int | None] = {}
    for i, place in enumerate(places):
        k = bisect_left([places[end] for end in ends], place)
        before[i] = ends[k - 1] if k else None
        ends[k : k + 1] = [i]
    at = ends[-1] if ends else None
    while at is not None:
        yield items[at]
        at = before[at]


def _texts(model, before, after, names: Sequence[str], language: str) -> Iterator[Change]:
    """Changed texts in ``language``; one that differs in another language alone, in that one."""
    for name in names:
        label = str(model._meta.get_field(name).verbose_name)
        if change := _change(label, before, after, name, language):
            yield change
            continue
        for code in LANGUAGE_CODES:
            named = f"{label} · {LANGUAGE_NAMES[code]}"
            if code != language and (change := _change(named, before, after, name, code)):
                yield change


def _change(label: str, before, after, name: str, language: str) -> Change | None:
    """The change of one text in one language; None where both say the same."""
    stored = column(name, language)
    old, new = (keep_numbers_whole(getattr(version, stored)) for version in (before, after))
    return Change(label, old, new, language) if old != new else None
