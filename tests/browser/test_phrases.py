"""Ten seconds at a counter: two characters, the line, read large; and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from standards.models import Clause, Moment
from tests.browser.test_pages import RULES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_connections"),
]

BETTER, FORBIDDEN = "您方便的时候告诉我。", "您快点定。"


@pytest.fixture
def moments(own_connections, phone_norm):
    opening = Moment.objects.create(slug="opening", title_zh_hans="电话接通", position=1)
    agreeing = Moment.objects.create(slug="agreeing", title_zh_hans="约时间", position=2)
    opening.clauses.set(Clause.objects.filter(code="PHONE-03"))
    agreeing.clauses.set(Clause.objects.filter(code__in=["PHONE-05", "PHONE-06"]))


@pytest.fixture
def home(lin, moments, visit):
    return visit(lin, "/")


def shown(page):
    return page.locator(".phrases .clause:visible")


def test_line_is_two_taps_and_two_characters_away_and_a_third_reads_it_large(home):
    home.tap("main a[href='/phrases/']")
    home.tap("#phrase-form input")
    home.keyboard.type("快点")

    expect(shown(home)).to_have_count(1)
    better, forbidden = home.locator(".line-say:visible q"), home.locator(".line-avoid:visible q")
    expect(better).to_have_text(BETTER)
    expect(forbidden).to_have_text(FORBIDDEN)
    expect(better).to_be_in_viewport()
    expect(forbidden).to_be_in_viewport()
    assert better.bounding_box()["y"] < forbidden.bounding_box()["y"]
    expect(forbidden.locator("mark")).to_have_text("快点")

    better.tap()

    expect(home.locator("#large-line")).to_contain_text(BETTER)


def test_lines_come_once_and_are_filtered_on_the_device(lin, moments, visit):
    page = visit(lin, "/phrases/")
    asked = []
    page.on("request", lambda request: asked.append(request.url.partition("/phrases/")[2]))

    for typed in ("快点", "快", "约时间", "ＰＨＯＮＥ　周三", "约时间 周三"):
        page.fill("#phrase-form input", typed)
    expect(shown(page)).to_have_count(1)
    page.fill("#phrase-form input", "")

    expect(page.locator(".moments")).to_be_visible()
    expect(shown(page)).to_have_count(1)  # the one at no moment
    assert asked == ["lines.json?text=zh-hans"]


def test_what_is_not_on_the_device_the_server_is_asked_for(lin, moments, visit):
    page = visit(lin, "/phrases/")

    page.fill("#phrase-form input", "make up")
    expect(page.locator(".line-avoid:visible q")).to_have_text(FORBIDDEN)

    page.fill("#phrase-form input", "没有这句")
    expect(page.locator(".empty a")).to_be_visible()
    assert Axe().run(page, options=RULES).response["violations"] == []


def test_filter_says_when_the_line_is_dead_and_recovers(lin, moments, visit, console):
    console.allow("Failed to load resource|ERR_INTERNET_DISCONNECTED")
    page = visit(lin, "/phrases/")
    page.context.set_offline(True)
    page.fill("#phrase-form input", "快点")
    failed = page.locator("#phrase-form").get_attribute("data-failed")
    expect(page.locator("#phrase-state")).to_have_text(failed)

    page.context.set_offline(False)
    page.fill("#phrase-form input", "快点定")

    expect(page.locator(".line-say:visible q")).to_have_text(BETTER)


def test_without_scripts_the_server_answers_with_the_same(lin, moments, visit):
    page = visit(lin, "/phrases/", java_script_enabled=False)

    page.fill("#phrase-form input", "快点")
    page.click("#phrase-form button")

    expect(shown(page)).to_have_count(1)
    expect(page.locator(".line-say q")).to_have_text(BETTER)
    expect(page.locator(".line-avoid mark")).to_have_text("快点")
    page.click(".page-head .back")
    page.click(".moments a >> nth=1")
    expect(shown(page)).to_have_count(2)


def test_moment_is_a_sheet_on_paper(lin, moments, visit):
    page = visit(lin, "/phrases/agreeing/")

    page.emulate_media(media="print")

    expect(page.locator(".line-avoid q")).to_have_text(FORBIDDEN)
    expect(page.locator(".paper-address")).to_be_visible()
    for what in ("button", "input", ".phrase-norm", ".back", ".main-nav"):
        assert page.locator(f"{what}:visible").count() == 0, what
