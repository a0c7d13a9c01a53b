"""Shipped content meets a database that editors have worked in."""

import pytest
from django.core.management import call_command

from portal.seeding import Outcome, digest
from standards.content import load_norm, load_shelves
from standards.models import Clause, Norm
from tests.factories import NOW
from training.items.models import Item
from training.modules.models import Module
from training.quizzes.models import Quiz


def norm_file(**changes):
    content = {
        "slug": "greeting",
        "kind": "posture",
        "topic": "bearing",
        "title_zh_hans": "迎客",
        "title_en": "Greeting",
        "clauses": [
            {
                "code": "GREET-01",
                "role": "do",
                "text_zh_hans": "起身问好。",
                "text_en": "Rise.",
            },
            {"code": "GREET-02", "role": "dont", "text_zh_hans": "不抬头。", "text_en": "No look."},
        ],
    }
    return content | changes


@pytest.fixture
def shelves(db):
    load_shelves()


def test_digest_counts_decimals_by_value():
    from decimal import Decimal

    assert digest({"low": Decimal("2.000")}) == digest({"low": Decimal(2)})


def test_loading_twice_changes_nothing(shelves):
    load_norm(norm_file(), at=NOW)

    tally = load_norm(norm_file(), at=NOW)

    assert tally == {Outcome.UNCHANGED: 3}
    assert Norm.objects.get(slug="greeting").editions.count() == 1


def test_a_newer_file_updates_and_publishes_what_nobody_edited(shelves):
    load_norm(norm_file(), at=NOW)
    newer = norm_file()
    newer["clauses"][0]["text_zh_hans"] = "起身，看着客户问好。"

    load_norm(newer, at=NOW)

    norm = Norm.objects.get(slug="greeting")
    assert norm.current_edition.number == 2
    assert norm.clauses.get(code="GREET-01").current_version.text_zh_hans == "起身，看着客户问好。"


def test_a_newer_file_never_touches_an_edited_clause(shelves):
    load_norm(norm_file(), at=NOW)
    edited = Clause.objects.get(code="GREET-01")
    edited.text_zh_hans = "我们厅的说法。"
    edited.save()
    newer = norm_file()
    newer["clauses"][0]["text_zh_hans"] = "文件里的新说法。"

    tally = load_norm(newer, at=NOW)

    assert tally[Outcome.KEPT] == 1
    assert Clause.objects.get(code="GREET-01").text_zh_hans == "我们厅的说法。"


def test_loading_never_publishes_an_editors_draft(shelves):
    load_norm(norm_file(), at=NOW)
    edited = Clause.objects.get(code="GREET-01")
    edited.text_zh_hans = "还没写完"
    edited.save()
    newer = norm_file()
    newer["clauses"][1]["text_zh_hans"] = "低头看手机。"

    load_norm(newer, at=NOW)

    norm = Norm.objects.get(slug="greeting")
    assert norm.current_edition.number == 1
    assert norm.clauses.get(code="GREET-02").current_version.text_zh_hans == "不抬头。"


def test_load_content_fills_an_empty_portal_and_runs_again(db, capsys):
    call_command("load_content")
    counts = [model.objects.count() for model in (Norm, Clause, Item, Quiz, Module)]
    call_command("load_content")

    assert [model.objects.count() for model in (Norm, Clause, Item, Quiz, Module)] == counts
    assert Norm.objects.published().count() == Norm.objects.count() >= 10
    assert Item.objects.filter(current_version=None).count() == 0
    assert Item.objects.count() >= 30
    assert Quiz.objects.count() >= 3


def test_everything_shipped_is_in_both_languages(db):
    call_command("load_content", verbosity=0)

    missing = [
        clause.code
        for clause in Clause.objects.all()
        for name in Clause.TRACKED
        if bool(getattr(clause, f"{name}_zh_hans")) != bool(getattr(clause, f"{name}_en"))
    ]
    assert missing == []
