"""The pages, as their people and everybody else meet them."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import republish
from tests.training import builders
from tests.training.builders import right_answer, wrong_option
from training.attempts.changes import new_change_id
from training.attempts.models import Attempt, Response
from training.attempts.services import digest, save_response, start_attempt, submit_attempt
from training.items.kinds.short import MAX_LENGTH
from training.marking.services import record_score

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


def url(attempt, page=""):
    return reverse(f"training:attempt{page}", args=[attempt.code])


def save(response, raw):
    now = timezone.now()
    save_response(
        person=response.attempt.duty.person,
        code=response.attempt.code,
        name=response.item_version.name,
        raw=raw,
        change_id=new_change_id(now),
        at=now,
    )


def rows():
    fields = ("position", "value", "change_id", "points", "needs_mark", "is_flagged")
    return [
        *Response.objects.values_list(*fields),
        *Attempt.objects.values_list("points", "pending_marks", "is_passed", "submitted_at"),
    ]


def form_of(sheet, **fields):
    """What a browser posts of an untouched page; ``fields`` are added, a button among them."""
    post = {"change": new_change_id(timezone.now()), "then": "save"}
    for response in sheet:
        post[f"was-{response.item_version.name}"] = digest(response.value)
    return post | fields


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


# -- Who ----------------------------------------------------------------------------------------

OPEN = {"lin": 200, "zhou": 404, "mei": 404, "gu": 404, "tao": 404, "song": 404, "an": 404}
DONE = OPEN | {"mei": 200, "gu": 200}


@pytest.mark.parametrize(("persona", "status"), OPEN.items())
@pytest.mark.parametrize("page", ["", "_responses", "_hand_in"])
def test_an_open_attempt_is_seen_by_its_person_only(
    client, request, live_attempt, persona, status, page
):
    client.force_login(request.getfixturevalue(persona))

    response = client.get(url(live_attempt, page))

    assert response.status_code == status


@pytest.mark.parametrize(("persona", "status"), DONE.items())
def test_a_result_is_seen_by_its_person_and_those_who_manage_them(
    client, request, live_attempt, persona, status
):
    submit_attempt(attempt=live_attempt, at=timezone.now())
    client.force_login(request.getfixturevalue(persona))

    response = client.get(url(live_attempt, "_result"))

    assert response.status_code == status


@pytest.mark.parametrize(("persona", "status"), {**OPEN, "mei": 403, "gu": 403}.items())
def test_a_duty_is_started_by_its_person_only(client, request, duty, persona, status):
    client.force_login(request.getfixturevalue(persona))

    seen = client.get(reverse("training:duty", args=[duty.pk]))
    started = client.post(reverse("training:attempt_start", args=[duty.pk]))

    assert seen.status_code == status
    assert started.status_code == (302 if status == 200 else status)
    assert Attempt.objects.count() == (1 if status == 200 else 0)


@pytest.mark.parametrize("persona", ["zhou", "mei", "gu", "tao", "song", "an"])
@pytest.mark.parametrize("is_handed_in", [False, True])
def test_nobody_else_writes_to_an_attempt(
    client, request, live_attempt, live_sheet, persona, is_handed_in
):
    if is_handed_in:
        submit_attempt(attempt=live_attempt, at=timezone.now())
    client.force_login(request.getfixturevalue(persona))
    before = rows()
    body = {"name": live_sheet[0].item_version.name, "value": "", "change_id": "x"}

    statuses = [
        client.post(url(live_attempt), form_of(live_sheet)).status_code,
        client.post(url(live_attempt, "_hand_in")).status_code,
        client.post(url(live_attempt, "_responses"), body, "application/json").status_code,
    ]

    expected = 403 if is_handed_in and persona in ("mei", "gu") else 404
    assert statuses == [expected, expected, expected]
    assert rows() == before


@pytest.mark.parametrize("page", ["", "_responses", "_hand_in", "_result"])
def test_a_stranger_is_sent_to_sign_in(client, live_attempt, page):
    response = client.get(url(live_attempt, page))

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('login')}?next={url(live_attempt, page)}"


@pytest.mark.parametrize("page", ["", "_responses", "_hand_in"])
def test_every_post_needs_its_token(live_attempt, lin, live_sheet, page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    before = rows()

    response = client.post(url(live_attempt, page), form_of(live_sheet))

    assert response.status_code == 403
    assert rows() == before


def test_starting_needs_a_post_and_a_token(duty, lin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    address = reverse("training:attempt_start", args=[duty.pk])

    assert (client.get(address).status_code, client.post(address).status_code) == (405, 403)
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize("pk", [0, 99, 10**19])
def test_a_duty_that_is_not_there_is_not_found(client, lin, duty, pk):
    client.force_login(lin)

    assert client.get(reverse("training:duty", args=[duty.pk + pk + 1])).status_code == 404


# -- Before the start ---------------------------------------------------------------------------


def test_the_first_page_says_how_it_counts(client, lin, mei, quiz):
    quiz.time_limit_min = 20
    quiz.save()
    duty = builders.make_duty(lin, quiz, given_by=mei, max_attempts=3, note="先看一遍着装。")
    client.force_login(lin)
    client.cookies["django_language"] = "en"

    page = client.get(reverse("training:duty", args=[duty.pk]))

    text = page.content.decode()
    assert (page.context["question_count"], page.context["attempts_left"]) == (3, 3)
    for words in ("Given by 梅芳", "the best one counts", "20 minutes", "先看一遍着装。", "60"):
        assert words in text
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_the_first_page_lists_the_sittings_and_the_one_that_counts(client, lin, duty):
    now = timezone.now()
    first = start_attempt(duty=duty, person=lin, at=now - 20 * MINUTE)
    save(first.responses.get(position=1), right_answer(first.responses.get(position=1)))
    submit_attempt(attempt=first, at=now)
    second = start_attempt(duty=duty, person=lin, at=now)
    submit_attempt(attempt=second, at=now)
    client.force_login(lin)

    page = client.get(reverse("training:duty", args=[duty.pk]))

    assert [
        (each["attempt"], each["pct"], each["is_best"]) for each in page.context["sittings"]
    ] == [
        (second, 0, False),
        (first, 12, True),
    ]
    assert reverse("training:attempt_start", args=[duty.pk]) not in page.content.decode()


def test_an_open_attempt_is_offered_again_without_a_second_start(client, lin, duty, live_attempt):
    client.force_login(lin)

    page = client.get(reverse("training:duty", args=[duty.pk]))
    started = client.post(reverse("training:attempt_start", args=[duty.pk]))

    assert url(live_attempt) in page.content.decode()
    assert started["Location"] == url(live_attempt)
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize("reason", ["not open yet", "closed", "used up", "empty"])
def test_a_quiz_that_cannot_start_says_why(client, lin, quiz, reason):
    now = timezone.now()
    times = {
        "not open yet": {"opens_at": now + HOUR, "due_at": now + 2 * HOUR},
        "closed": {"due_at": None, "closes_at": now},
    }
    duty = builders.make_duty(lin, quiz, max_attempts=1, **times.get(reason, {}))
    if reason == "used up":
        submit_attempt(attempt=start_attempt(duty=duty, person=lin, at=now), at=now)
    if reason == "empty":
        quiz.entries.all().delete()
    client.force_login(lin)
    address = reverse("training:duty", args=[duty.pk])
    before = Attempt.objects.count()

    page = client.get(address)
    started = client.post(reverse("training:attempt_start", args=[duty.pk]))

    assert reverse("training:attempt_start", args=[duty.pk]) not in page.content.decode()
    assert started["Location"] == address
    assert len(told(started)) == 1
    assert Attempt.objects.count() == before


def test_a_module_has_its_own_page(client, lin, module):
    duty = builders.make_duty(lin, None, module=module)
    client.force_login(lin)

    response = client.get(reverse("training:duty", args=[duty.pk]))

    assert response["Location"] == module.get_absolute_url()


# -- The open attempt ---------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_open_page_never_holds_key_or_explanation(
    client, lin, live_attempt, live_sheet, language
):
    save(live_sheet[0], wrong_option(live_sheet[0]))
    client.force_login(lin)
    client.cookies["django_language"] = language

    pages = [client.get(url(live_attempt, page)) for page in ("", "_responses", "_hand_in")]

    secrets = ["correct", "is_correct", "的解释", "Why badge is so", "DRESS-0", "要点1", "Point 1"]
    secrets += ["有一点", "清楚"]
    for page in pages:
        text = page.content.decode().partition("<footer")[0]
        assert [secret for secret in secrets if secret in text] == []
    order = live_sheet[1]
    shown = [pages[0].content.decode().index(f'data-key="{key}"') for key in right_answer(order)]
    assert shown != sorted(shown)


def test_an_open_page_shows_options_in_the_order_of_the_attempt(
    client, lin, live_attempt, live_sheet
):
    client.force_login(lin)

    text = client.get(url(live_attempt)).content.decode()

    for response, mark in ((live_sheet[0], 'value="{}"'), (live_sheet[1], 'data-key="{}"')):
        shown = [text.index(mark.format(key)) for key in response.option_order]
        assert shown == sorted(shown)


def test_what_is_stored_stands_on_the_page_again(client, lin, live_attempt, live_sheet):
    text = "第一行\n</textarea><script>alert(1)</script>"
    save(live_sheet[0], right_answer(live_sheet[0]))
    save(live_sheet[2], text)
    client.force_login(lin)

    page = client.get(url(live_attempt)).content.decode()

    assert f'value="{right_answer(live_sheet[0])}" checked' in page
    assert "第一行\n&lt;/textarea&gt;&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_text_without_english_is_marked_as_chinese(client, lin, dress_norm):
    quiz = builders.make_quiz([builders.make_single(stem_en="")])
    attempt = start_attempt(
        duty=builders.make_duty(lin, quiz), person=lin, at=timezone.now() - MINUTE
    )
    client.force_login(lin)
    client.cookies["django_language"] = "en"

    page = client.get(url(attempt)).content.decode()

    assert 'lang="zh-Hans">badge：该怎么做？' in page
    assert "Shown in Chinese: not yet translated" in page


def test_a_handed_in_attempt_leads_to_its_result(client, lin, live_attempt):
    submit_attempt(attempt=live_attempt, at=timezone.now())
    client.force_login(lin)

    for page in ("", "_hand_in"):
        assert client.get(url(live_attempt, page))["Location"] == url(live_attempt, "_result")


def test_an_expired_attempt_leads_to_its_result_and_reading_writes_nothing(
    client, lin, live_attempt, live_sheet
):
    Attempt.objects.update(ends_at=timezone.now() - SECOND)
    client.force_login(lin)
    before = rows()

    responses = [
        client.get(url(live_attempt)),
        client.post(url(live_attempt), form_of(live_sheet)),
        client.get(url(live_attempt, "_hand_in")),
    ]

    assert [response["Location"] for response in responses] == [url(live_attempt, "_result")] * 3
    assert client.get(url(live_attempt, "_result")).status_code == 200
    assert rows() == before


# -- A page without scripts ---------------------------------------------------------------------


def test_a_page_is_saved_and_shown_again(client, lin, live_attempt, live_sheet):
    choice, _, short = live_sheet
    client.force_login(lin)
    post = form_of(
        live_sheet,
        **{choice.item_version.name: right_answer(choice), short.item_version.name: "先道歉"},
    )

    response = client.post(url(live_attempt), post)

    assert (response.status_code, response["Location"]) == (302, url(live_attempt))
    assert list(live_attempt.responses.values_list("value", flat=True)) == [
        right_answer(choice),
        None,
        "先道歉",
    ]


def test_the_flag_button_saves_and_comes_back_to_its_question(
    client, lin, live_attempt, live_sheet
):
    name = live_sheet[1].item_version.name
    client.force_login(lin)

    flagged = client.post(url(live_attempt), form_of(live_sheet, then=f"flag:{name}:1"))
    is_flagged = live_attempt.responses.get(position=2).is_flagged
    client.post(url(live_attempt), form_of(live_sheet, then=f"flag:{name}:0"))

    assert flagged["Location"] == f"{url(live_attempt)}#item-{name}"
    assert is_flagged
    assert not live_attempt.responses.get(position=2).is_flagged


def test_handing_in_goes_through_a_last_look(client, lin, live_attempt, live_sheet):
    choice, order, _ = live_sheet
    client.force_login(lin)
    post = form_of(live_sheet, **{choice.item_version.name: right_answer(choice)})
    client.post(url(live_attempt), post | {"then": f"flag:{order.item_version.name}:1"})

    saved = client.post(url(live_attempt), form_of(live_sheet, then="hand-in"))
    look = client.get(saved["Location"])
    still_open = Attempt.objects.get().submitted_at is None
    handed_in = client.post(saved["Location"])
    again = client.post(saved["Location"])

    assert saved["Location"] == url(live_attempt, "_hand_in")
    assert (look.context["blank"], look.context["flagged"], look.context["answered"]) == (
        [2, 3],
        [2],
        1,
    )
    assert still_open
    assert handed_in["Location"] == again["Location"] == url(live_attempt, "_result")
    assert Attempt.objects.get().submitted_at is not None


def test_an_older_page_says_which_answers_are_newer(client, lin, live_attempt, live_sheet):
    choice, _, short = live_sheet
    old = form_of(
        live_sheet,
        change=new_change_id(timezone.now() - SECOND),
        **{choice.item_version.name: wrong_option(choice), short.item_version.name: "旧页上 写的"},
    )
    save(choice, right_answer(choice))
    save(short, "新写的")
    client.force_login(lin)
    client.cookies["django_language"] = "en"

    response = client.post(url(live_attempt), old)

    assert told(response) == [
        "Question 1: a newer answer is stored.",
        "Question 3: a newer answer is stored. Not stored: 旧页上 写的",
    ]
    assert list(live_attempt.responses.values_list("value", flat=True)) == [
        right_answer(choice),
        None,
        "新写的",
    ]


def test_a_text_that_is_too_long_comes_back_to_be_shortened(client, lin, live_attempt, live_sheet):
    text = "长" * (MAX_LENGTH + 1)
    client.force_login(lin)
    post = form_of(live_sheet, **{live_sheet[2].item_version.name: text})

    response = client.post(url(live_attempt), post)

    assert response.status_code == 422
    assert f"\n{text}</textarea>" in response.content.decode()
    assert live_attempt.responses.get(position=3).value is None


@pytest.mark.parametrize("forged", ["option", "item", "flag", "change", "no change", "future"])
def test_a_forged_page_is_refused_and_changes_nothing(
    client, lin, live_attempt, live_sheet, forged
):
    choice, _, short = live_sheet
    post = form_of(live_sheet, **{short.item_version.name: "先道歉"})
    post |= {
        "option": {choice.item_version.name: "ffffff"},
        "item": {"qffffffffff": "ffffff"},
        "flag": {"then": "flag:q\x00:1"},
        "change": {"change": "yesterday"},
        "no change": {"change": ""},
        "future": {"change": new_change_id(timezone.now() + HOUR)},
    }[forged]
    client.force_login(lin)
    before = rows()

    response = client.post(url(live_attempt), post)

    assert response.status_code == 400
    assert rows() == before


def test_what_was_forged_writes_no_line_of_the_log(client, lin, live_attempt, live_sheet, caplog):
    client.force_login(lin)

    client.post(url(live_attempt), form_of(live_sheet) | {"change": "x\nERROR portal forged"})

    assert "BadChangeId" in caplog.text
    assert "forged" not in caplog.text


@pytest.mark.parametrize("then", ["", "dance", "flag", "flag:", "flag:a:b:c", "hand-in:now"])
def test_an_unknown_button_only_saves(client, lin, live_attempt, live_sheet, then):
    client.force_login(lin)
    post = form_of(live_sheet, then=then, **{live_sheet[2].item_version.name: "先道歉"})

    response = client.post(url(live_attempt), post)

    assert response.status_code == 302
    assert live_attempt.responses.get(position=3).value == "先道歉"
    assert live_attempt.responses.filter(is_flagged=True).count() == 0


# -- The result ---------------------------------------------------------------------------------


@pytest.fixture
def handed_in(live_attempt, live_sheet):
    """A wrong choice, a half-right order and a short answer that waits."""
    choice, order, short = live_sheet
    steps = right_answer(order)
    save(choice, wrong_option(choice))
    save(order, [steps[1], steps[0], steps[2], steps[3]])
    save(short, "先道歉。")
    return submit_attempt(attempt=live_attempt, at=timezone.now())


def mark(attempt, *, by, comment=""):
    """Give the short answer, the third, full points; returns it."""
    short = attempt.responses.select_related("item_version").get(position=3)
    criteria = short.item_version.payload["criteria"]
    record_score(
        response=short,
        by=by,
        levels={criterion["key"]: criterion["levels"][2]["key"] for criterion in criteria},
        comment=comment,
        reason="",
        seen_number=0,
        at=timezone.now(),
    )
    return short


def test_a_result_says_right_or_wrong_points_and_clauses(client, lin, handed_in):
    client.force_login(lin)

    page = client.get(url(handed_in, "_result"))

    outcomes = page.context["outcomes"]
    assert [(each.verdict, each.points, each.max_points) for each in outcomes] == [
        ("wrong", 0, 1),
        ("partly", 1, 3),
        ("waiting", None, 4),
    ]
    assert [clause.code for clause in outcomes[0].clauses] == ["DRESS-05"]
    assert 'href="/standards/norms/dress/#DRESS-05"' in page.content.decode()
    assert (page.context["pct"], page.context["attempt"].is_passed) == (12, None)


def test_a_manager_comes_from_the_result_to_the_mark_and_back_to_the_task(
    client, mei, lin, handed_in
):
    answer = mark(handed_in, by=mei)
    to_mark = reverse("training:marking_answer", args=[answer.pk])
    back = reverse("training:team_assignment", args=[handed_in.duty.assignment_id])

    pages = {}
    for person in (mei, lin):
        client.force_login(person)
        pages[person] = client.get(url(handed_in, "_result")).content.decode()

    assert f'href="{to_mark}"' in pages[mei]
    assert f'href="{back}"' in pages[mei]
    assert to_mark not in pages[lin]
    assert back not in pages[lin]


def test_a_result_keeps_key_and_explanation_while_attempts_are_left(client, lin, handed_in):
    client.force_login(lin)

    page = client.get(url(handed_in, "_result"))

    assert page.context["may_see_key"] is False
    assert [(each.key, each.explanation) for each in page.context["outcomes"]] == [([], "")] * 3
    assert "的解释" not in page.content.decode()


def test_a_result_shows_key_and_explanation_after_the_last_attempt(client, lin, duty, handed_in):
    now = timezone.now()
    last = start_attempt(duty=duty, person=lin, at=now)
    client.force_login(lin)
    while_open = client.get(url(handed_in, "_result")).context["may_see_key"]
    submit_attempt(attempt=last, at=now)

    page = client.get(url(handed_in, "_result"))

    assert while_open is False
    outcomes = page.context["outcomes"]
    assert outcomes[0].key == ["2 厘米"]
    assert outcomes[1].key == ["报家门", "约时间", "道别", "挂机"]
    assert [each.explanation for each in outcomes] == [
        "badge的解释",
        "call的解释",
        "complaint的解释",
    ]


def test_a_result_shows_key_and_explanation_after_the_closing(client, lin, duty, handed_in):
    now = timezone.now()
    duty.due_at = None
    duty.closes_at = now + HOUR
    duty.save()
    client.force_login(lin)
    before = client.get(url(handed_in, "_result")).context["may_see_key"]
    duty.closes_at = now
    duty.save()

    after = client.get(url(handed_in, "_result")).context["may_see_key"]

    assert (before, after) == (False, True)


def seen_by(client, person, attempt):
    """The result page's key and explanation of the first answer, and the page."""
    client.force_login(person)
    page = client.get(url(attempt, "_result"))
    first = page.context["outcomes"][0]
    return first.key, first.explanation, page.content.decode()


