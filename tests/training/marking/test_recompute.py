"""After any history of saves, retries, hand-ins and marks the stored numbers are those that the
evidence gives."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import NOW
from tests.training.builders import change_id, make_duty
from training.attempts.errors import AttemptClosed
from training.attempts.services import save_response, start_attempt, submit_attempt
from training.marking.errors import ScoreRefused
from training.marking.services import recompute, record_score

changes = st.tuples(
    st.just("save"),
    st.integers(1, 3),  # which question
    st.integers(0, 5),  # which answer to it
    st.integers(0, 90),  # made how many seconds after the start
)
hand_ins = st.tuples(st.just("hand in"))
marks = st.tuples(
    st.just("mark"), st.tuples(st.integers(0, 2), st.integers(0, 2)), st.integers(0, 2)
)
histories = st.tuples(
    st.lists(changes, max_size=12), st.lists(hand_ins | marks | changes, max_size=8)
)


def raw_answer(response, number):
    """One of a few answers, blank among them."""
    keys = [option["key"] for option in response.item_version.payload["options"]]
    if response.item_version.kind == "single":
        return [*keys, ""][number % (len(keys) + 1)]
    if response.item_version.kind == "order":
        return [*keys[number:], *keys[:number]] if number < len(keys) else None
    return "好" * number


def play(step, attempt, sheet, mei, at):
    match step:
        case "save", position, number, second:
            response = sheet[position - 1]
            save_response(
                person=attempt.duty.person,
                code=attempt.code,
                name=response.item_version.name,
                raw=raw_answer(response, number),
                change_id=change_id(NOW + timedelta(seconds=second), f"{number:08d}"),
                at=at,
            )
        case ("hand in",):
            submit_attempt(attempt=attempt, at=at)
        case "mark", points, seen_number:
            criteria = sheet[2].item_version.payload["criteria"]
            record_score(
                response=sheet[2],
                by=mei,
                levels={
                    criterion["key"]: criterion["levels"][number]["key"]
                    for criterion, number in zip(criteria, points, strict=True)
                },
                comment="",
                reason="再看了一遍" if seen_number else "",
                seen_number=seen_number,
                at=at,
            )


@pytest.mark.slow
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=histories)
def test_stored_numbers_follow_from_the_evidence(quiz, lin, mei, history):
    duty = make_duty(lin, quiz, given_by=mei)
    attempt = start_attempt(duty=duty, person=lin, at=NOW)
    sheet = list(attempt.responses.select_related("item_version"))
    at = NOW + timedelta(seconds=100)

    before, after = history
    for step in [*before, ("hand in",), *after]:
        try:
            play(step, attempt, sheet, mei, at)
        except (AttemptClosed, ScoreRefused):
            continue

    attempt.refresh_from_db()
    totals = recompute(attempt)
    assert (attempt.points, attempt.pending_marks, attempt.is_passed) == (
        totals.points,
        totals.pending_marks,
        totals.is_passed,
    )
    assert dict(attempt.responses.values_list("position", "points")) == totals.by_position
    assert list(attempt.responses.filter(needs_mark=True).values_list("position", flat=True)) == [
        position for position, points in totals.by_position.items() if points is None
    ]
