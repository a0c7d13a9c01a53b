"""A quiz on a phone: with scripts, without them, and with a line that comes and goes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.training import builders
from tests.training.builders import right_answer, wrong_option
from training.attempts.models import Attempt, Response
from training.attempts.services import start_attempt, submit_attempt

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_connections"),
]

SAVED = ".saved[data-state=saved]"
WAITING = ".saved[data-state=waiting]"
OFFLINE = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def quiz(dress_norm):
    """A choice worth 1, an order worth 3 and a short answer worth 4."""
    return builders.make_quiz(
        [builders.make_single(), builders.make_order(), builders.make_short()]
    )


@pytest.fixture
def duty(lin, mei, quiz):
    return builders.make_duty(lin, quiz, given_by=mei)


@pytest.fixture
def attempt(duty, lin):
    return start_attempt(duty=duty, person=lin, at=timezone.now())


@pytest.fixture
def sheet(attempt):
    return list(attempt.responses.select_related("item_version"))


def values():
    return list(Response.objects.order_by("position").values_list("value", flat=True))


def choose(page, response, value):
    page.locator(f"#item-{response.item_version.name} .choice:has([value='{value}'])").click()


def item(page, response):
    return page.locator(f"#item-{response.item_version.name}")


def button(page, name):
    return page.locator(f".button-bar [data-go={name}]")


def test_a_quiz_from_start_to_result(visit, lin, duty):
    page = visit(lin, reverse("training:duty", args=[duty.pk]))
    page.locator(".button-bar .btn-primary").click()
    attempt = Attempt.objects.get()
    sheet = list(attempt.responses.select_related("item_version"))

    expect(page.locator("section.item:visible")).to_have_count(1)
    choose(page, sheet[0], right_answer(sheet[0]))
    expect(page.locator(SAVED)).to_be_visible()
    button(page, "next").click()
    for target, key in enumerate(right_answer(sheet[1])):
        row = item(page, sheet[1]).locator(f"[data-key='{key}']")
        while row.evaluate("row => Array.from(row.parentElement.children).indexOf(row)") > target:
            row.locator("[data-move='-1']").click()
    expect(page.locator(SAVED)).to_be_visible()
    button(page, "flag").click()
    button(page, "next").click()
    item(page, sheet[2]).locator("textarea").fill("先道歉，再听完。")
    button(page, "hand-in").click()
    page.wait_for_url("**/hand-in/*")
    page.locator(".button-bar .btn-primary").click()
    page.wait_for_url("**/result/*")

    attempt.refresh_from_db()
    assert values() == [right_answer(sheet[0]), right_answer(sheet[1]), "先道歉，再听完。"]
    assert (attempt.points, attempt.pending_marks) == (4, 1)
    assert attempt.submitted_at is not None
    assert attempt.responses.get(position=2).is_flagged


def test_a_quiz_without_scripts(visit, lin, attempt, sheet):
    choice, order, short = sheet
    page = visit(lin, attempt.get_absolute_url(), java_script_enabled=False)

    assert page.locator("section.item:visible").count() == 3
    choose(page, choice, right_answer(choice))
    for place, key in enumerate(right_answer(order), start=1):
        item(page, order).locator(f"[data-key='{key}'] select").select_option(str(place))
    item(page, choice).locator("[value^='flag:']").click()
    item(page, short).locator("textarea").fill("先道歉。")
    page.locator("[value=save]").click()
    item(page, short).locator("textarea").fill("先道歉，再听完。")
    page.locator("[value=hand-in]").click()
    page.wait_for_url("**/hand-in/*")
    expect(page.locator("main")).to_contain_text("1")
    page.locator(".button-bar .btn-primary").click()
    page.wait_for_url("**/result/*")

    attempt.refresh_from_db()
    assert values() == [right_answer(choice), right_answer(order), "先道歉，再听完。"]
    assert (attempt.points, attempt.pending_marks) == (4, 1)
    assert attempt.responses.get(position=1).is_flagged


def test_two_tabs_without_scripts_do_not_blank_each_other(visit, lin, attempt, sheet):
    choice, _, short = sheet
    one = visit(lin, attempt.get_absolute_url(), java_script_enabled=False)
    two = visit(lin, attempt.get_absolute_url(), java_script_enabled=False)

    item(two, short).locator("textarea").fill("先道歉。")
    two.locator("[value=save]").click()
    two.wait_for_load_state()
    choose(one, choice, right_answer(choice))
    one.locator("[value=save]").click()
    one.wait_for_load_state()

    assert values() == [right_answer(choice), None, "先道歉。"]


def test_answers_given_offline_are_saved_when_the_line_is_back(visit, console, lin, attempt, sheet):
    console.allow(OFFLINE)
    page = visit(lin, attempt.get_absolute_url())
    choose(page, sheet[0], wrong_option(sheet[0]))
    expect(page.locator(SAVED)).to_be_visible()

    page.context.set_offline(True)
    choose(page, sheet[0], right_answer(sheet[0]))
    expect(page.locator(WAITING)).to_be_visible()
    expect(page.locator("[data-notice=offline]")).to_be_visible()
    button(page, "next").click()
    button(page, "next").click()
    item(page, sheet[2]).locator("textarea").fill("先道歉。")
    expect(page.locator(WAITING)).to_be_visible()
    before = values()
    page.context.set_offline(False)

    expect(page.locator(SAVED)).to_be_visible()
    expect(page.locator("[data-notice=offline]")).to_be_hidden()
    assert before == [wrong_option(sheet[0]), None, None]
    assert values() == [right_answer(sheet[0]), None, "先道歉。"]


def test_answers_given_offline_survive_closing_the_page(visit, console, lin, attempt, sheet):
    console.allow(OFFLINE)
    page = visit(lin, attempt.get_absolute_url())
    page.context.set_offline(True)
    choose(page, sheet[0], right_answer(sheet[0]))
    expect(page.locator(WAITING)).to_be_visible()
    page.close(run_before_unload=False)
    page.context.set_offline(False)

    page = page.context.new_page()
    console.listen(page)
    page.goto(attempt.get_absolute_url() + f"#item-{sheet[0].item_version.name}")

    expect(page.locator(SAVED)).to_be_visible()
    assert values() == [right_answer(sheet[0]), None, None]
    assert page.evaluate("localStorage.length") == 0


def test_closing_a_page_warns_only_while_something_is_unsaved(visit, console, lin, attempt, sheet):
    console.allow(OFFLINE)
    page = visit(lin, attempt.get_absolute_url())
    warnings = []
    page.on("dialog", lambda dialog: (warnings.append(dialog.type), dialog.accept()))
    choose(page, sheet[0], right_answer(sheet[0]))
    expect(page.locator(SAVED)).to_be_visible()
    page.reload()
    saved_warnings = list(warnings)

    page.context.set_offline(True)
    choose(page, sheet[0], wrong_option(sheet[0]))
    expect(page.locator(WAITING)).to_be_visible()
    with page.expect_event("dialog"):
        page.close(run_before_unload=True)

    assert saved_warnings == []
    assert warnings == ["beforeunload"]


def test_an_answer_from_another_window_is_shown_not_overwritten(visit, lin, attempt, sheet):
    one = visit(lin, attempt.get_absolute_url())
    two = visit(lin, attempt.get_absolute_url())
    choose(two, sheet[0], right_answer(sheet[0]))
    expect(two.locator(SAVED)).to_be_visible()

    one.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(one.locator("[data-notice=newer]")).to_be_visible()
    expect(one.locator(f"[value='{right_answer(sheet[0])}']")).to_be_checked()
    assert values()[0] == right_answer(sheet[0])


def test_the_end_of_time_leads_to_the_result(visit, console, lin, quiz):
    quiz.time_limit_min = 1
    quiz.save()
    duty = builders.make_duty(lin, quiz)
    attempt = start_attempt(duty=duty, person=lin, at=timezone.now() - timedelta(seconds=56))
    page = visit(lin, attempt.get_absolute_url())
    sheet = list(attempt.responses.select_related("item_version"))
    choose(page, sheet[0], right_answer(sheet[0]))
    expect(page.locator(SAVED)).to_be_visible()

    expect(page.locator("[data-notice=closed]")).to_be_visible()
    page.wait_for_url("**/result/*")

    assert values() == [right_answer(sheet[0]), None, None]


def test_a_save_after_the_end_is_told_and_leads_to_the_result(visit, console, lin, attempt, sheet):
    console.allow("409")
    page = visit(lin, attempt.get_absolute_url())
    submit_attempt(attempt=attempt, at=timezone.now())

    choose(page, sheet[0], right_answer(sheet[0]))

    expect(page.locator("[data-notice=closed]")).to_be_visible()
    page.wait_for_url("**/result/*")
    expect(page.locator("[data-notice=lost]")).to_be_visible()
    assert values() == [None, None, None]
    assert page.evaluate("localStorage.length") == 0


def test_signed_out_keeps_the_answer_until_signed_in_again(visit, lin, attempt, sheet):
    page = visit(lin, attempt.get_absolute_url())
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")

    choose(page, sheet[0], right_answer(sheet[0]))
    expect(page.locator("[data-notice=signed-out]")).to_be_visible()
    before = values()
    page.context.add_cookies(cookies)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator(SAVED)).to_be_visible()
    expect(page.locator("[data-notice=signed-out]")).to_be_hidden()
    assert before == [None, None, None]
    assert values()[0] == right_answer(sheet[0])


def test_a_server_that_fails_is_asked_again(visit, console, lin, attempt, sheet):
    console.allow("503")
    page = visit(lin, attempt.get_absolute_url())
    refusals = []

    def refuse_twice(route):
        if len(refusals) < 2:
            refusals.append(route.request.post_data)
            return route.fulfill(status=503)
        return route.continue_()

    page.route("**/responses/", refuse_twice)
    choose(page, sheet[0], right_answer(sheet[0]))

    expect(page.locator(WAITING)).to_be_visible()
    expect(page.locator(SAVED)).to_be_visible()
    assert refusals[0] == refusals[1]
    assert values()[0] == right_answer(sheet[0])


def test_a_lost_reply_is_asked_for_again_and_stored_once(visit, console, lin, attempt, sheet):
    console.allow("ERR_FAILED|ERR_CONNECTION")
    page = visit(lin, attempt.get_absolute_url())
    lost = []

    def lose_first_reply(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/responses/", lose_first_reply)
    choose(page, sheet[0], right_answer(sheet[0]))
    expect(page.locator(SAVED)).to_be_visible()

    stored = Response.objects.get(position=1)
    assert stored.change_id == lost[0].json()["change_id"]
    assert (stored.value, stored.attempt.points) == (right_answer(sheet[0]), 1)


def test_a_clock_that_ran_ahead_is_set_by_the_server(visit, console, lin, attempt, sheet):
    console.allow("400")
    page = visit(lin, attempt.get_absolute_url())
    ahead = timezone.now() + timedelta(hours=1)

    def say_an_hour_ahead(route):
        reply = route.fetch()
        route.fulfill(response=reply, json=reply.json() | {"server_now": ahead.isoformat()})

    page.route("**/responses/", say_an_hour_ahead, times=1)
    choose(page, sheet[0], wrong_option(sheet[0]))
    expect(page.locator(SAVED)).to_be_visible()
    choose(page, sheet[0], right_answer(sheet[0]))
    page.wait_for_timeout(100)
    expect(page.locator(SAVED)).to_be_visible()

    assert values()[0] == right_answer(sheet[0])


def test_several_options_a_statement_and_a_number_are_answered_on_a_phone(
    visit, console, lin, mei, dress_norm
):
    console.allow("400")  # the refused number
    quiz = builders.make_quiz(
        [builders.make_multiple(), builders.make_boolean(), builders.make_number()], slug="three"
    )
    duty = builders.make_duty(lin, quiz, given_by=mei, max_attempts=1)
    attempt = start_attempt(duty=duty, person=lin, at=timezone.now())
    multiple, statement, number = attempt.responses.select_related("item_version")
    page = visit(lin, attempt.get_absolute_url())

    for key in [*right_answer(multiple), wrong_option(multiple)]:
        choose(page, multiple, key)
    choose(page, multiple, wrong_option(multiple))
    expect(page.locator(SAVED)).to_be_visible()
    button(page, "next").click()
    choose(page, statement, "false")
    expect(page.locator(SAVED)).to_be_visible()
    button(page, "next").click()
    field = item(page, number).locator("input[inputmode=decimal]")
    field.fill("两厘米")
    expect(page.locator("[data-notice=not_a_number]")).to_be_visible()
    button(page, "previous").click()
    button(page, "next").click()
    expect(field).to_have_value("两厘米")
    button(page, "hand-in").click()
    expect(page.locator("[data-notice=not_a_number]")).to_be_visible()
    field.fill("2厘米")
    field.press("Enter")
    expect(page.locator(SAVED)).to_be_visible()
    expect(page.locator("[data-notice=not_a_number]")).to_be_hidden()
    page.reload()
    page.goto(f"{attempt.get_absolute_url()}#item-{number.item_version.name}")
    expect(field).to_have_value("2")
    button(page, "hand-in").click()
    page.wait_for_url("**/hand-in/*")
    page.locator(".button-bar .btn-primary").click()
    page.wait_for_url("**/result/*")

    expect(page.locator(".feedback.is-kept")).to_have_count(3)
    assert values() == [right_answer(multiple), "false", "2"]


def test_enter_in_a_number_saves_the_page_without_scripts(visit, lin, mei, dress_norm):
    quiz = builders.make_quiz([builders.make_boolean(), builders.make_number()], slug="two")
    duty = builders.make_duty(lin, quiz, given_by=mei)
    attempt = start_attempt(duty=duty, person=lin, at=timezone.now())
    statement, number = attempt.responses.select_related("item_version")
    page = visit(lin, attempt.get_absolute_url(), java_script_enabled=False)

    choose(page, statement, "true")
    item(page, number).locator("input[inputmode=decimal]").fill("2.5")
    item(page, number).locator("input[inputmode=decimal]").press("Enter")
    page.wait_for_load_state()

    assert values() == ["true", "2.5"]
    assert not attempt.responses.filter(is_flagged=True).exists()
