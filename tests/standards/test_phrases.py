"""The phrase book: lines by their moments, found in ten seconds at a counter."""

import gzip
import json

import pytest
from django.urls import reverse

from portal.seeding import Outcome
from standards.enums import Kind, Role
from standards.lint import findings
from standards.models import Clause, Moment, Norm
from standards.phrases.content import load_moments
from tests.admin_posts import values
from tests.factories import make_norm, republish

BOOK = "/phrases/"
LINES = "/phrases/lines.json"
#: What the index may weigh on the wire; fonts, styles and scripts come with the first page.
INDEX_BYTES = 8_000


def make_moment(slug, title, title_en, codes=(), **fields):
    moment = Moment.objects.create(slug=slug, title_zh_hans=title, title_en=title_en, **fields)
    moment.clauses.set(Clause.objects.filter(code__in=codes))
    return moment


@pytest.fixture
def opening(phone_norm):
    return make_moment("opening", "电话接通", "Phone: opening", ["PHONE-03"], position=1)


@pytest.fixture
def agreeing(phone_norm):
    codes = ["PHONE-05", "PHONE-06"]
    return make_moment("agreeing", "约时间", "Agreeing a time", codes, position=2)


@pytest.fixture
def book(client, lin, opening, agreeing):
    """Lin at the counter; PHONE-08 is at no moment."""
    client.force_login(lin)
    return client


def said(shelves):
    """``{heading: [better words]}``, without the marks of hits."""
    return {
        shelf.heading.title: [
            line.say.replace("<mark>", "").replace("</mark>", "") for line in shelf.lines
        ]
        for shelf in shelves
    }


def found(client, q):
    return said(client.get(BOOK, {"q": q}).context["shelves"])


# -- moments -----------------------------------------------------------------------------------


def test_moments_stand_in_their_order_with_their_size(book):
    moments = book.get(BOOK).context["moments"]

    assert [(moment.slug, moment.line_count) for moment in moments] == [
        ("opening", 1),
        ("agreeing", 2),
    ]


def test_better_line_stands_beside_the_forbidden_one(book, agreeing):
    page = book.get(agreeing.get_absolute_url())

    offer, press = page.context["lines"]
    assert (offer.say, offer.avoid) == ("周三上午和周四下午，您看哪天方便？", "")
    assert (press.say, press.avoid) == ("您方便的时候告诉我。", "您快点定。")
    content = page.content.decode()
    assert content.index("您方便的时候告诉我。") < content.index("您快点定。")


def test_line_leads_to_its_clause(book, opening):
    [line] = book.get(opening.get_absolute_url()).context["lines"]

    assert line.url == "/standards/norms/phone/#PHONE-03"
    assert line.norm_title == "电话预约"


def test_line_for_one_dress_code_is_seen_whatever_the_readers_own(book, lin):
    lin.dress_code = "men"
    lin.save()
    extra = {"line_zh_hans": "裙子我去换一条。", "applies_to": "women"}
    clauses = (("SKIRT-01", Role.SAY, "说。", "", extra), ("SKIRT-02", Role.AVOID, "别说。"))
    make_norm("skirt", kind=Kind.PHRASES, clauses=clauses)

    [[line]] = [shelf.lines for shelf in book.get(BOOK, {"q": "裙子"}).context["shelves"]]

    assert line.url == "/standards/norms/skirt/?dress=women#SKIRT-01"


def test_line_at_no_moment_stands_last_under_its_norm(book):
    assert said(book.get(BOOK).context["shelves"]) == {"电话预约": ["再见，祝您愉快。"]}


def test_moment_without_published_lines_is_left_out_and_its_page_says_so(book):
    make_moment("later", "以后", "Later")

    assert "later" not in [moment.slug for moment in book.get(BOOK).context["moments"]]
    assert 'class="empty"' in book.get("/phrases/later/").content.decode()


def test_readers_see_what_was_published_and_not_the_draft(book, opening):
    Clause.objects.filter(code="PHONE-03").update(line_zh_hans="喂？")

    [line] = book.get(opening.get_absolute_url()).context["lines"]

    assert line.say == "您好，我是临江营业厅的林晓。"


def test_withdrawn_line_leaves_the_book_with_the_next_edition(book):
    Clause.objects.filter(code="PHONE-06").update(withdrawn=True)
    assert found(book, "快点")

    republish(Norm.objects.get(slug="phone"))

    assert found(book, "快点") == {}


