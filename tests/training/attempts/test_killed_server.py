"""A real server, killed while it saves: what it acknowledged is there, and nothing twice."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.databases import database_in_a_file
from tests.training import builders
from tests.training.builders import right_answer, wrong_option
from training.attempts.models import Attempt, Response
from training.attempts.services import start_attempt
from training.marking.services import recompute

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TOKEN = "t" * 32  # of the form: in the cookie and in the header
QUESTIONS = 6
SAVES_BEFORE_KILL = 40
KILLS = 2
START_TIMEOUT_S = 30


@pytest.fixture
def database(transactional_db, tmp_path):
    with database_in_a_file(tmp_path) as database:
        yield database


@pytest.fixture
def attempt(database, lin, dress_norm):
    items = [
        (builders.make_single if n % 2 else builders.make_short)(f"item-{n}")
        for n in range(QUESTIONS)
    ]
    duty = builders.make_duty(lin, builders.make_quiz(items))
    return start_attempt(duty=duty, person=lin, at=timezone.now())


def address_of(database) -> str:
    """The ``DATABASE_URL`` of the database under test."""
    if "sqlite" in database["ENGINE"]:
        return f"sqlite:///{database['NAME']}"
    user = quote(database["USER"]) + (
        f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else ""
    )
    return f"postgres://{user}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"


class Server:
    """Gunicorn with two workers, in a process group of its own."""

    def __init__(self, database):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.env = os.environ | {
            "DATABASE_URL": address_of(database),
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": "127.0.0.1",
            "DEMO": "1",
            "DEBUG": "1",
            "SESSION_STORE": "db",
        }

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--workers", "2"]
        command += ["--threads", "4", "--bind", f"127.0.0.1:{self.port}", "--no-control-socket"]
        self.process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=self.env,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except OSError:
                time.sleep(0.05)
            finally:
                connection.close()
        raise TimeoutError("the server did not come up")

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Writer(threading.Thread):
    """Changes one answer again and again, as a page does, until the line breaks."""

    def __init__(self, port, session, path, response, sent):
        super().__init__()
        self.port, self.path, self.response = port, path, response
        self.sent = sent  # change id -> value: all that was ever sent for this answer
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/json",
        }
        self.acknowledged = ""
        self.saves = 0

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            while True:
                self.change(connection)
        except (OSError, http.client.HTTPException):
            connection.close()

    def change(self, connection):
        self.saves += 1
        change_id = f"{round(time.time() * 1000)}-{self.saves:08d}"
        if self.response.item_version.kind == "short":
            value = f"第 {self.saves} 次写的"
        else:
            value = [right_answer, wrong_option][self.saves % 2](self.response)
        self.sent[change_id] = value
        reply = self.post(connection, change_id, value)
        assert reply["change_id"] == change_id, reply
        self.acknowledged = change_id

    def post(self, connection, change_id, value) -> dict:
        name = self.response.item_version.name
        body = json.dumps({"name": name, "value": value, "change_id": change_id})
        connection.request("POST", self.path, body, self.headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise AssertionError(f"{answer.status} {text[:500]!r}")
        return json.loads(text)


@pytest.fixture
def server(database):
    server = Server(database)
    yield server
    server.kill()


def test_a_killed_server_keeps_what_it_acknowledged_and_doubles_nothing(server, attempt, lin):
    browser = Client()
    browser.force_login(lin)
    session = browser.cookies["sessionid"].value
    path = reverse("training:attempt_responses", args=[attempt.code])
    sheet = list(attempt.responses.select_related("item_version"))
    sent = {response.pk: {"": None} for response in sheet}  # nothing stored is as good
    server.start()

    for _ in range(KILLS):
        writers = [
            Writer(server.port, session, path, response, sent[response.pk]) for response in sheet
        ]
        for writer in writers:
            writer.start()
        deadline = time.monotonic() + START_TIMEOUT_S
        while sum(writer.saves for writer in writers) < SAVES_BEFORE_KILL:
            assert time.monotonic() < deadline
            time.sleep(0.002)
        server.kill()
        for writer in writers:
            writer.join()
        server.start()

        for writer in writers:
            stored = Response.objects.get(pk=writer.response.pk)
            assert stored.change_id >= writer.acknowledged
            assert stored.value == writer.sent[stored.change_id]
        retry_last_changes(server, writers)
        assert_whole(attempt)

    assert Response.objects.count() == QUESTIONS
    assert Attempt.objects.count() == 1


def retry_last_changes(server, writers):
    """What a page does after a lost reply: send the same change again."""
    for writer in writers:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        last = max(writer.sent)
        replies = [writer.post(connection, last, writer.sent[last]) for _ in range(2)]
        connection.close()
        assert [(reply["change_id"], reply["value"]) for reply in replies] == [
            (last, writer.sent[last])
        ] * 2


def assert_whole(attempt):
    attempt.refresh_from_db()
    totals = recompute(attempt)
    assert (attempt.points, attempt.pending_marks, attempt.is_passed) == (
        totals.points,
        totals.pending_marks,
        totals.is_passed,
    )
    assert dict(attempt.responses.values_list("position", "points")) == totals.by_position
