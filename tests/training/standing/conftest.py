"""Pages in English; ways to answer about clauses and to be seen at them."""

import itertools
import uuid

import pytest
from django.conf import settings
from django.utils import translation

from standards.models import ClauseVersion
from tests.factories import NOW
from tests.training import builders
from training.attempts.services import save_response, start_attempt, submit_attempt
from training.rounds.services import Mark, save_round

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def quiz(dress_norm):
    """One choice about DRESS-02; its first wrong option breaks DRESS-05."""
    return builders.make_quiz([builders.make_single()])


def sit(person, quiz, *raws, at=NOW, hand_in=True):
    """Answer the questions of a quiz in their order, None for blank; returns the attempt."""
    duty = builders.make_duty(person, quiz, opens_at=at - builders.HOUR, due_at=None)
    attempt = start_attempt(duty=duty, person=person, at=at)
    sheet = attempt.responses.select_related("item_version").order_by("position")
    for response, raw in zip(sheet, raws, strict=False):
        if raw is not None:
            save_response(
                person=person,
                code=attempt.code,
                name=response.item_version.name,
                raw=raw(response) if callable(raw) else raw,
                change_id=builders.change_id(at, f"{next(_numbers):08d}"),
                at=at,
            )
    attempt.refresh_from_db()
    return submit_attempt(attempt=attempt, at=at) if hand_in else attempt


def right(response):
    return builders.right_answer(response)


def wrong(response):
    """The second wrong option, which cites no clause of its own."""
    return builders.wrong_option(response, 1)


def see(person, observer, results: dict, *, at=NOW, comment=""):
    """A round; ``results`` maps codes of clauses to what was seen."""
    versions = {each.code: each for each in ClauseVersion.objects.current()}
    return save_round(
        observer=observer,
        person=person,
        marks=[Mark(versions[code], result, comment) for code, result in results.items()],
        request_id=uuid.uuid4(),
        at=at,
    )
