"""What the first page says of rounds."""

import uuid
from datetime import timedelta

import pytest

from tests.training.builders import HOUR
from tests.training.rounds.builders import make_round
from training.home.cards import manager_day, trainee_day
from training.rounds.services import save_reply

DAY = timedelta(days=1)


def reply(row, by, at, text="当场调好了。"):
    return save_reply(row=row, by=by, text=text, request_id=uuid.uuid4(), at=at)


def test_person_sees_the_round_at_once(lin, seen, clock):
    [card] = trainee_day(lin, clock + HOUR).own

    assert card.title == "梅芳 saw you at work: 1 of 2 kept"
    assert card.kicker == "Badge check · 1 hour ago"
    assert card.text == "A critical clause was not kept."
    assert card.url == seen.get_absolute_url()


def test_several_rounds_are_one_card_with_the_newest(lin, mei, seen, clock):
    newer = make_round(lin, mei, {"DRESS-02": "pass"}, at=clock + HOUR)

    [card] = trainee_day(lin, clock + 2 * HOUR).own

    assert (card.url, card.text, card.meta) == (newer.get_absolute_url(), "", "and 1 more round")


def test_round_is_news_for_a_week(lin, seen, clock):
    assert len(trainee_day(lin, clock + 6 * DAY).own) == 1
    assert trainee_day(lin, clock + 8 * DAY).own == []


def test_round_of_somebody_else_is_no_news(zhou, seen, clock):
    assert trainee_day(zhou, clock + HOUR).own == []


def replies_of(day):
    return [card for card in day.team if card.action == "Read the answer"]


def test_observer_reads_the_answer(lin, mei, seen, clock):
    reply(seen, lin, clock + HOUR)

    [card] = replies_of(manager_day(mei, clock + 2 * HOUR))

    assert card.title == "林晓 says: “当场调好了。”"
    assert card.kicker == "Answer to your round · 1 hour ago"
    assert card.url == seen.get_absolute_url()


def test_answer_is_news_for_a_week(lin, mei, seen, clock):
    reply(seen, lin, clock)

    assert len(replies_of(manager_day(mei, clock + 6 * DAY))) == 1
    assert replies_of(manager_day(mei, clock + 8 * DAY)) == []


def test_own_word_and_answers_to_others_are_no_news(lin, mei, gu, seen, clock):
    reply(seen, mei, clock)
    reply(make_round(lin, gu, {"DRESS-02": "pass"}), lin, clock)

    assert replies_of(manager_day(mei, clock + HOUR)) == []


def test_answer_to_a_round_of_somebody_who_went_elsewhere_is_no_news(
    lin, zhou, mei, org, seen, clock
):
    reply(seen, lin, clock)
    lin.unit = org.west
    lin.save()

    assert replies_of(manager_day(mei, clock + HOUR)) == []


@pytest.mark.parametrize("results", [{"DRESS-02": "pass"}, {"DRESS-02": "fail"}])
def test_manager_reads_what_was_seen_of_themselves(mei, gu, lin, dress_norm, clock, results):
    row = make_round(mei, gu, results)

    [card] = manager_day(mei, clock + HOUR).own

    kept = sum(result == "pass" for result in results.values())
    assert card.title == f"顾岚 saw you at work: {kept} of 1 kept"
    assert card.url == row.get_absolute_url()
