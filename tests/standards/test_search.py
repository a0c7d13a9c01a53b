"""Plain search over what is published, in both languages: what is found, and what comes first."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from standards.enums import Kind, Role
from standards.models import Norm, Term
from standards.search.highlighting import highlight
from standards.search.models import FoundKind, SearchEntry
from standards.search.queries import MAX_LENGTH, parse, search
from tests.factories import make_norm, make_norms, make_topic, republish


def found(q, kind=None):
    """Slugs of norms and terms, codes of clauses, the best first."""
    return [name_of(entry) for entry in search(parse(q), kind)[:50]]


def name_of(entry):
    if entry.term:
        return entry.term.slug
    return entry.place.version.code if entry.place else entry.edition.norm.slug


def page(client, q, **more):
    return client.get(reverse("standards:search"), {"q": q, **more}).content.decode()


def make_term(slug, name, name_en, *, also="", also_en="", **fields):
    term = Term(slug=slug, name_zh_hans=name, name_en=name_en, pinyin="a", **fields)
    term.also_zh_hans, term.also_en = also, also_en
    term.meaning_zh_hans = fields.get("meaning_zh_hans", "见上。")
    term.save()
    return term


def index():
    """All that can be found, whatever the keys."""
    rows = SearchEntry.objects.values_list(
        "kind", "edition", "place", "term", "titles", "texts", "around"
    )
    return sorted(rows, key=repr)


@pytest.fixture
def badge(db):
    return make_term("badge", "工牌", "badge", also="胸牌、铭牌", also_en="name tag")


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("微笑", ["DRESS-06"]),
        ("着装", ["dress"]),
        ("badge", ["DRESS-02", "DRESS-05"]),
        ("BADGE", ["DRESS-02", "DRESS-05"]),
        ("ｂａｄｇｅ", ["DRESS-02", "DRESS-05"]),
        ("工牌 歪戴", ["DRESS-05"]),
        ("工牌　歪戴", ["DRESS-05"]),  # a full-width space
        ("着装 微笑", ["DRESS-06"]),  # one of the two in the norm's title
        ("镜子 微笑", ["DRESS-06"]),  # one of the two in the norm's summary
        ("看得见", ["DRESS-02"]),  # in the reason
        ("dress-05", ["DRESS-05"]),
        ("DRESS-0", [f"DRESS-0{number}" for number in range(1, 7)]),
        ("dress", ["dress"]),  # a code is no word
        ("05", []),
        ("2cm", []),
        ("2 cm", ["DRESS-02"]),
        ("工牌 没有", []),
        ("%", []),
        ("_", []),
        ("'", []),
        ("", []),
        ("   ", []),
    ],
)
def test_search_finds_what_holds_every_term(dress_norm, q, expected):
    assert found(q) == expected


def test_full_width_finds_half_width(db):
    make_norm("fabe", "ＦＡＢＥ 法", "The FABE way")

    assert found("fabe")[0] == found("ＦＡＢＥ")[0] == "fabe"


def test_latin_words_are_found_where_they_begin(db):
    make_norm("change", "找零", "Giving change", clauses=(("CH-01", Role.DO, "数清。"),))
    make_norm("call", "请hang up", "Hanging up", clauses=(("CALL-01", Role.DO, "道别。"),))

    assert found("hang") == ["call"]
    assert found("HANG UP") == ["call"]
    assert found("ang") == []


def test_search_finds_lines_to_say_and_never_to_say(phone_norm):
    assert found("快点定") == ["PHONE-06"]
    assert found("方便的时候") == ["PHONE-06"]  # what is better said
    assert found("周三上午") == ["PHONE-05"]
    assert found("接通后") == ["PHONE-03"]  # when it is said


def test_two_chinese_words_typed_as_one_are_found(dress_norm):
    assert found("工牌歪戴") == ["DRESS-05"]  # stands there as typed
    assert found("歪戴工牌") == ["DRESS-05"]
    assert found("着装微笑") == ["DRESS-06"]
    assert found("着装没有") == []


def test_what_is_called_so_comes_first_then_what_says_so(db):
    """Whole title, title begins, title holds, clause begins, clause or summary holds, reason."""
    clauses = (
        ("RANK-01", Role.DO, "先让座。", "", {"reason_zh_hans": "道歉之后。"}),
        ("RANK-02", Role.DO, "先道歉。"),
        ("RANK-03", Role.DO, "道歉要快。"),
    )
    make_norm("says", "致歉信", summary_zh_hans="怎样道歉。", clauses=clauses, position=1)
    for position, (slug, title) in enumerate(
        [("holds", "当面道歉"), ("begins", "道歉的话"), ("whole", "道歉")], start=2
    ):
        codes = ((f"{slug.upper()}-01", Role.DO, "站直。"),)
        make_norm(slug, title, clauses=codes, position=position)

    assert found("道歉") == ["whole", "begins", "holds", "RANK-03", "says", "RANK-02", "RANK-01"]


def test_terms_side_by_side_come_before_terms_apart(db):
    clauses = (
        ("WAIT-01", Role.DO, "Let nobody wait.", "Nobody is to wait long in the hall."),
        ("WAIT-02", Role.DO, "请坐。", "They wait in a long line."),
        ("WAIT-03", Role.DO, "请坐下。", "Say how long the wait long queues bring will be."),
    )
    make_norm("queue", "排队", "Queues", clauses=clauses)

    assert found("wait long") == ["WAIT-01", "WAIT-03", "WAIT-02"]


def test_norms_cases_and_terms_come_before_clauses_that_fit_as_well(db):
    make_norm("words", "说话", kind=Kind.CONCEPT, clauses=(("W-01", Role.DO, "插队"),))
    make_norm("jumped", "插队", kind=Kind.CONCEPT, position=1)
    make_norm("case", "插队", kind=Kind.CASE, clauses=(("C-01", Role.SITUATION, "急。"),))
    make_term("jump", "插队", "Jumping the queue")

    assert found("插队")[:4] == ["jumped", "case", "jump", "W-01"]


def test_equals_stand_in_reading_order(db):
    later, sooner = (make_topic(slug, slug, position=at) for slug, at in (("a", 2), ("b", 1)))
    make_norm("z", clauses=(("Z-01", Role.DO, "微笑。"),), topic=later)
    make_norm("y", clauses=(("Y-01", Role.DO, "微笑。"),), topic=sooner, position=2)
    make_norm("w", clauses=(("W-01", Role.DO, "微笑。"),), topic=sooner, position=2)
    clauses = (("X-02", Role.DO, "微笑。"), ("X-01", Role.DO, "微笑。"))
    make_norm("x", clauses=clauses, topic=sooner, position=1)

    # W came after Y, whatever a database thinks of their addresses
    assert found("微笑。") == ["X-02", "X-01", "Y-01", "W-01", "Z-01"]


@pytest.mark.parametrize("q", ["胸牌", "铭牌", "Name Tag", "ｎａｍｅ tag"])
def test_other_names_of_a_term_are_looked_for_too(badge, dress_norm, q):
    assert found(q) == ["badge", "DRESS-02", "DRESS-05"]


def test_word_as_typed_comes_before_its_other_names(badge, dress_norm):
    make_norm("tags", "牌子", clauses=(("TAG-01", Role.DO, "胸牌擦干净。"),), position=9)

    assert found("胸牌") == ["badge", "TAG-01", "DRESS-02", "DRESS-05"]
    assert found("胸牌 歪戴") == ["DRESS-05"]


def test_chinese_word_brings_chinese_names_and_an_english_one_both(badge):
    def also(q):
        return [name for name, _language in search(parse(q)).sought.also]

    assert also("胸牌 歪戴") == ["工牌", "铭牌"]
    assert also("NAME TAG") == ["工牌", "badge", "胸牌", "铭牌"]
    assert also("歪戴") == []


def test_everyday_words_of_the_portal_bring_no_other_names(dress_norm):
    make_term("round", "检查", "round", also="工牌", is_of_portal=True)

    assert found("检查") == ["round"]


def test_search_knows_only_what_holds_today(dress_norm):
    Norm.objects.filter(pk=dress_norm.pk).update(title_zh_hans="没发布的题目")
    dress_norm.clauses.filter(code="DRESS-05").update(text_zh_hans="没发布的条款。")

    assert found("没发布") == []

    norm = republish(Norm.objects.get(pk=dress_norm.pk), text="换过的原则。")

    assert norm.current_edition.number == 2
    assert found("没发布") == ["dress", "DRESS-05"]
    assert found("整洁统一") == []
    assert found("换过的原则") == ["DRESS-01"]


def test_withdrawn_clause_is_not_found(dress_norm):
    dress_norm.clauses.filter(code="DRESS-06").update(withdrawn=True)
    republish(dress_norm)

    assert found("微笑") == []


def test_draft_that_was_never_published_is_not_found(db):
    make_norm("draft", "草稿", published=False)

    assert found("草稿") == []
    call_command("rebuild_search", stdout=StringIO())
    assert found("草稿") == []


def test_term_is_found_as_it_reads_now(badge):
    badge.name_zh_hans, badge.also_zh_hans = "号牌", ""
    badge.save()

    assert found("号牌") == ["badge"]
    assert found("铭牌") == []

    badge.delete()

    assert found("号牌") == []


def test_publishing_and_saving_leave_what_a_rebuild_would_write(dress_norm, phone_norm, badge):
    republish(dress_norm)
    badge.save()
    fresh = index()
    SearchEntry.objects.all().delete()

    out = StringIO()
    call_command("rebuild_search", stdout=out)

    assert index() == fresh
    assert out.getvalue() == f"{len(fresh)} entries can be found.\n"
    assert len(fresh) == 2 + 6 + 8 + 1


def test_entry_is_of_an_edition_or_of_a_term(dress_norm, badge):
    edition = dress_norm.current_edition
    for kind, fields in (
        (FoundKind.NORM, {}),
        (FoundKind.NORM, {"term": badge}),
        (FoundKind.TERM, {"edition": edition}),
        (FoundKind.CLAUSE, {"edition": edition}),
        (FoundKind.NORM, {"edition": edition, "place": edition.entries.first()}),
    ):
        SearchEntry.objects.filter(term=badge).delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            SearchEntry.objects.create(kind=kind, titles="x", texts="x", **fields)


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
        ("rehang, hang up", ("hang up",), "rehang, <mark>hang up</mark>"),
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


def test_page_shows_where_it_was_found_when_the_text_does_not(client, lin, dress_norm):
    client.force_login(lin)

    assert '<span lang="en"><mark>Badge</mark> worn crooked.</span>' in page(client, "badge")


def test_page_marks_both_words_that_were_typed_as_one(client, lin, dress_norm):
    client.force_login(lin)

    assert "<mark>工牌</mark><mark>歪戴</mark>" not in page(client, "工牌歪戴")
    assert "<mark>工牌歪戴</mark>。" in page(client, "歪戴工牌")


def test_page_shows_the_better_line_beside_the_forbidden_one(client, lin, phone_norm):
    client.force_login(lin)

    shown = page(client, "快点定")

    labels = re.findall(
        r'class="hit-label ([\w-]+)">.*?</span> <span lang="(.*?)">(.*?)</span>', shown, re.S
    )
    assert labels == [
        ("text-verm", "zh-hans", "您<mark>快点定</mark>。"),
        ("text-jade", "zh-hans", "您方便的时候告诉我。"),
    ]


def test_page_marks_a_code_when_a_code_was_typed(client, lin, db):
    make_norm("badge", "工牌", clauses=(("BADGE-01", Role.DO, "别正。", "Badge straight."),))
    client.force_login(lin)

    assert "<mark>BADGE-0</mark>1" in page(client, "badge-0")
    assert '<span class="code">BADGE-01</span>' in page(client, "badge")


def test_page_leads_to_a_term_in_the_glossary(client, lin, badge):
    client.force_login(lin)

    shown = page(client, "铭牌")

    assert f"{reverse('standards:glossary')}#badge" in shown
    assert "<mark>胸牌</mark>、<mark>铭牌</mark>" in shown
    assert "工牌、胸牌</span>" in shown  # also looked for


def test_page_shows_one_kind_alone(client, lin, dress_norm, badge):
    client.force_login(lin)

    shown = page(client, "工牌", kind="term")

    assert shown.count('class="hit"') == 1
    assert re.findall(r'class="chip" href="([^"]+)"( aria-current="true")?', shown) == [
        ("?q=%E5%B7%A5%E7%89%8C", ""),
        ("?q=%E5%B7%A5%E7%89%8C&amp;kind=term", ' aria-current="true"'),
        ("?q=%E5%B7%A5%E7%89%8C&amp;kind=clause", ""),
    ]
    assert page(client, "工牌", kind="forged").count('class="hit"') == 3
    assert page(client, "工牌", kind="case").count("<mark>") == 0


def test_page_that_finds_one_kind_offers_no_choice(client, lin, dress_norm):
    client.force_login(lin)

    assert 'class="filters"' not in page(client, "工牌")


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


def test_page_that_finds_nothing_leads_on(client, lin, dress_norm):
    client.force_login(lin)

    shown = page(client, "没有这个词")

    for name in ("standards:phrases", "standards:glossary", "standards:index"):
        assert f'class="btn btn-secondary" href="{reverse(name)}"' in shown


def test_page_says_that_a_long_query_was_cut(client, lin, dress_norm):
    client.force_login(lin)

    assert 'class="notice notice-info"' in page(client, "微" * 101)
    assert 'class="notice notice-info"' not in page(client, "微" * 100)


def test_what_fits_best_comes_first_over_pages(client, lin, db):
    make_norms(30)
    client.force_login(lin)

    first, second, last = (page(client, "规范", page=number) for number in (1, 2, 3))

    # 30 norms and their 30 clauses, 20 a page
    assert [shown.count('class="hit"') for shown in (first, second, last)] == [20, 20, 20]
    assert [shown.count("#NORM-") for shown in (first, second, last)] == [0, 10, 20]
    assert page(client, "规范", page="forged").count('class="hit"') == 20


@pytest.mark.parametrize("count", [1, 30])
def test_search_query_count_is_flat(client, lin, count, django_assert_num_queries):
    make_norms(count)
    client.force_login(lin)

    # session, person, managed units; the glossary's names; all that is found; what the page shows
    with django_assert_num_queries(6):
        page(client, "规范")
