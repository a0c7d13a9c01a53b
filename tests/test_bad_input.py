"""What nobody should send, in every field of every form: a message or a refusal, never a crash."""

import json
import uuid
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.utils import timezone

from tests.world import address, rows_of_every_table, signed_in
from training.assignments.forms import write_moment
from training.attempts.changes import new_change_id
from training.attempts.services import digest

HOSTILE = {
    "nothing": "",
    "far too long": "长" * 100_000,
    "a NUL": "a\x00b",
    "control characters": "\x01\x0b\x1b[31m\x7f",
    "half an emoji": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe\xc0\xaf",
    "mixed scripts": "\u202eمرحبا\u202c 你好 Привет",
    "HTML": "<script>alert(1)</script>",
    "SQL": "' OR 1=1; --",
    "placeholders": "%s %(name)s {0} {{ x }}",
    "a negative number": "-1",
    "a huge number": "9" * 5000,
    "a fraction": "1.5",
    "not a number": "NaN",
    "full-width digits": "１２",
    "Arabic digits": "٣",
    "the first day": "0001-01-01T00:00",
    "the last day": "9999-12-31T23:59",
    "no such day": "2026-02-30T10:00",
    "somebody else's key": "00000000-0000-0000-0000-000000000000",
    "two values": ["x", "y"],
}
NOT_JSON = [b"", b"[]", b"null", b'"x"', b"{", b'{"name": 1e999}', b"\xff", b"[" * 5000]


@pytest.fixture
def forms(world):
    """(address name, persona) -> a body that would be accepted, but for the field under attack."""
    now = timezone.now()
    single, short = world.open_attempt.responses.order_by("position")
    name = single.item_version.name
    criteria = short.item_version.payload["criteria"]
    return {
        ("login", "anonymous"): {
            "username": "lin",
            "password": "x",
            "is_shared_device": "on",
            "next": "/",
        },
        ("set_language", "lin"): {"language": "en", "next": "/"},
        ("me", "lin"): {"part": "language", "language": "en"},
        ("me", "zhou"): {"part": "dress_code", "dress_code": "women"},
        ("me", "han"): {
            "part": "password",
            "old_password": "before-2026-word",
            "new_password1": "after-2026-word",
            "new_password2": "after-2026-word",
        },
        ("training:reading_confirm", "lin"): {"edition": "2"},
        ("training:self_check", "lin"): {"quiz": world.quiz.slug},
        ("training:attempt", "lin"): {
            "change": new_change_id(now),
            name: single.item_version.payload["options"][1]["key"],
            f"was-{name}": digest(None),
            short.item_version.name: "先道歉",
            "then": f"flag:{name}:1",
        },
        ("training:assignment_new", "mei"): {
            "subject": f"quiz:{world.quiz.slug}",
            "units": str(world.people["lin"].unit_id),
            "job_roles": str(world.people["lin"].job_role_id),
            "people": str(world.people["lin"].pk),
            "due": write_moment(now + timedelta(days=1)),
            "due_other": "",
            "opens": "now",
            "max_attempts": "2",
            "note": "加油",
            "step": "give",
            "request_id": str(uuid.uuid4()),
        },
        ("training:team_duty", "mei"): {
            "due": "",
            "due_other": write_moment(now + timedelta(days=2)),
            "extra_attempts": "1",
            "comment": "停电",
        },
        ("training:assignment_people", "mei"): {"people": str(world.people["zhou"].pk)},
        ("training:round_new", "mei"): {
            "request_id": str(uuid.uuid4()),
            "person": str(world.people["lin"].pk),
            "clauses": "DRESS-02",
            "seen": "DRESS-02:1",
            "result.DRESS-02": "pass",
            "comment.DRESS-02": "好",
            "comment": "好",
            "pick": "dress",
        },
        ("training:round_reply", "lin"): {"text": "好", "request_id": str(uuid.uuid4())},
        ("training:marking_answer", "mei"): {
            **{f"level.{each['key']}": each["levels"][1]["key"] for each in criteria},
            "comment": "好",
            "seen_number": "0",
        },
    }


def posted_and_undone(client, before, url, body, content_type):
    """Answer to a post, and whether it wrote anything; what it wrote is taken back."""
    with transaction.atomic():
        response = client.generic("POST", url, body, content_type=content_type)
        is_changed = rows_of_every_table() != before
        transaction.set_rollback(True)
    return response, is_changed


