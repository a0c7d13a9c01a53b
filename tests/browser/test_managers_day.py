"""A store manager's day on a phone, with the taps counted.

Typing is not counted: an answer's comment and a reply are dictated or left out in a hall.
"""

import re

import pytest

from tests.browser.demo_portal import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROUND_OF_THREE = 14
OPENING_CHECK_OF_TEN = 15


class Thumb:
    """One thumb on a page of 390 px; ``taps`` counts what it had to do."""

    def __init__(self, page):
        self.page = page
        self.taps = 0

    def tap(self, target) -> None:
        target = self.page.locator(target) if isinstance(target, str) else target
        target.tap()
        self.taps += 1

    def bar(self, path: str) -> None:
        """Tap an entry of the bar at the thumb."""
        self.tap(f'.main-nav a[href="{path}"]')
        self.page.wait_for_url(f"**{path}")


@pytest.fixture
def thumb(browser, browser_context_args, fresh_portal, console):
    context = browser.new_context(**browser_context_args, base_url=fresh_portal)
    page = context.new_page()
    page.set_default_timeout(15_000)
    console.listen(page)
    sign_in(page, fresh_portal, "manager")
    yield Thumb(page)
    context.close()


@pytest.fixture
def trainees_page(browser, browser_context_args, fresh_portal, console):
    context = browser.new_context(**browser_context_args, base_url=fresh_portal)
    page = context.new_page()
    page.set_default_timeout(15_000)
    console.listen(page)
    sign_in(page, fresh_portal, "trainee")
    yield page
    context.close()


def save(thumb) -> None:
    with thumb.page.expect_navigation():
        thumb.tap(".button-bar [type=submit]")


def rate(thumb, number: int, result: str) -> None:
    """Tap a result at the clause of that place on the page."""
    choice = thumb.page.locator("fieldset.rating").nth(number).locator(f"input[value={result}]")
    thumb.tap(choice.locator("xpath=.."))


def test_a_round_of_three_clauses(thumb, trainees_page):
    """From the weak clause on the manager's home to what the trainee reads on theirs."""
    page = thumb.page
    thumb.tap('main a[href*="/rounds/new/?"][href*="clause="]')
    page.wait_for_url("**/rounds/new/**")
    thumb.tap(page.locator("main a.row-item", has_text="林晓"))
    page.wait_for_url("**person=**")
    assert page.locator("fieldset.rating").count() == 3
    rate(thumb, 0, "pass")
    rate(thumb, 1, "fail")
    rate(thumb, 2, "not_seen")
    save(thumb)

    assert thumb.taps <= ROUND_OF_THREE
    trainees_page.reload()
    news = trainees_page.locator('main a[href*="/rounds/"]').first
    assert "梅芳" in news.inner_text()
    news.click()
    trainees_page.wait_for_url("**/rounds/*-*/")
    trainees_page.fill("main textarea", "记住了，明天再看我。")
    trainees_page.click("main form[action$='/replies/'] button")
    trainees_page.get_by_text("记住了，明天再看我。").wait_for()


def test_the_opening_check_of_ten(thumb):
    """Two of ten kept something not, and whoever is beyond ten is away today."""
    page = thumb.page
    thumb.bar("/rounds/")
    thumb.tap('main a[href*="checklist=opening-check"]')
    page.wait_for_url("**opening-check")
    people = page.locator(".on-shift")
    for number in range(10, people.count()):
        thumb.tap(people.nth(number).locator("label.on-shift-tick"))
    for number in (1, 4):
        thumb.tap(people.nth(number).locator("summary"))
        fail = people.nth(number).locator("input[value=fail]").first
        thumb.tap(fail.locator("xpath=.."))
    save(thumb)

    assert thumb.taps <= OPENING_CHECK_OF_TEN
    made_now = page.locator("#made .row-item", has_text="开门前仪容检查")
    assert made_now.count() >= 10


def test_the_rest_of_the_day(thumb, trainees_page):
    """Marks an answer, reminds who is late, looks at the results and at what the hall knows."""
    page = thumb.page
    thumb.bar("/marking/")
    thumb.tap(page.locator("main a.row-item, main .card a").first)
    page.wait_for_url("**/marking/answers/**")
    for criterion in page.locator("main form fieldset").all():
        thumb.tap(criterion.locator("label").last)
    with page.expect_navigation():
        thumb.tap("main form .button-bar button")
    assert thumb.taps <= 8

    page.goto("/")
    thumb.tap(page.locator("main .card-late a").first)
    page.wait_for_url("**/team/assignments/**")
    thumb.tap(page.locator("main .row-item", has=page.locator(".is-bad")).first)
    page.wait_for_url(re.compile(r"/team/assignments/\d+/$"))
    with page.expect_navigation():
        thumb.tap('main form[action$="/remind/"] button')
    assert page.locator(".messages .notice").is_visible()

    thumb.bar("/team/")
    thumb.tap('main a[href="/team/quizzes/"]')
    page.wait_for_url("**/team/quizzes/")
    thumb.tap(page.locator("main a.row-item").first)
    page.wait_for_url("**/team/quizzes/*/")
    thumb.tap('main a[href="?by=question"], main a[href*="by=question"]')
    page.wait_for_url("**by=question**")

    thumb.bar("/team/")
    thumb.tap('main a[href="/team/map/"]')
    page.wait_for_url("**/team/map/")
    thumb.tap(page.locator('main table a[href*="/norms/"]').first)
    page.wait_for_url("**/people/*/norms/**")
    thumb.tap(page.locator("main details summary").first)
