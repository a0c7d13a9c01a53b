"""Items with their options and rubrics as a workbook, out of the drafts and back into them.

Options, criteria and levels have no names of their own: they are numbered as they stand in their
item, so an existing number is reworded and the next free one is added.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.workbooks.base import Workbook
from portal.workbooks.changes import RowChange
from portal.workbooks.columns import (
    Codes,
    Column,
    Number,
    Row,
    Table,
    Truth,
    choice_column,
    paired_columns,
    text_column,
    truth_column,
    values_of,
)
from standards.models import Clause

from .admin_forms import MAX_LEVELS, MAX_POINTS
from .models import Criterion, Item, ItemOption, Level

NUMBERS = Number(1, 99)
POINTS = Number(0, int(MAX_POINTS), places=1)
ANSWERS = Number(-99_999, 99_999, places=3)
ITEM_PLAIN = ("code", "kind", "max_points", "is_true", "answer", "tolerance", "unit")
ITEM_TEXTS = tuple(each.code for name in Item.TRACKED for each in paired_columns(Item, name))
OPTION_VALUES = ("text_zh_hans", "text_en", "is_correct")
CRITERION_VALUES = ("title_zh_hans", "title_en")
LEVEL_VALUES = ("points", "text_zh_hans", "text_en")
ITEM_UNCHECKED = ("current_version", "loaded_digest", *Item.TRACKED)
PART_UNCHECKED = ("item", "criterion", "clause", "text", "title")

ITEM = Column("item", gettext_lazy("item"))
NUMBER = Column("number", pgettext_lazy("in a sheet", "number"), NUMBERS, default=None)


def items_table(clauses: frozenset[str]) -> Table:
    return Table(
        "items",
        gettext_lazy("Items"),
        ("code",),
        (
            text_column(Item, "code"),
            choice_column(Item, "kind", required=True),
            Column("max_points", gettext_lazy("points"), POINTS, default=Decimal(1), keeps=True),
            *paired_columns(Item, "stem", required=True),
            *paired_columns(Item, "explanation"),
            Column(
                "clauses",
                gettext_lazy("clauses it asks about"),
                Codes(clauses, upper=True),
                default=(),
            ),
            Column("is_true", gettext_lazy("the statement is true"), Truth(), default=None),
            Column("answer", gettext_lazy("right number"), ANSWERS, default=None),
            Column("tolerance", gettext_lazy("may be off by"), Number(0, 99_999, 3), default=None),
            choice_column(Item, "unit"),
        ),
    )


def options_table(clauses: frozenset[str]) -> Table:
    return Table(
        "options",
        gettext_lazy("Options"),
        ("item", "number"),
        (
            ITEM,
            NUMBER,
            *paired_columns(ItemOption, "text", required=True),
            truth_column(ItemOption, "is_correct"),
            Column("clause", gettext_lazy("clause"), Codes(clauses, upper=True), default=()),
        ),
    )


def criteria_table(clauses: frozenset[str]) -> Table:
    return Table(
        "criteria",
        gettext_lazy("Criteria"),
        ("item", "number"),
        (
            ITEM,
            NUMBER,
            *paired_columns(Criterion, "title", required=True),
            Column("clause", gettext_lazy("clause"), Codes(clauses, upper=True), default=()),
        ),
    )


def levels_table() -> Table:
    return Table(
        "levels",
        gettext_lazy("Levels"),
        ("item", "criterion", "number"),
        (
            ITEM,
            Column("criterion", gettext_lazy("number of the criterion"), NUMBERS, default=None),
            NUMBER,
            Column("points", gettext_lazy("points"), POINTS, default=None, required=True),
            *paired_columns(Level, "text", required=True),
        ),
    )


class ItemsWorkbook(Workbook):
    """Four sheets: items by code, and options, criteria and levels by their numbers."""

    name = "items"

    @cached_property
    def tables(self):
        clauses = frozenset(Clause.objects.values_list("code", flat=True))
        return (
            items_table(clauses),
            options_table(clauses),
            criteria_table(clauses),
            levels_table(),
        )

    def rows(self, selected):
        found: dict[str, list[Row]] = {table.code: [] for table in self.tables}
        for item in selected.with_draft():
            for code, rows in rows_of_item(item).items():
                found[code] += rows
        return found

    def stored(self, rows, *, lock):
        items = Item.objects.with_draft()
        if lock:
            items = items.select_for_update(of=("self",))
        codes = {row.values["code"] for row in rows["items"]}
        codes |= {row.values["item"] for part in self.tables[1:] for row in rows[part.code]}
        self.items = items.in_bulk(sorted(codes), field_name="code")
        stored: dict[str, dict] = {table.code: {} for table in self.tables}
        for item in self.items.values():
            for code, its_rows in rows_of_item(item).items():
                table = self.by_code[code]
                stored[code] |= {table.key_of(row): row for row in its_rows}
        self._index_parts()
        return stored

    def _index_parts(self) -> None:
        """Options, criteria and levels by their keys."""
        self.options: dict[tuple, ItemOption] = {}
        self.criteria: dict[tuple, Criterion] = {}
        self.levels: dict[tuple, Level] = {}
        for code, item in self.items.items():
            for number, option in enumerate(item.options.all(), start=1):
                self.options[code, number] = option
            for number, criterion in enumerate(item.criteria.all(), start=1):
                self.criteria[code, number] = criterion
                for place, level in enumerate(criterion.levels.all(), start=1):
                    self.levels[code, number, place] = level

    def prepare(self, changes):
        self.changes = changes
        for change in changes["items"]:
            self._prepare_item(change)
        for change in changes["options"]:
            self._prepare_part(change, self.options, ItemOption, OPTION_VALUES)
        for change in changes["criteria"]:
            self._prepare_part(change, self.criteria, Criterion, CRITERION_VALUES)
        for change in changes["levels"]:
            if change.key[:2] not in self.criteria:
                self.complain(change, "criterion", _("This item has no criterion of this number."))
            self._prepare_part(change, self.levels, Level, LEVEL_VALUES)
        self._check_numbers(changes["options"], self.options)
        self._check_numbers(changes["criteria"], self.criteria)
        self._check_numbers(changes["levels"], self.levels)
        self._check_levels(changes["levels"])

    def _prepare_item(self, change: RowChange) -> None:
        item = self.items.setdefault(change.new["code"], Item(code=change.new["code"]))
        if not change.new["max_points"]:
            self.complain(change, "max_points", _("A question is worth more than 0 points."))
        _assign(item, change.new, ITEM_PLAIN + ITEM_TEXTS)
        self.validate(change, item, exclude=ITEM_UNCHECKED)

    def _prepare_part(self, change: RowChange, parts: dict, model, names: Iterable[str]) -> None:
        if change.new["item"] not in self.items:
            self.complain(change, "item", _("There is no item of this code, nor on its sheet."))
        if len(change.new.get("clause", ())) > 1:
            self.complain(change, "clause", _("One clause only."))
        part = parts.setdefault(change.key, model())
        _assign(part, change.new, names)
        if "points" not in change.bad and change.new.get("points", "") is not None:
            self.validate(change, part, exclude=PART_UNCHECKED)

    def _check_numbers(self, changes: list[RowChange], parts: dict) -> None:
        for change in changes:
            *owner, number = change.key
            if change.is_new and number > 1 and (*owner, number - 1) not in parts:
                self.complain(change, "number", _("Number them 1, 2, 3 without a gap."))

    def _check_levels(self, changes: list[RowChange]) -> None:
        points = defaultdict(list)
        for (item, criterion, _number), level in self.levels.items():
            points[item, criterion].append(level.points)
        for change in changes:
            given = points[change.key[:2]]
            if len(given) > MAX_LEVELS:
                self.complain(
                    change, "number", _("At most %(count)s levels.") % {"count": MAX_LEVELS}
                )
            elif given.count(change.new["points"]) > 1:
                self.complain(change, "points", _("Two levels give the same points."))

    def write(self):
        written: dict[str, bool] = {}
        for change in self.changes["items"]:
            item = self.items[change.new["code"]]
            item.save()
            if "clauses" in change.changed():
                item.clauses.set([self._clauses[code] for code in change.new["clauses"]])
            written[item.code] = change.is_new
        for change in self.changes["options"]:
            self._write_part(change, self.options[change.key])
        for change in self.changes["criteria"]:
            self._write_part(change, self.criteria[change.key])
        for change in self.changes["levels"]:
            level = self.levels[change.key]
            level.criterion = self.criteria[change.key[:2]]
            level.save()
        for part in ("options", "criteria", "levels"):
            for change in self.changes[part]:
                written.setdefault(change.new["item"], False)
        return [(self.items[code], is_new) for code, is_new in written.items()]

    def _write_part(self, change: RowChange, part: ItemOption | Criterion) -> None:
        part.item = self.items[change.new["item"]]
        part.clause = next((self._clauses[code] for code in change.new["clause"]), None)
        if change.is_new:
            part.position = self._next_position(change)
        part.save()

    def _next_position(self, change: RowChange) -> int:
        """One more than the part before it has, which was written before it."""
        item, number = change.key
        parts = self.options if change.table.code == "options" else self.criteria
        before = parts.get((item, number - 1))
        return before.position + 1 if before else 1

    @cached_property
    def _clauses(self) -> dict[str, Clause]:
        cited = {code for change in self.changes["items"] for code in change.new["clauses"]}
        for part in ("options", "criteria"):
            cited |= {code for change in self.changes[part] for code in change.new["clause"]}
        return Clause.objects.in_bulk(sorted(cited), field_name="code")


def rows_of_item(item: Item) -> dict[str, list[Row]]:
    """The item's rows by table; fetch it ``with_draft()``."""
    found: dict[str, list[Row]] = {"items": [item_row(item)], "options": [], "levels": []}
    for number, option in enumerate(item.options.all(), start=1):
        found["options"].append(_numbered(item, number, option, OPTION_VALUES))
    found["criteria"] = []
    for number, criterion in enumerate(item.criteria.all(), start=1):
        found["criteria"].append(_numbered(item, number, criterion, CRITERION_VALUES))
        for place, level in enumerate(criterion.levels.all(), start=1):
            key = {"item": item.code, "criterion": number, "number": place}
            found["levels"].append(key | values_of(level, LEVEL_VALUES))
    return found


def item_row(item: Item) -> Row:
    clauses = tuple(sorted(clause.code for clause in item.clauses.all()))
    return values_of(item, ITEM_PLAIN + ITEM_TEXTS) | {"clauses": clauses}


def _numbered(item: Item, number: int, part, names: Iterable[str]) -> Row:
    clause = (part.clause.code,) if part.clause else ()
    return {"item": item.code, "number": number, "clause": clause, **values_of(part, names)}


def _assign(instance, row: Row, names: Iterable[str]) -> None:
    for name in names:
        setattr(instance, name, row[name])
