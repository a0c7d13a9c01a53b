import pytest

from tests.factories import NOW
from tests.training import builders
from training.attempts.services import start_attempt


@pytest.fixture
def quiz(dress_norm):
    """A choice worth 1, an order worth 3 and a short answer worth 4; passed with 60 %."""
    return builders.make_quiz(
        [builders.make_single(), builders.make_order(), builders.make_short()]
    )


@pytest.fixture
def attempt(lin, mei, quiz):
    """Lin's, open."""
    return start_attempt(duty=builders.make_duty(lin, quiz, given_by=mei), person=lin, at=NOW)


@pytest.fixture
def sheet(attempt):
    return list(attempt.responses.select_related("item_version"))
