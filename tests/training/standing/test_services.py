"""What answers and ratings make of somebody's standing, worked by hand."""

import uuid
from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.management import call_command

from standards.models import ClauseVersion
from tests.factories import NOW, make_person
from tests.training import builders
from tests.training.standing.conftest import right, see, sit, wrong
from training.attempts.services import close_expired, start_attempt, submit_attempt
from training.marking.services import record_score
from training.rounds.services import Mark, Sheet, save_rounds
from training.standing.models import ClauseAnswer, Standing
from training.standing.services import (
    Facts,
    recompute,
    stored_facts,
    take_in_attempt,
    take_in_rounds,
)

HOUR = builders.HOUR


def standing(person) -> dict[str, Facts]:
    rows = Standing.objects.filter(person=person).select_related("clause")
    return {row.clause.code: stored_facts(row) for row in rows}


def levels(response, *numbers):
    criteria = response.item_version.payload["criteria"]
    return {
        criterion["key"]: criterion["levels"][number]["key"]
        for criterion, number in zip(criteria, numbers, strict=True)
    }


def mark(response, by, *numbers, seen=0, at=NOW + HOUR):
    return record_score(
        response=response,
        by=by,
        levels=levels(response, *numbers),
        comment="",
        reason="再看了一遍" if seen else "",
        seen_number=seen,
        at=at,
    )


# -- Answers ---------------------------------------------------------------------------------


def test_a_right_answer_shows_its_clause_to_be_known(lin, quiz):
    sit(lin, quiz, right)

    assert standing(lin) == {"DRESS-02": Facts(answers=1, right=1, answered_at=NOW)}


def test_a_wrong_option_speaks_of_its_own_clause(lin, quiz):
    sit(lin, quiz, builders.wrong_option)

    assert standing(lin) == {"DRESS-05": Facts(answers=1, right=0, answered_at=NOW)}


def test_a_blank_answer_says_nothing(lin, quiz):
    sit(lin, quiz, None)

    assert standing(lin) == {}


def test_an_answer_says_nothing_before_it_is_handed_in(lin, quiz):
    attempt = sit(lin, quiz, right, hand_in=False)
    assert standing(lin) == {}

    submit_attempt(attempt=attempt, at=NOW + HOUR)

    assert standing(lin)["DRESS-02"].answered_at == NOW + HOUR


def test_handing_in_twice_counts_once(lin, quiz):
    attempt = sit(lin, quiz, right)

    submit_attempt(attempt=attempt, at=NOW + HOUR)

    assert standing(lin)["DRESS-02"] == Facts(answers=1, right=1, answered_at=NOW)


def test_only_the_last_five_answers_count(lin, quiz):
    for number, answer in enumerate([right, right, right, wrong, wrong, wrong, right]):
        sit(lin, quiz, answer, at=NOW + number * HOUR)

    last = NOW + 6 * HOUR
    assert standing(lin)["DRESS-02"] == Facts(answers=5, right=2, answered_at=last)


def test_a_clause_that_one_answer_shows_and_misses_is_missed(lin, dress_norm):
    """Two right options, of which one that cites the same clause as the wrong one is chosen."""
    item = builders.make_multiple()
    option = item.options.get(text_zh_hans="问好")
    option.clause = dress_norm.clauses.get(code="DRESS-05")
    option.save()
    builders.publish_item(item=item, at=NOW - HOUR)
    item.refresh_from_db()
    quiz = builders.make_quiz([item])

    def three(response):
        options = response.item_version.payload["options"]
        return [option["key"] for option in options[:3]]

    sit(lin, quiz, three)

    assert standing(lin)["DRESS-05"].right == 0
    assert standing(lin)["DRESS-02"].right == 1


def test_two_questions_about_a_clause_are_two_answers(lin, dress_norm):
    items = [builders.make_single(), builders.make_number()]

    sit(lin, builders.make_quiz(items), right, "9")

    assert standing(lin)["DRESS-02"] == Facts(answers=2, right=1, answered_at=NOW)


def test_each_person_has_a_standing_of_their_own(lin, zhou, quiz):
    sit(lin, quiz, right)
    sit(zhou, quiz, wrong)

    assert (standing(lin)["DRESS-02"].right, standing(zhou)["DRESS-02"].right) == (1, 0)


# -- Marks -----------------------------------------------------------------------------------


@pytest.fixture
def written(dress_norm):
    return builders.make_quiz([builders.make_short()], slug="written")


def test_a_written_answer_says_nothing_until_it_is_marked(lin, mei, written):
    response = sit(lin, written, "先道歉").responses.get()
    assert standing(lin) == {}

    mark(response, mei, 2, 2)

    assert standing(lin) == {"DRESS-01": Facts(answers=1, right=1, answered_at=NOW)}


def test_a_changed_mark_changes_the_standing(lin, mei, written):
    response = sit(lin, written, "先道歉").responses.get()
    mark(response, mei, 2, 2)

    mark(response, mei, 0, 0, seen=1)

    assert standing(lin)["DRESS-01"] == Facts(answers=1, right=0, answered_at=NOW)
    assert ClauseAnswer.objects.filter(person=lin).count() == 1


# -- Time over -------------------------------------------------------------------------------


@pytest.fixture
def expired(lin, dress_norm):
    """Lin's, answered and left; its ten minutes ended long before NOW + 1 h."""
    items = [builders.make_single(), builders.make_short()]
    quiz = builders.make_quiz(items, time_limit_min=10)
    return sit(lin, quiz, right, "先道歉", hand_in=False)


def test_an_expired_attempt_counts_once_it_is_stamped(lin, expired):
    assert standing(lin) == {}

    assert close_expired(at=NOW + HOUR) == 1

    assert standing(lin)["DRESS-02"].answered_at == NOW + timedelta(minutes=10)


