"""Pages and sentences in English; a quiz to give."""

import pytest
from django.conf import settings
from django.utils import translation

from tests.training.builders import make_quiz, make_single


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def quiz(dress_norm):
    return make_quiz([make_single()])
