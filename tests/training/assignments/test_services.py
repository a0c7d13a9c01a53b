"""Giving an assignment: one duty each, once, and to one's own people only."""

import uuid
from datetime import timedelta

import pytest

from tests.factories import make_module, make_norm
from tests.training.builders import HOUR, make_quiz, make_short, make_single
from training.assignments.models import Assignment, Duty
from training.assignments.services import NotAssignable, create_assignment, start_self_check
from training.attempts.services import start_attempt, submit_attempt
from training.modules.models import Reading


def refused(give, *args, **fields) -> list[str]:
    with pytest.raises(NotAssignable) as error:
        give(*args, **fields)
    assert Assignment.objects.count() == 0
    return error.value.problems


def test_create_assignment_makes_one_duty_for_each_person(give, quiz, mei, lin, zhou, clock):
    assignment = give(mei, [lin, zhou], quiz=quiz, max_attempts=3, note="先读一遍")

    assert {duty.person for duty in assignment.duties.all()} == {lin, zhou}
    assert (assignment.given_by, assignment.subject) == (mei, quiz)
    assert (assignment.max_attempts, assignment.note) == (3, "先读一遍")
    assert (assignment.opens_at, assignment.due_at) == (clock, clock + 24 * HOUR)
    assert not assignment.is_self_check


def test_create_assignment_takes_a_module(give, module, mei, lin):
    assignment = give(mei, [lin], module=module)

    assert assignment.subject == module
    assert [duty.completed_at for duty in assignment.duties.all()] == [None]


def test_create_assignment_sent_twice_makes_one(give, quiz, mei, lin, zhou):
    request_id = uuid.uuid4()

    first = give(mei, [lin], quiz=quiz, request_id=request_id)
    second = give(mei, [lin, zhou], quiz=quiz, request_id=request_id)

    assert second == first
    assert [duty.person for duty in Duty.objects.all()] == [lin]


def test_create_assignment_with_the_request_id_of_somebody_else_is_refused(
    give, quiz, mei, lin, tao, han
):
    assignment = give(mei, [lin], quiz=quiz)

    with pytest.raises(NotAssignable):
        give(tao, [han], quiz=quiz, request_id=assignment.request_id)

    assert [duty.person for duty in Duty.objects.all()] == [lin]


def test_create_assignment_counts_a_person_named_twice_once(give, quiz, mei, lin):
    assignment = give(mei, [lin, lin], quiz=quiz)

    assert assignment.duties.count() == 1


def test_regional_manager_gives_to_both_halls(give, quiz, gu, lin, han, mei):
    assignment = give(gu, [lin, han, mei], quiz=quiz)

    assert assignment.duties.count() == 3


def test_create_assignment_refuses_people_of_another_hall(give, quiz, mei, lin, han):
    problems = refused(give, mei, [lin, han], quiz=quiz)

    assert problems == ["You can give tasks only to people of your own halls."]


def test_create_assignment_refuses_oneself(give, quiz, mei, lin):
    assert len(refused(give, mei, [lin, mei], quiz=quiz)) == 1


def test_create_assignment_refuses_people_who_left(give, quiz, mei, lin):
    lin.is_active = False
    lin.save()

    assert len(refused(give, mei, [lin], quiz=quiz)) == 1


def test_create_assignment_refuses_a_trainee_as_giver(give, quiz, lin, zhou):
    assert len(refused(give, lin, [zhou], quiz=quiz)) == 1


def test_create_assignment_refuses_nobody(give, quiz, mei):
    assert refused(give, mei, [], quiz=quiz) == ["Choose at least one person."]


@pytest.mark.parametrize(
    ("times", "problem"),
    [
        ({"due_at": -HOUR}, "The due time is already past. Choose a later one."),
        ({"due_at": timedelta(0)}, "The due time is already past. Choose a later one."),
        (
            {"opens_at": 2 * HOUR, "due_at": HOUR},
            "It would be due before it opens. Choose a later due time.",
        ),
        (
            {"due_at": 2 * HOUR, "closes_at": HOUR},
            "It would close before it is due. Choose a later closing time.",
        ),
        (
            {"due_at": timedelta(days=367)},
            "The due time is more than a year away. Choose an earlier one.",
        ),
        (
            {"due_at": HOUR, "closes_at": timedelta(days=367)},
            "It would close more than a year from now. Choose an earlier time.",
        ),
    ],
)
def test_create_assignment_refuses_times_out_of_order(give, quiz, mei, lin, clock, times, problem):
    moments = {name: clock + ahead for name, ahead in times.items()}

    assert refused(give, mei, [lin], quiz=quiz, **moments) == [problem]