def test_a_manager_with_the_quiz_to_do_learns_no_key_from_a_result(
    client, lin, mei, gu, duty, quiz, handed_in
):
    now = timezone.now()
    duty.due_at, duty.closes_at = None, now
    duty.save()
    own = builders.make_duty(mei, quiz, max_attempts=1)

    key, explanation, page = seen_by(client, mei, handed_in)

    assert (key, explanation) == ([], "")
    assert "badge的解释" not in page
    assert seen_by(client, gu, handed_in)[:2] == (["2 厘米"], "badge的解释")
    assert seen_by(client, lin, handed_in)[:2] == (["2 厘米"], "badge的解释")

    attempt = start_attempt(duty=own, person=mei, at=now)
    assert seen_by(client, mei, handed_in)[:2] == ([], "")
    submit_attempt(attempt=attempt, at=now)

    assert seen_by(client, mei, handed_in)[:2] == (["2 厘米"], "badge的解释")


def test_another_quiz_to_do_hides_nothing(client, mei, duty, handed_in):
    duty.due_at, duty.closes_at = None, timezone.now()
    duty.save()
    builders.make_duty(mei, builders.make_quiz([builders.make_single("other")], slug="other"))

    assert seen_by(client, mei, handed_in)[:2] == (["2 厘米"], "badge的解释")


