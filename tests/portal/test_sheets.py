"""Rows as files: safe to open, and the same when read back."""

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from portal.sheets import Sheet, csv_response, dated, xlsx_response

MOMENT = datetime(2026, 3, 2, 2, 5, 30, tzinfo=UTC)  # 10:05 where the halls are


def sheet_of(*cells, title="表"):
    return Sheet(title, [f"column {number}" for number in range(len(cells))], [cells])


def read_csv(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def read_xlsx(response):
    return load_workbook(io.BytesIO(response.content))


@pytest.mark.parametrize(
    "text", ["=1+1", "+86 138", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－1"]
)
def test_csv_never_begins_a_text_as_a_formula(text):
    response = csv_response(sheet_of(text), "x")

    # Read as it was written: a reader that joins line ends would hide what Excel sees.
    cell = response.content.decode("utf-8-sig").split("\r\n", 1)[1].lstrip('"')
    assert cell.startswith("'" + text[:1])


@pytest.mark.parametrize("text", ["林晓", "2 - 1", "a@b", "'quoted'", "a,b", 'said "no"'])
def test_csv_leaves_other_texts_as_they_are(text):
    assert read_csv(csv_response(sheet_of(text), "x"))[1] == [text]


def test_csv_opens_as_utf_8_in_excel():
    response = csv_response(sheet_of("林晓"), "x")

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="x.csv"'


def test_csv_tells_numbers_moments_and_nothing():
    cells = read_csv(csv_response(sheet_of(-3, Decimal("2.50"), MOMENT, None), "x"))[1]

    assert cells == ["-3", "2.50", "2026-03-02 10:05", ""]


@pytest.mark.parametrize("text", ["=1+1", "+86 138", "@SUM(A1)", "#REF!"])
def test_xlsx_holds_texts_that_look_like_formulas_as_texts(text):
    cell = read_xlsx(xlsx_response([sheet_of(text)], "x")).active["A2"]

    assert (cell.value, cell.data_type) == (text, "s")


def test_xlsx_drops_what_no_workbook_may_hold():
    cell = read_xlsx(xlsx_response([sheet_of("a\x00\x0bb\x1b")], "x")).active["A2"]

    assert cell.value == "ab"


def test_xlsx_holds_moments_as_dates_on_the_clock_of_the_halls():
    cell = read_xlsx(xlsx_response([sheet_of(MOMENT)], "x")).active["A2"]

    assert cell.is_date
    assert f"{cell.value:%Y-%m-%d %H:%M:%S}" == "2026-03-02 10:05:30"


def test_xlsx_holds_numbers_as_numbers():
    tab = read_xlsx(xlsx_response([sheet_of(-3, Decimal("2.50"), None)], "x")).active

    assert [cell.value for cell in tab[2]] == [-3, 2.5, None]


def test_xlsx_has_a_tab_for_each_sheet_with_its_head_in_sight():
    book = read_xlsx(xlsx_response([sheet_of("a", title="一"), sheet_of("b", title="二")], "x"))

    assert book.sheetnames == ["一", "二"]
    assert book["二"].freeze_panes == "A2"
    assert book["二"]["A1"].font.bold


def test_no_rows_still_have_their_head():
    sheet = Sheet("空", ["Name", "Hall"], [])

    assert read_csv(csv_response(sheet, "x")) == [["Name", "Hall"]]
    assert list(read_xlsx(xlsx_response([sheet], "x")).active.values) == [("Name", "Hall")]


def test_a_file_is_named_by_the_day_where_the_halls_are():
    late = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)  # half past midnight of the second

    assert dated("dress-check", late) == "dress-check-2026-03-02"
