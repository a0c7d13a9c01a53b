"""Reading on a phone: copying a line, reading it large, flipping the language; and on paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from standards.enums import Kind, Role
from standards.models import Norm
from tests.browser.demo_portal import sign_in
from tests.browser.test_pages import RULES, SCREENS
from tests.factories import make_norm, republish

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_connections"),
]

LINE = "您好，我是临江营业厅的林晓。"


@pytest.fixture
def phone_page(lin, phone_norm, visit):
    return visit(lin, phone_norm.get_absolute_url())


@pytest.fixture
def long_norm(own_connections):
    clauses = tuple(
        (f"LONG-{i:02d}", Role.DO, f"第 {i} 条：说得很长。" * 12, f"Number {i} is long. " * 12)
        for i in range(1, 21)
    )
    return make_norm("long", kind=Kind.CONCEPT, clauses=clauses)


# -- lines to say ----------------------------------------------------------------------------


def test_line_is_copied_as_it_is_said(lin, phone_norm, visit):
    page = visit(
        lin,
        phone_norm.get_absolute_url(),
        permissions=["clipboard-read", "clipboard-write"],
    )

    copy = page.locator("#PHONE-03 [data-copy]")
    copy.click()

    done = copy.get_attribute("data-done")
    expect(copy).to_have_text(done)
    expect(page.locator("#PHONE-03 [role=status]")).to_have_text(done)
    assert page.evaluate("navigator.clipboard.readText()") == LINE
    expect(copy).not_to_have_text(done)


def test_line_is_copied_where_scripts_have_no_clipboard(phone_page):
    phone_page.evaluate("delete Navigator.prototype.clipboard")
    phone_page.evaluate(
        "document.addEventListener('copy', () => { window.copied = getSelection().toString(); })"
    )

    copy = phone_page.locator("#PHONE-03 [data-copy]")
    copy.click()

    expect(copy).to_have_text(copy.get_attribute("data-done"))
    assert phone_page.evaluate("window.copied").strip("“”\n ") == LINE


def test_line_is_read_large_and_put_away_with_the_keyboard(phone_page):
    opener = phone_page.locator("#PHONE-03 [data-large]")
    opener.focus()
    phone_page.keyboard.press("Enter")

    dialog = phone_page.get_by_role(
        "dialog", name=phone_page.locator("#large-line-title").text_content()
    )
    expect(dialog).to_contain_text(LINE)
    expect(dialog).to_contain_text("接通后")
    assert dialog.bounding_box()["width"] == 390
    assert dialog.bounding_box()["height"] == 844
    assert phone_page.evaluate(
        "document.getElementById('large-line').contains(document.activeElement)"
    )

    phone_page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_large_line_is_put_away_with_its_button(phone_page):
    phone_page.locator("#PHONE-06 [data-large]").click()
    dialog = phone_page.locator("#large-line")
    expect(dialog).to_contain_text("您方便的时候告诉我。")

    dialog.locator("[data-close]").click()

    expect(dialog).to_be_hidden()


def test_large_line_is_sound(phone_page):
    phone_page.locator("#PHONE-05 [data-large]").click()

    assert Axe().run(phone_page, options=RULES).response["violations"] == []


def test_without_scripts_there_is_nothing_that_needs_them(lin, phone_norm, visit):
    page = visit(lin, phone_norm.get_absolute_url(), java_script_enabled=False)

    expect(page.locator("#PHONE-03 q")).to_have_text(LINE)
    assert (
        page.locator("[data-copy]:visible, [data-large]:visible, [data-print]:visible").count() == 0
    )
    page.click("[data-keep-place]")
    expect(page.locator("#PHONE-03 q")).to_have_text("Hello, this is Lin from the Linjiang hall.")


# -- the other language ----------------------------------------------------------------------


def test_flipping_the_language_keeps_the_place(lin, long_norm, visit):
    page = visit(lin, long_norm.get_absolute_url())
    page.evaluate("document.getElementById('LONG-11').scrollIntoView()")
    flip = page.locator(".flip a").bounding_box()

    page.mouse.click(flip["x"] + flip["width"] / 2, flip["y"] + flip["height"] / 2)

    page.wait_for_url("**/?text=en#LONG-11")
    clause = page.locator("#LONG-11")
    expect(clause).to_contain_text("Number 11 is long.")
    expect(clause).to_be_in_viewport()
    assert 0 <= clause.bounding_box()["y"] < 200
    assert page.evaluate("document.documentElement.lang") == "zh-hans"


def test_flipping_at_the_head_stays_at_the_head(lin, long_norm, visit):
    page = visit(lin, long_norm.get_absolute_url())

    page.click(".flip a")

    page.wait_for_url(lambda url: url.endswith("/?text=en"))
    expect(page.locator("h1")).to_be_in_viewport()


def test_flipped_clause_is_not_under_what_stays_at_the_edge(lin, long_norm, visit):
    page = visit(lin, f"{long_norm.get_absolute_url()}?text=en#LONG-11")

    flip = page.locator(".flip a").bounding_box()

    assert page.locator("#LONG-11").bounding_box()["y"] >= flip["y"] + flip["height"]


# -- numbers -----------------------------------------------------------------------------------


BROKEN_NUMBERS = """() => {
  const node = document.querySelector("#FAR-01 .clause-text").firstChild;
  const lines = (from, to) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    return new Set(Array.from(range.getClientRects(), (box) => Math.round(box.top))).size;
  };
  return Array.from(node.data.matchAll(/\\d[ \\u2060\\u00a0–/]*[\\d米]/g))
    .filter((found) => lines(found.index, found.index + found[0].length) > 1)
    .map((found) => found[0]);
}"""


def test_number_and_unit_stay_on_one_line(lin, own_connections, visit):
    text = "离客户站在 1 米到 3 米之间，等 5–10 秒，占 2/3，" * 3
    norm = make_norm("far", clauses=(("FAR-01", Role.DO, text),))
    page = visit(lin, norm.get_absolute_url())

    for width in range(320, 400, 4):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BROKEN_NUMBERS) == []


# -- paper -------------------------------------------------------------------------------------


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def size_of_pages(pdf: bytes) -> set[tuple[int, int]]:
    """Width and height in points, rounded; A4 is 595 by 842."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
    return {(round(float(width)), round(float(height))) for width, height in boxes}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_poster_is_one_sheet_of_a4(lin, long_norm, visit, language):
    page = visit(lin, reverse("standards:poster", args=["long"], query={"text": language}))

    pdf = page.pdf(prefer_css_page_size=True)

    assert pages_of(pdf) == 1
    assert size_of_pages(pdf) <= {(595, 842), (596, 842)}