def test_a_result_shows_what_the_marker_gave_and_said(client, lin, mei, handed_in):
    mark(handed_in, by=mei, comment="应答很自然 <b>")
    client.force_login(lin)

    page = client.get(url(handed_in, "_result"))

    outcome = page.context["outcomes"][2]
    assert (outcome.verdict, outcome.points, outcome.score.by) == ("scored", 4, mei)
    assert [(row.title, row.text, row.points) for row in outcome.criteria] == [
        ("要点1", "清楚", 2),
        ("要点2", "清楚", 2),
    ]
    assert "应答很自然 &lt;b&gt;" in page.content.decode()
    assert Attempt.objects.get().is_passed is True


def test_a_withdrawn_clause_is_named_without_a_link(client, lin, dress_norm, handed_in):
    dress_norm.clauses.filter(code="DRESS-05").update(withdrawn=True)
    republish(dress_norm)
    client.force_login(lin)

    page = client.get(url(handed_in, "_result")).content.decode()

    assert "#DRESS-05" not in page
    assert "DRESS-05" in page


# -- What pages cost ----------------------------------------------------------------------------


def quiz_of(count):
    """Choices, orders and short answers in turn."""
    makers = (builders.make_single, builders.make_order, builders.make_short)
    return builders.make_quiz([makers[i % 3](f"item-{i}") for i in range(count)])