def test_empty_book_says_so(client, lin):
    client.force_login(lin)

    assert 'class="empty"' in client.get(BOOK).content.decode()


def test_english_reader_sees_chinese_where_no_english_is(book, opening):
    Clause.objects.filter(code="PHONE-03").update(line_en="")
    republish(Norm.objects.get(slug="phone"))
    book.cookies["django_language"] = "en"

    [line] = book.get(opening.get_absolute_url()).context["lines"]

    assert (line.say, line.language) == ("您好，我是临江营业厅的林晓。", "zh-hans")


# -- finding -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("q", "shelves"),
    [
        ("快点", {"约时间": ["您方便的时候告诉我。"]}),  # in the forbidden words
        ("告诉我", {"约时间": ["您方便的时候告诉我。"]}),  # in the better ones
        ("接通后", {"电话接通": ["您好，我是临江营业厅的林晓。"]}),  # when it is said
        (
            "约时间",  # the moment
            {"约时间": ["周三上午和周四下午，您看哪天方便？", "您方便的时候告诉我。"]},
        ),
        ("约时间 周三", {"约时间": ["周三上午和周四下午，您看哪天方便？"]}),
        ("电话预约", {"电话预约": ["再见，祝您愉快。"]}),  # the norm that stands in for a moment
        ("ｍａｋｅ　ＵＰ", {"约时间": ["您方便的时候告诉我。"]}),  # the other language
        ("没有", {}),
        ("%", {}),
    ],
)
def test_lines_are_found_by_words_situation_and_moment(book, q, shelves):
    assert found(book, q) == shelves


def test_other_language_is_asked_only_when_ones_own_has_nothing(book):
    book.cookies["django_language"] = "en"

    assert found(book, "快点") == {"Agreeing a time": ["Let me know when it suits you."]}
    assert found(book, "time") == {
        "Agreeing a time": [
            "Would Wednesday morning or Thursday afternoon suit you?",
            "Let me know when it suits you.",
        ]
    }


def test_line_of_two_moments_is_found_once_and_by_both(book, opening):
    opening.clauses.add(Clause.objects.get(code="PHONE-06"))

    assert found(book, "快点") == {"电话接通": ["您方便的时候告诉我。"]}
    assert "您方便的时候告诉我。" in found(book, "约时间")["电话接通"]


def test_hits_are_marked_and_nothing_typed_becomes_markup(book):
    assert "您<mark>快点</mark>定" in book.get(BOOK, {"q": "快点"}).content.decode()
    assert "<script>x" not in book.get(BOOK, {"q": "<script>x"}).content.decode()


def test_nothing_found_leads_on_to_the_search(book):
    page = book.get(BOOK, {"q": "没有"}).content.decode()

    assert 'class="empty"' in page
    assert f'href="{reverse("standards:search")}?q=%E6%B2%A1%E6%9C%89"' in page


# -- all lines for the filter --------------------------------------------------------------------


def test_filter_gets_every_line_once_with_the_places_of_its_moments(book, opening):
    opening.clauses.add(Clause.objects.get(code="PHONE-06"))

    content = json.loads(book.get(LINES, {"text": "zh-hans"}).content)

    assert content["headings"] == [
        ["电话接通", "/phrases/opening/"],
        ["约时间", "/phrases/agreeing/"],
        ["电话预约", ""],
    ]
    assert [(line[0], line[5]) for line in content["lines"]] == [
        ([0], "您好，我是临江营业厅的林晓。"),
        ([1], "周三上午和周四下午，您看哪天方便？"),
        ([0, 1], "您方便的时候告诉我。"),
        ([2], "再见，祝您愉快。"),
    ]


def test_filter_speaks_the_language_that_it_is_asked_for(book):
    english = json.loads(book.get(LINES, {"text": "en"}).content)

    assert english["headings"][0][0] == "Phone: opening"
    assert english["lines"][0][5] == "Hello, this is Lin from the Linjiang hall."


