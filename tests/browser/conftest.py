"""A real server and a real browser: a phone of the hall, in Chinese.

A test fails on any error or warning in the browser's console, violations of the content security
policy among them, unless it says which ones it provokes (``console.allow``).
"""

import os
import re
import shutil

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread

from tests.browser.demo_portal import demo, fresh_portal, portal
from tests.databases import database_in_a_file

__all__ = ["demo", "fresh_portal", "portal"]  # fixtures

# Playwright's sync API runs an event loop in this thread; the ORM is used here between its calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def base_url():
    """None: every test has a server of its own (``visit``)."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    return browser_type_launch_args | {"executable_path": chromium}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    phone = {"width": 390, "height": 844}
    return browser_context_args | {
        "viewport": phone,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "has_touch": True,
    }


@pytest.fixture
def own_connections(transactional_db, tmp_path):
    """Named by ``usefixtures``, so that it comes before the personas: what they write then stands
    where the server's threads see it."""
    with database_in_a_file(tmp_path):
        yield


@pytest.fixture
def site(own_connections):
    """The address of a running portal."""
    server = LiveServerThread("127.0.0.1", static_handler=StaticFilesHandler, port=0)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    connections.close_all()


class Console:
    """What the browser complained about; ``allow`` names what a test provokes."""

    def __init__(self):
        self.complaints = []
        self.allowed = []

    def allow(self, pattern: str) -> None:
        self.allowed.append(pattern)

    def listen(self, page) -> None:
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))

    def unexpected(self) -> list[str]:
        return [
            text
            for text in self.complaints
            if not any(re.search(pattern, text) for pattern in self.allowed)
        ]

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)


@pytest.fixture
def console():
    console = Console()
    yield console
    assert console.unexpected() == []


@pytest.fixture(scope="session")
def connections_of_the_loop(django_db_setup, browser):
    """While Playwright's loop runs, the ORM gives this thread connections apart; close them before
    the test database goes."""
    yield
    connections.close_all()


@pytest.fixture
def visit(browser, browser_context_args, site, console, connections_of_the_loop):
    """``visit(person, address, **context)``: the page there, in a browser of the person's own."""
    contexts = []

    def visit(person, address, **context_args):
        context = browser.new_context(**(browser_context_args | context_args), base_url=site)
        contexts.append(context)
        context.set_default_timeout(10_000)
        if person:
            context.add_cookies([_session_cookie(person, site)])
        page = context.new_page()
        console.listen(page)
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()


def _session_cookie(person, site) -> dict:
    client = Client()
    client.force_login(person)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
