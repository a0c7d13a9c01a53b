"""What an import would do: every change and every problem, each with its sheet and row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..seeding import digest
from .columns import Row, Table

if TYPE_CHECKING:
    from .reading import ReadRow

Key = tuple


@dataclass(frozen=True)
class Problem:
    """``row`` is None when the whole sheet is meant, ``column`` empty when the whole row is."""

    sheet: str
    row: int | None
    column: str
    text: str


@dataclass
class RowChange:
    """``old`` is None for a new row; ``new`` is the whole row as it would be."""

    table: Table
    sheet: str
    number: int
    key: Key
    old: Row | None
    new: Row
    bad: set[str] = field(default_factory=set)

    @property
    def is_new(self) -> bool:
        return self.old is None

    @property
    def title(self) -> str:
        return self.table.shown_key(self.new)

    def changed(self) -> dict[str, tuple]:
        """(old, new) by column code; of a new row what is not as in every new row."""
        found = {}
        for each in self.table.columns:
            if each.is_note or each.code in self.table.key:
                continue
            old = each.default if self.old is None else self.old[each.code]
            if self.new[each.code] != old:
                found[each.code] = (old, self.new[each.code])
        return found

    def fields(self) -> list[tuple[str, str, str]]:
        """(label, old, new) in words, for the page."""
        changed = self.changed()
        shown = [
            (str(each.label), self._shown(each, 0, changed), self._shown(each, 1, changed))
            for each in self.table.columns
            if each.code in changed
        ]
        return [(label, old, new) for label, old, new in shown if old or new]

    def _shown(self, each, which: int, changed: dict) -> str:
        if which == 0 and self.is_new:
            return ""
        return each.shown(changed[each.code][which])


@dataclass(frozen=True)
class Plan:
    changes: Sequence[RowChange]
    unchanged: int
    problems: Sequence[Problem]

    @property
    def created(self) -> int:
        return sum(change.is_new for change in self.changes)

    @property
    def updated(self) -> int:
        return len(self.changes) - self.created

    @property
    def digest(self) -> str:
        """Fingerprint of the changes, the same in every language."""
        content = [
            [change.table.code, change.key, change.is_new, change.changed()]
            for change in self.changes
        ]
        return digest({"changes": content})

    @property
    def can_run(self) -> bool:
        return bool(self.changes) and not self.problems


def compare(
    table: Table, rows: Sequence["ReadRow"], stored: Mapping[Key, Row]
) -> tuple[list[RowChange], int]:
    """Changed and new rows, and how many say what is stored already."""
    changes, unchanged = [], 0
    blank = {each.code: each.default for each in table.columns if not each.is_note}
    for row in rows:
        key = table.key_of(row.values)
        old = stored.get(key)
        new = (blank if old is None else old) | row.values
        if new == old:
            unchanged += 1
        else:
            changes.append(RowChange(table, row.sheet, row.number, key, old, new, row.bad))
    return changes, unchanged
