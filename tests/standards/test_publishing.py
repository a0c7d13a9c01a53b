"""Draft → edition: what is written, what is kept, what is refused."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from standards.editions import ClauseVersion, Edition, EditionClause, EditionPage
from standards.enums import Kind, Role
from standards.models import Clause, Norm
from standards.services import (
    NothingToPublish,
    NotPublishable,
    has_unpublished_changes,
    publish_norm,
)
from tests.factories import make_clause, make_norm, make_source_point


def versions(edition):
    return [entry.version for entry in edition.entries.select_related("version")]


def test_publishing_freezes_texts_order_and_citations(dress_norm, clock):
    edition = dress_norm.current_edition

    assert (edition.number, edition.title_zh_hans, edition.title_en) == (1, "着装", "Dress")
    assert edition.published_at == clock
    assert [version.code for version in versions(edition)] == [f"DRESS-0{i}" for i in range(1, 7)]
    badge = versions(edition)[1]
    assert badge.text_en == "Badge at the left pocket opening, within 2 cm."
    assert badge.citations == ["H1-W2"]
    assert badge.measure.number == "±2"
    assert badge.is_critical
    assert EditionPage.objects.filter(edition=edition).count() == 2


def test_unchanged_clause_keeps_its_version(dress_norm, song, clock):
    first = versions(dress_norm.current_edition)
    dress_norm.clauses.filter(code="DRESS-03").update(text_zh_hans="裙长过膝。")

    second = publish_norm(norm=dress_norm, by=song, at=clock + timedelta(days=1))

    assert (second.number, second.published_by) == (2, song)
    kept = [old == new for old, new in zip(first, versions(second), strict=True)]
    assert kept == [True, True, False, True, True, True]
    changed = versions(second)[2]
    assert (changed.number, changed.text_zh_hans) == (2, "裙长过膝。")
    assert first[2].text_zh_hans == "裙长到膝盖。"


@pytest.mark.parametrize(
    "change",
    [
        lambda norm: norm.clauses.filter(code="DRESS-02").update(reason_en="Another reason."),
        lambda norm: norm.clauses.filter(code="DRESS-02").update(measure_high=3),
        lambda norm: norm.clauses.filter(code="DRESS-02").update(is_critical=False),
        lambda norm: norm.clauses.filter(code="DRESS-02").update(position=9),
        lambda norm: norm.clauses.filter(code="DRESS-06").update(withdrawn=True),
        lambda norm: norm.clauses.get(code="DRESS-02").citations.add(make_source_point("H1-W3")),
        lambda norm: make_clause(norm, "DRESS-07", Role.DO, "鞋面干净。"),
        lambda norm: Norm.objects.filter(pk=norm.pk).update(title_en="What to wear"),
    ],
    ids=["text", "measure", "critical", "order", "withdrawn", "citation", "new", "title"],
)
def test_every_change_makes_an_edition(dress_norm, clock, change):
    change(dress_norm)
    norm = Norm.objects.get(pk=dress_norm.pk)

    assert has_unpublished_changes(norm)
    assert publish_norm(norm=norm, by=None, at=clock).number == 2
    assert not has_unpublished_changes(Norm.objects.get(pk=norm.pk))


def test_nothing_to_publish_writes_nothing(dress_norm, clock):
    before = (Edition.objects.count(), ClauseVersion.objects.count())

    with pytest.raises(NothingToPublish):
        publish_norm(norm=dress_norm, by=None, at=clock)

    assert (Edition.objects.count(), ClauseVersion.objects.count()) == before


def test_going_back_to_an_earlier_wording_is_a_new_version(dress_norm, clock):
    clause = Clause.objects.filter(code="DRESS-05")
    clause.update(text_zh_hans="工牌戴反。")
    publish_norm(norm=dress_norm, by=None, at=clock)
    clause.update(text_zh_hans="工牌歪戴。")

    edition = publish_norm(norm=dress_norm, by=None, at=clock)

    assert edition.number == 3
    assert [version.number for version in versions(edition)] == [1, 1, 1, 1, 3, 1]


def test_withdrawn_clause_leaves_the_next_edition_but_not_the_last(dress_norm, clock):
    dress_norm.clauses.filter(code="DRESS-05").update(withdrawn=True)

    edition = publish_norm(norm=dress_norm, by=None, at=clock)

    assert "DRESS-05" not in [version.code for version in versions(edition)]
    assert "DRESS-05" in [version.code for version in versions(dress_norm.current_edition)]


def test_not_publishable_lists_every_problem_and_writes_nothing(clock, db):
    norm = make_norm(
        "broken",
        "",
        "Broken",
        kind=Kind.PHRASES,
        clauses=(
            ("BROKEN-01", Role.SAY, "", "Only English.", {"line_zh_hans": ""}),
            ("BROKEN-02", Role.AVOID, "不说。", {"line_zh_hans": "", "instead_zh_hans": ""}),
            ("BROKEN-03", Role.STEP, "一步。"),
            ("BROKEN-04", Role.DO, "等。", {"measure": ("range", 5, 3, "s")}),
            ("BROKEN-05", Role.DO, "看。", {"reason_en": "No Chinese reason."}),
        ),
        published=False,
    )

    with pytest.raises(NotPublishable) as caught, translation.override("en"):
        publish_norm(norm=norm, by=None, at=clock)

    named = [problem.split()[0].strip(":") for problem in caught.value.problems]
    assert named == [
        "The",
        "BROKEN-01",
        "BROKEN-01",
        "BROKEN-02",
        "BROKEN-02",
        "BROKEN-04",
        "BROKEN-05",
        "BROKEN-03",
    ]
    assert not Edition.objects.exists()
    assert not ClauseVersion.objects.exists()


def test_norm_without_clauses_is_not_publishable(clock, db):
    norm = make_norm("empty", "空", clauses=(), published=False)

    with pytest.raises(NotPublishable):
        publish_norm(norm=norm, by=None, at=clock)


def test_edition_number_and_clause_version_number_are_unique(dress_norm):
    edition = dress_norm.current_edition
    entry = edition.entries.first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.create(
            norm=dress_norm,
            number=1,
            title_zh_hans="着装",
            read_minutes=1,
            published_at=edition.published_at,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionClause.objects.create(edition=edition, version=entry.version, position=99)


def test_reading_time_counts_every_han_character_once(clock, db):
    long_text = "微笑着看客户" * 60  # 360 characters, at 250 a minute
    norm = make_norm("long", "长", clauses=(("LONG-01", Role.DO, long_text),))

    assert norm.current_edition.read_minutes == 2
