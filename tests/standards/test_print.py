"""On paper: the norm with the code that leads back to it, and the poster for the wall."""

import re

import pytest
import segno
from django.urls import reverse

from standards.editions import Edition
from standards.enums import Kind, Role
from standards.history import versions_in_order
from standards.posters import COLUMN_MM, MOST_IN_A_COLUMN, height, lines_of, poster
from standards.qr import qr_svg
from tests.factories import make_norm, republish


def html(client, url):
    return client.get(url).content.decode()


def poster_url(norm, **query):
    return reverse("standards:poster", args=[norm.slug], query=query or None)


def poster_of(norm, language="en", dress="all", title="Short"):
    return poster(versions_in_order(norm.current_edition), language, title=title, dress=dress)


def codes(items):
    return [item.clause.version.code for item in items]


def dark_modules(svg):
    """The (x, y) that the path of a code draws: ``M4 4.5h7m2 0h1``."""
    dark = set()
    for x, y, rest in re.findall(r"M(\d+) (\d+)\.5([^M\"]*)", svg):
        at = int(x)
        for draws, width in re.findall(r"(h|m)(\d+)", rest.replace(" 0", "")):
            if draws == "h":
                dark |= {(at + i, int(y)) for i in range(int(width))}
            at += int(width)
    return dark


# -- the code ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["http://testserver/standards/norms/dress/", "https://训练.cn/x"]
)
def test_code_draws_every_module_of_the_address(address):
    matrix = segno.make(address, error="l", micro=False).matrix_iter(border=4)

    assert dark_modules(qr_svg(address, "page")) == {
        (x, y) for y, row in enumerate(matrix) for x, cell in enumerate(row) if cell
    }


def test_code_has_words_and_nothing_inline():
    svg = qr_svg("http://testserver/", 'a "page"')

    assert 'aria-label="a &quot;page&quot;"' in svg
    assert not re.search(r"\sstyle=|<style|\son\w+=", svg)


def test_norm_page_carries_its_code_and_address_for_paper(client, lin, dress_norm):
    client.force_login(lin)

    page = html(client, dress_norm.get_absolute_url() + "?text=en&dress=men")

    address = "http://testserver/standards/norms/dress/"
    assert page.count('class="qr"') == 1
    assert qr_svg(address, "规范页面").split("<path")[1] in page
    assert f"{address}</p>" in page


def test_superseded_edition_on_paper_leads_to_what_holds_today(client, lin, dress_norm):
    republish(dress_norm)
    client.force_login(lin)

    page = html(client, reverse("standards:edition", args=["dress", 1]))

    assert "http://testserver/standards/norms/dress/</p>" in page


def test_stored_body_holds_no_code(dress_norm):
    for page in Edition.objects.get(norm=dress_norm).pages.all():
        assert 'class="qr"' not in page.html


# -- the poster: what is chosen --------------------------------------------------------------


def test_poster_has_do_on_the_left_and_dont_on_the_right(dress_norm):
    found = poster_of(dress_norm)

    assert codes(found.left) == ["DRESS-01", "DRESS-02", "DRESS-03", "DRESS-04"]
    assert codes(found.right) == ["DRESS-05", "DRESS-06"]
    assert (found.has_wrong, found.left_out) == (True, 0)


def test_poster_shows_one_dress_code(dress_norm):
    assert "DRESS-04" not in codes(poster_of(dress_norm, dress="women").left)
    assert "DRESS-03" not in codes(poster_of(dress_norm, dress="men").left)


def test_poster_has_lines_to_say_and_never_to_say(phone_norm):
    found = poster_of(phone_norm)

    assert [item.number for item in found.left if item.number] == [1, 2, 3]
    assert [item.is_line for item in found.right] == [True]


@pytest.fixture
def long_norm(db):
    """Forty dos in the plainest order; the last but one is critical, the last is measured."""
    plain = tuple((f"LONG-{i:02d}", Role.DO, "说得很长。" * 8) for i in range(1, 39))
    critical = ("LONG-39", Role.DO, "要紧的一条。", "Critical.", {"is_critical": True})
    measured = ("LONG-40", Role.DO, "量得出的一条。", "", {"measure": ("max", None, 3, "m")})
    dont = ("LONG-41", Role.DONT, "不这样做。")
    return make_norm("long", kind=Kind.POSTURE, clauses=(*plain, critical, measured, dont))


