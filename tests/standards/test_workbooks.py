"""Norms as a workbook: there and back again, changes and errors by row, drafts only."""

from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.models import JobRole
from portal.seeding import Outcome
from portal.workbooks.base import PlanMoved
from standards.content import load_norm, load_shelves
from standards.models import Clause, Edition, Norm, Topic
from standards.workbooks import NormsWorkbook
from tests.factories import NOW, make_clause, make_norm, make_source_point, make_topic
from tests.workbooks import altered, book_of, cells, clear_norms, exported, place
from tests.world import rows_of_every_table

CODES = ["code", "norm", "role", "text_zh_hans"]


@pytest.fixture
def book(song):
    """A new workbook for each step, as each request has."""
    return lambda: NormsWorkbook(by=song)


def export(book):
    return exported(book(), Norm.objects.all())


def run(book, content):
    return book().run(content, seen=book().plan(content).digest)


def problems(book, content):
    return [
        (each.sheet, each.row, each.column, each.text) for each in book().plan(content).problems
    ]


# -- There and back again --------------------------------------------------------------------------


def test_round_trip(book, dress_norm, phone_norm):
    dress_norm.job_roles.add(JobRole.objects.create(code="counter", name_zh_hans="营业员"))
    first = export(book)
    clear_norms()

    run(book, first)

    assert cells(export(book)) == cells(first)
    assert Clause.objects.count() == 14


def test_a_file_of_one_language_is_read_in_the_other(book, dress_norm):
    with translation.override("en"):
        english = export(book)

    plan = book().plan(english)

    assert (plan.problems, plan.changes, plan.unchanged) == ([], [], 7)


#: Starters of formulas, apostrophes, line breaks and Han, in any order.
texts = st.text(st.sampled_from("=+-@'＝＋－＠\n\r\t 林a1"), min_size=1, max_size=12).filter(
    lambda text: text.strip()
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=texts, reason=texts)
def test_round_trip_of_any_text(book, text, reason):
    Clause.objects.all().delete()
    norm = Norm.objects.filter(slug="any").first() or make_norm("any", published=False)
    norm.clauses.all().delete()
    clause = make_clause(norm, "ANY-01", "do", text, reason_zh_hans=reason)
    first = export(book)
    clause.delete()

    run(book, first)

    assert cells(export(book)) == cells(first)
    stored = Clause.objects.get(code="ANY-01")
    assert stored.text_zh_hans.split() == text.split()
    assert stored.reason_zh_hans.split() == reason.split()


# -- What would change -----------------------------------------------------------------------------


def test_plan_tells_old_and_new_of_each_changed_field(book, dress_norm):
    content = export(book)
    content = altered(
        content, place(content, "DRESS-02", "条文 · 中文", sheet=1), "工牌要正。", sheet=1
    )

    [change] = book().plan(content).changes

    assert (change.title, change.number, change.is_new) == ("DRESS-02", 3, False)
    assert change.fields() == [
        ("条文 · 中文", "工牌别在左胸口袋上口，上下不超过 2 厘米。", "工牌要正。")
    ]


def test_a_plan_writes_nothing(book, dress_norm):
    content = book_of(clauses=[CODES, ["DRESS-07", "dress", "do", "新的"]])
    before = rows_of_every_table()

    assert book().plan(content).created == 1

    assert rows_of_every_table() == before


def test_import_writes_drafts_and_publishes_nothing(book, dress_norm):
    editions = Edition.objects.count()

    run(book, book_of(clauses=[["code", "text_zh_hans"], ["DRESS-01", "干净。"]]))

    clause = Clause.objects.get(code="DRESS-01")
    assert clause.text_zh_hans == "干净。"
    assert clause.current_version.text_zh_hans == "整洁统一。"
    assert Edition.objects.count() == editions


def test_rows_and_columns_that_the_file_lacks_stay(book, dress_norm):
    before = Clause.objects.exclude(code="DRESS-02").values()

    run(book, book_of(clauses=[["code", "text_en"], ["DRESS-02", "Badge straight."]]))

    clause = Clause.objects.get(code="DRESS-02")
    assert clause.text_zh_hans == "工牌别在左胸口袋上口，上下不超过 2 厘米。"
    assert (clause.measure_high, clause.is_critical) == (2, True)
    assert list(Clause.objects.exclude(code="DRESS-02").values()) == list(before)


def test_an_empty_cell_empties_the_field(book, dress_norm):
    run(book, book_of(clauses=[["code", "reason_en", "position"], ["DRESS-02", None, None]]))

    clause = Clause.objects.get(code="DRESS-02")
    assert (clause.reason_en, clause.position) == ("", 2)


def test_new_clauses_without_a_position_come_last_in_the_files_order(book, dress_norm):
    rows = [["DRESS-08", "dress", "do", "八"], ["DRESS-07", "dress", "do", "七"]]

    run(book, book_of(clauses=[CODES, *rows]))

    codes = [clause.code for clause in dress_norm.clauses.all()]
    assert codes[-3:] == ["DRESS-06", "DRESS-08", "DRESS-07"]


