"""Exceptions for one person: what they move, what they never move, and who may grant them."""

from datetime import timedelta

import pytest

from tests.factories import make_module, make_norm
from tests.training.assignments.sittings import begin, sit
from tests.training.builders import HOUR, make_duty, make_quiz, make_short
from training.assignments.exceptions import apply_exceptions, grant_exception
from training.assignments.models import Duty, DutyException
from training.assignments.services import NotAssignable
from training.attempts.errors import Closed, NoAttemptsLeft
from training.attempts.permissions import may_see_key

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def duty(lin, mei, quiz, clock):
    """Two attempts, due in a day, closing in two."""
    return make_duty(lin, quiz, given_by=mei, due_at=clock + DAY, closes_at=clock + 2 * DAY)


@pytest.fixture
def timed(lin, mei, dress_norm, clock):
    """A quiz of 20 minutes that closes in an hour."""
    quiz = make_quiz([make_short()], time_limit_min=20)
    return make_duty(lin, quiz, given_by=mei, due_at=clock + HOUR, closes_at=clock + HOUR)


@pytest.fixture
def grant(mei, clock):
    """``grant(duty, extra_attempts=1)``: by Mei, at the clock."""

    def grant(duty, *, by=mei, at=clock, comment="家里有事", **granted):
        return grant_exception(duty=duty, by=by, at=at, comment=comment, **granted)

    return grant


def refused(grant, duty, **fields) -> list[str]:
    before = list(Duty.objects.values())
    with pytest.raises(NotAssignable) as error:
        grant(duty, **fields)
    assert DutyException.objects.count() == 0
    assert list(Duty.objects.values()) == before
    return error.value.problems


def test_what_was_granted_is_written_down_with_its_reason_and_author(duty, mei, grant, clock):
    grant(duty, extra_attempts=1, comment="  停电，没做完 ")

    exception = duty.exceptions.get()
    assert (exception.by, exception.at, exception.comment) == (mei, clock, "停电，没做完")
    assert (exception.due_at, exception.closes_at, exception.extra_minutes) == (None, None, 0)


def test_later_times_are_written_to_the_duty(duty, grant, clock):
    grant(duty, due_at=clock + 3 * DAY, closes_at=clock + 4 * DAY)

    duty.refresh_from_db()
    assert (duty.due_at, duty.closes_at) == (clock + 3 * DAY, clock + 4 * DAY)
    assert duty.assignment.due_at == clock + DAY


def test_closing_moves_along_with_a_due_time_beyond_it(duty, grant, clock):
    exception = grant(duty, due_at=clock + 3 * DAY)

    duty.refresh_from_db()
    assert duty.closes_at == exception.closes_at == clock + 3 * DAY


def test_closing_stays_when_the_later_due_time_is_before_it(duty, grant, clock):
    exception = grant(duty, due_at=clock + DAY + HOUR)

    duty.refresh_from_db()
    assert (duty.closes_at, exception.closes_at) == (clock + 2 * DAY, None)


def test_attempts_and_minutes_add_up(timed, grant, clock):
    grant(timed, extra_attempts=1, extra_minutes=5)
    grant(timed, extra_attempts=2, extra_minutes=10, at=clock + HOUR / 2)

    timed.refresh_from_db()
    assert (timed.max_attempts, timed.extra_minutes) == (5, 15)


def test_the_duty_follows_from_the_assignment_and_what_was_granted(timed, grant, clock):
    grant(timed, due_at=clock + DAY, extra_minutes=5)
    grant(timed, closes_at=clock + 3 * DAY, extra_attempts=1)
    timed.refresh_from_db()
    written = (timed.due_at, timed.closes_at, timed.max_attempts, timed.extra_minutes)

    apply_exceptions(timed, timed.exceptions.all())

    assert (timed.due_at, timed.closes_at, timed.max_attempts, timed.extra_minutes) == written


