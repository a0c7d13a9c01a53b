"""Reading what people upload: nothing in it is trusted, every fault is told by its place."""

import io
import zipfile

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.sheets import FORMULA_STARTS
from portal.workbooks import reading
from portal.workbooks.columns import (
    BadCell,
    Choice,
    Codes,
    Column,
    Number,
    Table,
    Text,
    Truth,
    escaped,
    unescaped,
)
from portal.workbooks.reading import NotAWorkbook, read_workbook
from tests.workbooks import book_of, saved

TABLE = Table(
    "things",
    gettext_lazy("Norms"),
    ("code",),
    (
        Column("code", gettext_lazy("code")),
        Column("title", gettext_lazy("title"), required=True),
        Column("low", gettext_lazy("low"), Number(0, 9), default=None),
    ),
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(content):
    rows, problems = read_workbook(content, [TABLE])
    return [row.values for row in rows["things"]], [(p.row, p.column, p.text) for p in problems]


# -- The file as a whole ---------------------------------------------------------------------------


def zip_of(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "damaged"),
        (b"code,title\nA,B\n", "damaged"),
        (b"PK\x03\x04 cut off", "damaged"),
        (zip_of(readme=b"not a workbook"), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        (b"x" * (reading.MAX_BYTES + 1), "larger than 5 MB"),
        (zip_of(bomb=b"\0" * (reading.MAX_UNPACKED + 1)), "unpacks"),
        (zip_of(**{f"part{n}": b"" for n in range(reading.MAX_PARTS + 1)}), "unpacks"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(content, says):
    with pytest.raises(NotAWorkbook, match=says):
        read(content)


def test_a_file_that_was_cut_short_is_damaged():
    whole = book_of(things=[["code", "title"], *[[f"A{n}", "B"] for n in range(500)]])
    for length in range(0, len(whole), 500):
        with pytest.raises(NotAWorkbook):
            read(whole[:length])


def test_a_file_without_a_known_sheet_is_refused():
    with pytest.raises(NotAWorkbook, match="none of these sheets: Norms"):
        read(book_of(Sheet1=[]))


def test_entities_that_grow_are_refused():
    whole = book_of(things=[["code"], ["A"]])
    laughs = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' if n else '<!ENTITY e0 "ha">' for n in range(12)
    )
    sheet = (
        f"<!DOCTYPE worksheet [{laughs}]>"
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&e11;</t></is></c></row></sheetData></worksheet>'
    )
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()

    with pytest.raises(NotAWorkbook, match="damaged"):
        read(zip_of(**parts))


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 3)

    assert len(read(book_of(things=[["code"], ["A"], ["B"]]))[0]) == 2
    with pytest.raises(NotAWorkbook, match="more than 3 rows"):
        read(book_of(things=[["code"], ["A"], ["B"], ["C"]]))


def test_a_cell_far_to_the_right_costs_nothing():
    book = Workbook()
    book.active.title = "things"
    book.active.append(["code", "title"])
    book.active.append(["A", "B"])
    book.active["XFD2"] = "far"

    assert read(saved(book))[0] == [{"code": "A", "title": "B"}]


# -- Sheets and columns ----------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["things", "Norms", "NORMS", "规范"])
def test_sheets_go_by_code_or_by_their_title_in_any_language(title):
    assert read(book_of(**{title: [["code"], ["A"]]})) == ([{"code": "A"}], [])


@pytest.mark.parametrize("heading", ["title", "Title", " 标题 "])
def test_headings_go_by_code_or_by_label_in_any_language(heading):
    assert read(book_of(things=[["code", heading], ["A", "B"]]))[0] == [{"code": "A", "title": "B"}]


def test_unknown_sheets_and_columns_are_told():
    content = book_of(things=[["code", "colour"], ["A", "red"]], other=[["x"]])

    assert read(content)[1] == [
        (1, "colour", "There is no column of this name."),
        (None, "", "This sheet is not known here. There are: Norms"),
    ]


def test_an_empty_sheet_that_a_program_added_is_left_alone():
    assert read(book_of(things=[["code"], ["A"]], Sheet2=[]))[1] == []


def test_a_column_that_is_there_twice_is_told():
    assert read(book_of(things=[["code", "title", "标题"], ["A", "B", "C"]]))[1] == [
        (1, "title", "This column is there twice.")
    ]


def test_the_key_must_be_there():
    assert read(book_of(things=[["title"], ["B"]]))[1] == [(1, "code", "This column is missing.")]
    assert read(book_of(things=[["code", "title"], [None, "B"]]))[1] == [
        (2, "code", "Fill this in.")
    ]


def test_empty_rows_are_skipped_and_rows_keep_their_numbers():
    content = book_of(things=[[], ["code", "low"], [None, "  "], ["A", "many"]])

    rows, problems = read(content)

    assert rows == [{"code": "A"}]
    assert [problem[:2] for problem in problems] == [(4, "low")]


def test_formulas_and_error_cells_are_told_by_row():
    content = book_of(things=[["code", "title"], ["A", "=1+1"], ["B", "#REF!"]])

    assert read(content)[1] == [
        (2, "title", "This is a formula. Paste it as a value."),
        (3, "title", "This cell shows an error."),
    ]


# -- Cells -----------------------------------------------------------------------------------------


@given(st.text(st.sampled_from([*"'= a林1", *FORMULA_STARTS]), max_size=8))
def test_the_escape_is_taken_away_exactly(text):
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(FORMULA_STARTS)


@pytest.mark.parametrize(
    ("text", "cell"), [("=1", "'=1"), ("'=1", "''=1"), ("'quoted'", "'quoted'"), ("1-2", "1-2")]
)
def test_only_what_could_run_is_escaped(text, cell):
    assert Text().cell(text) == cell
    assert Text().read(cell) == text


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (Text(), 10023, "10023"),
        (Text(), 10023.0, "10023"),
        (Text(), " 林\r\n晓 ", "林\n晓"),
        (Number(0, 9), "７", 7),
        (Number(0, 9, 1), 2.5, 2.5),
        (Truth(), "是", True),
        (Truth(), "No", False),
        (Truth(), True, True),
        (Choice({"cm": gettext_lazy("title")}), "标题", "cm"),
        (Choice({"cm": gettext_lazy("title")}), "CM", "cm"),
        (Codes(upper=True), "h1-w2，H1-M2; h1-w2", ("H1-M2", "H1-W2")),
    ],
)
def test_cells_are_read_as_they_are_meant(kind, cell, value):
    assert kind.read(cell) == value
    assert kind.read(kind.cell(value)) == value


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Text(3), "long"),
        (Number(0, 9), 10),
        (Number(0, 9), -1),
        (Number(0, 9), 1.5),
        (Number(0, 9, 1), "1.25"),
        (Number(0, 9), True),
        (Number(0, 9), "NaN"),
        (Number(0, 9), "Infinity"),
        (Truth(), "maybe"),
        (Choice({"a": "same", "b": "same"}), "same"),
        (Codes(frozenset({"A"})), "A B"),
    ],
)
def test_cells_that_mean_nothing_are_refused(kind, cell):
    with pytest.raises(BadCell):
        kind.read(cell)


def test_a_label_that_two_share_is_written_as_its_code():
    assert Choice({"a": "same", "b": "same"}).cell("a") == "a"
