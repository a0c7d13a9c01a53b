from datetime import timedelta

import pytest
from django.http import QueryDict

from tests.factories import NOW
from tests.training.builders import change_id, make_duty, right_answer, wrong_option
from training.attempts import changes, errors
from training.attempts.models import Attempt, Response
from training.attempts.services import (
    digest,
    save_form,
    save_response,
    set_flag,
    start_attempt,
    submit_attempt,
)
from training.items.kinds import ForgedAnswer
from training.items.kinds.short import MAX_LENGTH

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
LATER = NOW + 5 * MINUTE


@pytest.fixture
def attempt(duty, lin):
    return start_attempt(duty=duty, person=lin, at=NOW)


@pytest.fixture
def sheet(attempt):
    """The responses: a choice, an order, a short answer."""
    return list(attempt.responses.select_related("item_version"))


def save(response, raw, made=LATER, at=LATER, suffix="a" * 8):
    return save_response(
        person=response.attempt.duty.person,
        code=response.attempt.code,
        name=response.item_version.name,
        raw=raw,
        change_id=change_id(made, suffix),
        at=at,
    )


def rows():
    """Everything a save could change."""
    fields = ("position", "value", "change_id", "saved_at", "points", "needs_mark", "is_flagged")
    return [
        *Response.objects.values_list(*fields),
        *Attempt.objects.values_list("points", "pending_marks", "is_passed", "submitted_at"),
    ]


def test_save_response_stores_the_answer_and_names_what_is_stored(attempt, sheet):
    saved = save(sheet[0], right_answer(sheet[0]))

    stored = Response.objects.get(pk=sheet[0].pk)
    assert (stored.value, stored.saved_at) == (right_answer(sheet[0]), LATER)
    assert stored.change_id == change_id(LATER)
    assert saved.response == stored
    assert (saved.is_newer, saved.answered, saved.total, saved.ends_at) == (False, 1, 3, None)


def test_save_response_counts_the_answered(sheet):
    counts = [
        save(sheet[0], right_answer(sheet[0]), suffix="b" * 8).answered,
        save(sheet[2], "先道歉。", suffix="c" * 8).answered,
        save(sheet[2], "先道歉，再复述。", suffix="d" * 8).answered,
        save(sheet[2], "", suffix="e" * 8).answered,
    ]

    assert counts == [1, 2, 2, 1]


def test_a_repeated_change_changes_nothing_and_is_answered_alike(sheet):
    first = save(sheet[0], right_answer(sheet[0]))
    before = rows()

    again = save(sheet[0], right_answer(sheet[0]), at=LATER + MINUTE)

    assert rows() == before
    assert again == first


def test_a_repeated_change_is_acknowledged_after_the_end(attempt, sheet):
    save(sheet[0], right_answer(sheet[0]))
    submit_attempt(attempt=attempt, at=LATER + SECOND)

    again = save(sheet[0], right_answer(sheet[0]), at=LATER + MINUTE)

    assert (again.is_newer, again.response.value) == (False, right_answer(sheet[0]))


def test_a_late_retry_never_overwrites_a_newer_change(sheet):
    save(sheet[0], right_answer(sheet[0]), made=LATER)
    before = rows()

    late = save(sheet[0], wrong_option(sheet[0]), made=LATER - SECOND, at=LATER + MINUTE)

    assert rows() == before
    assert late.is_newer
    assert (late.response.value, late.response.change_id) == (
        right_answer(sheet[0]),
        change_id(LATER),
    )


def test_a_newer_change_replaces_an_older_one_made_a_millisecond_before(sheet):
    save(sheet[0], right_answer(sheet[0]), made=LATER)

    save(sheet[0], wrong_option(sheet[0]), made=LATER + timedelta(milliseconds=1))

    assert Response.objects.get(pk=sheet[0].pk).value == wrong_option(sheet[0])


@pytest.mark.parametrize("made", [NOW - 61 * SECOND, LATER + 61 * SECOND])
def test_a_change_from_outside_the_attempt_is_refused(sheet, made):
    before = rows()

    with pytest.raises(changes.BadChangeId):
        save(sheet[0], right_answer(sheet[0]), made=made)

    assert rows() == before


@pytest.mark.parametrize("bad_id", [None, "", 5, {"a": 1}, "1772416800000", "x" * 9000])
def test_a_change_without_a_real_id_is_refused(attempt, sheet, lin, bad_id):
    before = rows()

    with pytest.raises(changes.BadChangeId):
        save_response(
            person=lin,
            code=attempt.code,
            name=sheet[0].item_version.name,
            raw=right_answer(sheet[0]),
            change_id=bad_id,
            at=LATER,
        )

    assert rows() == before


@pytest.mark.parametrize("name", ["qffffffffff", "", None, 3, ["q"], "q\x00", "q' OR 1=1", "题"])
def test_an_item_that_the_attempt_does_not_ask_is_refused(attempt, lin, name):
    before = rows()

    with pytest.raises(errors.UnknownItem):
        save_response(
            person=lin, code=attempt.code, name=name, raw="x", change_id=change_id(LATER), at=LATER
        )

    assert rows() == before


