"""/team/quizzes/<slug>/?by=question: what first attempts say of each question."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import make_person
from tests.training.builders import (
    HOUR,
    make_duty,
    make_quiz,
    make_short,
    make_single,
    wrong_option,
)
from training.items.services import publish_item
from training.marking.services import record_score


def questions_of(response):
    """``[(stem, tally)]`` in the order of the page."""
    return [(question.stem, question.tally) for question, _options in response.context["rows"]]


def counts(tally):
    return tally.right, tally.partly, tally.wrong, tally.blank, tally.waiting


@pytest.fixture
def results(give, sit, mei, lin, zhou, org, right, backwards, halves):
    """First attempts of four people; the choice is worth 1, the order 3.

    Lin: right, reversed. Zhou: the first wrong option, 2 of 3. Ann: right, blank. Bo: both right.
    Choice 3/4 = 75 %, order 5/12 = 41.7 %. Lin's second attempt, all right, does not count, and
    Cai's, which still runs, neither.
    """
    ann, bo, cai = (make_person(name, name.title(), org.east) for name in ("ann", "bo", "cai"))
    duties = give(mei, lin, zhou, ann, bo, cai)
    sit(duties[0], right, backwards)
    sit(duties[0], right, right)
    sit(duties[1], wrong_option, halves)
    sit(duties[2], right, None)
    sit(duties[3], right, right)
    return duties


def test_shares_and_counts_are_those_worked_by_hand_the_hardest_first(ask, begin, mei, results):
    begin(results[4])

    (order, order_tally), (choice, choice_tally) = questions_of(
        ask(mei, "quiz_report", "by=question")
    )

    assert order.startswith("call")
    assert (order_tally.asked, order_tally.answered, order_tally.percent) == (4, 3, 41)
    assert counts(order_tally) == (1, 1, 1, 1, 0)
    assert choice.startswith("badge")
    assert (choice_tally.asked, choice_tally.answered, choice_tally.percent) == (4, 4, 75)
    assert counts(choice_tally) == (3, 0, 1, 0, 0)


def test_options_say_how_often_they_were_chosen(ask, mei, results):
    response = ask(mei, "quiz_report", "by=question")

    options = {
        option.text: (option.is_right, option.count, option.percent)
        for question, _rows in response.context["rows"]
        for option in question.options
    }
    assert options == {"2 cm": (True, 3, 75), "5 cm": (False, 1, 25), "随意": (False, 0, 0)}
    html = response.content.decode()
    assert "3 · 75 %" in html
    assert "✓ Right answer" in html


def test_clauses_are_named_and_linked(ask, mei, results, dress_norm):
    html = ask(mei, "quiz_report", "by=question").content.decode()

    assert f"{dress_norm.get_absolute_url()}#DRESS-02" in html
    assert "Badge at the left pocket opening, within 2 cm." in html


def test_of_two_tasks_the_earlier_attempt_is_the_first(ask, give, sit, mei, lin, now, right):
    [early], [late] = give(mei, lin), give(mei, lin)
    sit(late, right, right)
    sit(early, None, None, at=now - 2 * HOUR)

    def answered(query):
        return [tally.answered for _stem, tally in questions_of(ask(mei, "quiz_report", query))]

    assert answered("by=question") == [0, 0]
    assert answered(f"by=question&assignment={late.assignment_id}") == [1, 1]


def test_hall_filter_asks_that_hall_alone(ask, give, sit, gu, lin, han, right):
    duties = give(gu, lin, han)
    sit(duties[0], right, right)
    sit(duties[1], None, None)

    response = ask(gu, "quiz_report", "by=question&unit=LJ-W")

    assert [(tally.asked, tally.blank) for _stem, tally in questions_of(response)] == [
        (1, 1),
        (1, 1),
    ]


def test_written_answers_wait_and_count_once_marked(ask, give, sit, mei, lin, zhou, now):
    quiz = make_quiz([make_short()], slug="words")
    duties = give(mei, lin, zhou, quiz=quiz)
    attempts = [sit(duty, "先道歉。") for duty in duties]
    answer = attempts[0].responses.get()
    criteria = answer.item_version.payload["criteria"]
    record_score(  # 1 of 2 points for each of two criteria
        response=answer,
        by=mei,
        levels={each["key"]: each["levels"][1]["key"] for each in criteria},
        comment="",
        reason="",
        seen_number=0,
        at=now,
    )

    response = ask(mei, "quiz_report", "by=question", slug="words")

    [(_stem, tally)] = questions_of(response)
    assert counts(tally) == (0, 1, 0, 0, 1)
    assert (tally.points, tally.percent) == (Decimal(2), 50)
    assert "1 waits to be marked and does not count yet" in response.content.decode()


def test_two_wordings_of_a_question_stand_apart(ask, give, sit, mei, lin, zhou, now):
    item = make_single("knot")
    quiz = make_quiz([item], slug="knots")
    duties = give(mei, lin, zhou, quiz=quiz)
    sit(duties[0], wrong_option)
    item.stem_en = "And now?"
    item.save()
    publish_item(item=item, at=now)
    sit(duties[1], wrong_option)

    response = ask(mei, "quiz_report", "by=question", slug="knots")

    assert {stem: tally.asked for stem, tally in questions_of(response)} == {
        "knot: what do you do?": 1,
        "And now?": 1,
    }
    assert "wording 2" in response.content.decode()


def test_before_anybody_handed_in_the_page_says_so(ask, give, begin, mei, lin):
    [duty] = give(mei, lin)
    begin(duty)

    html = ask(mei, "quiz_report", "by=question").content.decode()

    assert "No first attempt handed in yet" in html


# -- The key, and a manager who has the quiz to do ---------------------------------------------


def shows_key(response):
    html = response.content.decode()
    assert ("You have this quiz to do yourself" in html) is not response.context["shows_key"]
    assert ("Right answer" in html) is response.context["shows_key"]
    return response.context["shows_key"]


def test_a_manager_who_still_has_the_quiz_to_do_sees_no_key(ask, give, gu, mei, results):
    give(gu, mei)

    response = ask(mei, "quiz_report", "by=question")

    assert not shows_key(response)
    assert "5 cm" not in response.content.decode()


def test_the_files_hide_the_key_too(ask, give, gu, mei, results):
    give(gu, mei)

    text = ask(mei, "quiz_report_csv", "by=question").content.decode()

    assert "Right answer" not in text
    assert "5 cm" not in text


def test_the_key_stays_hidden_while_an_attempt_is_left(ask, give, sit, gu, mei, results, right):
    [own] = give(gu, mei)
    sit(own, right, right)

    assert not shows_key(ask(mei, "quiz_report", "by=question"))


def test_the_key_shows_after_the_last_attempt(ask, give, sit, gu, mei, results, right):
    [own] = give(gu, mei, max_attempts=1)
    sit(own, right, right)

    assert shows_key(ask(mei, "quiz_report", "by=question"))


def test_the_key_is_hidden_during_the_last_attempt(ask, give, begin, gu, mei, results):
    [own] = give(gu, mei, max_attempts=1)
    begin(own)

    assert not shows_key(ask(mei, "quiz_report", "by=question"))


def test_the_key_shows_once_it_has_closed_for_the_manager(ask, give, gu, mei, results, now):
    [own] = give(gu, mei)
    own.due_at = own.closes_at = now
    own.save()

    assert shows_key(ask(mei, "quiz_report", "by=question"))


def test_a_self_check_that_is_open_hides_the_key_as_well(ask, mei, results, quiz, now):
    make_duty(mei, quiz, due_at=None, opens_at=now)

    assert not shows_key(ask(mei, "quiz_report", "by=question"))


def test_the_key_of_another_quiz_is_no_reason_to_hide(ask, give, gu, mei, results):
    give(gu, mei, quiz=make_quiz([make_short()], slug="other"))

    assert shows_key(ask(mei, "quiz_report", "by=question"))


# -- Queries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 30])
def test_question_query_count_is_flat(
    client, give, sit, mei, lin, zhou, n, django_assert_num_queries, dress_norm
):
    items = [make_single(f"q{number:02}") for number in range(n)]
    for duty in give(mei, lin, zhou, quiz=make_quiz(items, slug="long")):
        sit(duty, *[wrong_option] * n)
    client.force_login(mei)

    with django_assert_num_queries(8):
        url = reverse("training:quiz_report", args=["long"])
        response = client.get(url, {"by": "question"})

    assert len(response.context["rows"]) == n


@pytest.mark.parametrize("n", [1, 30])
def test_question_query_count_does_not_grow_with_people(
    client, give, sit, mei, org, n, right, django_assert_num_queries
):
    people = [make_person(f"p{number:02}", f"人{number}", org.east) for number in range(n)]
    for duty in give(mei, *people):
        sit(duty, right, right)
    client.force_login(mei)

    with django_assert_num_queries(8):
        url = reverse("training:quiz_report", args=["dress-check"])
        response = client.get(url, {"by": "question"})

    assert [tally.asked for _stem, tally in questions_of(response)] == [n, n]
