from datetime import timedelta

import pytest
from django.utils import timezone

from tests.training import builders
from training.attempts.services import start_attempt


@pytest.fixture
def quiz(dress_norm):
    """A choice worth 1, an order worth 3 and a short answer worth 4, in this order."""
    return builders.make_quiz(
        [builders.make_single(), builders.make_order(), builders.make_short()]
    )


@pytest.fixture
def duty(lin, mei, quiz):
    """Lin's: two attempts, open since long ago, without a closing."""
    return builders.make_duty(lin, quiz, given_by=mei)


@pytest.fixture
def live_attempt(duty, lin):
    """Lin's, started a minute ago by the real clock, which pages look at."""
    return start_attempt(duty=duty, person=lin, at=timezone.now() - timedelta(minutes=1))


@pytest.fixture
def live_sheet(live_attempt):
    """The responses of ``live_attempt``: a choice, an order, a short answer."""
    return list(live_attempt.responses.select_related("item_version"))
