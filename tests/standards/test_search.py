"""Plain search over what is published, in both languages."""

import re

import pytest
from django.urls import reverse

from standards.enums import Role
from standards.models import Norm
from standards.search.highlighting import highlight
from standards.search.queries import MAX_LENGTH, parse, search
from tests.factories import make_norm, make_norms, republish


def found(q):
    hits = search(parse(q))
    return (
        [edition.norm.slug for edition in hits.norms],
        [entry.version.code for entry in hits.clauses],
    )


def page(client, q, **more):
    return client.get(reverse("standards:search"), {"q": q, **more}).content.decode()


@pytest.mark.parametrize(
    ("q", "norms", "clauses"),
    [
        ("微笑", [], ["DRESS-06"]),
        ("着装", ["dress"], []),
        ("badge", [], ["DRESS-02", "DRESS-05"]),
        ("BADGE", [], ["DRESS-02", "DRESS-05"]),
        ("ｂａｄｇｅ", [], ["DRESS-02", "DRESS-05"]),
        ("工牌 歪戴", [], ["DRESS-05"]),
        ("工牌　歪戴", [], ["DRESS-05"]),  # a full-width space
        ("着装 微笑", [], ["DRESS-06"]),  # one of the two in the norm's title
        ("看得见", [], ["DRESS-02"]),  # in the reason
        ("dress-05", [], ["DRESS-05"]),
        ("工牌 没有", [], []),
        ("%", [], []),
        ("_", [], []),
        ("'", [], []),
        ("", [], []),
        ("   ", [], []),
    ],
)
def test_search_finds_what_holds_every_term(dress_norm, q, norms, clauses):
    assert found(q) == (norms, clauses)


def test_full_width_finds_half_width(db):
    make_norm("fabe", "ＦＡＢＥ 法", "The FABE way")

    assert found("fabe")[0] == found("ＦＡＢＥ")[0] == ["fabe"]


def test_latin_words_are_found_where_they_begin(db):
    make_norm("change", "找零", "Giving change")
    make_norm("call", "请hang up", "Hanging up")

    assert found("hang")[0] == ["call"]
    assert found("HANG UP")[0] == ["call"]
    assert found("ang")[0] == []


def test_search_finds_lines_to_say_and_never_to_say(phone_norm):
    assert found("快点定")[1] == ["PHONE-06"]
    assert found("周三上午")[1] == ["PHONE-05"]


def test_search_knows_only_what_holds_today(dress_norm):
    Norm.objects.filter(pk=dress_norm.pk).update(title_zh_hans="没发布的题目")
    dress_norm.clauses.filter(code="DRESS-05").update(text_zh_hans="没发布的条款。")

    assert found("没发布") == ([], [])

    norm = republish(Norm.objects.get(pk=dress_norm.pk), text="换过的原则。")

    assert norm.current_edition.number == 2
    assert found("没发布") == (["dress"], ["DRESS-05"])
    assert found("整洁统一") == ([], [])
    assert found("换过的原则") == ([], ["DRESS-01"])


def test_withdrawn_clause_is_not_found(dress_norm):
    dress_norm.clauses.filter(code="DRESS-06").update(withdrawn=True)
    republish(dress_norm)

    assert found("微笑") == ([], [])


def test_query_is_cut_and_cleaned():
    long = parse("微" * (MAX_LENGTH + 1))

    assert (len(long.text), long.was_cut) == (MAX_LENGTH, True)
    assert parse("a\x00b\u200b c").terms == ("a", "b", "c")
    assert parse("微笑 微笑").terms == ("微笑",)


