"""Workbooks for tests: made of rows, read back as rows, altered cell by cell."""

import io

from openpyxl import Workbook, load_workbook

from portal.sheets import xlsx_response
from standards.models import Clause, ClauseVersion, Edition, EditionClause, EditionPage, Norm
from standards.search.models import SearchEntry
from training.items.models import Item, ItemVersion, ItemVersionClause


def book_of(**sheets) -> bytes:
    """``book_of(people=[["employee_no", "name"], ["lin", "林晓"]])`` as the bytes of a file."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        tab = book.create_sheet(title)
        for row in rows:
            tab.append(row)
    return saved(book)


def exported(workbook, selected) -> bytes:
    return xlsx_response(workbook.sheets(selected), "x").content


def cells(content: bytes) -> dict[str, list[list]]:
    """Every sheet's cells by its title."""
    book = load_workbook(io.BytesIO(content))
    return {tab.title: [list(row) for row in tab.values] for tab in book.worksheets}


def altered(content: bytes, cell: str, value, *, sheet: int = 0) -> bytes:
    """The file after somebody typed ``value`` into ``cell`` ("B2")."""
    book = load_workbook(io.BytesIO(content))
    book.worksheets[sheet][cell] = value
    return saved(book)


def place(content: bytes, key: str, heading: str, *, sheet: int = 0) -> str:
    """The address of the cell in the row of ``key`` below ``heading``: "B2"."""
    tab = load_workbook(io.BytesIO(content)).worksheets[sheet]
    row = next(cell.row for column in tab.iter_cols() for cell in column if cell.value == key)
    column = next(cell.column_letter for cell in tab[1] if cell.value == heading)
    return f"{column}{row}"


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def clear_norms() -> None:
    """Take the norms away as no service would: a portal that is new has only shelves."""
    Norm.objects.update(current_edition=None)
    Clause.objects.update(current_version=None)
    for model in (SearchEntry, EditionPage, EditionClause, ClauseVersion, Edition):
        _clear(model)
    Clause.objects.all().delete()
    Norm.objects.all().delete()


def clear_items() -> None:
    """Take the items away as no service would."""
    Item.objects.update(current_version=None)
    for model in (ItemVersionClause, ItemVersion):
        _clear(model)
    Item.objects.all().delete()


def _clear(model) -> None:
    """Past the wall around frozen rows."""
    model._base_manager.all()._raw_delete("default")
