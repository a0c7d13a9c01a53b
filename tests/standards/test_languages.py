"""Chinese first; a missing translation shows the Chinese and says so."""

import pytest
from django.urls import reverse
from django.utils import translation

from portal.languages import is_untranslated, localized, localized_html
from standards.models import Topic
from tests.factories import make_norm, make_topic


def test_localized_falls_back_to_chinese_and_says_so(db):
    topic = Topic(title_zh_hans="着装", title_en="")

    assert localized(topic, "title", "en") == "着装"
    assert is_untranslated(topic, "title", "en")
    assert (
        localized_html(topic, "title", "en")
        == '<span class="untranslated" lang="zh-hans">着装</span>'
    )
    assert localized_html(topic, "title", "zh-hans") == "着装"
    assert not is_untranslated(Topic(title_zh_hans="", title_en=""), "title", "en")


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "微笑迎客"), ("en", "Greeting")])
def test_reader_pages_speak_the_readers_language(client, lin, language, title):
    norm = make_norm("greeting", "微笑迎客", "Greeting")
    client.force_login(lin)
    client.cookies["django_language"] = language

    for url in (reverse("standards:index"), norm.get_absolute_url()):
        page = client.get(url).content.decode()
        assert f'<html lang="{language}">' in page
        assert title in page


def test_untranslated_norm_reads_in_chinese_marked_as_such(client, lin):
    norm = make_norm(
        "greeting",
        "微笑迎客",
        "",
        topic=make_topic("hall", "厅内", ""),
        clauses=(("GREET-01", "do", "微笑。"),),
    )
    client.force_login(lin)
    client.cookies["django_language"] = "en"

    page = client.get(norm.get_absolute_url()).content.decode()

    marked = '<span class="untranslated" lang="zh-hans">{}</span>'
    assert f'<h1 lang="en">{marked.format("微笑迎客")}</h1>' in page
    assert f"{marked.format('微笑。')}" in page
    assert "<title>微笑迎客 ·" in page
    index = client.get(reverse("standards:index")).content.decode()
    assert marked.format("厅内") in index
    assert marked.format("微笑迎客") in index


def test_measure_speaks_the_language_of_the_page(dress_norm):
    from standards.reading import page_body

    with translation.override("en"):
        chinese = page_body(dress_norm.current_edition, "zh-hans")

    assert "The customer can see who you are." not in chinese
    assert "客户要看得见您是谁。" in chinese
