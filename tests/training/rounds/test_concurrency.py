"""One form sent from several places at once, each with a connection of its own."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from tests.databases import database_in_a_file
from tests.factories import NOW
from tests.training.rounds.builders import make_round, marks
from training.rounds.models import Rating, Round, RoundReply
from training.rounds.services import Sheet, save_reply, save_rounds
from training.standing.models import Standing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

KEPT = {"DRESS-02": "pass", "DRESS-05": "fail"}


@pytest.fixture(autouse=True)
def own_connections(transactional_db, tmp_path):
    """Before the personas: what they write stands where every thread sees it."""
    with database_in_a_file(tmp_path):
        yield


def at_once(act, times):
    """Run the act in threads of their own from one starting gun."""
    gun = threading.Barrier(times)

    def run(_number):
        gun.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_shift_sent_six_times_at_once_is_saved_once(own_connections, lin, zhou, mei, dress_norm):
    request_id = uuid.uuid4()
    sheets = [Sheet(person, marks(KEPT)) for person in (lin, zhou)]

    saved = at_once(
        lambda: save_rounds(observer=mei, sheets=sheets, request_id=request_id, at=NOW), 6
    )

    assert {tuple(row.pk for row in rows) for rows in saved} == {
        tuple(Round.objects.order_by("person").values_list("pk", flat=True))
    }
    assert (Round.objects.count(), Rating.objects.count()) == (2, 4)


def test_two_rounds_of_one_person_at_once_both_count(own_connections, lin, mei, dress_norm):
    at_once(lambda: make_round(lin, mei, KEPT), 4)

    assert [(row.ratings, row.kept) for row in Standing.objects.order_by("clause__code")] == [
        (4, 4),
        (4, 0),
    ]


def test_answer_sent_six_times_at_once_is_saved_once(own_connections, lin, mei, dress_norm):
    row, request_id = make_round(lin, mei, KEPT), uuid.uuid4()

    at_once(lambda: save_reply(row=row, by=lin, text="好", request_id=request_id, at=NOW), 6)

    assert RoundReply.objects.count() == 1
