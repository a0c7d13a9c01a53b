"""A case at the morning meeting: by a presenter's keys on a projector, by thumb on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from standards.services import choose_exercises
from tests.browser.test_pages import RULES
from tests.factories import make_case

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_connections"),
]

PROJECTOR = {"width": 1280, "height": 720}


@pytest.fixture
def address(own_connections, dress_norm):
    case = make_case()
    choose_exercises(case=case, clauses=dress_norm.clauses.filter(code="DRESS-02"))
    return reverse("standards:meeting", args=[case.slug])


def scene(page, number):
    """What stands in the one scene that is shown, which has this number."""
    expect(page.locator(".scene:visible")).to_have_count(1)
    return page.locator(f"#scene-{number}:visible")


def test_a_presenters_remote_leads_from_the_story_to_the_floor(mei, visit, address):
    page = visit(mei, address, viewport=PROJECTOR)
    expect(scene(page, 1).locator(".spoken")).to_contain_text("太慢了")

    page.keyboard.press("PageDown")
    expect(scene(page, 2).locator("h2")).to_be_focused()
    expect(scene(page, 2).get_by_text("他要一个准数。")).to_be_hidden()
    page.keyboard.press(" ")
    expect(scene(page, 2).get_by_text("他要一个准数。")).to_be_visible()

    page.keyboard.press("ArrowRight")
    expect(scene(page, 3).locator("details[open]")).to_have_count(0)
    page.keyboard.press("PageDown")
    expect(scene(page, 3).locator("details[open]")).to_have_count(1)
    page.keyboard.press("PageDown")
    expect(scene(page, 3).locator("details[open]")).to_have_count(2)

    page.keyboard.press("PageDown")
    expect(scene(page, 4).locator(".line-say").first).to_contain_text("让您等了")
    page.keyboard.press("PageDown")
    expect(scene(page, 4).locator(".line-say").first).to_be_hidden()  # the next step stands alone
    page.keyboard.press("PageUp")
    expect(scene(page, 4).locator(".line-say").first).to_be_visible()

    for _ in range(3):
        page.keyboard.press("PageDown")
    expect(scene(page, 6).get_by_text("DRESS-02")).to_be_visible()
    expect(page.locator("[data-next]")).to_be_disabled()
    expect(page.locator(".meeting-round")).to_be_visible()


def test_reloading_keeps_the_place(lin, visit, address):
    page = visit(lin, address)
    page.locator("[data-next]").click()
    expect(scene(page, 2)).to_be_visible()

    page.reload()

    expect(scene(page, 2)).to_be_visible()
    expect(page.locator("[data-at]")).to_have_text("2/6")


@pytest.mark.parametrize("viewport", [PROJECTOR, {"width": 390, "height": 844}])
def test_every_scene_fits_and_is_sound(lin, visit, address, viewport):
    page = visit(lin, address, viewport=viewport)
    for _ in range(20):
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        if viewport is PROJECTOR:
            assert page.evaluate("document.documentElement.scrollHeight") <= viewport["height"]
        found = Axe().run(page, options=RULES).response["violations"]
        assert [violation["id"] for violation in found] == []
        if page.locator("[data-next]").is_disabled():
            break
        page.locator("[data-next]").click()

    expect(scene(page, 6)).to_be_visible()


def test_paper_has_every_answer(lin, visit, address):
    page = visit(lin, address)

    page.emulate_media(media="print")

    for text in ("他要一个准数。", "没说还要多久。", "关键处和他核对。", "等多久该有人走过去？"):
        expect(page.get_by_text(text)).to_be_visible()


def test_without_scripts_the_scenes_stand_on_one_page(lin, visit, address):
    page = visit(lin, address, java_script_enabled=False)

    expect(page.locator(".scene:visible")).to_have_count(6)
    expect(page.locator(".meeting-bar")).to_be_hidden()
    page.locator("summary", has_text=re.compile("看答案|Show the answer")).first.click()
    expect(page.get_by_text("他要一个准数。")).to_be_visible()
