"""The demo as production would serve it: gunicorn, compressed static files, DEBUG off.

The content and the demo are loaded once a test run, because that takes seconds; every server works
on a copy of that database.
"""

import contextlib
import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

DATABASE = "portal.sqlite3"


@pytest.fixture(scope="session")
def demo(tmp_path_factory, worker_id):
    """A folder with the demo's database and the collected static files, shared by all workers."""
    root = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        root = root.parent
    home, ready = root / "demo", root / "demo-is-ready"
    with (root / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            home.mkdir()
            load(home)
            ready.touch()
    return home


def load(home: Path) -> None:
    environment = environment_of(home / DATABASE, home)
    for command in (
        ("migrate", "--verbosity", "0"),
        ("collectstatic", "--noinput", "--verbosity", "0"),
        ("load_content",),
        ("load_demo",),
        ("rebuild_pages",),
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
            capture_output=True,
        )


def environment_of(database: Path, home: Path) -> dict[str, str]:
    return os.environ | {
        "DEMO": "1",
        "DEBUG": "0",
        "DATABASE_URL": f"sqlite:///{database}",
        "STATIC_ROOT": str(home / "static"),
        "LOG_LEVEL": "WARNING",
    }


@contextlib.contextmanager
def served(home: Path, folder: Path):
    """Serve a copy of the demo's database, kept in ``folder``; yields the address."""
    database = Path(shutil.copy(home / DATABASE, folder / DATABASE))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "portal.wsgi"],
        cwd=settings.BASE_DIR,
        env=environment_of(database, home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def portal(demo, tmp_path_factory):
    """The demo's portal, for tests that only look; yields its address."""
    with served(demo, tmp_path_factory.mktemp("portal")) as address:
        yield address


@pytest.fixture
def fresh_portal(demo, tmp_path):
    """The demo as it was loaded, for one test to work in; yields its address."""
    with served(demo, tmp_path) as address:
        yield address


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
    page.click("main form button[type=submit]")
    page.wait_for_url(f"{portal}/")
