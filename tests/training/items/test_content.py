"""Shipped questions without options: a statement and a number."""

import pytest

from portal.seeding import Outcome, document
from tests.factories import NOW
from training.content import load_item
from training.items.models import Item
from training.items.services import draft_payload

FILE = """
[[items]]
code = "badge-off-by"
kind = "number"
stem_zh_hans = "工牌离左胸口袋上口最多几厘米？"
clauses = ["DRESS-02"]
answer = 2
tolerance = 0.50
unit = "cm"

[[items]]
code = "hang-up-first"
kind = "boolean"
stem_zh_hans = "客户先挂机。"
clauses = ["DRESS-01"]
is_true = true

[[items]]
code = "how-to-greet"
kind = "multiple"
stem_zh_hans = "怎样迎客？"
clauses = ["DRESS-01"]
options = [
  { text_zh_hans = "招手", correct = true, clause = "DRESS-02" },
  { text_zh_hans = "问好", correct = true },
  { text_zh_hans = "低头" },
]
"""


@pytest.fixture
def entries(dress_norm, tmp_path):
    path = tmp_path / "items.toml"
    path.write_text(FILE, encoding="utf-8")
    return document(path)["items"]


def load(entries):
    return [load_item(entry, at=NOW) for entry in entries]


def payload_of(code):
    return Item.objects.get(code=code).current_version.payload


def test_a_file_brings_every_new_kind(entries):
    assert load(entries) == [Outcome.CREATED] * 3

    number = payload_of("badge-off-by")["number"]
    assert number == {"answer": "2", "tolerance": "0.5", "unit": "cm"}
    assert payload_of("hang-up-first")["is_true"] is True
    options = payload_of("how-to-greet")["options"]
    assert [option["correct"] for option in options] == [True, True, False]


def test_a_second_load_changes_nothing(entries):
    load(entries)

    assert load(entries) == [Outcome.UNCHANGED] * 3


def test_a_corrected_key_is_published_anew(entries):
    load(entries)
    number, statement, _ = entries
    del number["tolerance"]
    statement["is_true"] = False

    assert load(entries) == [Outcome.UPDATED, Outcome.UPDATED, Outcome.UNCHANGED]
    assert payload_of("badge-off-by")["number"]["tolerance"] == "0"
    assert payload_of("hang-up-first")["is_true"] is False


def test_an_editors_number_stays(entries):
    load(entries)
    Item.objects.filter(code="badge-off-by").update(answer=3)

    assert load(entries)[0] is Outcome.KEPT
    assert payload_of("badge-off-by")["number"]["answer"] == "2"


def test_a_choice_says_nothing_of_other_kinds_keys(entries):
    """Versions published before there were other kinds stay equal to their drafts."""
    load(entries)

    item = Item.objects.with_draft().get(code="how-to-greet")
    assert set(draft_payload(item)) == {
        "stem",
        "explanation",
        "max_points",
        "clauses",
        "options",
        "criteria",
    }
