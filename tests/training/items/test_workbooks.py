"""Items as a workbook: there and back again, parts by their numbers, errors by row."""

from decimal import Decimal

import pytest
from django.utils import translation

from portal.workbooks.base import PlanMoved
from standards.content import load_norms, load_shelves
from standards.models import Clause, Norm
from standards.workbooks import NormsWorkbook
from tests.factories import NOW
from tests.training.builders import (
    make_boolean,
    make_multiple,
    make_number,
    make_order,
    make_short,
    make_single,
)
from tests.workbooks import book_of, cells, clear_items, clear_norms, exported
from training.content import load_items
from training.items.models import Item, ItemOption
from training.items.workbooks import ItemsWorkbook


@pytest.fixture
def book(song, dress_norm):
    return lambda: ItemsWorkbook(by=song)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def export(book):
    return exported(book(), Item.objects.all())


def run(book, content):
    return book().run(content, seen=book().plan(content).digest)


def problems(book, content):
    return [(each.row, each.column, each.text) for each in book().plan(content).problems]


def make_one_of_each():
    makers = (make_single, make_multiple, make_boolean, make_number, make_order, make_short)
    return [make() for make in makers]


def test_round_trip(book):
    make_one_of_each()
    first = export(book)
    clear_items()

    run(book, first)

    assert cells(export(book)) == cells(first)
    assert Item.objects.count() == 6


@pytest.mark.slow
@pytest.mark.shipped
def test_round_trip_of_everything_that_ships(song):
    """Norms and items of the shipped content, out and into a portal that has only its shelves."""
    load_shelves()
    load_norms(at=NOW)
    load_items(at=NOW)
    books = ((NormsWorkbook, Norm), (ItemsWorkbook, Item))
    counts = Clause.objects.count(), Item.objects.count()
    first = [exported(workbook(by=song), model.objects.all()) for workbook, model in books]
    clear_items()
    clear_norms()

    for (workbook, _model), content in zip(books, first, strict=True):
        run(lambda workbook=workbook: workbook(by=song), content)

    second = [exported(workbook(by=song), model.objects.all()) for workbook, model in books]
    assert [cells(content) for content in second] == [cells(content) for content in first]
    assert counts == (Clause.objects.count(), Item.objects.count())


def test_nothing_changes_when_an_export_comes_back(book):
    make_one_of_each()

    plan = book().plan(export(book))

    assert (plan.problems, plan.changes) == ([], [])


def test_an_option_is_reworded_and_keeps_its_key(book):
    item = make_single()
    key = item.options.get(position=1).key

    run(book, book_of(options=[["item", "number", "text_zh_hans"], ["badge", 2, "四厘米"]]))

    option = ItemOption.objects.get(item=item, key=key)
    assert (option.text_zh_hans, option.is_correct, option.clause.code) == (
        "四厘米",
        False,
        "DRESS-05",
    )
    assert item.current_version == Item.objects.get(pk=item.pk).current_version


def test_the_next_number_adds_an_option_at_the_end(book):
    item = make_single()

    run(book, book_of(options=[["item", "number", "text_zh_hans"], ["badge", 4, "一米"]]))

    assert [option.text_zh_hans for option in item.options.all()][-1] == "一米"


def test_a_new_item_comes_with_its_parts(book):
    content = book_of(
        items=[
            ["code", "kind", "max_points", "stem_zh_hans", "clauses"],
            ["sorry", "short", 2, "怎么道歉？", "dress-01"],
        ],
        criteria=[["item", "number", "title_zh_hans"], ["sorry", 1, "先道歉"]],
        levels=[
            ["item", "criterion", "number", "points", "text_zh_hans"],
            ["sorry", 1, 1, 0, "没有"],
            ["sorry", 1, 2, 2, "有"],
        ],
    )

    run(book, content)

    item = Item.objects.get(code="sorry")
    [criterion] = item.criteria.all()
    assert [level.points for level in criterion.levels.all()] == [0, 2]
    assert (item.max_points, item.current_version) == (Decimal(2), None)


@pytest.mark.parametrize(
    ("sheets", "place"),
    [
        ({"items": [["code", "clauses"], ["badge", "NONE-01"]]}, (2, "clauses it asks about")),
        ({"items": [["code", "max_points"], ["badge", 0]]}, (2, "points")),
        ({"items": [["code", "tolerance"], ["badge", -1]]}, (2, "may be off by")),
        ({"items": [["code", "stem_zh_hans"], ["badge", None]]}, (2, "question · 中文")),
        ({"items": [["code", "kind"], ["new", None]]}, (2, "kind")),
        ({"options": [["item", "number"], ["nobody", 1]]}, (2, "item")),
        (
            {"options": [["item", "number", "clause"], ["badge", 1, "DRESS-01 DRESS-02"]]},
            (2, "clause"),
        ),
        ({"options": [["item", "number", "text_zh_hans"], ["badge", 5, "五"]]}, (2, "number")),
        (
            {"levels": [["item", "criterion", "number", "points"], ["complaint", 1, 1, 2]]},
            (2, "points"),
        ),
        (
            {
                "levels": [
                    ["item", "criterion", "number", "points", "text_zh_hans"],
                    ["complaint", 9, 1, 2, "有"],
                ]
            },
            (2, "number of the criterion"),
        ),
    ],
)
def test_errors_are_told_by_row_and_nothing_is_written(book, sheets, place):
    make_single()
    make_short()
    content = book_of(**sheets)

    plan = book().plan(content)

    assert place in [(each.row, each.column) for each in plan.problems]
    with pytest.raises(PlanMoved):
        book().run(content, seen=plan.digest)


@pytest.mark.parametrize("count", [1, 30])
def test_plan_asks_the_same_number_of_questions(book, count, django_assert_num_queries):
    items = [make_single(f"item-{number}", published=False) for number in range(count)]
    rows = [[item.code, 1, "改过"] for item in items]
    content = book_of(options=[["item", "number", "text_zh_hans"], *rows])

    with django_assert_num_queries(5):
        assert book().plan(content).updated == count
