"""What the page's script sends and is told."""

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.training import builders
from tests.training.builders import right_answer, wrong_option
from training.attempts.changes import new_change_id
from training.attempts.models import Attempt, Response
from training.attempts.services import start_attempt, submit_attempt

MINUTE = timedelta(minutes=1)


@pytest.fixture
def address(live_attempt):
    return reverse("training:attempt_responses", args=[live_attempt.code])


@pytest.fixture
def save(client, lin, address):
    """Post a body as Lin; text is sent as it stands."""
    client.force_login(lin)

    def post(body):
        body = body if isinstance(body, str | bytes) else json.dumps(body)
        return client.post(address, body, "application/json")

    return post


def change(response, value, *, ago=0, change_id=None):
    made = timezone.now() - timedelta(seconds=ago)
    return {
        "name": response.item_version.name,
        "value": value,
        "change_id": change_id or new_change_id(made),
    }


def rows():
    fields = ("position", "value", "change_id", "points", "needs_mark", "is_flagged")
    return [
        *Response.objects.values_list(*fields),
        *Attempt.objects.values_list("points", "pending_marks", "is_passed", "submitted_at"),
    ]


def test_a_save_is_told_what_is_stored(save, live_sheet):
    before = timezone.now()
    body = change(live_sheet[0], right_answer(live_sheet[0]))

    response = save(body)

    reply = response.json()
    stored = Response.objects.get(pk=live_sheet[0].pk)
    assert response.status_code == 200
    assert {key: reply[key] for key in body} == body
    assert (reply["is_newer"], reply["answered"], reply["total"], reply["ends_at"]) == (
        False,
        1,
        3,
        None,
    )
    assert abs(datetime.fromisoformat(reply["saved_at"]) - stored.saved_at) < timedelta(
        seconds=0.001
    )
    assert datetime.fromisoformat(reply["server_now"]) > before
    assert "no-store" in response["Cache-Control"]


def test_a_repeat_is_told_the_same(save, live_sheet):
    body = change(live_sheet[0], right_answer(live_sheet[0]))

    first, again = save(body).json(), save(body).json()

    assert first | {"server_now": ""} == again | {"server_now": ""}


def test_a_late_retry_is_told_what_is_stored_instead(save, live_sheet):
    late = change(live_sheet[0], wrong_option(live_sheet[0]), ago=30)
    newer = change(live_sheet[0], right_answer(live_sheet[0]))
    save(newer)

    reply = save(late).json()

    assert (reply["value"], reply["change_id"], reply["is_newer"]) == (
        newer["value"],
        newer["change_id"],
        True,
    )


def test_a_flag_is_stored(save, live_sheet):
    name = live_sheet[1].item_version.name

    replies = [save({"name": name, "is_flagged": on}).json()["is_flagged"] for on in (True, False)]

    assert replies == [True, False]


def test_what_is_stored_can_be_read(client, save, live_sheet, address):
    body = change(live_sheet[2], "先道歉")
    save(body)
    save({"name": live_sheet[1].item_version.name, "is_flagged": True})

    reply = client.get(address).json()

    assert (reply["is_open"], reply["ends_at"]) == (True, None)
    assert [
        (row["name"], row["value"], row["change_id"], row["is_flagged"])
        for row in reply["responses"]
    ] == [
        (live_sheet[0].item_version.name, None, "", False),
        (live_sheet[1].item_version.name, None, "", True),
        (body["name"], body["value"], body["change_id"], False),
    ]


def test_a_save_after_the_end_is_told_so(save, live_attempt, live_sheet):
    submit_attempt(attempt=live_attempt, at=timezone.now())
    before = rows()

    answer = save(change(live_sheet[0], right_answer(live_sheet[0])))
    flag = save({"name": live_sheet[0].item_version.name, "is_flagged": True})

    assert (answer.status_code, answer.json()["error"]) == (409, "closed")
    assert (flag.status_code, flag.json()["error"]) == (409, "closed")
    assert rows() == before


