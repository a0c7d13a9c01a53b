"""The stored body and the pages that show it."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from standards import reading
from standards.editions import Edition, EditionPage
from standards.enums import Role
from standards.models import Norm
from standards.reading import page_body
from standards.shelves import shelves
from tests.factories import make_norm, make_norms, make_topic, republish


def norm_url(norm, **query):
    return reverse("standards:norm", args=[norm.slug], query=query or None)


def html(client, url):
    return client.get(url).content.decode()


# -- the body -------------------------------------------------------------------------------


def test_body_is_stored_once_for_each_language(dress_norm):
    pages = EditionPage.objects.filter(edition=dress_norm.current_edition)

    assert {(page.language, page.renderer) for page in pages} == {
        ("zh-hans", reading.RENDERER),
        ("en", reading.RENDERER),
    }


def test_body_shows_clauses_with_anchor_measure_why_and_citation(dress_norm):
    body = page_body(dress_norm.current_edition, "en")

    assert 'id="DRESS-02"' in body
    assert '<span aria-hidden="true">±2 cm</span>' in body
    assert "within 2 cm either way" in body
    assert "The customer can see who you are." in body
    assert "H1-W2" in body
    assert "Service handbook · H1 Dress" in body
    assert "Critical" in body


def test_body_says_in_words_what_the_portal_added(dress_norm, phone_norm):
    added = page_body(dress_norm.current_edition, "en")
    cited = page_body(phone_norm.current_edition, "en")

    assert added.count('class="derived"') == 1
    assert 'class="derived"' not in cited


def test_body_puts_the_better_line_before_the_forbidden_one(phone_norm):
    body = page_body(phone_norm.current_edition, "en")

    assert body.index("Let me know when it suits you.") < body.index("Make up your mind.")


def test_body_holds_both_dress_codes_in_classes(dress_norm):
    body = page_body(dress_norm.current_edition, "zh-hans")

    assert re.search(r'class="part for-women".*裙长到膝盖', body, re.DOTALL)
    assert re.search(r'class="part for-men".*领带到皮带扣', body, re.DOTALL)


def test_body_marks_missing_english(dress_norm):
    body = page_body(dress_norm.current_edition, "en")

    assert '<span class="untranslated" lang="zh-hans">微笑时口罩挂在下巴上。</span>' in body
    assert body.count('class="lang-flag"') == 1
    assert "lang-flag" not in page_body(dress_norm.current_edition, "zh-hans")


def test_body_names_no_static_file_and_nothing_inline(dress_norm, phone_norm, settings):
    for norm in (dress_norm, phone_norm):
        body = page_body(norm.current_edition, "zh-hans")

        assert settings.STATIC_URL not in body
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", body)


def test_body_of_an_older_renderer_is_rendered_anew_and_not_written(
    dress_norm, django_assert_num_queries
):
    EditionPage.objects.update(renderer=reading.RENDERER - 1, html="stale")

    body = page_body(dress_norm.current_edition, "en")

    assert 'id="DRESS-02"' in body
    assert set(EditionPage.objects.values_list("html", flat=True)) == {"stale"}


def test_missing_body_is_rendered(dress_norm):
    stored = page_body(dress_norm.current_edition, "en")
    EditionPage.objects.all().delete()

    assert page_body(dress_norm.current_edition, "en") == stored


def test_rebuild_pages_renders_only_what_is_old(dress_norm, phone_norm, capsys):
    fresh = EditionPage.objects.get(edition=phone_norm.current_edition, language="en").html
    EditionPage.objects.filter(edition=phone_norm.current_edition).update(html="kept")
    EditionPage.objects.filter(edition=dress_norm.current_edition, language="en").update(
        renderer=0, html="stale"
    )

    call_command("rebuild_pages")

    assert capsys.readouterr().out == "1 editions rendered.\n"
    assert not EditionPage.objects.filter(html="stale").exists()
    assert EditionPage.objects.filter(html="kept").count() == 2

    call_command("rebuild_pages", "--all")

    assert EditionPage.objects.get(edition=phone_norm.current_edition, language="en").html == fresh


# -- the norm's page -------------------------------------------------------------------------


def test_norm_page_shows_edition_minutes_and_body(client, lin, dress_norm):
    client.force_login(lin)
    client.cookies["django_language"] = "en"

    page = html(client, norm_url(dress_norm))

    assert "<h1>Dress</h1>" in page.replace(' lang="en"', "")
    assert "Edition 1" in page
    assert "2 March 2026" in page
    assert "A check at the mirror before you start." in page
    assert 'id="DRESS-06"' in page


@pytest.mark.parametrize("persona", ["lin", "mei", "gu", "song", "an"])
def test_norm_page_is_for_everybody_who_signs_in(client, request, dress_norm, persona):
    client.force_login(request.getfixturevalue(persona))

    assert client.get(norm_url(dress_norm)).status_code == 200


@pytest.mark.parametrize("name", ["standards:index", "standards:search"])
def test_anonymous_signs_in_first(client, db, name):
    response = client.get(reverse(name))

    assert response.status_code == 302
    assert response.url.startswith(reverse("login"))


def test_unpublished_norm_is_not_found(client, lin, db):
    draft = make_norm("draft", "草稿", published=False)
    client.force_login(lin)

    assert client.get(norm_url(draft)).status_code == 404
    assert client.get(reverse("standards:norm", args=["nothing"])).status_code == 404


@pytest.mark.parametrize(
    ("own", "asked", "expected"),
    [
        ("", {}, '<div class="">'),
        ("women", {}, '<div class="dress-women">'),
        ("men", {}, '<div class="dress-men">'),
        ("men", {"dress": "women"}, '<div class="dress-women">'),
        ("men", {"dress": "all"}, '<div class="">'),
        ("women", {"dress": "<script>"}, '<div class="dress-women">'),
    ],
)
def test_server_chooses_the_dress_code(client, lin, dress_norm, own, asked, expected):
    lin.dress_code = own
    lin.save()
    client.force_login(lin)

    assert f'{expected}<div class="norm-body' in html(client, norm_url(dress_norm, **asked))


def test_dress_code_is_offered_only_where_it_matters(client, lin, dress_norm, phone_norm):
    client.force_login(lin)

    assert "?dress=women" in html(client, norm_url(dress_norm))
    assert "?dress=women" not in html(client, norm_url(phone_norm))


def test_text_can_be_flipped_while_the_page_keeps_its_language(client, lin, dress_norm):
    client.force_login(lin)

    page = html(client, norm_url(dress_norm, text="en", dress="men"))

    assert '<html lang="zh-hans">' in page
    assert "Tie to the belt buckle." in page
    assert "?text=zh-hans&amp;dress=men" in page


def test_unpublished_edit_changes_no_page(client, lin, dress_norm):
    client.force_login(lin)
    before = html(client, norm_url(dress_norm)), html(client, reverse("standards:index"))
    Norm.objects.filter(pk=dress_norm.pk).update(title_zh_hans="新题目")
    dress_norm.clauses.update(text_zh_hans="没有发布的话。")

    after = html(client, norm_url(dress_norm)), html(client, reverse("standards:index"))

    assert [_without_token(page) for page in after] == [_without_token(page) for page in before]


def _without_token(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_reading_writes_nothing(client, lin, dress_norm, django_assert_num_queries):
    client.force_login(lin)
    EditionPage.objects.all().delete()

    client.get(norm_url(dress_norm))

    assert not EditionPage.objects.exists()


def test_norm_page_query_count(client, lin, dress_norm, module, django_assert_num_queries):
    client.force_login(lin)

    with django_assert_num_queries(5):  # session, person, managed units, edition, own reading
        client.get(norm_url(dress_norm))


# -- editions --------------------------------------------------------------------------------


def test_superseded_edition_says_so_and_leads_on(client, lin, dress_norm):
    republish(dress_norm, text="新的第一条。")
    client.force_login(lin)

    page = html(client, reverse("standards:edition", args=["dress", 1]))

    assert "整洁统一。" in page
    assert "新的第一条。" not in page
    assert 'class="superseded"' in page
    assert f'href="{norm_url(dress_norm)}"' in page
    assert reverse("standards:editions", args=["dress"]) in html(client, norm_url(dress_norm))


def test_current_edition_has_one_address(client, lin, dress_norm):
    client.force_login(lin)

    response = client.get(reverse("standards:edition", args=["dress", 1]))

    assert response.url == norm_url(dress_norm)


@pytest.mark.parametrize("number", [0, 2, 99999999999999999999])
def test_edition_that_does_not_exist_is_not_found(client, lin, dress_norm, number):
    client.force_login(lin)

    assert client.get(reverse("standards:edition", args=["dress", number])).status_code == 404


# -- shelves ---------------------------------------------------------------------------------


def test_shelves_have_two_levels_and_leave_out_what_is_empty(lin):
    image = make_topic("image", "职业形象", "Image", position=1)
    dress = make_topic("dress", "着装", "Dress", parent=image, position=2)
    make_topic("bare", "空", "Bare", parent=image, position=3)
    hall = make_topic("hall", "厅内", "Hall", position=0)
    make_norm("dress", topic=dress)
    make_norm("opening", topic=hall, clauses=(("OPEN-01", Role.DO, "准点开门。"),))
    make_norm("draft", topic=make_topic("drafts", "草稿", "Drafts"), published=False)

    tops = shelves(lin)

    assert [(top.topic.slug, top.norm_count) for top in tops] == [("hall", 1), ("image", 1)]
    assert [shelf.topic.slug for shelf in tops[1].shelves] == ["dress"]
    assert tops[1].minutes == Edition.objects.get(norm__slug="dress").read_minutes


def test_empty_shelf_says_what_to_do(client, lin):
    make_topic("bare", "空架", "Bare")
    client.force_login(lin)

    page = html(client, reverse("standards:topic", args=["bare"]))

    assert 'class="empty"' in page
    assert 'class="empty"' in html(client, reverse("standards:index"))
    assert client.get(reverse("standards:topic", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize("name", ["index", "topic"])
def test_shelf_query_count_is_flat(client, lin, name, count, django_assert_num_queries):
    make_norms(count)
    client.force_login(lin)
    url = reverse(f"standards:{name}", args=["appearance"] if name == "topic" else [])

    # session, person, managed units, norms, job roles, topics; and the topic itself
    with django_assert_num_queries({"index": 6, "topic": 7}[name]):
        page = html(client, url)

    assert page.count('href="/standards/norms/') == count
