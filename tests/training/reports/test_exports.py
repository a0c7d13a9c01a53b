"""The report as CSV and XLSX: the page's people and questions, with the page's choice."""

import csv
import io
from datetime import datetime

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests.factories import make_person
from tests.training.builders import wrong_option


@pytest.fixture
def results(give, sit, mei, lin, zhou, right, backwards):
    """Lin: all right. Zhou: the first wrong option and the steps reversed."""
    duties = give(mei, lin, zhou)
    sit(duties[0], right, right)
    sit(duties[1], wrong_option, backwards)
    return duties


def read_csv(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def read_xlsx(response):
    """``{tab: [{column: value}]}``."""
    book = load_workbook(io.BytesIO(response.content))
    tables = {}
    for tab in book:
        head, *rows = tab.values
        tables[tab.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return tables


def test_the_people_of_the_page_are_those_of_the_workbook(ask, mei, results):
    page = ask(mei, "quiz_report").context["rows"]
    rows = read_xlsx(ask(mei, "quiz_report_xlsx"))["By person"]

    assert [
        [row["Name"], row["Hall"], row["Result"], f"{row['Best result (%)']} %"] for row in rows
    ] == [[cell.value for cell in line[:4]] for line in page]
    assert [str(row["Attempts used"]) for row in rows] == [line[4].value for line in page]


def test_points_and_moments_are_numbers_and_dates(ask, mei, lin, results):
    rows = read_xlsx(ask(mei, "quiz_report_xlsx"))["By person"]

    row = next(row for row in rows if row["Employee number"] == "lin")
    attempt = results[0].attempts.get()
    assert (row["Points"], row["Out of"], row["Best result (%)"]) == (4, 4, 100)
    local = timezone.localtime(attempt.submitted_at).replace(tzinfo=None, microsecond=0)
    assert isinstance(row["Handed in"], datetime)
    assert row["Handed in"] == local


def test_the_questions_of_the_page_are_those_of_the_workbook(ask, mei, results):
    page = ask(mei, "quiz_report", "by=question").context["rows"]
    rows = read_xlsx(ask(mei, "quiz_report_xlsx"))["By question"]

    assert [
        (
            row["Question"],
            row["Share of points (%)"],
            row["Answered"],
            row["Right"],
            row["Not right"],
        )
        for row in rows
    ] == [
        (
            question.stem,
            question.tally.percent,
            question.tally.answered,
            question.tally.right,
            question.tally.wrong,
        )
        for question, _options in page
    ]
    choice = next(row for row in rows if row["Code"] == "badge")
    assert choice["Right answer"] == "2 cm"
    assert choice["How often chosen"] == "1 × 2 cm\n1 × 5 cm\n0 × 随意"
    assert choice["Clauses"].split()[0] == "DRESS-02"


def test_csv_is_of_the_view_that_is_open(ask, mei, results):
    people = ask(mei, "quiz_report_csv")
    questions = ask(mei, "quiz_report_csv", "by=question")

    assert [row["Name"] for row in read_csv(people)] == ["周宁", "林晓"]
    assert {row["Code"] for row in read_csv(questions)} == {"badge", "call"}


def test_files_are_named_by_quiz_and_day(ask, mei, results, now):
    day = f"{timezone.localtime():%Y-%m-%d}"

    def name(*request):
        return ask(mei, *request)["Content-Disposition"].split('"')[1]

    assert name("quiz_report_csv") == f"dress-check-people-{day}.csv"
    assert name("quiz_report_csv", "by=question") == f"dress-check-questions-{day}.csv"
    assert name("quiz_report_xlsx") == f"dress-check-{day}.xlsx"


def test_files_keep_to_the_choice_of_the_page(ask, mei, results):
    query = f"state=passed&assignment={results[0].assignment_id}&unit=LJ-E"

    assert [row["Name"] for row in read_csv(ask(mei, "quiz_report_csv", query))] == ["林晓"]
    rows = read_xlsx(ask(mei, "quiz_report_xlsx", query))["By person"]
    assert [row["Name"] for row in rows] == ["林晓"]


def test_files_hold_every_page(ask, give, mei, org):
    give(mei, *(make_person(f"p{number:02}", f"人{number}", org.east) for number in range(51)))

    assert len(read_csv(ask(mei, "quiz_report_csv", "page=2"))) == 51


def test_an_empty_choice_gives_the_head_alone(ask, give, mei, lin):
    give(mei, lin)

    text = ask(mei, "quiz_report_csv", "state=passed").content.decode("utf-8-sig")
    tables = read_xlsx(ask(mei, "quiz_report_xlsx", "state=passed"))

    assert text.startswith("Employee number,Name,Hall")
    assert len(text.splitlines()) == 1
    assert tables == {"By person": [], "By question": []}


def test_a_name_is_never_a_formula(ask, give, mei, lin):
    lin.name = '=HYPERLINK("http://x")'
    lin.save()
    give(mei, lin)

    assert read_csv(ask(mei, "quiz_report_csv"))[0]["Name"] == f"'{lin.name}"
    book = load_workbook(io.BytesIO(ask(mei, "quiz_report_xlsx").content))
    cell = next(cell for cell in book["By person"][2] if cell.value == lin.name)
    assert cell.data_type == "s"


@pytest.mark.parametrize("n", [1, 30])
def test_workbook_query_count_is_flat(
    client, give, sit, mei, org, n, right, django_assert_num_queries
):
    people = [make_person(f"p{number:02}", f"人{number}", org.east) for number in range(n)]
    for duty in give(mei, *people):
        sit(duty, right, right)
    client.force_login(mei)

    with django_assert_num_queries(9):
        response = client.get("/team/quizzes/dress-check/export.xlsx")

    assert len(read_xlsx(response)["By person"]) == n