def test_reading_after_the_end_says_that_it_is_over(client, save, live_attempt, address):
    submit_attempt(attempt=live_attempt, at=timezone.now())

    assert client.get(address).json()["is_open"] is False


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        ("", "body"),
        ("[]", "body"),
        ("null", "body"),
        ("{", "body"),
        ('"text"', "body"),
        (b"\xff\xfe", "body"),
        ("[" * 100_000, "body"),
        ("{}", "item"),
        ({"name": "qffffffffff", "value": ""}, "item"),
        ({"name": "q\x00", "value": ""}, "item"),
        ({"name": ["q"], "is_flagged": True}, "item"),
        ({"name": None, "is_flagged": True}, "item"),
        ({"name": "qffffffffff", "is_flagged": "yes"}, "body"),
        ({"name": "qffffffffff", "is_flagged": None}, "body"),
    ],
)
def test_what_is_not_a_change_is_refused(save, broken, error):
    before = rows()

    response = save(broken)

    assert (response.status_code, response.json()["error"]) == (400, error)
    assert "server_now" in response.json()
    assert rows() == before


@pytest.mark.parametrize(
    ("position", "text", "error"),
    [
        (1, '"ffffff"', "answer"),
        (1, "[]", "answer"),
        (2, '{"ffffff": 1}', "answer"),
        (2, '["ffffff"]', "answer"),
        (2, "[1e999]", "answer"),
        (3, "{}", "answer"),
        (3, '"' + "长" * 1001 + '"', "too_long"),
    ],
)
def test_a_forged_answer_is_refused(save, live_sheet, position, text, error):
    body = change(live_sheet[position - 1], "?")
    before = rows()

    response = save(json.dumps(body).replace('"?"', text))

    assert (response.status_code, response.json()["error"]) == (400, error)
    assert rows() == before


@pytest.mark.parametrize("text", ["1e999", "-1e999", "NaN", "null", "true", "[]", '"1.5"'])
def test_a_forged_place_is_never_an_error_of_ours(save, live_sheet, text):
    key = right_answer(live_sheet[1])[0]
    body = json.dumps(change(live_sheet[1], {key: "?"})).replace('"?"', text)

    response = save(body)

    assert response.status_code in (200, 400)


@pytest.mark.parametrize("ago", [3600, -3600])
def test_an_id_of_another_time_is_told_the_time(save, live_sheet, ago):
    before = rows()

    response = save(change(live_sheet[0], right_answer(live_sheet[0]), ago=ago))

    assert (response.status_code, response.json()["error"]) == (400, "change_id")
    assert abs(datetime.fromisoformat(response.json()["server_now"]) - timezone.now()) < MINUTE
    assert rows() == before


def test_a_save_needs_its_token(lin, address, live_sheet):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    before = rows()

    response = client.post(
        address, json.dumps(change(live_sheet[0], right_answer(live_sheet[0]))), "application/json"
    )

    assert response.status_code == 403
    assert rows() == before


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client, lin, address, method):
    client.force_login(lin)

    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("count", [1, 20])
def test_save_query_count_is_flat_and_small(
    client, lin, dress_norm, count, django_assert_num_queries
):
    makers = (builders.make_single, builders.make_order, builders.make_short)
    quiz = builders.make_quiz([makers[i % 3](f"item-{i}") for i in range(count)])
    duty = builders.make_duty(lin, quiz)
    attempt = start_attempt(duty=duty, person=lin, at=timezone.now() - MINUTE)
    client.force_login(lin)
    response = attempt.responses.select_related("item_version").get(position=1)
    body = json.dumps(change(response, right_answer(response)))
    address = reverse("training:attempt_responses", args=[attempt.code])

    # Session, person, the attempt's lock, the response; the response and the attempt written.
    with django_assert_num_queries(6 + 2):  # and a savepoint, because tests run in a transaction
        reply = client.post(address, body, "application/json")

    assert (reply.status_code, reply.json()["total"]) == (200, count)