def test_same_lines_are_not_sent_twice(book, opening):
    first = book.get(LINES)
    assert first["Cache-Control"] == "private, max-age=300"

    again = book.get(LINES, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

    opening.clauses.clear()
    changed = book.get(LINES, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


# -- what it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(
    ("address", "queries"), [(BOOK, 5), ("/phrases/opening/", 5), ("/phrases/?q=话", 5), (LINES, 4)]
)
def test_query_counts_are_flat(book, opening, count, address, queries, django_assert_num_queries):
    for i in range(count):
        clauses = (
            (f"MORE{chr(65 + i)}-01", Role.SAY, "说。"),
            (f"MORE{chr(65 + i)}-02", Role.AVOID, "别说。"),
        )
        norm = make_norm(f"more-{i}", kind=Kind.PHRASES, clauses=clauses)
        opening.clauses.add(norm.clauses.first())
        make_moment(f"moment-{i}", f"场合{i}", f"Moment {i}", [f"MORE{chr(65 + i)}-02"])

    with django_assert_num_queries(queries):
        assert book.get(address).status_code == 200


# -- what ships ------------------------------------------------------------------------------------


SHIPPED = """
[[moments]]
slug = "opening"
title_zh_hans = "{title}"
title_en = "Phone: opening"
position = 1
clauses = ["PHONE-03"]
"""


@pytest.fixture
def ship(phone_norm, tmp_path, settings):
    """``ship(title)`` loads a file with one moment of that title; returns its outcome."""
    settings.FIXTURE_ROOT = tmp_path

    def ship(title):
        (tmp_path / "moments.toml").write_text(SHIPPED.format(title=title), encoding="utf-8")
        [outcome] = load_moments()
        return outcome

    return ship


def test_shipped_moment_follows_its_file(ship):
    assert ship("接通") is Outcome.CREATED
    assert ship("接通") is Outcome.UNCHANGED
    assert ship("电话接通") is Outcome.UPDATED

    moment = Moment.objects.get()
    assert moment.title_zh_hans == "电话接通"
    assert [clause.code for clause in moment.clauses.all()] == ["PHONE-03"]


def test_moment_that_an_editor_changed_is_theirs(ship):
    ship("接通")
    Moment.objects.get().clauses.add(Clause.objects.get(code="PHONE-08"))

    assert ship("电话接通") is Outcome.KEPT
    assert Moment.objects.get().title_zh_hans == "接通"


# -- the editors' desk -----------------------------------------------------------------------------


@pytest.fixture
def desk(client, song):
    client.force_login(song)
    return client


def test_editor_puts_a_line_to_a_moment(desk, opening):
    path = reverse("admin:standards_moment_change", args=[opening.pk])
    page = desk.get(path)
    goodbye = Clause.objects.get(code="PHONE-08")

    chosen = [opening.clauses.get().pk, goodbye.pk]
    response = desk.post(path, values(page) | {"clauses": chosen})

    assert response.status_code == 302
    assert goodbye in opening.clauses.all()


def test_only_lines_can_be_chosen(desk, opening):
    page = desk.get(reverse("admin:standards_moment_change", args=[opening.pk]))

    field = page.context["adminform"].form.fields["clauses"]
    labels = [str(label) for _value, label in field.choices]
    assert labels == [
        "PHONE-03 ✓ 您好，我是临江营业厅的林晓。",
        "PHONE-05 ✓ 周三上午和周四下午，您看哪天方便？",
        "PHONE-06 ✕ 您快点定。",
        "PHONE-08 ✓ 再见，祝您愉快。",
    ]


def test_editors_do_not_overwrite_each_other(desk, opening):
    path = reverse("admin:standards_moment_change", args=[opening.pk])
    opened = values(desk.get(path))
    opening.clauses.clear()

    response = desk.post(path, opened)

    assert response.status_code == 200
    assert not opening.clauses.exists()


def test_line_at_no_moment_is_worth_mending(desk, opening, agreeing):
    every = findings(Norm.objects.with_draft())
    [finding] = [each for each in every if each.check.slug == "moment"]

    assert (finding.where, finding.text) == ("PHONE-08", "再见，祝您愉快。")
    assert desk.get(finding.url).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_moment_list_and_form_have_flat_query_counts(
    desk, opening, count, django_assert_num_queries
):
    for i in range(count):
        make_moment(f"moment-{i}", f"场合{i}", f"Moment {i}", ["PHONE-05"])

    with django_assert_num_queries(6):
        desk.get(reverse("admin:standards_moment_changelist"))
    with django_assert_num_queries(8):
        desk.get(reverse("admin:standards_moment_change", args=[opening.pk]))


def test_index_is_light(book):
    page = book.get(BOOK)

    assert len(gzip.compress(page.content)) < INDEX_BYTES
