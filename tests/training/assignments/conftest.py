"""A quiz of one question, and a way to give it through the service; pages speak English."""

import uuid

import pytest
from django.conf import settings
from django.utils import translation

from tests.training.builders import HOUR, make_quiz, make_single
from tests.training.rounds.builders import make_checklist
from training.assignments.services import create_assignment


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def quiz(dress_norm):
    return make_quiz([make_single()])


@pytest.fixture
def checklist(dress_norm):
    return make_checklist("badge-check", ["DRESS-02", "DRESS-05", "DRESS-06"])


@pytest.fixture
def give(clock):
    """``give(mei, [lin], quiz=quiz)``: open from the clock on, due a day later."""

    def give(given_by, people, *, at=clock, **fields):
        fields = {"opens_at": at, "due_at": at + 24 * HOUR, "request_id": uuid.uuid4()} | fields
        return create_assignment(given_by=given_by, people=people, at=at, **fields)

    return give
