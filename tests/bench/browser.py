"""What a phone loads: bytes on the wire, requests, layout shift, and whether scripts are needed."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .pages import FIRST_BYTES, FIRST_REQUESTS, REPEAT_BYTES, VISITED
from .report import Report

PHONE = {"width": 390, "height": 844}
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


def visits(report: Report, port: int, requests: dict[str, list[dict]]) -> None:
    """Visit each page twice with a profile of its own, and once without scripts."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.stderr.write("Chromium is not installed: bytes and requests are left out.\n")
        return
    from playwright.sync_api import sync_playwright

    heaviest = {"bytes/first": 0.0, "requests/first": 0, "bytes/repeat": 0.0, "shift/first": 0.0}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for name in VISITED:
            request = requests[name][0]
            measured = both_visits(browser, port, request)
            for key, value in measured.items():
                heaviest[key] = max(heaviest[key], value)
                report.line(f"{key}/{name}", value, None, key.partition("/")[0])
            report.line(
                f"plain/{name}", text_without_scripts(browser, port, request), None, "characters"
            )
        browser.close()
    report.line("bytes/first", heaviest["bytes/first"], None, "bytes", most=FIRST_BYTES)
    report.line("requests/first", heaviest["requests/first"], None, "requests", most=FIRST_REQUESTS)
    report.line("bytes/repeat", heaviest["bytes/repeat"], None, "bytes", most=REPEAT_BYTES)
    report.line("shift/first", heaviest["shift/first"], None, "shift", most=0)


def both_visits(browser, port: int, request: dict) -> dict[str, float]:
    """An empty profile; then the same page again."""
    with phone(browser, port, request) as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        page.add_init_script(SHIFTS)
        wire: list[float] = []
        asked: list[str] = []
        session.on("Network.loadingFinished", lambda event: wire.append(event["encodedDataLength"]))
        session.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
        page.goto(request["path"], wait_until="networkidle")
        shifted = page.evaluate("window.shifted")
        first = (sum(wire), sum(not url.startswith("data:") for url in asked))
        wire.clear()
        page.goto(request["path"], wait_until="networkidle")
        return {
            "bytes/first": round(first[0]),
            "requests/first": first[1],
            "bytes/repeat": round(sum(wire)),
            "shift/first": round(shifted, 4),
        }


def text_without_scripts(browser, port: int, request: dict) -> int:
    """How many characters can be read where no script runs."""
    with phone(browser, port, request, java_script_enabled=False) as page:
        page.goto(request["path"])
        return len(page.locator("main").inner_text())


@contextmanager
def phone(browser, port: int, request: dict, **options: Any) -> Iterator[Any]:
    """A page of a fresh profile in which the person of ``request`` is signed in."""
    origin = f"http://127.0.0.1:{port}"
    context = browser.new_context(locale="zh-CN", viewport=PHONE, base_url=origin, **options)
    for cookie in request["cookie"].split("; "):
        name, _equals, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": origin}])
    yield context.new_page()
    context.close()