@pytest.mark.parametrize(
    ("position", "raw"),
    [
        (1, "ffffff"),
        (1, ["ffffff"]),
        (1, {"key": "ffffff"}),
        (1, 7),
        (2, ["ffffff"]),
        (2, {"ffffff": "1"}),
        (2, "ffffff"),
        (3, ["text"]),
        (3, 12),
        (3, "长" * (MAX_LENGTH + 1)),
    ],
)
def test_a_forged_answer_is_refused(sheet, position, raw):
    before = rows()

    with pytest.raises(ForgedAnswer):
        save(sheet[position - 1], raw)

    assert rows() == before


@pytest.mark.parametrize("number", [float("inf"), float("nan"), None, [], "zwei", "9" * 5000])
def test_a_forged_number_in_an_order_is_refused(sheet, number):
    key = right_answer(sheet[1])[0]

    with pytest.raises(ForgedAnswer):
        save(sheet[1], {key: number})


def test_an_order_of_numbers_instead_of_names_is_refused(sheet):
    sheet[1].item_version.payload["options"][0]["key"] = "123456"
    keys = right_answer(sheet[1])
    version = type(sheet[1].item_version).objects.create(
        item=sheet[1].item_version.item,
        number=2,
        name="q0000000001",
        kind="order",
        max_points=3,
        payload=sheet[1].item_version.payload,
        html={},
        published_at=NOW,
    )
    Response.objects.filter(pk=sheet[1].pk).update(item_version=version)
    response = Response.objects.select_related("item_version").get(pk=sheet[1].pk)

    with pytest.raises(ForgedAnswer):
        save(response, [123456, *keys[1:]])


def test_text_that_no_database_holds_is_mended(sheet):
    saved = save(sheet[2], "第一\x00句\r\n半个表情 \ud83d 结束")

    saved.response.refresh_from_db()
    assert saved.response.value == "第一句\n半个表情 \ufffd 结束"


def test_saving_stops_at_the_second_of_the_end(lin, quiz):
    quiz.time_limit_min = 10
    quiz.save()
    attempt = start_attempt(duty=make_duty(lin, quiz), person=lin, at=NOW)
    first, second, _ = attempt.responses.select_related("item_version")
    end = NOW + 10 * MINUTE

    save(first, right_answer(first), made=end - SECOND, at=end - SECOND)
    for at in (end, end + SECOND):
        with pytest.raises(errors.AttemptClosed):
            save(second, right_answer(second), made=end - SECOND, at=at)

    attempt.refresh_from_db()
    assert (attempt.points, attempt.submitted_at) == (1, None)
    assert list(attempt.responses.values_list("value", flat=True)) == [
        right_answer(first),
        None,
        None,
    ]


def test_nothing_is_saved_after_handing_in(attempt, sheet, lin):
    submit_attempt(attempt=attempt, at=LATER)
    before = rows()

    with pytest.raises(errors.AttemptClosed):
        save(sheet[0], right_answer(sheet[0]), made=LATER, at=LATER)
    with pytest.raises(errors.AttemptClosed):
        set_flag(
            person=lin,
            code=attempt.code,
            name=sheet[0].item_version.name,
            is_flagged=True,
            at=LATER,
        )

    assert rows() == before


def test_nobody_else_saves(attempt, sheet, zhou, mei):
    before = rows()

    for stranger in (zhou, mei):
        with pytest.raises(Attempt.DoesNotExist):
            save_response(
                person=stranger,
                code=attempt.code,
                name=sheet[0].item_version.name,
                raw=right_answer(sheet[0]),
                change_id=change_id(LATER),
                at=LATER,
            )

    assert rows() == before


def test_set_flag_marks_one_item(attempt, sheet, lin):
    name = sheet[1].item_version.name

    set_flag(person=lin, code=attempt.code, name=name, is_flagged=True, at=LATER)
    set_flag(person=lin, code=attempt.code, name=name, is_flagged=True, at=LATER)

    assert list(attempt.responses.values_list("is_flagged", flat=True)) == [False, True, False]
    with pytest.raises(errors.UnknownItem):
        set_flag(person=lin, code=attempt.code, name="qffffffffff", is_flagged=True, at=LATER)


# -- A page that runs no script --------------------------------------------------------------


def page(sheet, **answers):
    """What a browser posts of a page on which nothing was touched, except ``answers``:
    ``choice``, ``order`` (right keys in the chosen order) and ``short``."""
    choice, order, short = sheet
    post = QueryDict(mutable=True)
    for response in sheet:
        name = response.item_version.name
        post[f"was-{name}"] = digest(response.value)
    if (chosen := answers.get("choice", choice.value)) is not None:
        post[choice.item_version.name] = chosen
    places = {key: str(n) for n, key in enumerate(answers.get("order", order.value) or [], 1)}
    for key in order.value or order.option_order:
        post[f"{order.item_version.name}.{key}"] = places.get(key, "")
    post[short.item_version.name] = answers.get("short", short.value or "")
    return post


def send(sheet, post, made=LATER, at=LATER, suffix="f" * 8):
    return save_form(
        person=sheet[0].attempt.duty.person,
        code=sheet[0].attempt.code,
        post=post,
        change_id=change_id(made, suffix),
        at=at,
    )


