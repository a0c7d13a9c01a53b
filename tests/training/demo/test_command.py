"""load_demo: once, in the demo alone, and the same every time."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from tests.world import rows_of_every_table
from training.attempts.models import Attempt
from training.demo.province import Province


def test_outside_the_demo_it_refuses(db, settings):
    settings.DEMO = False
    before = rows_of_every_table()

    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")

    assert rows_of_every_table() == before


@pytest.mark.slow
@pytest.mark.shipped
def test_a_second_run_keeps_the_data(demo, settings):
    settings.DEMO = True
    before = rows_of_every_table()

    out = StringIO()

    call_command("load_demo", stdout=out)

    assert rows_of_every_table() == before
    assert "nothing was changed" in out.getvalue()


@pytest.mark.slow
@pytest.mark.shipped
def test_the_same_seed_plays_the_same_history(demo):
    now = timezone.now()

    first, again = outcome(demo, now, seed=1), outcome(demo, now, seed=1)

    assert first == again
    assert first != outcome(demo, now, seed=2)


def outcome(people, now, seed):
    """Who sat down to what, when, and with how many points, in one store; then undone."""
    last = Attempt.objects.latest("pk").pk
    with transaction.atomic():
        Province(people, now, seed).play(["YX-04"])
        attempts = Attempt.objects.filter(pk__gt=last).order_by("pk")
        seen = list(
            attempts.values_list(
                "duty__person__employee_no",
                "duty__assignment__quiz__slug",
                "started_at",
                "submitted_at",
                "points",
                "is_passed",
            )
        )
        transaction.set_rollback(True)
    return seen
