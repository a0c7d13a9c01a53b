"""An uploaded workbook as rows: nothing in it is trusted, every fault is told by its place."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from .changes import Problem
from .columns import BadCell, Column, Row, Table, folded

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024  # bytes: a small file may unpack to a very large one
MAX_PARTS = 500  # files inside the file
MAX_SHEETS = 20
MAX_ROWS = 20_000
MAX_COLUMNS = 60
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx behind a password


class NotAWorkbook(Exception):
    """The file as a whole cannot be read; the message is a sentence for whoever chose it."""


@dataclass(frozen=True)
class RawCell:
    value: Any
    is_formula: bool
    is_error: bool


@dataclass(frozen=True)
class RawSheet:
    title: str
    rows: list[tuple[int, list[RawCell]]]  #: row number as the spreadsheet counts; no empty rows


@dataclass
class ReadRow:
    """A row of a known sheet; a column whose cell could not be read is missing from ``values``."""

    sheet: str  #: as the file calls it
    number: int
    values: Row
    bad: set[str] = field(default_factory=set)


Rows = dict[str, list[ReadRow]]


def read_workbook(content: bytes, tables: Sequence[Table]) -> tuple[Rows, list[Problem]]:
    """Rows of each table by its code. Raises ``NotAWorkbook``."""
    rows: Rows = {table.code: [] for table in tables}
    problems: list[Problem] = []
    known = 0
    for sheet in raw_sheets(content):
        table = next((each for each in tables if folded(sheet.title) in each.titles), None)
        if table is not None:
            known += 1
            reader = _SheetReader(sheet, table)
            rows[table.code] += reader.rows
            problems += reader.problems
        elif sheet.rows:
            names = ", ".join(str(each.title) for each in tables)
            text = _("This sheet is not known here. There are: %(names)s") % {"names": names}
            problems.append(Problem(sheet.title, None, "", text))
    if not known:
        names = ", ".join(str(each.title) for each in tables)
        raise NotAWorkbook(_("The file has none of these sheets: %(names)s") % {"names": names})
    return rows, problems


def raw_sheets(content: bytes) -> list[RawSheet]:
    _check_package(content)
    try:
        return list(_sheets_of(content))
    except NotAWorkbook:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it stumble over
        raise NotAWorkbook(_broken()) from error


def _check_package(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        size = {"size": MAX_BYTES // 1024 // 1024}
        raise NotAWorkbook(_("The file is larger than %(size)s MB. Split it.") % size)
    if content.startswith(OLD_OR_LOCKED):
        raise NotAWorkbook(
            _(
                "The file is protected by a password or is an old .xls. Save it as .xlsx without "
                "a password."
            )
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NotAWorkbook(_broken()) from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise NotAWorkbook(_("The file unpacks to more than the portal reads. Split it."))


def _broken() -> str:
    return _("This is not an XLSX file, or it is damaged. Save it as .xlsx and choose it again.")


def _sheets_of(content: bytes) -> Iterator[RawSheet]:
    book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    if len(book.worksheets) > MAX_SHEETS:
        raise NotAWorkbook(_("The file unpacks to more than the portal reads. Split it."))
    count = 0
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its size need not be so
        rows = []
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
            if any(_is_filled(cell) for cell in cells):
                count += 1
                rows.append((number, [_raw(cell) for cell in cells]))
            if count > MAX_ROWS:
                limit = {"count": MAX_ROWS}
                raise NotAWorkbook(_("The file has more than %(count)s rows. Split it.") % limit)
        yield RawSheet(sheet.title, rows)


def _is_filled(cell) -> bool:
    return cell.value is not None and str(cell.value).strip() != ""


def _raw(cell) -> RawCell:
    value = cell.value if _is_filled(cell) else None
    return RawCell(value, cell.data_type == "f", cell.data_type == "e")


class _SheetReader:
    """Reads one sheet: the first row that is not empty names the columns."""

    def __init__(self, sheet: RawSheet, table: Table):
        self.title, self.table = sheet.title, table
        self.rows: list[ReadRow] = []
        self.problems: list[Problem] = []
        if not sheet.rows:
            return
        (head_number, head), *rest = sheet.rows
        self.columns = self._columns(head_number, head)
        if self._lacks_keys(head_number):
            return
        seen: dict[tuple, int] = {}
        for number, cells in rest:
            row = self._row(number, cells)
            if row is None:
                continue
            first = seen.setdefault(table.key_of(row.values), number)
            if first == number:
                self.rows.append(row)
            else:
                text = _("The same as in row %(number)s.") % {"number": first}
                self._complain(number, self._label(table.key[-1]), text)

    def _columns(self, number: int, head: list[RawCell]) -> list[Column | None]:
        columns = [None if cell.value is None else self.table.headed(cell.value) for cell in head]
        for cell, found in zip(head, columns, strict=True):
            if cell.value is not None and found is None:
                name = str(cell.value)[:40]
                self._complain(number, name, _("There is no column of this name."))
        for each in {c.code: c for c in columns if c}.values():
            if columns.count(each) > 1:
                self._complain(number, str(each.label), _("This column is there twice."))
        return columns

    def _lacks_keys(self, number: int) -> bool:
        there = {each.code for each in self.columns if each}
        missing = [name for name in self.table.key if name not in there]
        for name in missing:
            self._complain(number, self._label(name), _("This column is missing."))
        return bool(missing)

    def _row(self, number: int, cells: list[RawCell]) -> ReadRow | None:
        row = ReadRow(self.title, number, {})
        for each, cell in zip(self.columns, cells, strict=False):
            if each is None or each.is_note or each.code in row.values:
                continue
            try:
                value = self._value(each, cell)
            except BadCell as error:
                row.bad.add(each.code)
                self._complain(number, str(each.label), str(error))
            else:
                if not (each.keeps and cell.value is None):
                    row.values[each.code] = value
        for name in self.table.key:
            if name not in row.bad and row.values.get(name) in ("", None):
                row.bad.add(name)
                self._complain(number, self._label(name), _("Fill this in."))
        return None if row.bad.intersection(self.table.key) else row

    def _value(self, each: Column, cell: RawCell):
        if cell.is_formula:
            raise BadCell(_("This is a formula. Paste it as a value."))
        if cell.is_error:
            raise BadCell(_("This cell shows an error."))
        return each.default if cell.value is None else each.kind.read(cell.value)

    def _label(self, name: str) -> str:
        return next(str(each.label) for each in self.table.columns if each.code == name)

    def _complain(self, number: int, label: str, text: str) -> None:
        self.problems.append(Problem(self.title, number, label, text))
