"""A checklist for one person and one for the shift, and a round that Mei made of Lin."""

import uuid

import pytest
from django.conf import settings
from django.utils import translation

from tests.training.rounds.builders import make_checklist, make_round


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def counter_check(dress_norm):
    """Badge (critical), crooked badge (don't), a derived don't: for one person."""
    return make_checklist("badge-check", ["DRESS-02", "DRESS-05", "DRESS-06"])


@pytest.fixture
def opening_check(dress_norm):
    """The badge, a clause for women, one for men, a don't: for everybody on shift."""
    return make_checklist(
        "opening-check",
        ["DRESS-02", "DRESS-03", "DRESS-04", "DRESS-05"],
        scope="shift",
        title_zh_hans="开门检查",
        title_en="Opening check",
    )


@pytest.fixture
def seen(lin, mei, counter_check, clock):
    """Lin kept one clause of two that count, and the one she did not keep is critical."""
    return make_round(
        lin, mei, {"DRESS-02": "fail", "DRESS-05": "pass", "DRESS-06": "not_seen"}, counter_check
    )


@pytest.fixture
def request_id():
    return uuid.uuid4()