@pytest.mark.slow
def test_posters_of_the_demo_hold_all_that_they_show(browser, portal):
    """What is reckoned in millimetres has room when it is set, in both languages."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1000, "height": 1200})
    page = context.new_page()
    sign_in(page, portal, "trainee")
    page.goto(f"{portal}/standards/")
    paths = page.eval_on_selector_all(
        "main a[href*='/standards/norms/']", "all => all.map((a) => a.pathname)"
    )
    page.emulate_media(media="print")
    too_long = []
    for path in paths:
        for language in ("zh-hans", "en"):
            page.goto(f"{portal}{path}poster/?text={language}&dress=all")
            room, taken = page.evaluate(
                """() => [
                  document.querySelector(".poster-columns").getBoundingClientRect().bottom,
                  Math.max(...Array.from(
                    document.querySelectorAll(".poster li"),
                    (item) => item.getBoundingClientRect().bottom,
                  )),
                ]"""
            )
            too_long += [(path, language, taken - room)] if taken > room else []
    context.close()

    assert len(paths) > 20
    assert too_long == []


def test_norm_on_paper_has_its_code_and_no_buttons(phone_page):
    phone_page.emulate_media(media="print")

    expect(phone_page.locator(".qr")).to_be_visible()
    expect(phone_page.locator(".paper-address")).to_be_visible()
    for what in ("button", ".main-nav", ".flip", ".norm-foot", ".back", ".site-foot"):
        assert phone_page.locator(f"{what}:visible").count() == 0, what
    assert phone_page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert (
        phone_page.evaluate("getComputedStyle(document.body).backgroundColor")
        == "rgb(255, 255, 255)"
    )


def test_source_is_on_paper_and_with_the_why_on_the_screen(lin, dress_norm, visit):
    page = visit(lin, dress_norm.get_absolute_url())
    source = page.locator("#DRESS-02 .cites")

    expect(source).to_be_hidden()
    page.locator("#DRESS-02 summary").click()
    expect(source).to_be_visible()
    page.locator("#DRESS-02 summary").click()
    page.emulate_media(media="print")
    expect(source).to_be_visible()


def test_print_button_prints(phone_page):
    phone_page.evaluate("window.print = () => { window.printed = true; }")

    phone_page.locator("[data-print]").click()

    assert phone_page.evaluate("window.printed")


def test_module_on_paper_begins_each_norm_on_a_new_page(lin, module, visit):
    page = visit(lin, reverse("training:module_print", args=[module.slug]))

    assert pages_of(page.pdf(prefer_css_page_size=True)) >= 3


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ["norm", "editions", "changes", "poster", "module_print"])
def test_reading_pages_are_sound(lin, dress_norm, module, visit, screen, name):
    republish(Norm.objects.get(slug="dress"))
    address = {
        "norm": reverse("standards:norm", args=["dress"]),
        "editions": reverse("standards:editions", args=["dress"]),
        "changes": reverse("standards:changes", args=["dress", 2]),
        "poster": reverse("standards:poster", args=["dress"]),
        "module_print": reverse("training:module_print", args=[module.slug]),
    }[name]

    page = visit(lin, address, **SCREENS[screen])

    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert Axe().run(page, options=RULES).response["violations"] == []
