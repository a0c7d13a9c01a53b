"""Saving what was seen, once and by the right people."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.frozen import FrozenRowError
from standards.models import Clause
from tests.factories import make_norm, make_norms, make_person, republish
from tests.training.builders import HOUR
from tests.training.rounds.builders import make_checklist, make_round, marks
from training.assignments.models import Assignment, Duty
from training.rounds.models import Rating, Round, RoundReply
from training.rounds.services import (
    Mark,
    NotRateable,
    Sheet,
    save_reply,
    save_round,
    save_rounds,
)
from training.rounds.subjects import by_code
from training.standing.models import Standing

ALL_KEPT = {"DRESS-02": "pass", "DRESS-05": "pass"}


def problems_of(**fields) -> str:
    """Why the service refuses; nothing may be written then."""
    before = Round.objects.count()
    with pytest.raises(NotRateable) as refused, transaction.atomic():
        save_round(**fields)
    assert Round.objects.count() == before
    return " ".join(refused.value.problems)


def fields_of(observer, person, results, clock, **fields):
    fields = {"request_id": uuid.uuid4(), "at": clock} | fields
    return {"observer": observer, "person": person, "marks": marks(results), **fields}


def test_round_counts_its_ratings(seen):
    counts = (seen.passed, seen.failed, seen.failed_critical, seen.not_scored)

    assert counts == (1, 1, 1, 1)
    assert (seen.scored, seen.is_failed) == (2, True)


def test_ratings_keep_the_order_and_the_words_of_the_page(seen):
    rows = [(rating.clause_version.code, rating.result) for rating in seen.ratings.all()]

    assert rows == [("DRESS-02", "fail"), ("DRESS-05", "pass"), ("DRESS-06", "not_seen")]


def test_failure_that_is_not_critical_does_not_fail_the_round(lin, mei, dress_norm):
    row = make_round(lin, mei, {"DRESS-02": "pass", "DRESS-05": "fail"})

    assert (row.failed, row.failed_critical, row.is_failed) == (1, 0, False)


def test_comments_are_saved_without_the_space_around_them(lin, mei, dress_norm, clock):
    [version] = by_code(["DRESS-02"])
    row = save_round(
        observer=mei,
        person=lin,
        marks=[Mark(version, "fail", "  低了 5 厘米\n")],
        comment=" 当场调好 ",
        request_id=uuid.uuid4(),
        at=clock,
    )

    assert (row.comment, row.ratings.get().comment) == ("当场调好", "低了 5 厘米")


def test_clauses_of_one_norm_name_the_norm(lin, mei, dress_norm, phone_norm):
    alone = make_round(lin, mei, ALL_KEPT)
    mixed = make_round(lin, mei, {"DRESS-02": "pass", "PHONE-02": "pass"})

    assert (alone.norm, mixed.norm) == (dress_norm, None)


def test_checklist_names_the_round_instead_of_the_norm(seen, counter_check):
    assert (seen.checklist, seen.norm, seen.subject) == (counter_check, None, "Badge check")


def test_standing_takes_the_round_in(seen, lin):
    rows = Standing.objects.filter(person=lin).order_by("clause__code")

    assert [(row.clause.code, row.ratings, row.kept) for row in rows] == [
        ("DRESS-02", 1, 0),
        ("DRESS-05", 1, 1),
    ]


def test_form_sent_twice_saves_once(lin, mei, dress_norm, request_id):
    first = make_round(lin, mei, ALL_KEPT, request_id=request_id)
    again = make_round(lin, mei, {"DRESS-02": "fail"}, request_id=request_id)

    assert again == first
    assert (Round.objects.count(), again.passed) == (1, 2)


def test_form_of_somebody_else_is_refused(lin, mei, gu, dress_norm, clock, request_id):
    make_round(lin, mei, ALL_KEPT, request_id=request_id)

    words = problems_of(**fields_of(gu, lin, ALL_KEPT, clock, request_id=request_id))

    assert words == "This form was used before. Please start a new one."


@pytest.mark.parametrize(("observer", "person"), [("mei", "mei"), ("mei", "han"), ("tao", "lin")])
def test_only_people_below_are_rated(request, dress_norm, clock, observer, person):
    who = request.getfixturevalue(observer), request.getfixturevalue(person)

    assert "your own halls" in problems_of(**fields_of(*who, ALL_KEPT, clock))


@pytest.mark.parametrize("observer", ["lin", "zhou", "song", "an"])
def test_nobody_but_managers_rates(request, lin, zhou, dress_norm, clock, observer):
    other = zhou if observer == "lin" else lin
    who = request.getfixturevalue(observer), other

    assert "your own halls" in problems_of(**fields_of(*who, ALL_KEPT, clock))


def test_regional_manager_rates_a_store_manager(gu, mei, dress_norm):
    assert make_round(mei, gu, ALL_KEPT).observer == gu


def test_whoever_left_is_not_rated(lin, mei, dress_norm, clock):
    lin.is_active = False
    lin.save()

    assert "still work there" in problems_of(**fields_of(mei, lin, ALL_KEPT, clock))


@pytest.mark.parametrize("result", ["not_seen", "na"])
def test_at_least_one_clause_is_kept_or_not(lin, mei, dress_norm, clock, result):
    results = {"DRESS-02": result, "DRESS-05": "not_seen"}

    words = problems_of(**fields_of(mei, lin, results, clock))

    assert words == "Say of at least one clause whether it was kept or not."


def test_eleven_clauses_are_too_many(lin, mei, clock):
    norms = make_norms(11)
    results = {norm.clauses.get().code: "pass" for norm in norms}

    assert "10 clauses at most" in problems_of(**fields_of(mei, lin, results, clock))


def test_no_clause_is_none_too_few(lin, mei, clock):
    assert "10 clauses at most" in problems_of(**fields_of(mei, lin, {}, clock))


def test_notes_have_an_end(lin, mei, dress_norm, clock):
    [version] = by_code(["DRESS-02"])
    fields = fields_of(mei, lin, {}, clock)

    assert "240" in problems_of(**fields | {"marks": [Mark(version, "pass", "长" * 241)]})
    fields["marks"] = [Mark(version, "pass")]
    assert "400" in problems_of(**fields | {"comment": "长" * 401})


@pytest.mark.parametrize("results", [{"DRESS-02": "great"}, {"DRESS-02": ""}])
def test_unknown_results_are_refused(lin, mei, dress_norm, clock, results):
    results |= {"DRESS-05": "pass"}

    assert "have changed" in problems_of(**fields_of(mei, lin, results, clock))


def test_clause_is_rated_once(lin, mei, dress_norm, clock):
    [version] = by_code(["DRESS-02"])
    fields = fields_of(mei, lin, {}, clock) | {"marks": [Mark(version, "pass")] * 2}

    assert "have changed" in problems_of(**fields)


def test_old_wording_is_not_rated(lin, mei, clock):
    norm = make_norm("bow")
    old = norm.clauses.get().current_version
    republish(norm)

    fields = fields_of(mei, lin, {}, clock) | {"marks": [Mark(old, "pass")]}

    assert "have changed" in problems_of(**fields)


def test_principle_is_not_rated(lin, mei, dress_norm, clock):
    principle = Clause.objects.get(code="DRESS-01").current_version
    fields = fields_of(mei, lin, {}, clock) | {"marks": [Mark(principle, "pass")]}

    assert "have changed" in problems_of(**fields)


def test_checklist_is_rated_by_its_own_clauses(lin, mei, counter_check, clock):
    fields = fields_of(mei, lin, {"DRESS-03": "pass"}, clock, checklist=counter_check)

    assert "have changed" in problems_of(**fields)


def test_round_is_never_changed(seen):
    with pytest.raises(FrozenRowError):
        seen.save()
    with pytest.raises(FrozenRowError):
        Rating.objects.all().delete()


def test_database_refuses_a_round_of_oneself(mei, clock):
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(
            person=mei,
            observer=mei,
            request_id=uuid.uuid4(),
            at=clock,
            passed=1,
            failed=0,
            failed_critical=0,
            not_scored=0,
        )


# -- Everybody on shift ----------------------------------------------------------------------


def test_shift_is_one_round_for_each_person(lin, zhou, mei, opening_check, clock, request_id):
    sheets = [Sheet(lin, marks(ALL_KEPT)), Sheet(zhou, marks({"DRESS-02": "fail"}), "别好工牌")]

    def save():
        return save_rounds(
            observer=mei, sheets=sheets, checklist=opening_check, request_id=request_id, at=clock
        )

    first = save()

    assert save() == first
    assert [(row.person, row.passed, row.failed, row.comment) for row in first] == [
        (lin, 2, 0, ""),
        (zhou, 0, 1, "别好工牌"),
    ]
    assert {row.request_id for row in Round.objects.all()} == {request_id}


def test_shift_with_one_person_of_another_hall_saves_nobody(lin, han, mei, dress_norm, clock):
    sheets = [Sheet(person, marks(ALL_KEPT)) for person in (lin, han)]

    with pytest.raises(NotRateable), transaction.atomic():
        save_rounds(observer=mei, sheets=sheets, request_id=uuid.uuid4(), at=clock)

    assert not Round.objects.exists()


def test_shift_of_nobody_is_refused(mei, clock):
    with pytest.raises(NotRateable) as refused:
        save_rounds(observer=mei, sheets=[], request_id=uuid.uuid4(), at=clock)

    assert refused.value.problems == ["Leave at least one person ticked as on shift."]


def test_shift_names_who_was_not_seen_at_all(lin, zhou, mei, dress_norm, clock):
    sheets = [Sheet(lin, marks(ALL_KEPT)), Sheet(zhou, marks({"DRESS-02": "not_seen"}))]

    with pytest.raises(NotRateable) as refused:
        save_rounds(observer=mei, sheets=sheets, request_id=uuid.uuid4(), at=clock)

    assert "周宁" in refused.value.problems[0]


@pytest.mark.parametrize("n", [1, 30])
def test_saving_a_shift_takes_as_many_queries_for_one_as_for_thirty(
    mei, org, opening_check, clock, n, django_assert_num_queries
):
    people = [make_person(f"p{number:02}", f"人{number}", org.east) for number in range(n)]
    sheets = [Sheet(person, marks({"DRESS-02": "pass"})) for person in people]
    assert mei.managed_paths

    with django_assert_num_queries(16):
        save_rounds(
            observer=mei, sheets=sheets, checklist=opening_check, request_id=uuid.uuid4(), at=clock
        )


# -- Duties ----------------------------------------------------------------------------------


def duty_of(person, checklist, given_by, clock, *, opens=-HOUR, due=HOUR, closes=None) -> Duty:
    assignment = Assignment.objects.create(
        given_by=given_by,
        checklist=checklist,
        opens_at=clock + opens,
        due_at=clock + due,
        closes_at=clock + closes if closes else None,
        request_id=uuid.uuid4(),
        created_at=clock,
    )
    return Duty.objects.create(
        assignment=assignment,
        person=person,
        due_at=assignment.due_at,
        closes_at=assignment.closes_at,
    )


def is_completed(duty) -> bool:
    duty.refresh_from_db()
    return duty.completed_at is not None


def test_round_completes_the_observers_duties_with_its_checklist(
    lin, mei, gu, counter_check, clock
):
    later = duty_of(mei, counter_check, gu, clock, due=2 * HOUR)
    sooner = duty_of(mei, counter_check, gu, clock)

    row = make_round(lin, mei, ALL_KEPT, counter_check)

    assert is_completed(later)
    assert is_completed(sooner)
    assert row.duty == sooner


@pytest.mark.parametrize(
    "times",
    [{"opens": HOUR, "due": 2 * HOUR}, {"opens": -3 * HOUR, "due": -2 * HOUR, "closes": -HOUR}],
)
def test_duty_that_is_not_open_stays(lin, mei, gu, counter_check, clock, times):
    duty = duty_of(mei, counter_check, gu, clock, **times)

    row = make_round(lin, mei, ALL_KEPT, counter_check)

    assert not is_completed(duty)
    assert row.duty is None


def test_other_checklist_other_observer_and_late_duty(lin, mei, gu, counter_check, clock):
    other = duty_of(mei, make_checklist("other", ["DRESS-02"]), gu, clock)
    gus = duty_of(gu, counter_check, gu, clock)
    late = duty_of(mei, counter_check, gu, clock, opens=-3 * HOUR, due=-HOUR)

    make_round(lin, mei, ALL_KEPT, counter_check)

    assert [is_completed(duty) for duty in (other, gus, late)] == [False, False, True]


def test_completed_duty_keeps_its_time(lin, mei, gu, counter_check, clock):
    duty = duty_of(mei, counter_check, gu, clock)
    make_round(lin, mei, ALL_KEPT, counter_check)

    make_round(lin, mei, ALL_KEPT, counter_check, at=clock + HOUR)

    duty.refresh_from_db()
    assert duty.completed_at == clock


# -- Answers ---------------------------------------------------------------------------------


def reply(row, by, clock, text="当时正在换工牌。", **fields) -> RoundReply:
    fields = {"request_id": uuid.uuid4(), "at": clock + timedelta(hours=1)} | fields
    return save_reply(row=row, by=by, text=text, **fields)


@pytest.mark.parametrize("by", ["lin", "mei", "gu"])
def test_person_seen_and_their_managers_answer(request, seen, clock, by):
    by = request.getfixturevalue(by)

    assert reply(seen, by, clock).by == by


@pytest.mark.parametrize("by", ["zhou", "tao", "han", "song", "an"])
def test_nobody_else_answers(request, seen, clock, by):
    with pytest.raises(NotRateable):
        reply(seen, request.getfixturevalue(by), clock)


def test_answer_sent_twice_is_saved_once(seen, lin, clock, request_id):
    first = reply(seen, lin, clock, request_id=request_id)

    assert reply(seen, lin, clock, text="别的", request_id=request_id) == first
    assert RoundReply.objects.get().text == "当时正在换工牌。"


def test_answer_with_the_id_of_somebody_elses_is_refused(seen, lin, mei, clock, request_id):
    reply(seen, lin, clock, request_id=request_id)

    with pytest.raises(NotRateable):
        reply(seen, mei, clock, request_id=request_id)


@pytest.mark.parametrize("text", ["", "  \n", "长" * 401])
def test_answer_says_something_and_ends(seen, lin, clock, text):
    with pytest.raises(NotRateable):
        reply(seen, lin, clock, text=text)