@pytest.mark.parametrize("count", [1, 20])
def test_attempt_page_query_count_is_flat(
    client, lin, dress_norm, count, django_assert_num_queries
):
    duty = builders.make_duty(lin, quiz_of(count))
    attempt = start_attempt(duty=duty, person=lin, at=timezone.now() - MINUTE)
    client.force_login(lin)

    with django_assert_num_queries(5):  # session, person, managed units, attempt, responses
        response = client.get(url(attempt))

    assert response.content.decode().count('class="item"') == count


@pytest.mark.parametrize("count", [1, 20])
def test_hand_in_page_query_count_is_flat(
    client, lin, dress_norm, count, django_assert_num_queries
):
    duty = builders.make_duty(lin, quiz_of(count))
    attempt = start_attempt(duty=duty, person=lin, at=timezone.now() - MINUTE)
    client.force_login(lin)

    with django_assert_num_queries(5):
        response = client.get(url(attempt, "_hand_in"))

    assert response.content.decode().count('class="item-dot') == count


@pytest.mark.parametrize("count", [1, 20])
def test_result_page_query_count_is_flat(client, lin, dress_norm, count, django_assert_num_queries):
    duty = builders.make_duty(lin, quiz_of(count))
    attempt = start_attempt(duty=duty, person=lin, at=timezone.now() - MINUTE)
    submit_attempt(attempt=attempt, at=timezone.now())
    client.force_login(lin)

    with django_assert_num_queries(8):  # + the duty's attempts, scores, clauses
        response = client.get(url(attempt, "_result"))

    assert response.content.decode().count('class="item"') == count


@pytest.mark.parametrize("count", [1, 10])
def test_duty_page_query_count_is_flat(client, lin, quiz, count, django_assert_num_queries):
    duty = builders.make_duty(lin, quiz, max_attempts=10)
    for _ in range(count):
        now = timezone.now()
        submit_attempt(attempt=start_attempt(duty=duty, person=lin, at=now), at=now)
    client.force_login(lin)

    with django_assert_num_queries(8):
        response = client.get(reverse("training:duty", args=[duty.pk]))

    assert len(response.context["sittings"]) == count
