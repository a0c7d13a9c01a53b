"""Changing and withdrawing, as long as nobody has begun."""

from datetime import timedelta

import pytest

from tests.training.assignments.sittings import begin
from tests.training.builders import HOUR
from training.assignments.exceptions import grant_exception
from training.assignments.models import Duty
from training.assignments.revisions import change_assignment, is_begun, withdraw_assignment
from training.assignments.services import NotAssignable, start_self_check
from training.attempts.errors import Withdrawn
from training.attempts.services import start_attempt
from training.modules.models import Reading
from training.modules.services import confirm_reading

DAY = timedelta(days=1)


@pytest.fixture
def assignment(give, quiz, mei, lin, zhou):
    """To Lin and Zhou, due in a day, two attempts."""
    return give(mei, [lin, zhou], quiz=quiz)


def change(assignment, by, at, **terms):
    before = {
        name: getattr(assignment, name) for name in ("due_at", "closes_at", "max_attempts", "note")
    }
    return change_assignment(assignment=assignment, by=by, at=at, **before | terms)


def problems_of(act, *args, **fields):
    with pytest.raises(NotAssignable) as error:
        act(*args, **fields)
    return error.value.problems


def test_change_is_written_to_every_duty(assignment, mei, clock):
    due, closes = clock + 3 * DAY, clock + 4 * DAY

    assert change(assignment, mei, clock, due_at=due, closes_at=closes, max_attempts=3, note="先读")

    for duty in assignment.duties.all():
        assert (duty.due_at, duty.closes_at, duty.max_attempts) == (due, closes, 3)
    assignment.refresh_from_db()
    assert (assignment.due_at, assignment.note) == (due, "先读")
    assert (assignment.changed_at, assignment.changed_by) == (clock, mei)


def test_change_of_nothing_writes_nothing(assignment, mei, clock):
    assert not change(assignment, mei, clock)

    assignment.refresh_from_db()
    assert assignment.changed_at is None


def test_change_leaves_what_was_granted_beyond_it(assignment, mei, lin, zhou, clock):
    grant_exception(
        duty=assignment.duties.get(person=lin),
        by=mei,
        due_at=clock + 5 * DAY,
        extra_attempts=1,
        comment="休假",
        at=clock,
    )

    change(assignment, mei, clock, due_at=clock + 2 * DAY, max_attempts=4)

    terms = dict(assignment.duties.values_list("person", "due_at"))
    assert terms == {lin.pk: clock + 5 * DAY, zhou.pk: clock + 2 * DAY}
    assert assignment.duties.get(person=lin).max_attempts == 5


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        ({"due_at": -HOUR}, "The due time is already past. Choose a later one."),
        (
            {"due_at": 2 * DAY, "closes_at": DAY},
            "It would close before it is due. Choose a later closing time.",
        ),
        ({"max_attempts": 11}, "Allow between 1 and 10 attempts."),
        ({"note": "长" * 241}, "The note is longer than 240 characters."),
    ],
)
def test_change_refuses_bad_terms(assignment, mei, clock, terms, problem):
    terms = {
        name: clock + value if isinstance(value, timedelta) else value
        for name, value in terms.items()
    }

    assert problems_of(change, assignment, mei, clock, **terms) == [problem]
    assignment.refresh_from_db()
    assert assignment.changed_at is None


def test_withdrawn_says_who_and_when(assignment, mei, clock):
    withdraw_assignment(assignment=assignment, by=mei, at=clock)

    assignment.refresh_from_db()
    assert (assignment.withdrawn_at, assignment.withdrawn_by) == (clock, mei)


def test_withdrawing_twice_is_withdrawing_once(assignment, mei, clock):
    for at in (clock, clock + HOUR):
        withdraw_assignment(assignment=assignment, by=mei, at=at)

    assignment.refresh_from_db()
    assert assignment.withdrawn_at == clock


def test_withdrawn_cannot_be_started(assignment, mei, lin, clock):
    withdraw_assignment(assignment=assignment, by=mei, at=clock)

    with pytest.raises(Withdrawn):
        start_attempt(duty=assignment.duties.get(person=lin), person=lin, at=clock)


def test_withdrawn_is_no_longer_to_do_nor_yet_to_come(assignment, give, quiz, mei, lin, clock):
    coming = give(mei, [lin], quiz=quiz, opens_at=clock + HOUR)
    for each in (assignment, coming):
        withdraw_assignment(assignment=each, by=mei, at=clock)

    assert not Duty.objects.outstanding(clock).exists()
    assert not Duty.objects.finished(clock).exists()
    assert not Duty.objects.coming(clock).exists()


def test_withdrawn_cannot_be_changed(assignment, mei, clock):
    withdraw_assignment(assignment=assignment, by=mei, at=clock)

    assert problems_of(change, assignment, mei, clock, note="x") == ["It was withdrawn before."]


def test_nothing_changes_once_somebody_started(assignment, mei, lin, clock):
    begin(assignment.duties.get(person=lin), clock)

    problem = ["Somebody has begun, so it can no longer be changed or withdrawn."]
    assert problems_of(change, assignment, mei, clock, note="x") == problem
    assert problems_of(withdraw_assignment, assignment=assignment, by=mei, at=clock) == problem
    assignment.refresh_from_db()
    assert assignment.withdrawn_at is None


def test_a_module_is_begun_with_the_first_norm_confirmed_after_it_opened(
    give, module, mei, lin, clock
):
    first, second = (norm.current_edition for norm in module.norms.all())
    Reading.objects.create(person=lin, edition=first, confirmed_at=clock - HOUR)
    assignment = give(mei, [lin], module=module)
    assert not is_begun(assignment)

    confirm_reading(person=lin, edition=second, at=clock + HOUR)

    assert is_begun(assignment)


def test_reading_of_somebody_else_begins_nothing(give, module, mei, lin, zhou, clock):
    assignment = give(mei, [lin], module=module)

    edition = module.norms.first().current_edition
    Reading.objects.create(person=zhou, edition=edition, confirmed_at=clock + HOUR)

    assert not is_begun(assignment)


@pytest.mark.parametrize("persona", ["lin", "zhou", "tao", "song", "an"])
def test_only_who_gave_it_or_stands_above_them_may(request, assignment, clock, persona):
    by = request.getfixturevalue(persona)

    problem = ["Only whoever gave it can change or withdraw it."]
    assert problems_of(change, assignment, by, clock, note="x") == problem
    assert problems_of(withdraw_assignment, assignment=assignment, by=by, at=clock) == problem


def test_whoever_manages_the_giver_and_all_its_people_may(assignment, gu, clock):
    assert change(assignment, gu, clock, note="由区域调整")


def test_a_hall_may_not_withdraw_what_the_region_gave(give, quiz, gu, mei, lin, clock):
    assignment = give(gu, [lin], quiz=quiz)

    assert len(problems_of(withdraw_assignment, assignment=assignment, by=mei, at=clock)) == 1


def test_a_self_check_is_nobodys_to_withdraw(quiz, lin, mei, clock):
    duty = start_self_check(person=lin, quiz=quiz, at=clock)

    problems = problems_of(withdraw_assignment, assignment=duty.assignment, by=mei, at=clock)

    assert problems == ["Only whoever gave it can change or withdraw it."]
