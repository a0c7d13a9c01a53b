"""What a page costs on a weak line: bytes on the wire and requests, served as in production."""

import contextlib

import pytest

from tests.browser.demo_portal import sign_in

pytestmark = pytest.mark.browser

FIRST_VISIT_BYTES = 60_000
FIRST_VISIT_REQUESTS = 8
PAGES = ["/", "/standards/", "/standards/norms/dress/", "/modules/", "/assignments/"]


@contextlib.contextmanager
def counted(browser):
    """A page of an empty profile; the yielded ``visit(url)`` says (bytes, requests) of a visit."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    finished: list[float] = []
    started: list[str] = []
    session.on("Network.loadingFinished", lambda event: finished.append(event["encodedDataLength"]))
    session.on(
        "Network.requestWillBeSent",
        lambda event: (
            started.append(event["request"]["url"])
            if not event["request"]["url"].startswith("data:")
            else None
        ),
    )

    def visit(url):
        finished.clear()
        started.clear()
        page.goto(url, wait_until="networkidle")
        return sum(finished), len(started)

    visit.page = page
    yield visit
    context.close()


def test_first_visit_is_small(browser, portal):
    with counted(browser) as visit:
        size, requests = visit(f"{portal}/accounts/login/")

    assert 0 < size <= FIRST_VISIT_BYTES
    assert 0 < requests <= FIRST_VISIT_REQUESTS


@pytest.mark.parametrize("path", PAGES)
def test_first_visit_of_each_page_is_small(browser, portal, path):
    """Signed in elsewhere, then this page with an empty cache: all that it needs, at once."""
    with counted(browser) as visit:
        sign_in(visit.page, portal, "trainee")
        visit.page.context.new_cdp_session(visit.page).send("Network.clearBrowserCache")

        size, requests = visit(f"{portal}{path}")

    assert 0 < size <= FIRST_VISIT_BYTES
    assert 0 < requests <= FIRST_VISIT_REQUESTS
