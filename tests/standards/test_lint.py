"""The page of what is worth mending: each kind of finding, and the way to its place."""

import pytest
from django.urls import reverse
from django.utils import timezone

from standards.enums import Kind, Role
from standards.lint import findings
from standards.models import Clause, Norm
from standards.services import publish_norm
from tests.admin_posts import values
from tests.factories import make_clause, make_norm, make_topic
from tests.training.builders import make_quiz, make_single
from training.items.models import Item

PAGE = "/admin/standards/lint/"


@pytest.fixture
def desk(client, song):
    client.force_login(song)
    return client


def found(slug):
    """``{where: finding}`` of one check."""
    every = findings(Norm.objects.with_draft())
    return {finding.where: finding for finding in every if finding.check.slug == slug}


@pytest.fixture
def clean(db):
    """A norm with nothing to mend."""
    fields = {"reason_zh_hans": "看得清。", "reason_en": "To see.", "citations": ["H1-W2"]}
    return make_norm(
        "clean",
        kind=Kind.CONCEPT,
        clauses=(("CLEAN-01", Role.DO, "看着客户。", "Look at the customer.", fields),),
    )


def test_nothing_is_found_where_nothing_is_missing(desk, clean):
    page = desk.get(PAGE)

    assert (page.context["count"], page.context["groups"]) == (0, [])


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        ("reason", {"reason_zh_hans": "", "reason_en": ""}),
        ("measure", {"text_zh_hans": "30 秒内看着客户。"}),
        ("translation", {"text_en": ""}),
        ("stale", {"text_zh_hans": "看着对方。"}),
        ("drawing", {"drawing": "no-such-drawing"}),
    ],
)
def test_what_a_clause_lacks_is_found(clean, check, changes):
    assert "CLEAN-01" not in found(check)

    Clause.objects.filter(code="CLEAN-01").update(**changes)

    assert "CLEAN-01" in found(check)


def test_missing_source_is_found(clean):
    clean.clauses.get().citations.clear()

    assert list(found("citation")) == ["CLEAN-01"]


@pytest.mark.parametrize(
    ("role", "text"), [(Role.FACT, "平均等 10 分钟。"), (Role.DO, "分两步走。")]
)
def test_figures_of_facts_and_numbers_without_a_unit_are_no_measure(clean, role, text):
    make_clause(clean, "CLEAN-02", role, text)

    assert found("measure") == {}


def test_withdrawn_clause_is_left_alone(clean):
    make_clause(clean, "CLEAN-02", Role.DO, "没有理由。", withdrawn=True)

    assert "CLEAN-02" not in found("reason")


def test_step_without_a_line_is_found_where_the_kind_asks_for_one(phone_norm):
    silent = make_clause(phone_norm, "PHONE-90", Role.STEP, "道别。")

    assert found("line")[silent.code].norm_ids == {phone_norm.pk}


def test_case_needs_no_why_for_its_story(db):
    make_norm("story", kind=Kind.CASE, clauses=(("STORY-01", Role.SITUATION, "下着雨。"),))

    assert found("reason") == {}


def test_unpublished_norm_leads_to_its_publishing_page(clean):
    Clause.objects.filter(code="CLEAN-01").update(text_zh_hans="看着对方。")

    url = reverse("admin:standards_conceptnorm_publish", args=[clean.pk])
    assert found("unpublished")["clean"].url == url


def test_finding_leads_to_the_very_field(desk, dress_norm):
    Clause.objects.filter(code="DRESS-03").update(reason_zh_hans="")

    path, _hash, anchor = found("reason")["DRESS-03"].url.partition("#")

    form = values(desk.get(path))
    assert form[f"{anchor.removeprefix('id_').removesuffix('reason_zh_hans')}code"] == "DRESS-03"
    assert f'id="{anchor}"' in desk.get(path).content.decode()


def test_item_whose_clause_changed_since_is_found(song, dress_norm):
    make_single()
    assert found("item-clause") == {}
    Clause.objects.filter(code="DRESS-02").update(text_zh_hans="工牌别在右胸。")

    publish_norm(norm=dress_norm, by=song, at=timezone.now())

    assert found("item-clause")["badge"].said == "DRESS-02"


def test_unpublished_item_and_the_quiz_that_asks_it_are_found(dress_norm):
    quiz = make_quiz([make_single()])
    Item.objects.update(current_version=None)

    assert "badge" in found("item-unpublished")
    assert list(found("quiz")) == [str(quiz)]


def test_page_is_narrowed_to_a_norm_or_a_topic(desk, clean):
    make_norm("other", topic=make_topic("other", "别处"), clauses=(("OTHER-01", "do", "抬头。"),))

    everything = desk.get(PAGE).context["count"]
    assert everything == desk.get(PAGE, {"norm": "other"}).context["count"] > 0
    assert everything == desk.get(PAGE, {"topic": "other"}).context["count"]
    assert desk.get(PAGE, {"norm": "clean"}).context["count"] == 0
    assert desk.get(PAGE, {"topic": "nowhere"}).context["count"] == 0


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_speaks_the_editors_language(desk, clean, language):
    Clause.objects.filter(code="CLEAN-01").update(text_en="")
    desk.cookies["django_language"] = language

    text = desk.get(PAGE).content.decode()

    assert "CLEAN-01" in text
    assert f'<html lang="{language}"' in text


@pytest.mark.parametrize("persona", ["lin", "mei", "gu"])
def test_page_is_for_editors(client, request, persona):
    client.force_login(request.getfixturevalue(persona))

    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_page_has_a_flat_query_count(desk, dress_norm, count, django_assert_num_queries):
    for number in range(count):
        make_norm(f"norm-{number + 1}")
        make_single(f"single-{number}")

    with django_assert_num_queries(17):
        desk.get(PAGE)


def test_many_findings_of_a_kind_end_with_a_count(desk):
    for number in range(60):
        make_norm(f"norm-{number + 1}")

    page = desk.get(PAGE)

    group = next(each for each in page.context["groups"] if each.check.slug == "reason")
    assert (len(group.found), len(group.shown), group.hidden_count) == (60, 50, 10)
