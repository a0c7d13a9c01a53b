from datetime import timedelta
from random import Random

import pytest

from tests.factories import NOW
from tests.training import builders
from training.assignments.models import Duty
from training.attempts import errors
from training.attempts.models import Attempt, Response
from training.attempts.services import close_expired, start_attempt, submit_attempt
from training.quizzes.models import QuizEntry

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


def names(attempt):
    return [response.item_version.item.code for response in attempt.responses.all()]


def test_start_attempt_copies_the_bar_and_makes_a_row_per_item(duty, lin):
    attempt = start_attempt(duty=duty, person=lin, at=NOW)

    assert (attempt.number, attempt.pass_mark_pct, attempt.started_at) == (1, 60, NOW)
    assert (attempt.points, attempt.max_points, attempt.pending_marks) == (0, 8, 0)
    assert (attempt.is_passed, attempt.ends_at, attempt.submitted_at) == (False, None, None)
    assert names(attempt) == ["badge", "call", "complaint"]
    assert [(r.position, r.value, r.change_id, r.points) for r in attempt.responses.all()] == [
        (1, None, "", 0),
        (2, None, "", 0),
        (3, None, "", 0),
    ]


def test_start_attempt_shuffles_options_once_and_never_shows_an_order_solved(duty, lin):
    attempt = start_attempt(duty=duty, person=lin, at=NOW)

    choice, order, short = attempt.responses.all()
    assert sorted(choice.option_order) == sorted(
        option["key"] for option in choice.item_version.payload["options"]
    )
    assert sorted(order.option_order) == sorted(builders.right_answer(order))
    assert order.option_order != builders.right_answer(order)
    assert short.option_order == []


def test_start_attempt_returns_the_open_attempt(duty, lin):
    first = start_attempt(duty=duty, person=lin, at=NOW)

    second = start_attempt(duty=duty, person=lin, at=NOW + MINUTE)

    assert second == first
    assert Attempt.objects.count() == 1


def test_editing_the_quiz_does_not_move_the_bar_of_a_started_attempt(duty, lin):
    attempt = start_attempt(duty=duty, person=lin, at=NOW)
    quiz = duty.assignment.quiz
    quiz.pass_mark_pct = 100
    quiz.time_limit_min = 1
    quiz.save()
    QuizEntry.objects.filter(quiz=quiz).delete()

    attempt.refresh_from_db()

    assert (attempt.pass_mark_pct, attempt.ends_at, attempt.max_points) == (60, None, 8)
    assert names(attempt) == ["badge", "call", "complaint"]


@pytest.mark.parametrize(
    ("limit_min", "closes_in_min", "ends_in_min"),
    [(None, None, None), (20, None, 20), (None, 30, 30), (20, 30, 20), (20, 5, 5), (20, 20, 20)],
)
def test_start_attempt_fixes_the_end_at_the_limit_or_the_closing(
    lin, quiz, limit_min, closes_in_min, ends_in_min
):
    quiz.time_limit_min = limit_min
    quiz.save()
    closes_at = NOW + closes_in_min * MINUTE if closes_in_min else None
    duty = builders.make_duty(lin, quiz, due_at=None, closes_at=closes_at)

    attempt = start_attempt(duty=duty, person=lin, at=NOW)

    assert attempt.ends_at == (NOW + ends_in_min * MINUTE if ends_in_min else None)


def test_start_attempt_opens_at_the_second(lin, quiz):
    duty = builders.make_duty(lin, quiz, opens_at=NOW)

    with pytest.raises(errors.NotOpenYet):
        start_attempt(duty=duty, person=lin, at=NOW - SECOND)

    assert start_attempt(duty=duty, person=lin, at=NOW).number == 1


def test_start_attempt_closes_at_the_second(lin, han, quiz):
    closing = {"due_at": None, "closes_at": NOW + MINUTE}
    in_time = builders.make_duty(lin, quiz, **closing)
    too_late = builders.make_duty(han, quiz, **closing)

    assert start_attempt(duty=in_time, person=lin, at=NOW + MINUTE - SECOND).number == 1
    with pytest.raises(errors.Closed):
        start_attempt(duty=too_late, person=han, at=NOW + MINUTE)


def test_start_attempt_stops_when_the_attempts_are_used(duty, lin):
    for number in (1, 2):
        attempt = start_attempt(duty=duty, person=lin, at=NOW)
        assert attempt.number == number
        submit_attempt(attempt=attempt, at=NOW + MINUTE)

    with pytest.raises(errors.NoAttemptsLeft):
        start_attempt(duty=duty, person=lin, at=NOW + 2 * MINUTE)