def test_poster_prefers_what_is_critical_and_what_is_measured(long_norm):
    found = poster_of(long_norm, "zh-hans")

    assert codes(found.left)[-2:] == ["LONG-39", "LONG-40"]
    assert found.left_out > 30


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_poster_takes_no_more_than_a_column_holds(long_norm, language):
    found = poster_of(long_norm, language)

    taken = sum(height(item.clause.version, language) for item in found.left)
    assert 0 < taken <= COLUMN_MM
    assert len(found.left) <= MOST_IN_A_COLUMN


def test_long_title_leaves_room_for_less(long_norm):
    shorter = poster_of(long_norm, "zh-hans", title="很长很长的题目" * 10)

    assert len(shorter.left) < len(poster_of(long_norm, "zh-hans").left)


def test_norm_without_donts_fills_both_columns_with_its_rules(db):
    rules = tuple((f"RULE-{i:02d}", Role.DO, "说得很长。" * 6) for i in range(1, 21))
    norm = make_norm("rules", kind=Kind.CONCEPT, clauses=rules)

    found = poster_of(norm, "zh-hans")

    assert not found.has_wrong
    assert found.left
    assert found.right
    chosen = codes([*found.left, *found.right])
    assert chosen == sorted(chosen)
    assert len(chosen) == len(set(chosen))


def test_figure_stands_across_the_sheet_and_takes_its_room_from_the_columns(db):
    rules = tuple((f"RULE-{i:02d}", Role.DO, "说得很长。" * 6) for i in range(1, 21))
    way = ("WAY-01", Role.FACT, "六个真实一刻。", "Six.", {"drawing": "moments-of-truth"})
    plain = poster_of(make_norm("plain", kind=Kind.CONCEPT, clauses=rules), "zh-hans")

    drawn = poster_of(
        make_norm("drawn", kind=Kind.CONCEPT, clauses=(way, *(rule_of(rule) for rule in rules))),
        "zh-hans",
    )

    assert codes(drawn.lead) == ["WAY-01"]
    assert "WAY-01" not in codes([*drawn.left, *drawn.right])
    assert 0 < len(drawn.left) < len(plain.left)
    assert drawn.left_out == 21 - 1 - len(drawn.left) - len(drawn.right)
    assert not plain.lead


def rule_of(rule):
    """The same rule under a code of its own."""
    return (f"OTHER-{rule[0]}", *rule[1:])


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("一" * 13, 1), ("一" * 14, 2), ("a" * 21, 1), ("a" * 22, 2), ("一\n二", 2)],
)
def test_lines_are_reckoned_from_the_width_of_the_letters(text, lines):
    assert lines_of(text) == lines


# -- the poster's page -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "裙长到膝盖。"), ("en", "Skirt to the knee.")]
)
def test_poster_page_speaks_one_language_in_text_and_measure(
    client, lin, dress_norm, language, words
):
    client.force_login(lin)

    page = html(client, poster_url(dress_norm, text=language))
    sheet = page[page.index('<article class="poster"') : page.index("</article>")]

    assert words in sheet
    assert ("±2 cm" in sheet) == (language == "en")
    assert 'class="qr"' in sheet
    assert "http://testserver/standards/norms/dress/" in sheet


def test_poster_says_for_whom_a_clause_is_where_both_are_shown(client, lin, dress_norm):
    client.force_login(lin)

    both = html(client, poster_url(dress_norm, text="en", dress="all"))
    men = html(client, poster_url(dress_norm, text="en", dress="men"))

    assert "<b>Men</b>" in both
    assert "<b>Men</b>" not in men
    assert "Skirt" not in men


def test_poster_escapes_what_editors_write(client, lin, db):
    norm = make_norm("odd", "<b>题</b>", clauses=(("ODD-01", Role.DO, "<script>x</script>"),))
    client.force_login(lin)

    page = html(client, poster_url(norm))

    assert "&lt;script&gt;x" in page
    assert "<b>题" not in page


def test_poster_of_what_is_not_published_is_not_found(client, lin, db):
    draft = make_norm("draft", "草稿", published=False)
    client.force_login(lin)

    assert client.get(poster_url(draft)).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_poster_query_count_is_flat(client, lin, count, django_assert_num_queries):
    clauses = tuple((f"MANY-{i:02d}", Role.DO, "看着对方。") for i in range(1, count + 1))
    norm = make_norm("many", clauses=clauses)
    client.force_login(lin)

    with django_assert_num_queries(5):  # session, person, managed units, edition, versions
        client.get(poster_url(norm))
