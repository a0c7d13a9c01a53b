"""The demo as production would serve it: gunicorn, compressed static files, DEBUG off.

One per test process, because loading the content takes seconds; tests that write use ``site``.
"""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.conf import settings


@pytest.fixture(scope="session")
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


def sign_in(page, portal, account):
    page.goto(f"{portal}/accounts/login/")
    page.fill("[name=username]", account)
    page.fill("[name=password]", "service-demo")
    page.click("main form button")
    page.wait_for_url(f"{portal}/")
