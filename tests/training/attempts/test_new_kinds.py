"""A multiple choice, a statement and a number, from the page to the result."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.training import builders
from tests.training.builders import right_answer, wrong_option
from training.attempts.changes import new_change_id
from training.attempts.services import digest, start_attempt, submit_attempt


@pytest.fixture
def quiz(dress_norm):
    """A multiple choice worth 2, a statement worth 1 and a number of centimetres worth 1."""
    return builders.make_quiz(
        [builders.make_multiple(), builders.make_boolean(), builders.make_number()]
    )


@pytest.fixture
def attempt(lin, mei, quiz):
    duty = builders.make_duty(lin, quiz, given_by=mei, max_attempts=1)
    return start_attempt(duty=duty, person=lin, at=timezone.now() - timedelta(minutes=1))


@pytest.fixture
def sheet(attempt):
    return list(attempt.responses.select_related("item_version"))


@pytest.fixture
def browser(client, lin):
    client.force_login(lin)
    client.cookies["django_language"] = "en"
    return client


def url(attempt, page=""):
    return reverse(f"training:attempt{page}", args=[attempt.code])


def form_of(attempt, answers):
    """The page as a browser without scripts posts it; ``answers`` are by position."""
    post = {"change": new_change_id(timezone.now()), "then": "save"}
    for response in attempt.responses.select_related("item_version"):
        name = response.item_version.name
        post[f"was-{name}"] = digest(response.value)
        if response.position in answers:
            post[name] = answers[response.position]
    return post


def say(browser, attempt, response, value):
    body = {"name": response.item_version.name, "value": value}
    body["change_id"] = new_change_id(timezone.now())
    return browser.post(url(attempt, "_responses"), json.dumps(body), "application/json")


def stored(attempt):
    return list(attempt.responses.values_list("value", "points"))


def test_a_form_stores_every_kind(browser, attempt, sheet):
    multiple = right_answer(sheet[0])

    response = browser.post(
        url(attempt), form_of(attempt, {1: multiple, 2: "false", 3: "2。5厘米"})
    )

    assert response.status_code == 302
    assert stored(attempt) == [(multiple, 2), ("false", 1), ("2.5", 1)]
    page = browser.get(url(attempt)).content.decode()
    assert page.count(" checked>") == 3
    assert 'value="2.5"' in page


def test_a_script_stores_every_kind(browser, attempt, sheet):
    multiple = right_answer(sheet[0])

    replies = [
        say(browser, attempt, response, value).json()
        for response, value in zip(sheet, ([*reversed(multiple)], "true", " 3 cm "), strict=True)
    ]

    assert [reply["value"] for reply in replies] == [multiple, "true", "3"]
    assert [reply["answered"] for reply in replies] == [1, 2, 3]
    assert stored(attempt) == [(multiple, 2), ("true", 0), ("3", 0)]


def test_an_answer_is_taken_back(browser, attempt, sheet):
    given = {1: right_answer(sheet[0]), 2: "false", 3: "2"}
    browser.post(url(attempt), form_of(attempt, given))

    browser.post(url(attempt), form_of(attempt, {2: "false", 3: ""}))

    assert stored(attempt) == [(None, 0), ("false", 1), (None, 0)]


def test_an_untouched_page_changes_nothing(browser, attempt, sheet):
    given = {1: right_answer(sheet[0]), 2: "false", 3: "2"}
    browser.post(url(attempt), form_of(attempt, given))
    before = list(attempt.responses.values_list("value", "change_id"))

    browser.post(url(attempt), form_of(attempt, given))

    assert list(attempt.responses.values_list("value", "change_id")) == before


def test_what_is_no_number_comes_back_to_be_mended_and_the_rest_is_stored(browser, attempt):
    response = browser.post(url(attempt), form_of(attempt, {2: "false", 3: "两<厘米>"}))

    page = response.content.decode()
    assert response.status_code == 422
    assert "Question 3: this is not a number yet" in page
    assert 'value="两&lt;厘米&gt;"' in page
    assert stored(attempt) == [(None, 0), ("false", 1), (None, 0)]


def test_a_script_is_told_what_is_no_number(browser, attempt, sheet):
    say(browser, attempt, sheet[2], "2")

    response = say(browser, attempt, sheet[2], "2 mm")

    assert (response.status_code, response.json()["error"]) == (400, "not_a_number")
    assert stored(attempt)[2] == ("2", 1)


@pytest.mark.parametrize(
    ("position", "value"),
    [(1, "ffffff"), (1, ["ffffff"]), (1, [["a"]]), (2, True), (2, "maybe"), (3, 2), (3, ["2"])],
)
def test_a_forged_answer_is_refused(browser, attempt, sheet, position, value):
    response = say(browser, attempt, sheet[position - 1], value)

    assert (response.status_code, response.json()["error"]) == (400, "answer")
    assert stored(attempt) == [(None, 0)] * 3


def test_a_result_says_what_was_right(browser, attempt, sheet):
    right = right_answer(sheet[0])
    given = {1: [right[0], wrong_option(sheet[0])], 2: "false", 3: "3"}
    browser.post(url(attempt), form_of(attempt, given))
    submit_attempt(attempt=attempt, at=timezone.now())

    page = browser.get(url(attempt, "_result"))

    outcomes = page.context["outcomes"]
    assert [(each.verdict, each.points) for each in outcomes] == [
        ("wrong", 0),
        ("right", 1),
        ("wrong", 0),
    ]
    assert [each.key for each in outcomes] == [["Wave", "Greet"], ["False"], ["2 cm (±0.5)"]]
    assert outcomes[2].answer == ["3 cm"]
    text = page.content.decode()
    assert "Wave<br>Greet" in text
    assert ">1 of 1 point<" in text
    assert ">0 of 2 points<" in text


def test_half_of_a_multiple_choice_is_partly_right(browser, attempt, sheet):
    say(browser, attempt, sheet[0], right_answer(sheet[0])[:1])
    submit_attempt(attempt=attempt, at=timezone.now())

    page = browser.get(url(attempt, "_result"))

    assert (page.context["outcomes"][0].verdict, page.context["outcomes"][0].points) == (
        "partly",
        1,
    )


def test_the_open_page_holds_no_key(browser, attempt):
    page = browser.get(url(attempt)).content.decode()

    assert "±" not in page
    assert "is_true" not in page
    assert " checked" not in page
