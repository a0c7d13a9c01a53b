import pytest

from tests.training import builders


@pytest.fixture
def quiz(dress_norm):
    """A choice worth 1, an order worth 3 and a short answer worth 4, in this order."""
    return builders.make_quiz(
        [builders.make_single(), builders.make_order(), builders.make_short()]
    )


@pytest.fixture
def duty(lin, mei, quiz):
    """Lin's: two attempts, open since an hour ago, due tomorrow."""
    return builders.make_duty(lin, quiz, given_by=mei)