def test_beginning_again_stamps_and_counts_the_expired_attempt(lin, expired):
    duty = expired.duty
    duty.max_attempts = 2
    duty.save()

    start_attempt(duty=duty, person=lin, at=NOW + HOUR)

    assert standing(lin)["DRESS-02"].right == 1


def test_marking_an_expired_attempt_stamps_it(lin, mei, expired):
    mark(expired.responses.get(position=2), mei, 2, 2)

    expired.refresh_from_db()
    assert expired.submitted_at == expired.ends_at
    assert standing(lin)["DRESS-01"].right == 1
    assert standing(lin)["DRESS-02"].right == 1


def test_closing_many_at_once_counts_them_all(dress_norm, org):
    quiz = builders.make_quiz([builders.make_single()], time_limit_min=10)
    people = [someone(org, number) for number in range(3)]
    for person in people:
        sit(person, quiz, right, hand_in=False)

    assert close_expired(at=NOW + HOUR) == 3

    assert [standing(person)["DRESS-02"].right for person in people] == [1, 1, 1]


def someone(org, number):
    return make_person(f"p{number:03}", f"人{number}", org.east)


# -- Ratings ---------------------------------------------------------------------------------


def test_a_round_says_what_somebody_does(lin, mei, dress_norm):
    see(lin, mei, {"DRESS-02": "pass", "DRESS-05": "fail"})

    assert standing(lin) == {
        "DRESS-02": Facts(ratings=1, kept=1, seen_at=NOW),
        "DRESS-05": Facts(ratings=1, kept=0, seen_at=NOW),
    }


def test_what_was_not_seen_never_counts(lin, mei, dress_norm):
    see(lin, mei, {"DRESS-02": "pass"})
    see(lin, mei, {"DRESS-02": "not_seen", "DRESS-05": "na", "DRESS-03": "pass"}, at=NOW + HOUR)

    assert standing(lin)["DRESS-02"] == Facts(ratings=1, kept=1, seen_at=NOW)
    assert "DRESS-05" not in standing(lin)


def test_only_the_last_five_ratings_count(lin, mei, dress_norm):
    for number, result in enumerate(["fail", "fail", "pass", "pass", "fail", "pass"]):
        see(lin, mei, {"DRESS-02": result}, at=NOW + number * HOUR)

    assert standing(lin)["DRESS-02"] == Facts(ratings=5, kept=3, seen_at=NOW + 5 * HOUR)


def test_answers_and_ratings_stand_side_by_side(lin, mei, quiz):
    see(lin, mei, {"DRESS-02": "fail"})
    sit(lin, quiz, right, at=NOW + HOUR)

    assert standing(lin)["DRESS-02"] == Facts(1, 1, NOW + HOUR, 1, 0, NOW)


# -- Cost ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 12])
def test_handing_in_asks_the_database_as_often_for_any_number_of_questions(
    lin, dress_norm, count, django_assert_num_queries
):
    items = [builders.make_single(f"item-{number}") for number in range(count)]
    attempt = sit(lin, builders.make_quiz(items), *[right] * count, hand_in=False)

    with django_assert_num_queries(16):
        submit_attempt(attempt=attempt, at=NOW)


@pytest.mark.parametrize("count", [1, 12])
def test_taking_in_a_round_asks_the_database_as_often_for_any_number_of_people(
    mei, org, dress_norm, count, django_assert_num_queries
):
    versions = list(ClauseVersion.objects.current().filter(role="do"))
    rounds = save_rounds(
        observer=mei,
        sheets=[
            Sheet(someone(org, number), [Mark(version, "pass") for version in versions])
            for number in range(count)
        ],
        request_id=uuid.uuid4(),
        at=NOW,
    )

    with django_assert_num_queries(7):
        take_in_rounds(rounds=rounds)


# -- Derived ---------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [ClauseAnswer, Standing])
def test_what_is_derived_is_not_in_the_admin_site(model):
    assert not admin.site.is_registered(model)


# -- Rebuilding ------------------------------------------------------------------------------


@pytest.fixture
def seen_and_asked(lin, mei, quiz):
    sit(lin, quiz, right)
    see(lin, mei, {"DRESS-05": "fail"})
    return standing(lin)


def test_rebuilding_puts_right_what_is_wrong_and_says_how_much(lin, seen_and_asked, capsys):
    ClauseAnswer.objects.update(is_right=False)
    Standing.objects.filter(clause__code="DRESS-02").update(right=0)
    Standing.objects.filter(clause__code="DRESS-05").delete()

    call_command("rebuild_standing")

    assert "3 rows of standing put right" in capsys.readouterr().out
    assert standing(lin) == seen_and_asked
    assert ClauseAnswer.objects.get(person=lin).is_right


def test_rebuilding_what_is_right_changes_nothing(lin, seen_and_asked, capsys):
    keys = set(Standing.objects.values_list("pk", flat=True))

    call_command("rebuild_standing")

    assert "0 rows of standing put right" in capsys.readouterr().out
    assert set(Standing.objects.values_list("pk", flat=True)) == keys


def test_rebuilding_removes_what_no_evidence_supports(zhou, quiz, capsys):
    clause = quiz.entries.get().item.clauses.get()
    Standing.objects.create(person=zhou, clause=clause, answers=1, right=1, answered_at=NOW)

    call_command("rebuild_standing")

    assert standing(zhou) == {}


def test_taking_in_twice_changes_nothing(lin, quiz):
    attempt = sit(lin, quiz, right)

    take_in_attempt(attempt=attempt)

    assert standing(lin)["DRESS-02"] == Facts(answers=1, right=1, answered_at=NOW)
    assert [facts.right for facts in recompute(lin).values()] == [1]
