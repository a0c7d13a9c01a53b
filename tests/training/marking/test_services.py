from datetime import timedelta
from decimal import Decimal

import pytest

from portal.frozen import FrozenRowError
from tests.factories import NOW
from tests.training.builders import change_id, right_answer, wrong_option
from training.attempts.models import Attempt, Response
from training.attempts.services import save_response, start_attempt, submit_attempt
from training.marking import errors
from training.marking.models import Score
from training.marking.services import recompute, record_score

LATER = NOW + timedelta(minutes=5)
MARKED = NOW + timedelta(hours=1)


def save(response, raw, at=LATER):
    save_response(
        person=response.attempt.duty.person,
        code=response.attempt.code,
        name=response.item_version.name,
        raw=raw,
        change_id=change_id(at),
        at=at,
    )


@pytest.fixture
def handed_in(attempt, sheet):
    """The choice is right, the short answer waits: 1 of 8 points, 60 % pass."""
    save(sheet[0], right_answer(sheet[0]))
    save(sheet[2], "先道歉，再听完。")
    return submit_attempt(attempt=attempt, at=LATER)


@pytest.fixture
def answer(handed_in):
    return handed_in.responses.select_related("item_version").get(position=3)


def levels(response, *points):
    """The level worth so many points of each criterion of the rubric."""
    return {
        criterion["key"]: next(
            level["key"] for level in criterion["levels"] if Decimal(level["points"]) == wanted
        )
        for criterion, wanted in zip(response.item_version.payload["criteria"], points, strict=True)
    }


def score(response, by, *points, **changes):
    arguments = {
        "levels": levels(response, *points),
        "comment": "",
        "reason": "",
        "seen_number": 0,
        "at": MARKED,
    }
    return record_score(response=response, by=by, **(arguments | changes))


def numbers():
    attempt = Attempt.objects.get()
    return attempt.points, attempt.pending_marks, attempt.is_passed


def test_saving_writes_the_points_of_answer_and_attempt(attempt, sheet):
    save(sheet[0], right_answer(sheet[0]))
    assert numbers() == (1, 0, False)

    save(sheet[1], right_answer(sheet[1]), LATER + timedelta(seconds=1))
    assert numbers() == (4, 0, False)

    save(sheet[0], wrong_option(sheet[0]), LATER + timedelta(seconds=2))
    assert numbers() == (3, 0, False)

    save(sheet[2], "先道歉。", LATER + timedelta(seconds=3))
    assert numbers() == (3, 1, None)

    save(sheet[2], "", LATER + timedelta(seconds=4))
    assert numbers() == (3, 0, False)


def test_a_score_adds_its_points_and_settles_the_pass(answer, mei):
    given = score(answer, mei, 2, 2, comment=" 应答很自然。 ")

    answer.refresh_from_db()
    assert (given.number, given.points, given.comment, given.by, given.at) == (
        1,
        4,
        "应答很自然。",
        mei,
        MARKED,
    )
    assert (answer.points, answer.needs_mark) == (4, False)
    assert numbers() == (5, 0, True)


def test_a_score_just_below_the_bar_does_not_pass(answer, mei):
    score(answer, mei, 2, 1)

    assert numbers() == (4, 0, False)


def test_a_second_score_replaces_the_first_and_keeps_it(answer, mei, gu):
    score(answer, mei, 2, 2)

    score(answer, gu, 0, 1, seen_number=1, reason="漏了复述。")

    assert [(row.number, row.points, row.by, row.reason) for row in answer.scores.all()] == [
        (2, 1, gu, "漏了复述。"),
        (1, 4, mei, ""),
    ]
    assert numbers() == (2, 0, False)


def test_nobody_marks_themselves(answer, lin):
    with pytest.raises(errors.OwnAnswer):
        score(answer, lin, 2, 2)

    assert Score.objects.count() == 0


def test_a_score_is_refused_when_somebody_scored_since(answer, mei, gu):
    first = score(answer, mei, 2, 2)

    with pytest.raises(errors.AlreadyScored) as refusal:
        score(answer, gu, 0, 0)

    assert refusal.value.newest == first
    assert list(Score.objects.all()) == [first]
    assert numbers() == (5, 0, True)


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_score_that_replaces_another_says_why(answer, mei, reason):
    score(answer, mei, 2, 2)

    with pytest.raises(errors.ReasonMissing):
        score(answer, mei, 1, 1, seen_number=1, reason=reason)

    assert numbers() == (5, 0, True)


@pytest.mark.parametrize("change", ["missing", "unknown", "foreign", "more", "empty"])
def test_levels_must_be_one_of_each_criterion(answer, mei, change):
    chosen = levels(answer, 1, 1)
    first, second = chosen
    forged = {
        "missing": {first: chosen[first]},
        "unknown": chosen | {second: "ffffff"},
        "foreign": {first: chosen[second], second: chosen[first]},
        "more": chosen | {"ffffff": chosen[first]},
        "empty": {},
    }[change]

    with pytest.raises(errors.NotOfTheRubric):
        score(answer, mei, 1, 1, levels=forged)

    assert Score.objects.count() == 0
    assert numbers() == (1, 1, None)


def test_an_open_attempt_is_not_marked(attempt, sheet, mei):
    save(sheet[2], "先道歉。")

    with pytest.raises(errors.NothingToMark):
        score(sheet[2], mei, 1, 1)


def test_an_expired_attempt_is_marked_before_anything_stamps_it(lin, mei, attempt, sheet):
    save(sheet[2], "先道歉。")
    Attempt.objects.update(ends_at=MARKED)

    score(sheet[2], mei, 2, 2)

    assert numbers() == (4, 0, False)


@pytest.mark.parametrize("position", [1, 2])
def test_what_the_portal_marks_is_not_marked_by_hand(handed_in, mei, position):
    response = handed_in.responses.get(position=position)

    with pytest.raises(errors.NothingToMark):
        record_score(
            response=response, by=mei, levels={}, comment="", reason="", seen_number=0, at=MARKED
        )


def test_a_blank_answer_is_not_marked(attempt, sheet, mei):
    submit_attempt(attempt=attempt, at=LATER)

    with pytest.raises(errors.NothingToMark):
        score(sheet[2], mei, 1, 1)


def test_scores_are_never_changed_or_deleted(answer, mei):
    given = score(answer, mei, 2, 2)

    for act in (given.save, given.delete, Score.objects.all().delete):
        with pytest.raises(FrozenRowError):
            act()
    with pytest.raises(FrozenRowError):
        Score.objects.update(points=0)


def test_recompute_agrees_after_a_score(answer, mei):
    score(answer, mei, 1, 2)

    totals = recompute(Attempt.objects.get())

    assert (totals.points, totals.pending_marks, totals.is_passed) == numbers()
    assert totals.by_position == dict(Response.objects.values_list("position", "points"))


def test_a_new_attempt_is_marked_by_itself(answer, lin, mei):
    score(answer, mei, 2, 2)
    second = start_attempt(duty=answer.attempt.duty, person=lin, at=MARKED)

    assert (second.points, second.pending_marks, second.is_passed) == (0, 0, False)