def values(sheet):
    return list(sheet[0].attempt.responses.values_list("value", flat=True))


def fresh(sheet):
    return list(sheet[0].attempt.responses.select_related("item_version"))


def test_save_form_stores_what_was_filled_in(sheet):
    choice, order, _ = sheet
    answers = {"choice": right_answer(choice), "order": right_answer(order), "short": "先道歉"}

    outcome = send(sheet, page(sheet, **answers))

    assert values(sheet) == [right_answer(choice), right_answer(order), "先道歉"]
    assert (outcome.newer, outcome.bad) == ({}, {})
    attempt = Attempt.objects.get()
    assert (attempt.points, attempt.pending_marks, attempt.is_passed) == (4, 1, None)


def test_an_untouched_page_changes_nothing(sheet):
    send(sheet, page(sheet, short="先道歉"))
    before = rows()

    send(fresh(sheet), page(fresh(sheet)), at=LATER + MINUTE)

    assert rows() == before


def test_two_tabs_do_not_blank_each_other(sheet):
    tab_one = page(sheet, choice=right_answer(sheet[0]))
    tab_two = page(sheet, short="先道歉")

    send(sheet, tab_two, made=LATER + SECOND, at=LATER + 2 * SECOND, suffix="2" * 8)
    send(sheet, tab_one, made=LATER, at=LATER + 3 * SECOND, suffix="1" * 8)

    assert values(sheet) == [right_answer(sheet[0]), None, "先道歉"]


def test_a_page_older_than_what_is_stored_says_so_and_keeps_its_text(sheet):
    old_tab = page(sheet, choice=wrong_option(sheet[0]), short="旧页上写的")
    new_tab = page(sheet, choice=right_answer(sheet[0]), short="新页上写的")
    send(sheet, new_tab, made=LATER + SECOND, at=LATER + 2 * SECOND, suffix="2" * 8)

    outcome = send(sheet, old_tab, made=LATER, at=LATER + 3 * SECOND, suffix="1" * 8)

    assert outcome.newer == {1: "", 3: "旧页上写的"}
    assert values(sheet) == [right_answer(sheet[0]), None, "新页上写的"]


def test_a_page_sent_twice_is_stored_once(sheet):
    post = page(sheet, choice=right_answer(sheet[0]))
    send(sheet, post)
    before = rows()

    outcome = send(sheet, post, at=LATER + MINUTE)

    assert rows() == before
    assert outcome.newer == {}


def test_a_page_gone_back_to_and_changed_is_stored_again(sheet):
    send(sheet, page(sheet, short="第一次写的"))

    outcome = send(sheet, page(sheet, short="回来改的"), at=LATER + MINUTE)
    late = send(sheet, page(sheet, short="第一次写的"), at=LATER + 2 * MINUTE)

    assert outcome.newer == {}
    assert late.newer == {3: "第一次写的"}
    assert values(sheet)[2] == "回来改的"


def test_an_answer_taken_back_on_the_page_is_taken_back(sheet):
    send(sheet, page(sheet, short="先道歉"))

    send(fresh(sheet), page(fresh(sheet), short=""), made=LATER + SECOND, at=LATER + SECOND)

    assert values(sheet) == [None, None, None]
    assert Attempt.objects.get().pending_marks == 0


def test_a_text_that_is_too_long_is_reported_and_the_rest_is_stored(sheet):
    text = "长" * (MAX_LENGTH + 1)

    outcome = send(sheet, page(sheet, choice=right_answer(sheet[0]), short=text))

    assert {position: bad.text for position, bad in outcome.bad.items()} == {3: text}
    assert values(sheet) == [right_answer(sheet[0]), None, None]


@pytest.mark.parametrize("forged", ["option", "step", "item", "was"])
def test_a_forged_page_changes_nothing(sheet, forged):
    choice, order, _ = sheet
    post = page(sheet, short="先道歉")
    field, value = {
        "option": (choice.item_version.name, "ffffff"),
        "step": (f"{order.item_version.name}.ffffff", "1"),
        "item": ("qffffffffff", "ffffff"),
        "was": ("was-qffffffffff", "0"),
    }[forged]
    post[field] = value
    before = rows()

    with pytest.raises((ForgedAnswer, errors.UnknownItem)):
        send(sheet, post)

    assert rows() == before


def test_a_page_that_does_not_say_what_it_showed_only_adds_answers(sheet):
    send(sheet, page(sheet, short="先道歉"))
    post = QueryDict(mutable=True)
    post[sheet[0].item_version.name] = right_answer(sheet[0])

    send(sheet, post, made=LATER + SECOND, at=LATER + SECOND)

    assert values(sheet) == [right_answer(sheet[0]), None, "先道歉"]


def test_a_page_after_the_end_changes_nothing(attempt, sheet):
    submit_attempt(attempt=attempt, at=LATER)
    before = rows()

    with pytest.raises(errors.AttemptClosed):
        send(sheet, page(sheet, short="先道歉"), at=LATER + SECOND)

    assert rows() == before