def test_more_minutes_lengthen_the_next_attempt(timed, grant, clock):
    grant(timed, extra_minutes=10)
    timed.refresh_from_db()

    assert begin(timed, clock).ends_at == clock + 30 * MINUTE


def test_more_minutes_lengthen_the_attempt_that_is_open(timed, grant, clock):
    attempt = begin(timed, clock)

    grant(timed, extra_minutes=10, at=clock + 15 * MINUTE)

    attempt.refresh_from_db()
    assert attempt.ends_at == clock + 30 * MINUTE


def test_more_minutes_reach_past_the_closing_of_an_attempt_that_is_open(timed, grant, clock):
    attempt = begin(timed, clock + 50 * MINUTE)
    assert attempt.ends_at == clock + HOUR

    exception = grant(timed, extra_minutes=5, at=clock + 55 * MINUTE)

    attempt.refresh_from_db()
    timed.refresh_from_db()
    assert attempt.ends_at == timed.closes_at == exception.closes_at == clock + 65 * MINUTE


def test_a_later_closing_gives_an_open_attempt_the_rest_of_its_time_limit(timed, grant, clock):
    attempt = begin(timed, clock + 50 * MINUTE)

    grant(timed, closes_at=clock + DAY, at=clock + 55 * MINUTE)

    attempt.refresh_from_db()
    assert attempt.ends_at == clock + 70 * MINUTE


def test_a_later_closing_moves_the_end_of_an_attempt_without_a_time_limit(duty, grant, clock):
    attempt = begin(duty, clock)

    grant(duty, closes_at=clock + 5 * DAY)

    attempt.refresh_from_db()
    assert attempt.ends_at == clock + 5 * DAY


def test_a_later_due_time_leaves_an_attempt_within_its_time_limit(timed, grant, clock):
    attempt = begin(timed, clock)

    grant(timed, due_at=clock + DAY)

    attempt.refresh_from_db()
    assert attempt.ends_at == clock + 20 * MINUTE


def test_an_attempt_that_is_over_stays_over(timed, grant, clock):
    attempt = begin(timed, clock)

    grant(timed, extra_minutes=30, at=clock + 25 * MINUTE)

    attempt.refresh_from_db()
    assert attempt.ends_at == clock + 20 * MINUTE


def test_another_attempt_can_be_started_and_hides_the_key_again(duty, grant, clock):
    last = [sit(duty, clock, right=False), sit(duty, clock, right=False)][-1]
    assert may_see_key(last, clock)
    with pytest.raises(NoAttemptsLeft):
        begin(duty, clock)

    grant(duty, extra_attempts=1)

    last.duty.refresh_from_db()
    assert not may_see_key(last, clock)
    assert begin(duty, clock).number == 3


def test_a_later_closing_opens_the_door_again(timed, grant, clock):
    late = clock + 2 * HOUR
    with pytest.raises(Closed):
        begin(timed, late)

    grant(timed, due_at=clock + DAY, at=late)

    assert begin(timed, late).ends_at == late + 20 * MINUTE


@pytest.mark.parametrize("kind", ["module", "checklist"])
def test_modules_and_rounds_get_later_times_only(lin, mei, grant, clock, kind, request):
    subject = {
        "module": lambda: make_module(norms=[make_norm()]),
        "checklist": lambda: request.getfixturevalue("checklist"),
    }[kind]()
    duty = make_duty(lin, None, given_by=mei, due_at=clock + HOUR, **{kind: subject})

    assert refused(grant, duty, extra_attempts=1) == ["Only a quiz has attempts."]
    assert refused(grant, duty, extra_minutes=5) == ["There is no time limit to lengthen."]
    grant(duty, due_at=clock + DAY)
    duty.refresh_from_db()
    assert duty.due_at == clock + DAY