def test_create_assignment_may_close_when_it_is_due(give, quiz, mei, lin, clock):
    assignment = give(mei, [lin], quiz=quiz, due_at=clock + HOUR, closes_at=clock + HOUR)

    assert assignment.closes_at == assignment.due_at


def test_create_assignment_refuses_a_quiz_that_cannot_be_asked(give, mei, lin, dress_norm):
    problems = refused(give, mei, [lin], quiz=make_quiz([make_single(published=False)]))

    assert problems == ["This quiz has no questions to ask yet."]


def test_create_assignment_refuses_a_module_without_published_norms(give, mei, lin):
    empty = make_module(norms=[make_norm(published=False)])

    assert refused(give, mei, [lin], module=empty) == ["This module has nothing to read yet."]


@pytest.mark.parametrize("both", [True, False])
def test_create_assignment_takes_exactly_one_subject(give, mei, lin, quiz, module, both):
    subjects = {"quiz": quiz, "module": module} if both else {}

    assert refused(give, mei, [lin], **subjects) == ["Choose a quiz or a module."]


@pytest.mark.parametrize("attempts", [0, 11])
def test_create_assignment_refuses_attempts_outside_1_to_10(give, mei, lin, quiz, attempts):
    problems = refused(give, mei, [lin], quiz=quiz, max_attempts=attempts)

    assert problems == ["Allow between 1 and 10 attempts."]


def test_create_assignment_refuses_an_over_long_note(give, mei, lin, quiz):
    problems = refused(give, mei, [lin], quiz=quiz, note="长" * 241)

    assert problems == ["The note is longer than 240 characters."]


def test_create_assignment_names_every_problem_at_once(give, mei, clock):
    assert len(refused(give, mei, [], due_at=clock - HOUR, max_attempts=0)) == 4


def test_module_already_read_is_done_at_once(give, module, mei, lin, zhou, clock):
    for norm in module.norms.all():
        Reading.objects.create(person=lin, edition=norm.current_edition, confirmed_at=clock)
    Reading.objects.create(
        person=zhou, edition=module.norms.first().current_edition, confirmed_at=clock
    )

    assignment = give(mei, [lin, zhou], module=module)

    assert assignment.duties.get(person=lin).completed_at == clock
    assert assignment.duties.get(person=zhou).completed_at is None


def test_self_check_is_given_to_oneself_without_a_due_time(quiz, lin, clock):
    duty = start_self_check(person=lin, quiz=quiz, at=clock)

    assignment = duty.assignment
    assert (duty.person, assignment.given_by, assignment.quiz) == (lin, lin, quiz)
    assert assignment.is_self_check
    assert assignment.max_attempts == 1


def test_self_check_not_handed_in_is_taken_up_again(quiz, lin, zhou, clock):
    first = start_self_check(person=lin, quiz=quiz, at=clock)
    start_attempt(duty=first, person=lin, at=clock)

    assert start_self_check(person=lin, quiz=quiz, at=clock + HOUR) == first
    assert start_self_check(person=zhou, quiz=quiz, at=clock + HOUR) != first


def test_self_check_after_handing_in_is_a_new_one(quiz, lin, clock):
    first = start_self_check(person=lin, quiz=quiz, at=clock)
    attempt = start_attempt(duty=first, person=lin, at=clock)
    submit_attempt(attempt=attempt, at=clock + HOUR)

    assert start_self_check(person=lin, quiz=quiz, at=clock + HOUR) != first


def test_self_check_does_not_take_up_a_managers_order(give, quiz, mei, lin, clock):
    given = give(mei, [lin], quiz=quiz)

    assert start_self_check(person=lin, quiz=quiz, at=clock).assignment != given


def test_self_check_refuses_a_quiz_that_cannot_be_asked(lin, clock):
    with pytest.raises(NotAssignable):
        start_self_check(person=lin, quiz=make_quiz([]), at=clock)

    assert Assignment.objects.count() == 0


def test_short_answers_may_be_given(give, mei, lin, dress_norm):
    assert give(mei, [lin], quiz=make_quiz([make_short()])).duties.count() == 1


def test_create_assignment_is_keyword_only(quiz, mei, lin):
    with pytest.raises(TypeError):
        create_assignment(mei, quiz, None, [lin])
