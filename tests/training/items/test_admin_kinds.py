"""Writing multiple choices, statements and numbers in the admin site."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.admin_posts import add_row, errors, values
from tests.training.builders import make_boolean, make_multiple, make_number
from training.items.models import Item

ADD_URL = "/admin/training/item/add/"


def url(item, page="change"):
    return reverse(f"admin:training_item_{page}", args=[item.pk])


@pytest.fixture
def desk(client, song, dress_norm):
    client.force_login(song)
    client.cookies["django_language"] = "en"
    return client


def save(desk, item, changes):
    return desk.post(url(item), values(desk.get(url(item))) | changes)


def fresh(item):
    return Item.objects.get(pk=item.pk)


def new(desk, **fields):
    opened = desk.get(ADD_URL)
    data = values(opened) | {
        "code": "written",
        "stem_zh_hans": "新题",
        "stem_en": "A new one",
        "clauses": "DRESS-02",
        **fields,
    }
    return opened, data


def test_a_multiple_choice_is_written_and_published(desk):
    opened, data = new(desk, kind="multiple")
    for text, is_correct in (("招手", True), ("问好", True), ("低头", False)):
        ticked = {"is_correct": "on"} if is_correct else {}
        data = add_row(opened, data, "options", text_zh_hans=text, **ticked)

    desk.post(ADD_URL, data)
    item = Item.objects.get(code="written")
    preview = desk.get(url(item, "publish")).content.decode()
    desk.post(url(item, "publish"))

    assert "Key: 招手 · 问好" in preview
    options = fresh(item).current_version.payload["options"]
    assert [option["correct"] for option in options] == [True, True, False]


@pytest.mark.parametrize(("choice", "is_true"), [("true", True), ("false", False)])
def test_a_statement_is_written_and_published(desk, choice, is_true):
    _, data = new(desk, kind="boolean", is_true=choice)

    desk.post(ADD_URL, data)
    item = Item.objects.get(code="written")
    preview = desk.get(url(item, "publish")).content.decode()
    desk.post(url(item, "publish"))

    assert f"Key: {'True' if is_true else 'False'}" in preview
    assert fresh(item).current_version.payload["is_true"] is is_true


def test_a_number_is_written_and_published(desk):
    _, data = new(desk, kind="number", answer="2.5", tolerance="0.25", unit="cm")

    desk.post(ADD_URL, data)
    item = Item.objects.get(code="written")
    preview = desk.get(url(item, "publish")).content.decode()
    desk.post(url(item, "publish"))

    assert "Key: 2.5 cm (±0.25)" in preview
    payload = fresh(item).current_version.payload
    assert payload["number"] == {"answer": "2.5", "tolerance": "0.25", "unit": "cm"}


@pytest.mark.parametrize(
    "fields",
    [{"kind": "boolean"}, {"kind": "number"}, {"kind": "number", "answer": "2"},
     {"kind": "number", "unit": "cm"}],
)  # fmt: skip
def test_a_draft_without_its_key_is_shown_and_not_published(desk, fields):
    _, data = new(desk, **fields)
    desk.post(ADD_URL, data)
    item = Item.objects.get(code="written")

    response = desk.post(url(item, "publish"))

    assert response.status_code == 200
    assert len(response.context["problems"]) == 1
    assert "新题" in response.content.decode()
    assert "Key:" not in response.content.decode()
    assert fresh(item).current_version is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answer": "two"}, "answer"),
        ({"answer": "1.2345"}, "answer"),
        ({"answer": "123456"}, "answer"),
        ({"answer": "NaN"}, "answer"),
        ({"tolerance": "-1"}, "tolerance"),
        ({"unit": "mile"}, "unit"),
        ({"is_true": "perhaps"}, "is_true"),
    ],
)
def test_a_key_that_is_none_is_answered_with_a_message(desk, changes, said):
    item = make_number()

    response = save(desk, item, changes)

    assert response.status_code == 200
    assert said in response.context["adminform"].form.errors
    assert errors(response)
    assert (fresh(item).answer, fresh(item).tolerance, fresh(item).unit) == (2, 0.5, "cm")


@pytest.mark.parametrize("make", [make_multiple, make_boolean, make_number])
def test_saving_it_untouched_changes_nothing(desk, make):
    item = make()
    before = item.current_version.payload

    save(desk, item, {})

    assert not desk.get(url(item, "publish")).context["has_changes"]
    assert fresh(item).current_version.payload == before


@pytest.mark.parametrize(
    ("make", "changes"),
    [
        (make_boolean, {"is_true": "true"}),
        (make_number, {"answer": "3"}),
        (make_number, {"tolerance": ""}),
        (make_number, {"unit": "m"}),
    ],
)
def test_another_key_waits_to_be_published(desk, make, changes):
    item = make()
    before = item.current_version.payload

    save(desk, item, changes)

    assert desk.get(url(item, "publish")).context["has_changes"]
    assert fresh(item).current_version.payload == before


def test_numbers_are_shown_without_their_zeros(desk):
    page = desk.get(url(make_number(answer="120", tolerance="0.5")))

    form = page.context["adminform"].form
    assert (str(form["answer"].value()), str(form["tolerance"].value())) == ("120", "0.5")


@pytest.mark.parametrize("make", [make_multiple, make_boolean, make_number])
def test_a_version_is_looked_at(desk, make):
    version = make().current_version

    page = desk.get(reverse("admin:training_itemversion_change", args=[version.pk]))

    assert page.status_code == 200
    assert "preview-answer" in page.content.decode()


@pytest.mark.parametrize(
    ("column", "value"), [("tolerance", -1), ("unit", "mile"), ("kind", "essay")]
)
def test_the_database_refuses_what_no_draft_can_be(dress_norm, column, value):
    item = make_number()

    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**{column: value})
