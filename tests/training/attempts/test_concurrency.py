"""Two of everything at once, each with its own connection: nothing lost, nothing doubled."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from tests.databases import database_in_a_file
from tests.factories import NOW
from tests.training import builders
from tests.training.builders import change_id, right_answer, wrong_option
from training.attempts.errors import AttemptClosed, NoAttemptsLeft
from training.attempts.models import Attempt, Response
from training.attempts.services import (
    close_expired,
    save_response,
    set_flag,
    start_attempt,
    submit_attempt,
)
from training.marking.errors import AlreadyScored
from training.marking.models import Score
from training.marking.services import recompute, record_score

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LATER = NOW + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def own_connections(transactional_db, tmp_path):
    """Before the personas: what they write stands where every thread sees it."""
    with database_in_a_file(tmp_path):
        yield


@pytest.fixture
def attempt(own_connections, duty, lin):
    return start_attempt(duty=duty, person=lin, at=NOW)


def at_once(*acts):
    """Run the acts in threads of their own from one starting gun; returns results or errors."""
    gun = threading.Barrier(len(acts))

    def run(act):
        try:
            gun.wait()
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def saver(response, raw, made=LATER, suffix="a" * 8, at=LATER):
    return lambda: save_response(
        person=response.attempt.duty.person,
        code=response.attempt.code,
        name=response.item_version.name,
        raw=raw,
        change_id=change_id(made, suffix),
        at=at,
    )


def sheet_of(attempt):
    return list(
        Response.objects.filter(attempt=attempt).select_related(
            "item_version", "attempt__duty__person"
        )
    )


def assert_numbers_follow_from_evidence(attempt):
    attempt.refresh_from_db()
    totals = recompute(attempt)
    assert (attempt.points, attempt.pending_marks, attempt.is_passed) == (
        totals.points,
        totals.pending_marks,
        totals.is_passed,
    )


def test_starting_twice_at_once_starts_one_attempt(duty, lin):
    def begin():
        return start_attempt(duty=duty, person=lin, at=NOW)

    results = at_once(*[begin] * 6)

    assert [str(result) for result in results] == [str(Attempt.objects.get())] * 6
    assert Response.objects.count() == 3


def test_the_last_attempt_is_started_once(lin, quiz):
    duty = builders.make_duty(lin, quiz, max_attempts=1)

    def begin_and_hand_in():
        return submit_attempt(attempt=start_attempt(duty=duty, person=lin, at=NOW), at=LATER)

    results = at_once(*[begin_and_hand_in] * 4)

    refused = [result for result in results if isinstance(result, NoAttemptsLeft)]
    handed_in = [result for result in results if isinstance(result, Attempt)]
    assert len(refused) + len(handed_in) == 4
    assert Attempt.objects.get() in handed_in


def test_one_change_sent_six_times_is_stored_once(attempt):
    response = sheet_of(attempt)[0]

    results = at_once(*[saver(response, right_answer(response))] * 6)

    assert [(saved.response.value, saved.answered) for saved in results] == [
        (right_answer(response), 1)
    ] * 6
    attempt.refresh_from_db()
    assert attempt.points == 1


def test_of_changes_to_one_answer_the_newest_stays_whatever_arrives_last(attempt):
    response = sheet_of(attempt)[0]
    answers = [right_answer(response), wrong_option(response), wrong_option(response, 1)]

    results = at_once(
        *[
            saver(response, answers[n % 3], made=LATER + timedelta(milliseconds=n))
            for n in (5, 3, 1, 0, 4, 2)
        ]
    )

    response.refresh_from_db()
    assert response.change_id == change_id(LATER + timedelta(milliseconds=5))
    assert response.value == answers[5 % 3]
    assert all(saved.response.change_id <= response.change_id for saved in results)
    assert_numbers_follow_from_evidence(attempt)


def test_answers_to_different_questions_are_all_stored_and_counted(lin, dress_norm):
    quiz = builders.make_quiz([builders.make_single(f"item-{n}") for n in range(8)])
    attempt = start_attempt(duty=builders.make_duty(lin, quiz), person=lin, at=NOW)
    sheet = sheet_of(attempt)

    results = at_once(*[saver(response, right_answer(response)) for response in sheet])

    assert sorted(saved.answered for saved in results) == list(range(1, 9))
    attempt.refresh_from_db()
    assert (attempt.points, attempt.is_passed) == (8, True)
    assert_numbers_follow_from_evidence(attempt)


def test_saving_while_handing_in_is_stored_or_refused_never_half(attempt, lin):
    sheet = sheet_of(attempt)

    results = at_once(
        *[
            saver(response, "先道歉" if n == 2 else right_answer(response))
            for n, response in enumerate(sheet)
        ],
        lambda: submit_attempt(attempt=attempt, at=LATER),
        lambda: submit_attempt(attempt=attempt, at=LATER + timedelta(seconds=1)),
        lambda: set_flag(
            person=lin,
            code=attempt.code,
            name=sheet[0].item_version.name,
            is_flagged=True,
            at=LATER,
        ),
    )

    for response, outcome in zip(sheet, results, strict=False):
        response.refresh_from_db()
        assert (response.value is None) == isinstance(outcome, AttemptClosed)
    assert results[3].submitted_at == results[4].submitted_at
    assert_numbers_follow_from_evidence(attempt)


def test_closing_and_starting_at_once_leave_one_open_attempt(lin, quiz):
    quiz.time_limit_min = 5
    quiz.save()
    duty = builders.make_duty(lin, quiz)
    start_attempt(duty=duty, person=lin, at=NOW)

    results = at_once(
        lambda: close_expired(at=LATER),
        lambda: start_attempt(duty=duty, person=lin, at=LATER),
        lambda: start_attempt(duty=duty, person=lin, at=LATER),
        lambda: close_expired(at=LATER),
    )

    assert not [result for result in results if isinstance(result, Exception)]
    assert list(Attempt.objects.order_by("number").values_list("number", "submitted_at")) == [
        (1, LATER),
        (2, None),
    ]


def test_two_markers_at_once_leave_one_score(attempt, mei, gu):
    short = sheet_of(attempt)[2]
    saver(short, "先道歉")()
    submit_attempt(attempt=attempt, at=LATER)
    criteria = short.item_version.payload["criteria"]

    def marker(by, level):
        return lambda: record_score(
            response=short,
            by=by,
            levels={criterion["key"]: criterion["levels"][level]["key"] for criterion in criteria},
            comment="",
            reason="",
            seen_number=0,
            at=LATER,
        )

    results = at_once(marker(mei, 2), marker(gu, 1))

    assert sorted(type(result).__name__ for result in results) == [AlreadyScored.__name__, "Score"]
    assert Score.objects.get() in results
    assert_numbers_follow_from_evidence(attempt)
