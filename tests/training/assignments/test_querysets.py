"""What a duty's attempts make of it, at a given moment."""

from datetime import timedelta

import pytest

from tests.factories import make_module, make_norm
from tests.training.assignments.sittings import begin, sit
from tests.training.builders import HOUR, make_duty, make_quiz, make_short
from training.assignments.models import Assignment, Duty
from training.assignments.states import attempts_left, best_attempt, state_of

DAY = timedelta(days=1)


@pytest.fixture
def duty(lin, mei, quiz, clock):
    """Two attempts, open, due in a day, closing in two."""
    return make_duty(lin, quiz, given_by=mei, due_at=clock + DAY, closes_at=clock + 2 * DAY)


def at_(duty, at):
    return Duty.objects.with_subject().with_state(at).get(pk=duty.pk)


def is_outstanding(duty, at):
    return Duty.objects.outstanding(at).filter(pk=duty.pk).exists()


def is_finished(duty, at):
    return Duty.objects.finished(at).filter(pk=duty.pk).exists()


@pytest.mark.parametrize(
    ("later", "state", "outstanding"),
    [
        (timedelta(0), "not_started", True),
        (14 * HOUR, "due_today", True),  # past midnight: the due day has begun
        (DAY, "overdue", True),
        (2 * DAY, "closed", False),
    ],
)
def test_untouched_duty_moves_with_the_clock(duty, clock, later, state, outstanding):
    at = clock + later

    assert state_of(at_(duty, at), at) == state
    assert is_outstanding(duty, at) is outstanding
    assert is_finished(duty, at) is not outstanding


def test_duty_that_is_not_open_yet_is_coming(lin, mei, quiz, clock):
    duty = make_duty(lin, quiz, given_by=mei, opens_at=clock + HOUR, due_at=clock + DAY)

    assert list(Duty.objects.coming(clock)) == [duty]
    assert not is_outstanding(duty, clock)
    assert not is_finished(duty, clock)
    assert is_outstanding(duty, clock + HOUR)


def test_open_attempt_is_in_progress_even_when_overdue(duty, clock):
    begin(duty, clock)

    found = at_(duty, clock + DAY)

    assert state_of(found, clock + DAY) == "in_progress"
    assert found.attempts_used == 1
    assert is_outstanding(duty, clock + DAY)


def test_attempt_whose_time_is_over_is_not_in_progress(lin, mei, dress_norm, clock):
    quiz = make_quiz([make_short()], time_limit_min=10)
    duty = make_duty(lin, quiz, given_by=mei, due_at=clock + DAY)
    begin(duty, clock)

    found = at_(duty, clock + HOUR)

    assert not found.is_in_progress
    assert state_of(found, clock + HOUR) == "not_passed"


def test_passed_duty_is_done_for_good(duty, clock):
    sit(duty, clock)

    assert state_of(at_(duty, clock), clock) == "passed"
    assert not is_outstanding(duty, clock)
    assert state_of(at_(duty, clock + 3 * DAY), clock + 3 * DAY) == "passed"


def test_failed_duty_with_attempts_left_is_still_to_do(duty, clock):
    sit(duty, clock, right=False)

    found = at_(duty, clock)

    assert state_of(found, clock) == "not_passed"
    assert attempts_left(found) == 1
    assert is_outstanding(duty, clock)


def test_failed_duty_without_attempts_left_is_finished_but_not_done(duty, clock):
    sit(duty, clock, right=False)
    sit(duty, clock + HOUR, right=False)

    found = at_(duty, clock + DAY)

    assert state_of(found, clock + DAY) == "not_passed"
    assert (found.is_done, found.is_used_up, attempts_left(found)) == (False, True, 0)
    assert is_finished(duty, clock + DAY)


def test_duty_whose_answers_wait_to_be_marked_counts_as_done(lin, mei, dress_norm, clock):
    duty = make_duty(lin, make_quiz([make_short()]), given_by=mei, due_at=clock + DAY)
    sit(duty, clock)

    found = at_(duty, clock)

    assert state_of(found, clock) == "awaiting"
    assert found.answers_to_mark == 1
    assert is_finished(duty, clock)


def test_completed_module_is_done(lin, mei, clock):
    assert state_of(_module_duty(lin, mei, clock, completed_at=clock), clock) == "done"


def test_module_not_completed_is_never_used_up(lin, mei, clock):
    duty = _module_duty(lin, mei, clock)

    assert not duty.is_used_up
    assert state_of(duty, clock) == "not_started"


def _module_duty(lin, mei, clock, **fields):
    module = make_module(norms=[make_norm()])
    duty = make_duty(lin, None, module=module, given_by=mei, due_at=clock + DAY)
    Duty.objects.filter(pk=duty.pk).update(**fields or {"completed_at": None})
    return at_(duty, clock)


def test_best_attempt_is_a_passed_one_then_the_larger_share(duty, clock):
    worse = sit(duty, clock, right=False)
    better = sit(duty, clock + HOUR)

    assert best_attempt([worse, better]) == better
    assert best_attempt([worse]) == worse
    assert best_attempt([]) is None


def test_assignments_are_visible_to_their_giver_and_to_whoever_manages_the_people(
    give, quiz, gu, mei, tao, lin, zhou
):
    by_gu = give(gu, [lin], quiz=quiz)
    by_mei = give(mei, [zhou], quiz=quiz)

    def seen_by(user):
        return set(Assignment.objects.visible_to(user))

    assert seen_by(gu) == {by_gu, by_mei}
    assert seen_by(mei) == {by_gu, by_mei}
    assert seen_by(tao) == set()
    assert seen_by(lin) == set()


def test_duties_are_visible_to_their_person_and_to_whoever_manages_them(
    give, quiz, gu, mei, tao, lin, zhou
):
    duty = give(mei, [lin], quiz=quiz).duties.get()

    for user in (lin, mei, gu):
        assert duty in Duty.objects.visible_to(user)
    for user in (zhou, tao):
        assert duty not in Duty.objects.visible_to(user)
