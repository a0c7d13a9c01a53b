"""What a page costs on a weak line: bytes on the wire and requests, served as in production."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings

pytestmark = pytest.mark.browser

FIRST_VISIT_BYTES = 60_000
FIRST_VISIT_REQUESTS = 8
PAGES = ["/", "/standards/", "/standards/norms/dress/", "/modules/", "/assignments/"]


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A portal of its own with the shipped content and the demo's people; yields its address."""
    home = tmp_path_factory.mktemp("portal")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DEMO": "1",
        "DEBUG": "0",
        "DATABASE_URL": f"sqlite:///{home / 'portal.sqlite3'}",
        "STATIC_ROOT": str(home / "static"),
        "LOG_LEVEL": "WARNING",
    }

    def manage(*arguments):
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
            capture_output=True,
        )

    manage("migrate", "--verbosity", "0")
    manage("collectstatic", "--noinput", "--verbosity", "0")
    manage("load_content")
    manage("load_demo")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "portal.wsgi"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    wait_for(address)
    yield address
    server.terminate()
    server.wait(timeout=20)


def wait_for(address):
    for _ in range(100):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
            return
        time.sleep(0.1)
    raise AssertionError("the portal did not start")


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


def sign_in(visit, portal):
    visit.page.goto(f"{portal}/accounts/login/")
    visit.page.fill("[name=username]", "trainee")
    visit.page.fill("[name=password]", "service-demo")
    visit.page.click("main form button")
    visit.page.wait_for_url(f"{portal}/")


def test_first_visit_is_small(browser, portal):
    with counted(browser) as visit:
        size, requests = visit(f"{portal}/accounts/login/")

    assert 0 < size <= FIRST_VISIT_BYTES
    assert 0 < requests <= FIRST_VISIT_REQUESTS


@pytest.mark.parametrize("path", PAGES)
def test_first_visit_of_each_page_is_small(browser, portal, path):
    """Signed in elsewhere, then this page with an empty cache: all that it needs, at once."""
    with counted(browser) as visit:
        sign_in(visit, portal)
        visit.page.context.new_cdp_session(visit.page).send("Network.clearBrowserCache")

        size, requests = visit(f"{portal}{path}")

    assert 0 < size <= FIRST_VISIT_BYTES
    assert 0 < requests <= FIRST_VISIT_REQUESTS