@pytest.mark.parametrize(
    ("text", "terms", "expected"),
    [
        ("看着微笑", ("微笑",), "看着<mark>微笑</mark>"),
        ("Badge, ＢＡＤＧＥ", ("badge",), "<mark>Badge</mark>, <mark>ＢＡＤＧＥ</mark>"),
        ("微笑着", ("微笑", "笑着"), "<mark>微笑着</mark>"),
        ("哈哈哈", ("哈哈",), "<mark>哈哈哈</mark>"),
        ("No change: hang up", ("hang",), "No change: <mark>hang</mark> up"),
        ("请Hangup, 2cm", ("hang", "cm"), "请<mark>Hang</mark>up, 2<mark>cm</mark>"),
        ("12 or 2", ("2",), "12 or <mark>2</mark>"),
        ("1 ℃ 以内", ("°c",), "1 <mark>℃</mark> 以内"),
        ("<b>微笑</b>", ("微笑",), "&lt;b&gt;<mark>微笑</mark>&lt;/b&gt;"),
        ("<script>", ("<script>",), "<mark>&lt;script&gt;</mark>"),
        ("nothing", ("x",), "nothing"),
        ("", ("x",), ""),
    ],
)
def test_highlight_marks_and_escapes(text, terms, expected):
    assert highlight(text, terms) == expected


def test_page_marks_the_hit_and_leads_to_the_clause(client, lin, dress_norm):
    client.force_login(lin)

    shown = page(client, "微笑")

    assert "<mark>微笑</mark>时口罩挂在下巴上。" in shown
    assert f"{reverse('standards:norm', args=['dress'])}#DRESS-06" in shown


def test_page_opens_the_dress_code_that_shows_the_hit(client, lin, dress_norm):
    client.force_login(lin)

    assert f"{reverse('standards:norm', args=['dress'])}?dress=men#DRESS-04" in page(client, "领带")


def test_page_shows_where_it_was_found_when_the_text_does_not(client, lin, dress_norm, phone_norm):
    client.force_login(lin)

    assert '<span lang="en"><mark>Badge</mark> worn crooked.</span>' in page(client, "badge")
    forbidden = page(client, "快点定")
    assert re.search(
        r'class="hit-label">[^<]+</span> <span lang="zh-hans">您<mark>快点定', forbidden
    )


def test_page_escapes_what_was_typed(client, lin, dress_norm):
    client.force_login(lin)

    shown = page(client, '"><script>alert(1)</script>')

    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


@pytest.mark.parametrize("q", ["", "   ", "\x00", "没有这个词", "x" * 5000, "％％", "\ud800"])
def test_page_answers_whatever_is_typed(client, lin, dress_norm, q):
    client.force_login(lin)

    response = client.get(reverse("standards:search"), {"q": q.encode("utf-8", "replace")})

    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


def test_page_says_that_a_long_query_was_cut(client, lin, dress_norm):
    client.force_login(lin)

    assert 'class="notice notice-info"' in page(client, "微" * 101)
    assert 'class="notice notice-info"' not in page(client, "微" * 100)


def test_norms_come_before_clauses_over_pages(client, lin, db):
    make_norms(30)
    client.force_login(lin)

    first, second, last = (page(client, "规范", page=number) for number in (1, 2, 3))

    # 30 norms and their 30 clauses, 20 a page
    assert [shown.count('class="hit"') for shown in (first, second, last)] == [20, 20, 20]
    assert [shown.count("#NORM-") for shown in (first, second, last)] == [0, 10, 20]
    assert page(client, "规范", page="forged").count('class="hit"') == 20


def test_clauses_stand_in_reading_order(db):
    make_norm("later", clauses=(("LATER-01", Role.DO, "微笑。"),), position=2)
    make_norm(
        "sooner",
        clauses=(("SOONER-01", Role.DO, "先微笑。"), ("SOONER-02", Role.DO, "再微笑。")),
        position=1,
    )

    assert found("微笑。")[1] == ["SOONER-01", "SOONER-02", "LATER-01"]


@pytest.mark.parametrize("count", [1, 30])
def test_search_query_count_is_flat(client, lin, count, django_assert_num_queries):
    make_norms(count)
    client.force_login(lin)

    # session, person, managed units; two counts; norms, clauses of the page
    with django_assert_num_queries({1: 7, 30: 6}[count]):  # at 30 the first page is all norms
        page(client, "规范")