def test_choices_are_read_by_label_and_by_code(book, dress_norm):
    head = [*CODES, "applies_to", "is_critical", "citations"]
    make_source_point("H1-W2")
    make_source_point("H1-M2")
    rows = [
        ["DRESS-07", "dress", "do", "七", "women", "yes", "h1-w2，H1-M2"],
        ["DRESS-08", "dress", "Don't", "八", "Men", True, None],
    ]

    run(book, book_of(clauses=[head, *rows]))

    seven, eight = Clause.objects.filter(code__in=["DRESS-07", "DRESS-08"]).order_by("code")
    assert (seven.role, seven.applies_to, seven.is_critical) == ("do", "women", True)
    assert {point.code for point in seven.citations.all()} == {"H1-W2", "H1-M2"}
    assert (eight.role, eight.applies_to, eight.is_critical) == ("dont", "men", True)


def test_a_changed_norm_counts_as_an_editors(book, db):
    load_shelves()
    document = {
        "slug": "wave",
        "kind": "concept",
        "topic": Topic.objects.first().slug,
        "title_zh_hans": "招手",
        "clauses": [{"code": "WAVE-01", "role": "do", "text_zh_hans": "招手。"}],
    }
    load_norm(document, at=NOW)

    run(book, book_of(norms=[["slug", "title_zh_hans"], ["wave", "挥手"]]))

    tally = load_norm(document | {"title_zh_hans": "招手迎客"}, at=NOW + timedelta(days=1))
    assert tally[Outcome.KEPT] == 1
    assert Norm.objects.get(slug="wave").title_zh_hans == "挥手"


def test_english_is_older_once_the_import_moves_the_chinese(book, dress_norm):
    run(book, book_of(clauses=[["code", "text_zh_hans"], ["DRESS-01", "干净。"]]))

    assert Clause.objects.get(code="DRESS-01").stale_translations() == ["text"]


# -- What is refused -------------------------------------------------------------------------------


def test_errors_are_told_by_row_and_in_the_editors_language(book, dress_norm):
    rows = [["DRESS-07", "no-such", "do", "七"], ["DRESS-08", "dress", "waltz", "八"]]
    content = book_of(clauses=[CODES, *rows])

    with translation.override("en"):
        english = problems(book, content)
    chinese = problems(book, content)

    assert [each[:3] for each in english] == [("clauses", 2, "norm"), ("clauses", 3, "role")]
    assert english[0][3] == "There is no norm of this name, nor on its sheet."
    assert [each[:3] for each in chinese] == [("clauses", 2, "规范"), ("clauses", 3, "类型")]


@pytest.mark.parametrize(
    ("column", "value", "label"),
    [
        ("text_zh_hans", None, "text · 中文"),
        ("text_zh_hans", "长" * 401, "text · 中文"),
        ("text_zh_hans", "=1+1", "text · 中文"),
        ("role", "step", "role"),
        ("applies_to", "dogs", "applies to"),
        ("measure_high", "two", "high"),
        ("measure_high", "0.0001", "high"),
        ("measure_comparison", "range", "comparison"),
        ("measure_unit", "cm", "comparison"),
        ("drawing", "unicorn", "drawing"),
        ("citations", "Z9-Z9", "citations"),
        ("position", 1.5, "position"),
        ("position", -1, "position"),
        ("norm", "phone", "norm"),
        ("is_critical", "perhaps", "critical"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_can_be_written(
    book, dress_norm, phone_norm, column, value, label
):
    head, row = ["code", column], ["DRESS-01", value]
    content = book_of(clauses=[head, row])

    with translation.override("en"):
        plan = book().plan(content)

    assert [(each.row, each.column) for each in plan.problems] == [(2, label)]
    with pytest.raises(PlanMoved):
        book().run(content, seen=plan.digest)


def test_a_clause_to_say_needs_its_words(book, phone_norm):
    head = [*CODES, "line_zh_hans"]
    content = book_of(clauses=[head, ["PHONE-09", "phone", "say", "道谢", None]])

    assert [each[2] for each in problems(book, content)] == ["原话 · 中文"]


def test_a_norm_keeps_its_kind(book, dress_norm):
    content = book_of(norms=[["slug", "kind"], ["dress", "posture"]])

    with translation.override("en"):
        assert problems(book, content) == [("norms", 2, "kind", "A norm keeps its kind.")]


def test_a_code_that_is_there_twice_is_refused(book, dress_norm):
    rows = [["DRESS-01", "a"], ["DRESS-01", "b"]]
    content = book_of(clauses=[["code", "text_en"], *rows])

    with translation.override("en"):
        assert [each[1:] for each in problems(book, content)] == [
            (3, "code", "The same as in row 2.")
        ]


def test_what_changed_since_the_dry_run_stops_the_import(book, dress_norm):
    content = book_of(clauses=[["code", "text_zh_hans"], ["DRESS-01", "干净。"]])
    seen = book().plan(content).digest
    Clause.objects.filter(code="DRESS-01").update(text_zh_hans="别人改的。")

    with pytest.raises(PlanMoved):
        book().run(content, seen=seen)

    assert Clause.objects.get(code="DRESS-01").text_zh_hans == "别人改的。"


@pytest.mark.parametrize("count", [1, 30])
def test_plan_asks_the_same_number_of_questions(book, count, django_assert_num_queries):
    make_topic()
    norms = [make_norm(f"norm-{number}", published=False) for number in range(count)]
    rows = [[clause.code, "新"] for norm in norms for clause in norm.clauses.all()]
    content = book_of(clauses=[["code", "text_zh_hans"], *rows])

    with django_assert_num_queries(8):
        assert book().plan(content).updated == count
