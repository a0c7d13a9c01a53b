"""Two people at the same moment, each with a connection of their own."""

import pytest

from tests.databases import database_in_a_file
from tests.factories import NOW
from tests.training.attempts.test_concurrency import at_once
from training.assignments.exceptions import grant_exception
from training.assignments.followups import add_people, remind
from training.assignments.models import DutyException
from training.assignments.revisions import withdraw_assignment
from training.assignments.services import NotAssignable
from training.attempts.errors import Withdrawn
from training.attempts.models import Attempt
from training.attempts.services import start_attempt

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def own_connections(transactional_db, tmp_path):
    """Before the personas: what they write stands where every thread sees it."""
    with database_in_a_file(tmp_path):
        yield


@pytest.fixture
def assignment(own_connections, give, quiz, mei, lin):
    return give(mei, [lin], quiz=quiz)


@pytest.mark.parametrize("_round", range(5))
def test_of_a_start_and_a_withdrawal_exactly_one_wins(assignment, mei, lin, _round):
    duty = assignment.duties.get()

    results = at_once(
        lambda: start_attempt(duty=duty, person=lin, at=NOW),
        lambda: withdraw_assignment(assignment=assignment, by=mei, at=NOW),
    )

    assert sum(isinstance(result, Withdrawn | NotAssignable) for result in results) == 1, results
    assignment.refresh_from_db()
    assert (assignment.withdrawn_at is None) == Attempt.objects.exists()


def test_a_double_click_grants_once(assignment, mei):
    duty = assignment.duties.get()

    def grant():
        return grant_exception(duty=duty, by=mei, extra_attempts=1, comment="停电", at=NOW)

    assert len(set(at_once(grant, grant, grant))) == 1
    assert DutyException.objects.count() == 1


def test_a_double_click_reminds_once(assignment, mei):
    results = at_once(*[lambda: remind(assignment=assignment, by=mei, at=NOW)] * 3)

    assert sorted(results) == [(0, 1), (0, 1), (1, 0)]


def test_a_double_click_adds_once(assignment, mei, zhou):
    results = at_once(
        *[lambda: add_people(assignment=assignment, people=[zhou], by=mei, at=NOW)] * 3
    )

    assert sorted(results) == [0, 0, 1]