def test_a_second_click_grants_once(duty, grant, clock):
    first = grant(duty, extra_attempts=1, due_at=clock + 5 * DAY)
    second = grant(duty, extra_attempts=1, due_at=clock + 5 * DAY, at=clock + MINUTE / 2)

    assert second == first
    duty.refresh_from_db()
    assert duty.max_attempts == 3


def test_the_same_once_more_later_is_another(duty, grant, clock):
    for minutes in (0, 2):
        grant(duty, extra_attempts=1, at=clock + minutes * MINUTE)

    duty.refresh_from_db()
    assert duty.max_attempts == 4


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({}, "Say what you grant: a later time, another attempt or more minutes."),
        ({"extra_attempts": 9}, "That would be more than 10 attempts."),
        ({"extra_attempts": -1}, "That would be more than 10 attempts."),
        ({"extra_minutes": 241}, "That would be more than 240 extra minutes."),
        ({"extra_attempts": 1, "comment": " "}, "Say why, in a few words. They read it, too."),
        (
            {"extra_attempts": 1, "comment": "长" * 241},
            "The comment is longer than 240 characters.",
        ),
    ],
)
def test_grant_refuses_too_little_and_too_much(timed, grant, asked, problem):
    assert refused(grant, timed, **asked) == [problem]


@pytest.mark.parametrize(
    ("times", "problem"),
    [
        ({"due_at": HOUR}, "Choose a later time than tomorrow 10:00."),
        ({"closes_at": DAY}, "Choose a later time than 4 March 10:00."),
        (
            {"due_at": timedelta(days=367)},
            "The due time is more than a year away. Choose an earlier one.",
        ),
        (
            {"closes_at": timedelta(days=367)},
            "It would close more than a year from now. Choose an earlier time.",
        ),
        (
            {"due_at": 4 * DAY, "closes_at": 3 * DAY},
            "It would close before it is due. Choose a later closing time.",
        ),
    ],
)
def test_grant_refuses_times_that_do_not_help(duty, grant, clock, times, problem):
    moments = {name: clock + ahead for name, ahead in times.items()}

    assert refused(grant, duty, **moments) == [problem]


def test_grant_refuses_a_closing_where_nothing_closes(lin, mei, quiz, grant, clock):
    duty = make_duty(lin, quiz, given_by=mei, due_at=clock + DAY)

    assert refused(grant, duty, closes_at=clock + 2 * DAY) == [
        "It does not close, so there is no closing to move."
    ]


def test_grant_refuses_an_attempt_behind_a_closed_door(duty, grant, clock):
    assert refused(grant, duty, extra_attempts=1, at=clock + 3 * DAY) == [
        "It has closed. Give a later closing too, or it cannot be used."
    ]


def test_grant_refuses_what_is_done(lin, mei, grant, clock):
    duty = make_duty(lin, None, module=make_module(norms=[make_norm()]), given_by=mei)
    Duty.objects.update(completed_at=clock)

    assert refused(grant, duty, due_at=clock + 3 * DAY) == [
        "It is done: there is nothing left to grant."
    ]


def test_grant_refuses_what_was_withdrawn(duty, mei, grant, clock):
    duty.assignment.withdrawn_at, duty.assignment.withdrawn_by = clock, mei
    duty.assignment.save()

    assert refused(grant, duty, extra_attempts=1) == ["This task was withdrawn."]


@pytest.mark.parametrize("persona", ["lin", "zhou", "tao", "song", "an"])
def test_only_who_manages_the_person_grants(request, duty, grant, persona):
    by = request.getfixturevalue(persona)

    assert refused(grant, duty, by=by, extra_attempts=1) == [
        "You can make exceptions only for people of your own halls."
    ]


def test_a_manager_grants_nothing_to_themselves(mei, gu, quiz, grant, clock):
    duty = make_duty(mei, quiz, given_by=gu)

    assert len(refused(grant, duty, by=mei, extra_attempts=1)) == 1
    assert grant(duty, by=gu, extra_attempts=1).by == gu
