"""What publishing would change, in words."""

import pytest
from django.utils.translation import override

from standards.changes import Change, What, draft_changes
from standards.enums import Kind, Role
from standards.models import Clause, Norm
from standards.services import has_unpublished_changes, publish_norm
from tests.factories import NOW, make_clause, make_norm, make_source_point


def changes_of(norm):
    return draft_changes(Norm.objects.with_draft().get(pk=norm.pk))


def test_published_draft_has_no_changes(dress_norm):
    assert not changes_of(dress_norm)


def test_new_changed_and_removed_clauses_are_told_apart(dress_norm):
    make_clause(dress_norm, "DRESS-07", Role.DO, "皮鞋擦亮。")
    Clause.objects.filter(code="DRESS-01").update(text_zh_hans="干净统一。")
    Clause.objects.filter(code="DRESS-05").update(withdrawn=True)

    found = changes_of(dress_norm)

    assert {change.code: change.what for change in found.clauses} == {
        "DRESS-01": What.CHANGED,
        "DRESS-07": What.NEW,
        "DRESS-05": What.REMOVED,
    }
    assert not found.is_reordered


def test_change_names_text_measure_facts_and_sources(dress_norm):
    clause = dress_norm.clauses.get(code="DRESS-02")
    clause.reason_en = "So that customers see who you are."
    clause.measure_high = 3
    clause.is_critical = False
    clause.save()
    clause.citations.set([make_source_point("C3-4"), make_source_point("H1-W2")])

    with override("en"):
        [change] = changes_of(dress_norm).clauses

    assert [(c.before, c.after) for c in change.changes] == [
        ("The customer can see who you are.", "So that customers see who you are."),
        ("±2 cm", "±3 cm"),
        ("H1-W2", "H1-W2 C3-4"),
        ("yes", "no"),
    ]


def test_never_published_norm_is_all_new(db):
    found = changes_of(make_norm("first", "首问", "First", published=False))

    assert [(change.before, change.after) for change in found.heading] == [
        ("", "首问"),
        ("", "First"),
    ]
    assert [change.what for change in found.clauses] == [What.NEW]


def test_clause_that_comes_back_is_new_again(dress_norm):
    Clause.objects.filter(code="DRESS-06").update(withdrawn=True)
    publish_norm(norm=dress_norm, by=None, at=NOW)
    Clause.objects.filter(code="DRESS-06").update(withdrawn=False)

    [change] = changes_of(Norm.objects.get(pk=dress_norm.pk)).clauses

    assert (change.code, change.what) == ("DRESS-06", What.NEW)


@pytest.mark.parametrize(
    "edit",
    [
        lambda norm: None,
        lambda norm: Norm.objects.filter(pk=norm.pk).update(summary_en="Anew."),
        lambda norm: Clause.objects.filter(code="DRESS-01").update(position=99),
        lambda norm: Clause.objects.filter(code="DRESS-01").update(position=-0),
        lambda norm: Clause.objects.filter(code="DRESS-01").update(withdrawn=True),
        lambda norm: Clause.objects.filter(code="DRESS-01").update(stands_alone=True),
        lambda norm: Clause.objects.get(code="DRESS-02").citations.clear(),
        lambda norm: make_clause(norm, "DRESS-07", Role.DO, "皮鞋擦亮。"),
    ],
    ids=["nothing", "summary", "order", "same order", "withdrawn", "fact", "sources", "new"],
)
def test_changes_agree_with_the_publishing_service(dress_norm, edit):
    edit(dress_norm)

    norm = Norm.objects.get(pk=dress_norm.pk)
    assert bool(changes_of(norm)) == has_unpublished_changes(norm)


def test_never_published_norm_can_be_published(db):
    norm = make_norm("new", kind=Kind.CONCEPT, published=False)

    assert bool(changes_of(norm)) == has_unpublished_changes(norm) is True


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("微笑迎客", "微笑送客", [("same", "微笑"), ("gone", "迎"), ("new", "送"), ("same", "客")]),
        ("2 cm up", "20 cm up", [("gone", "2"), ("new", "20"), ("same", " cm up")]),
        ("", "新", [("new", "新")]),
        ("旧", "", [("gone", "旧")]),
        ("一\n二", "一\n三", [("same", "一\n"), ("gone", "二"), ("new", "三")]),
    ],
)  # fmt: skip
def test_change_is_marked_up_by_words(before, after, pieces):
    assert Change("条文", before, after).pieces == pieces
