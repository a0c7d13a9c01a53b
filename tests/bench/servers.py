"""The portal as in production and the yardstick beside it, on a database that is dropped after.

Nothing here imports Django: the settings are made for other processes.
"""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

from . import cpu

ROOT = Path(__file__).resolve().parent.parent.parent
#: From `make run` to its first page, at most.
PATIENCE = 240  # seconds


class BenchError(Exception):
    """The run cannot go on; the message says why."""


@dataclass(frozen=True)
class Site:
    """Where the data of this run lives, and how a process is told."""

    home: Path
    database_url: str
    sessions: str  #: "db" or "cache"
    cache_url: str
    secret_key: str

    @property
    def is_postgres(self) -> bool:
        return not self.database_url.startswith("sqlite")

    def environment(self, *, demo: bool = False) -> dict[str, str]:
        return os.environ | {
            "DEMO": "1" if demo else "0",
            "DEBUG": "0",
            "SECRET_KEY": self.secret_key,
            "ALLOWED_HOSTS": "127.0.0.1",
            "CSRF_TRUSTED_ORIGINS": "",
            "TRUSTED_PROXY_COUNT": "0",
            "SECURE_SSL_REDIRECT": "0",  # over loopback; a proxy would end TLS
            "DATABASE_URL": self.database_url,
            "SESSION_STORE": self.sessions,
            "CACHE_URL": self.cache_url,
            "STATIC_ROOT": str(self.home / "static"),
            "MEDIA_ROOT": str(self.home / "media"),
            "LOG_LEVEL": "INFO",
            "PYTHONWARNINGS": "ignore",
        }

    def database_cpu(self) -> "cpu.Postgres | cpu.Nobody":
        if not self.is_postgres:
            return cpu.Nobody()
        return cpu.Postgres(self.database_url, urlsplit(self.database_url).path[1:])

    def session_cpu(self) -> "cpu.Redis | cpu.Nobody":
        return cpu.Redis(self.cache_url) if self.sessions == "cache" else cpu.Nobody()


@contextlib.contextmanager
def site(home: Path) -> Iterator[Site]:
    """A database of its own: on the server that ``DATABASE_URL`` names, else SQLite in ``home``."""
    given = os.environ.get("DATABASE_URL", "")
    sessions = os.environ.get("SESSION_STORE", "db")
    cache_url = os.environ.get("CACHE_URL", "locmemcache://")
    with contextlib.ExitStack() as stack:
        if given.startswith("postgres"):
            url = stack.enter_context(own_database(given))
        else:
            url = f"sqlite:///{home / 'portal.sqlite3'}"
        yield Site(home, url, sessions, cache_url, secrets.token_urlsafe(50))


@contextlib.contextmanager
def own_database(given: str) -> Iterator[str]:
    """A new database beside the one that is named, which is left alone; dropped at the end."""
    import psycopg
    from psycopg import sql

    name = f"bench_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(given, autocommit=True) as connection:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))


def forget(site: Site, cookies: list[str]) -> None:
    """Delete the sessions in Redis that these cookies open."""
    import redis

    client = redis.Redis.from_url(site.cache_url)
    for cookie in cookies:
        key = cookie.partition("; ")[0].partition("=")[2]
        client.delete(f":1:django.contrib.sessions.cache{key}")  # as Django's cache names it


def python(site: Site, *arguments: str, demo: bool = False, settings: str = "portal") -> None:
    """Run a module or a command to its end; what it says is shown when it fails."""
    environment = site.environment(demo=demo) | {"DJANGO_SETTINGS_MODULE": f"{settings}.settings"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise BenchError(f"{' '.join(arguments)} failed:\n{done.stderr[-4000:]}")


@dataclass(frozen=True)
class Server:
    port: int
    process: cpu.Gunicorn


@contextlib.contextmanager
def serving(site: Site, application: str, log: IO[bytes]) -> Iterator[Server]:
    """``application`` under gunicorn with the settings of production.

    ``--max-requests 0``: a worker that is replaced in the middle of a slice would cost that page a
    second.
    """
    port = free_port()
    command = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--max-requests", "0", application]
    process = subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=site.environment(), stdout=log, stderr=log
    )
    try:
        wait_for(port, process, within=60)
        yield Server(port, cpu.Gunicorn(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=40)


def make_run(site: Site, log: IO[bytes]) -> float:
    """Seconds from `make run` to its first page, on an empty database; it is stopped then."""
    port = free_port()
    environment = site.environment(demo=True) | {"DEBUG": "1"}
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "--no-print-directory", "run", f"PORT={port}"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        wait_for(port, process, within=PATIENCE, path="/accounts/login/")
        return time.perf_counter() - began
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=20)


def wait_for(port: int, process: subprocess.Popen, *, within: float, path: str = "/") -> None:
    """Until the server answers, whatever it answers."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if process.poll() is not None:
            raise BenchError("A server ended before it answered; see the log.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).read()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise BenchError(f"No answer within {within} s.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Generator:
    """The load generator, in a process of its own."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.load"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **job) -> dict:
        """Have a job done; raises when an answer of the server was not what it should be."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise BenchError("The load generator ended.")
        reply = json.loads(line)
        if reply["error"]:
            raise BenchError(reply["error"])
        return reply

    def close(self) -> None:
        self.process.communicate()
