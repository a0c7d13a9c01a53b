"""Two tabs confirm the last two norms at once, each with a connection of its own."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from tests.databases import database_in_a_file
from tests.training.builders import add_duty
from training.assignments.models import Assignment, Duty
from training.modules.models import Reading
from training.modules.services import confirm_reading

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def own_connections(transactional_db, tmp_path):
    """Before the personas: what they write stands where every thread sees it."""
    with database_in_a_file(tmp_path):
        yield


def test_last_two_confirmations_at_once_complete_the_duty(own_connections, lin, mei, module, clock):
    assignment = Assignment.objects.create(
        given_by=mei,
        module=module,
        opens_at=clock,
        due_at=clock + timedelta(days=1),
        request_id=uuid.uuid4(),
        created_at=clock,
    )
    duty = add_duty(assignment, lin)
    editions = [norm.current_edition for norm in module.norms.all()] * 2  # and a double click
    gun = threading.Barrier(len(editions))

    def confirm(edition):
        try:
            gun.wait()
            return confirm_reading(person=lin, edition=edition, at=clock).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(editions)) as pool:
        readings = list(pool.map(confirm, editions))

    assert len(set(readings)) == Reading.objects.count() == 2
    assert Duty.objects.get(pk=duty.pk).completed_at == clock
