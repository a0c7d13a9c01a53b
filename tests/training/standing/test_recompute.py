"""After any history of attempts, marks and rounds what is stored follows from the evidence."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import NOW
from tests.training import builders
from tests.training.standing.conftest import see, sit
from training.attempts.services import close_expired
from training.items.models import ItemKind
from training.marking.errors import ScoreRefused
from training.marking.services import record_score
from training.rounds.services import NotRateable
from training.standing.models import ClauseAnswer, Standing
from training.standing.services import rebuild, recompute, stored_facts

#: Clauses that can be seen; answers speak of DRESS-01, a principle, too.
CODES = ("DRESS-02", "DRESS-05")
whom = st.sampled_from(["lin", "zhou"])
minutes = st.integers(0, 40)  # of few values, so that moments coincide
answers = st.lists(st.integers(0, 5), min_size=6, max_size=6)
levels = st.tuples(st.integers(0, 2), st.integers(0, 2))
results = st.dictionaries(
    st.sampled_from(CODES), st.sampled_from(["pass", "fail", "not_seen", "na"]), min_size=1
)
histories = st.lists(
    st.one_of(
        st.tuples(st.just("sit"), whom, answers, minutes),
        st.tuples(st.just("leave"), whom, answers, minutes),
        st.tuples(st.just("close"), minutes),
        st.tuples(st.just("mark"), st.integers(0, 5), levels, st.integers(0, 2)),
        st.tuples(st.just("see"), whom, results, minutes),
    ),
    max_size=9,
)


@pytest.fixture
def quizzes(dress_norm):
    """Every kind of item, and the same in ten minutes."""
    items = [
        builders.make_single(clauses=("DRESS-01", "DRESS-02")),
        builders.make_multiple(),
        builders.make_boolean(),
        builders.make_number(),
        builders.make_order(clauses=("DRESS-01", "DRESS-05")),
        builders.make_short(clauses=("DRESS-02", "DRESS-05")),
    ]
    assert {item.kind for item in items} == set(ItemKind.values)
    return {
        "sit": builders.make_quiz(items),
        "leave": builders.make_quiz(items, slug="in-ten-minutes", time_limit_min=10),
    }


def raw(number):
    """One of a few answers to any kind of item, blank among them."""

    def answer(response):
        keys = [option["key"] for option in response.item_version.payload["options"]]
        match response.item_version.kind:
            case ItemKind.SINGLE:
                return [*keys, ""][number % (len(keys) + 1)]
            case ItemKind.MULTIPLE:
                return keys[: number % 5]
            case ItemKind.BOOLEAN:
                return ["true", "false", ""][number % 3]
            case ItemKind.NUMBER:
                return ["2", "9", ""][number % 3]
            case ItemKind.ORDER:
                return [*keys[number:], *keys[:number]] if number < len(keys) else None
        return "好" * number

    return answer


def mark_one(attempts, number, chosen, seen_number, mei, at):
    attempt = attempts[number % len(attempts)]
    response = attempt.responses.select_related("item_version").get(position=6)
    criteria = response.item_version.payload["criteria"]
    record_score(
        response=response,
        by=mei,
        levels={
            criterion["key"]: criterion["levels"][level]["key"]
            for criterion, level in zip(criteria, chosen, strict=True)
        },
        comment="",
        reason="再看了一遍" if seen_number else "",
        seen_number=seen_number,
        at=at,
    )


def play(step, people, quizzes, attempts):
    match step:
        case "sit" | "leave" as how, name, numbers, minute:
            at = NOW + timedelta(minutes=minute)
            answers = [raw(number) for number in numbers]
            attempts.append(sit(people[name], quizzes[how], *answers, at=at, hand_in=how == "sit"))
        case "close", minute:
            close_expired(at=NOW + timedelta(minutes=minute))
        case "mark", number, chosen, seen_number if attempts:
            at = NOW + timedelta(hours=2)
            mark_one(attempts, number, chosen, seen_number, people["mei"], at)
        case "see", name, seen, minute:
            see(people[name], people["mei"], seen, at=NOW + timedelta(minutes=minute))


@pytest.mark.slow
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=histories)
def test_stored_standing_follows_from_the_evidence(quizzes, lin, zhou, mei, history):
    with transaction.atomic():
        attempts: list = []
        for step in history:
            try:
                play(step, {"lin": lin, "zhou": zhou, "mei": mei}, quizzes, attempts)
            except (ScoreRefused, NotRateable):
                continue

        for person in (lin, zhou):
            stored = Standing.objects.filter(person=person)
            assert {row.clause_id: stored_facts(row) for row in stored} == recompute(person)
            answered = ClauseAnswer.objects.filter(person=person).count()
            assert rebuild(person=person) == 0
            assert ClauseAnswer.objects.filter(person=person).count() == answered
        transaction.set_rollback(True)
