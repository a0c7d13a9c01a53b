"""Reminding, and giving it to those who join later."""

from datetime import timedelta

import pytest

from tests.factories import make_person
from tests.training.assignments.sittings import sit
from tests.training.builders import HOUR
from training.assignments.followups import add_people, people_without, remind
from training.assignments.models import Duty
from training.assignments.revisions import withdraw_assignment
from training.assignments.services import NotAssignable
from training.modules.models import Reading

DAY = timedelta(days=1)


@pytest.fixture
def assignment(give, quiz, mei, lin, zhou):
    return give(mei, [lin, zhou], quiz=quiz)


def reminded(assignment):
    return {
        duty.person.name: (duty.reminded_at, duty.reminded_by)
        for duty in assignment.duties.select_related("person", "reminded_by")
        if duty.reminded_at
    }


def test_remind_marks_those_who_have_not_done_it(assignment, mei, zhou, clock):
    sit(assignment.duties.get(person=zhou), clock)

    assert remind(assignment=assignment, by=mei, at=clock) == (1, 0)
    assert reminded(assignment) == {"林晓": (clock, mei)}


def test_remind_leaves_alone_for_twelve_hours_whoever_was_reminded(assignment, mei, gu, clock):
    remind(assignment=assignment, by=mei, at=clock)

    assert remind(assignment=assignment, by=gu, at=clock + 11 * HOUR) == (0, 2)
    assert reminded(assignment)["林晓"] == (clock, mei)
    assert remind(assignment=assignment, by=gu, at=clock + 12 * HOUR) == (2, 0)
    assert reminded(assignment)["林晓"] == (clock + 12 * HOUR, gu)


def test_remind_reaches_only_ones_own_people_who_still_work_here(
    give, quiz, gu, mei, lin, zhou, han, clock
):
    zhou.is_active = False
    zhou.save()
    assignment = give(gu, [lin, han], quiz=quiz)
    Duty.objects.create(
        assignment=assignment, person=zhou, due_at=assignment.due_at, max_attempts=2
    )

    assert remind(assignment=assignment, by=mei, at=clock) == (1, 0)
    assert set(reminded(assignment)) == {"林晓"}


def test_remind_of_something_withdrawn_reminds_nobody(assignment, mei, clock):
    withdraw_assignment(assignment=assignment, by=mei, at=clock)

    assert remind(assignment=assignment, by=mei, at=clock) == (0, 0)


def test_remind_of_what_is_not_open_yet_reminds_nobody(give, quiz, mei, lin, clock):
    assignment = give(mei, [lin], quiz=quiz, opens_at=clock + HOUR)

    assert remind(assignment=assignment, by=mei, at=clock) == (0, 0)


def test_added_people_get_it_on_the_terms_of_the_others(give, quiz, mei, lin, zhou, clock):
    assignment = give(mei, [lin], quiz=quiz, closes_at=clock + DAY, max_attempts=3)

    assert add_people(assignment=assignment, people=[lin, zhou], by=mei, at=clock + HOUR) == 1

    duty = assignment.duties.get(person=zhou)
    assert (duty.due_at, duty.closes_at, duty.max_attempts) == (clock + DAY, clock + DAY, 3)


def test_adding_twice_adds_once(give, quiz, mei, lin, zhou, clock):
    assignment = give(mei, [lin], quiz=quiz)

    counts = [
        add_people(assignment=assignment, people=[zhou], by=mei, at=clock) for _time in range(2)
    ]

    assert counts == [1, 0]
    assert assignment.duties.count() == 2


def test_added_people_who_read_everything_are_done_at_once(give, module, mei, lin, zhou, clock):
    assignment = give(mei, [lin], module=module)
    for norm in module.norms.all():
        Reading.objects.create(person=zhou, edition=norm.current_edition, confirmed_at=clock)

    add_people(assignment=assignment, people=[zhou], by=mei, at=clock + HOUR)

    assert assignment.duties.get(person=zhou).completed_at == clock + HOUR


@pytest.mark.parametrize(
    ("who", "later", "problem"),
    [
        ("han", HOUR, "You can give tasks only to people of your own halls."),
        ("mei", HOUR, "You can give tasks only to people of your own halls."),
        ("zhou", DAY, "Its due time is past, so it cannot be given to more people."),
        (None, HOUR, "Choose at least one person."),
    ],
)
def test_add_people_refuses(request, give, quiz, mei, lin, clock, who, later, problem):
    assignment = give(mei, [lin], quiz=quiz)
    people = [request.getfixturevalue(who)] if who else []

    with pytest.raises(NotAssignable) as error:
        add_people(assignment=assignment, people=people, by=mei, at=clock + later)

    assert error.value.problems == [problem]
    assert assignment.duties.count() == 1


def test_add_people_refuses_what_was_withdrawn(give, quiz, mei, lin, zhou, clock):
    assignment = give(mei, [lin], quiz=quiz)
    withdraw_assignment(assignment=assignment, by=mei, at=clock)

    with pytest.raises(NotAssignable) as error:
        add_people(assignment=assignment, people=[zhou], by=mei, at=clock)

    assert error.value.problems == ["This task was withdrawn."]


def test_people_without_it_are_likely_in_the_same_hall_and_role(
    give, quiz, gu, mei, lin, zhou, han
):
    newcomer = make_person("new", "新来", lin.unit)
    assignment = give(mei, [lin], quiz=quiz)

    found = {person: person.is_likely for person in people_without(assignment, gu)}

    assert found == {zhou: True, newcomer: False, han: False, mei: False}


def test_people_without_a_round_are_those_who_lead(give, checklist, gu, mei, tao, lin):
    assignment = give(gu, [mei], checklist=checklist)

    assert list(people_without(assignment, gu)) == [tao]