def test_start_attempt_stamps_an_expired_attempt_first(duty, lin):
    duty.assignment.quiz.time_limit_min = 10
    duty.assignment.quiz.save()
    expired = start_attempt(duty=duty, person=lin, at=NOW)

    second = start_attempt(duty=duty, person=lin, at=NOW + 11 * MINUTE)

    expired.refresh_from_db()
    assert expired.submitted_at == expired.ends_at == NOW + 10 * MINUTE
    assert second.number == 2


def test_start_attempt_is_for_the_person_of_the_duty(duty, zhou, mei):
    for stranger in (zhou, mei):
        with pytest.raises(Duty.DoesNotExist):
            start_attempt(duty=duty, person=stranger, at=NOW)

    assert Attempt.objects.count() == 0


def test_start_attempt_refuses_a_module_and_an_empty_quiz(lin, dress_norm, module):
    empty = builders.make_duty(lin, builders.make_quiz())
    unpublished = builders.make_quiz([builders.make_single(published=False)], slug="unpublished")
    reading = builders.make_duty(lin, None, module=module)

    for duty in (empty, builders.make_duty(lin, unpublished), reading):
        with pytest.raises(errors.NothingToAsk):
            start_attempt(duty=duty, person=lin, at=NOW)

    assert Attempt.objects.count() == Response.objects.count() == 0


def test_draw_takes_items_of_the_norm_and_asks_none_twice(lin, dress_norm, phone_norm):
    fixed = builders.make_single("fixed")
    for number in range(5):
        builders.make_single(f"dress-{number}", clauses=("DRESS-01", "DRESS-02"))
    builders.make_single("draft", published=False)
    builders.make_single("phone", clauses=("PHONE-01",))
    quiz = builders.make_quiz([fixed])
    QuizEntry.objects.create(quiz=quiz, draw_from=dress_norm, draw_count=3, position=2)
    QuizEntry.objects.create(quiz=quiz, draw_from=dress_norm, draw_count=9, position=3)
    QuizEntry.objects.create(quiz=quiz, draw_from=phone_norm, draw_count=1, position=4)

    attempt = start_attempt(duty=builders.make_duty(lin, quiz), person=lin, at=NOW, rng=Random(7))

    asked = names(attempt)
    assert asked[0] == "fixed"
    assert sorted(asked[1:6]) == [f"dress-{number}" for number in range(5)]
    assert asked[6:] == ["phone"]


def test_draw_differs_between_attempts(lin, dress_norm):
    for number in range(12):
        builders.make_single(f"dress-{number}")
    quiz = builders.make_quiz(shuffle_items=True)
    QuizEntry.objects.create(quiz=quiz, draw_from=dress_norm, draw_count=6, position=1)
    duties = [builders.make_duty(lin, quiz) for _ in range(3)]

    drawn = [
        names(start_attempt(duty=duty, person=lin, at=NOW, rng=Random(seed)))
        for seed, duty in enumerate(duties)
    ]

    assert [len(set(codes)) for codes in drawn] == [6, 6, 6]
    assert len({tuple(codes) for codes in drawn}) == 3


def test_close_expired_stamps_at_the_end_and_leaves_the_rest(lin, han, zhou, quiz):
    quiz.time_limit_min = 10
    quiz.save()
    over, open_, done = (
        start_attempt(duty=builders.make_duty(person, quiz), person=person, at=at)
        for person, at in ((lin, NOW), (han, NOW + SECOND), (zhou, NOW))
    )
    submit_attempt(attempt=done, at=NOW + MINUTE)

    stamped = close_expired(at=NOW + 10 * MINUTE)

    ends = [Attempt.objects.get(pk=attempt.pk).submitted_at for attempt in (over, open_, done)]
    assert stamped == 1
    assert ends == [NOW + 10 * MINUTE, None, NOW + MINUTE]


def test_submit_attempt_once_is_for_good(duty, lin):
    attempt = start_attempt(duty=duty, person=lin, at=NOW)

    first = submit_attempt(attempt=attempt, at=NOW + MINUTE)
    again = submit_attempt(attempt=attempt, at=NOW + 2 * MINUTE)

    assert first.submitted_at == again.submitted_at == NOW + MINUTE


def test_submit_attempt_after_the_end_hands_in_at_the_end(duty, lin):
    duty.assignment.quiz.time_limit_min = 10
    duty.assignment.quiz.save()
    attempt = start_attempt(duty=duty, person=lin, at=NOW)

    submitted = submit_attempt(attempt=attempt, at=NOW + 20 * MINUTE)

    assert submitted.submitted_at == NOW + 10 * MINUTE
