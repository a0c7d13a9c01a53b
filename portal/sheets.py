"""Rows as a file for a spreadsheet: CSV or XLSX, safe to open.

A cell is a text, a number, an aware datetime or None. What people typed is never run as a
formula: CSV puts an apostrophe before it (OWASP, "CSV Injection"), XLSX says that it is text.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.http import HttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | float | Decimal | datetime | None

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: A cell that begins so is taken for a formula by one spreadsheet program or another.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WIDEST = 60  # characters, of a column


@dataclass(frozen=True)
class Sheet:
    """``title`` names the tab (at most 31 characters); every row is as long as ``columns``."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def csv_response(sheet: Sheet, name: str) -> HttpResponse:
    """``name`` without its ending; the mark at the start tells Excel that it is UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in (sheet.columns, *sheet.rows):
        writer.writerow([_csv_cell(cell) for cell in row])
    content = text.getvalue().encode("utf-8-sig")
    return _attachment(content, "text/csv; charset=utf-8", f"{name}.csv")


def xlsx_response(sheets: Iterable[Sheet], name: str) -> HttpResponse:
    """A workbook with one tab per sheet; columns keep their head in sight."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        tab = book.create_sheet(sheet.title[:31])
        tab.freeze_panes = "A2"
        for number, width in enumerate(_widths(sheet), start=1):
            tab.column_dimensions[get_column_letter(number)].width = width
        tab.append([_head_cell(tab, label) for label in sheet.columns])
        for row in sheet.rows:
            tab.append([_xlsx_cell(tab, cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return _attachment(file.getvalue(), XLSX_TYPE, f"{name}.xlsx")


def dated(name: str, at: datetime) -> str:
    """``"dress-check-2026-03-02"``: the day where the halls are."""
    return f"{name}-{timezone.localtime(at):%Y-%m-%d}"


def _attachment(content: bytes, content_type: str, filename: str) -> HttpResponse:
    disposition = f'attachment; filename="{filename}"'
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )


def _csv_cell(cell: Cell):
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M}"
    if isinstance(cell, str):
        text = _printable(cell)
        return f"'{text}" if text.startswith(FORMULA_STARTS) else text
    return cell


def _xlsx_cell(tab, cell: Cell):
    if isinstance(cell, datetime):
        # A spreadsheet knows no time zones: the clock on the wall of the halls.
        moment = timezone.localtime(cell).replace(tzinfo=None, microsecond=0)
        made = WriteOnlyCell(tab, moment)
        made.number_format = "yyyy-mm-dd hh:mm"
        return made
    if isinstance(cell, str):
        made = WriteOnlyCell(tab, _printable(cell))
        made.data_type = "s"  # openpyxl takes "=…" for a formula otherwise
        return made
    return cell


def _head_cell(tab, label: str):
    made = _xlsx_cell(tab, label)
    made.font = Font(bold=True)
    return made


def _printable(text: str) -> str:
    """Without the control characters that no XML, and so no workbook, may hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", str(text))


def _widths(sheet: Sheet) -> list[int]:
    return [
        min(WIDEST, max(map(_width, column)) + 2)
        for column in zip(sheet.columns, *sheet.rows, strict=True)
    ]


def _width(cell: Cell) -> int:
    """In Latin characters; a Han character takes two."""
    if isinstance(cell, datetime):
        return 16
    text = "" if cell is None else str(cell)
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)