@pytest.mark.parametrize(
    ("name", "persona"),
    [
        ("login", "anonymous"),
        ("set_language", "lin"),
        ("me", "lin"),
        ("me", "zhou"),
        ("me", "han"),
        ("training:reading_confirm", "lin"),
        ("training:self_check", "lin"),
        ("training:attempt", "lin"),
        ("training:assignment_new", "mei"),
        ("training:team_duty", "mei"),
        ("training:assignment_people", "mei"),
        ("training:marking_answer", "mei"),
        ("training:round_new", "mei"),
        ("training:round_reply", "lin"),
    ],
)
def test_hostile_fields_are_answered_and_refused_posts_write_nothing(
    client, world, forms, name, persona
):
    signed_in(client, world, persona)
    url, good = address(world, name), forms[name, persona]
    before = rows_of_every_table()
    faults = []
    for field in good:
        for label, value in HOSTILE.items():
            body = urlencode({**good, field: value}, doseq=True)
            response, is_changed = posted_and_undone(
                client, before, url, body, "application/x-www-form-urlencoded"
            )
            # The lock counts wrong passwords, and 422 keeps what is sound and asks for the rest.
            is_refused = response.status_code >= 400 and response.status_code not in (422, 429)
            if response.status_code >= 500 or (is_refused and is_changed):
                faults.append((field, label, response.status_code))

    assert faults == []


def test_hostile_json_is_refused_and_writes_nothing(client, world):
    client.force_login(world.people["lin"])
    url = address(world, "training:attempt_responses")
    response = world.open_attempt.responses.first()
    good = {
        "name": response.item_version.name,
        "value": response.item_version.payload["options"][0]["key"],
        "change_id": new_change_id(timezone.now()),
    }
    hostile = [{}, [], 1.5, True, None, "x", "长" * 100_000, "a\x00b", "\ud800", 10**400]
    bodies = [
        json.dumps({**good, field: value}).encode() for field in good for value in hostile
    ] + NOT_JSON

    before = rows_of_every_table()
    for body in bodies:
        answer, is_changed = posted_and_undone(client, before, url, body, "application/json")

        assert answer.status_code < 500, body[:80]
        assert answer.status_code < 400 or not is_changed, body[:80]


@pytest.mark.parametrize(
    ("name", "parameter", "persona"),
    [
        ("standards:search", "q", "lin"),
        ("standards:search", "page", "lin"),
        ("standards:search", "kind", "lin"),
        ("standards:norm", "dress", "lin"),
        ("standards:norm", "text", "lin"),
        ("training:assignments", "page", "lin"),
        ("training:team", "q", "mei"),
        ("training:team", "page", "mei"),
        ("training:team", "unit", "mei"),
        ("training:team", "role", "mei"),
        ("training:team", "state", "mei"),
        ("training:assignment_new", "subject", "mei"),
        ("training:assignment_new", "again", "mei"),
        ("training:assignment_new", "person", "mei"),
        ("training:assignment_people", "q", "mei"),
        ("training:marking_item", "skip", "mei"),
        ("training:rounds", "person", "mei"),
        ("training:rounds", "page", "mei"),
        ("training:round_new", "person", "mei"),
        ("training:round_new", "checklist", "mei"),
        ("training:round_new", "norm", "mei"),
        ("training:round_new", "clause", "mei"),
        ("training:round_new", "clauses", "mei"),
        ("training:round_new", "pick", "mei"),
        ("training:round_new", "hall", "mei"),
        ("training:team_quizzes", "page", "mei"),
        ("training:team_map", "unit", "mei"),
        ("training:team_map", "topic", "mei"),
        ("training:person", "page", "mei"),
        *[
            (name, parameter, "mei")
            for name in ("training:quiz_report", "training:quiz_report_xlsx")
            for parameter in ("assignment", "unit", "state", "by", "page")
        ],
        ("login", "next", "anonymous"),
        ("login", "ended", "anonymous"),
    ],
)
def test_hostile_addresses_are_answered(client, world, name, parameter, persona):
    signed_in(client, world, persona)
    url = address(world, name)

    answers = {
        label: client.generic(
            "GET", url, QUERY_STRING=urlencode({parameter: value}, doseq=True)
        ).status_code
        for label, value in HOSTILE.items()
    }

    assert [label for label, status in answers.items() if status >= 500] == []


def test_html_in_what_people_type_is_shown_as_text(client, world):
    """A marker's comment, a written answer, a search and a note: none becomes markup."""
    tag = "<b onclick=alert(1)>x</b>"
    mei, lin = world.people["mei"], world.people["lin"]
    world.duty.assignment.note = tag
    world.duty.assignment.save()
    lin.name = tag
    lin.save()

    for person, name in (
        (lin, "home"),
        (lin, "training:duty"),
        (lin, "training:assignments"),
        (mei, "training:team"),
        (mei, "training:person"),
        (mei, "training:team_assignment"),
    ):
        client.force_login(person)
        page = client.get(address(world, name)).content.decode()

        assert tag not in page, name
        assert "&lt;b onclick" in page, name
    page = client.get(address(world, "standards:search"), {"q": tag}).content.decode()
    assert tag not in page
