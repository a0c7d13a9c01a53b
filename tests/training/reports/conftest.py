"""A quiz of a choice (1 point) and an order of four steps (3 points), and ways to sit it.

Pages speak English; moments are told by the real clock, which pages look at.
"""

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from tests.training.builders import (
    HOUR,
    add_duty,
    change_id,
    make_order,
    make_quiz,
    make_single,
    right_answer,
)
from training.assignments.models import Assignment
from training.attempts.services import save_response, start_attempt, submit_attempt

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def quiz(dress_norm):
    return make_quiz([make_single(), make_order()])


@pytest.fixture
def give(quiz, now):
    """``give(mei, lin, zhou)``: one task for all of them; returns their duties in that order."""

    def give(given_by, *people, quiz=quiz, due_at=now + DAY, **fields):
        assignment = Assignment.objects.create(
            given_by=given_by,
            quiz=quiz,
            opens_at=now - DAY,
            due_at=due_at,
            request_id=uuid.uuid4(),
            created_at=now - DAY,
            **fields,
        )
        return [add_duty(assignment, person) for person in people]

    return give


@pytest.fixture
def begin(now):
    return lambda duty, *, at=now: start_attempt(duty=duty, person=duty.person, at=at - HOUR)


@pytest.fixture
def sit(begin, now):
    """``sit(duty, right, wrong)``: hand in one answer per question; ``None`` leaves it blank.

    An answer is a function of the response, or what the form would send.
    """

    def sit(duty, *answers, at=now):
        attempt = begin(duty, at=at)
        responses = attempt.responses.select_related("item_version").order_by("position")
        for response, answer in zip(responses, answers, strict=True):
            if answer is None:
                continue
            save_response(
                person=duty.person,
                code=attempt.code,
                name=response.item_version.name,
                raw=answer(response) if callable(answer) else answer,
                change_id=change_id(at),
                at=at,
            )
        attempt.refresh_from_db()
        return submit_attempt(attempt=attempt, at=at)

    return sit


@pytest.fixture
def right():
    return right_answer


@pytest.fixture
def backwards():
    """The steps in reverse: no neighbouring pair is kept, so no point."""
    return lambda response: right_answer(response)[::-1]


@pytest.fixture
def halves():
    """The last two steps before the first two: two of three pairs kept, so 2 of 3 points."""
    return lambda response: right_answer(response)[2:] + right_answer(response)[:2]


@pytest.fixture
def ask(client):
    """``ask(mei, "quiz_report", "by=question")``: the answer of a page about the quiz."""

    def ask(person, name, query="", slug="dress-check"):
        client.force_login(person)
        args = [] if name == "team_quizzes" else [slug]
        return client.get(reverse(f"training:{name}", args=args), QUERY_STRING=query)

    return ask
