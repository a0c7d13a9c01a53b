"""/team/assignments/new/: fill in, look, give."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_job_role, make_person
from tests.training.builders import HOUR, add_duty, make_duty, make_quiz
from training.assignments.forms import write_moment
from training.assignments.models import Assignment, Duty
from training.modules.services import confirm_reading

URL = "/team/assignments/new/"
DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def filled(quiz, lin, now):
    """What Mei's browser sends for “Dress check, Lin, by this time tomorrow”."""
    return {
        "subject": "quiz:dress-check",
        "people": [lin.pk],
        "due": write_moment(now + DAY),
        "opens": "now",
        "closes": "open",
        "max_attempts": "2",
        "note": "",
    }


def post(client, person, data, step="preview"):
    client.force_login(person)
    return client.post(URL, data | {"step": step})


def previewed(client, person, data):
    """Post the form and read the hidden fields of the preview, as its button would send them."""
    html = post(client, person, data).content.decode()
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r'<input type="hidden"[^>]*>', html):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            fields.setdefault(name[1], []).append(value[1] if value else "")
    return fields


def problems(response):
    assert response.status_code == 200
    assert Assignment.objects.count() == 0
    return response.context["form"].errors


def given_people():
    return set(Duty.objects.values_list("person__name", flat=True))


# -- Who may ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"),
    [("lin", 403), ("song", 403), ("an", 403), ("mei", 200), ("tao", 200), ("gu", 200)],
)
def test_new_is_for_those_who_manage(client, request, filled, persona, status):
    person = request.getfixturevalue(persona)
    client.force_login(person)

    assert client.get(URL).status_code == status
    assert post(client, person, filled, "give").status_code == status
    assert Assignment.objects.count() == 0


def test_new_sends_strangers_to_the_door(client):
    assert client.get(URL).status_code == 302


# -- Filling in ------------------------------------------------------------------------------


def test_form_offers_ones_own_people_and_evenings(client, mei, lin, han, quiz, module):
    client.force_login(mei)

    html = client.get(URL).content.decode()

    assert "林晓 · Counter staff" in html
    assert "韩冰" not in html
    assert "城东营业厅 · 1 person" in html
    assert "城西营业厅" not in html
    assert "Tomorrow 18:00" in html
    assert "Dress check" in html
    assert "First week" in html


def test_form_says_that_nobody_is_there_to_give_it_to(client, mei, quiz):
    client.force_login(mei)

    html = client.get(URL).content.decode()

    assert "Nobody works in your halls yet" in html
    assert 'name="subject"' not in html


def test_form_may_come_with_a_subject(client, mei, lin, quiz):
    client.force_login(mei)

    html = client.get(f"{URL}?subject=quiz:dress-check").content.decode()

    assert '<option value="quiz:dress-check" selected>' in html


def test_form_again_ticks_whoever_has_not_done_it(client, mei, lin, zhou, quiz, now):
    duty = make_duty(lin, quiz, given_by=mei, due_at=now + DAY, note="再来一次")
    add_duty(duty.assignment, zhou, completed_at=now)
    client.force_login(mei)

    response = client.get(f"{URL}?again={duty.assignment_id}")

    assert response.context["form"].initial == {
        "subject": "quiz:dress-check",
        "people": [lin.pk],
        "max_attempts": 2,
        "note": "再来一次",
    }


@pytest.mark.parametrize("again", ["0", "x", "٣", "9" * 5000, "%00"])
def test_form_again_of_something_unknown_is_an_empty_form(client, mei, quiz, again):
    client.force_login(mei)

    response = client.get(f"{URL}?again={again}")

    assert response.context["form"].initial == {"subject": ""}


def test_form_again_of_another_hall_is_an_empty_form(client, tao, mei, lin, quiz, now):
    duty = make_duty(lin, quiz, given_by=mei, due_at=now + DAY)
    client.force_login(tao)

    response = client.get(f"{URL}?again={duty.assignment_id}")

    assert response.context["form"].initial == {"subject": ""}


def test_form_keeps_what_was_filled_in_when_one_goes_back(client, mei, lin, filled):
    response = post(client, mei, filled | {"note": "先读"}, "edit")

    html = response.content.decode()
    assert "先读" in html
    assert re.search(rf'value="{lin.pk}"[^>]*checked', html)
    assert not response.context["form"].is_bound


def test_large_teams_are_looked_up(client, gu, org, quiz, filled):
    people = [make_person(f"p{n:03}", f"人{n:03}", org.west) for n in range(61)]
    client.force_login(gu)
    assert "人007" not in client.get(URL).content.decode()

    sent = filled | {"people": [people[3].pk], "find": "人007"}
    html = post(client, gu, sent, "find").content.decode()

    assert "人007" in html
    assert re.search(rf'value="{people[3].pk}"[^>]*checked', html)
    assert "人009" not in html
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize("n", [1, 30])
def test_form_query_count_is_flat(client, gu, org, n, dress_norm, django_assert_num_queries):
    for number in range(n):
        make_person(f"p{number:02}", f"人{number}", org.east, job_role=make_job_role(f"r{number}"))
        make_quiz([], slug=f"q{number}")
    client.force_login(gu)

    with django_assert_num_queries(11):
        assert client.get(URL).status_code == 200


# -- Looking ---------------------------------------------------------------------------------


def test_preview_says_who_and_when_and_gives_nothing(client, mei, lin, zhou, org, filled):
    data = filled | {"people": [], "units": [org.east.pk], "note": "先读一遍"}

    html = post(client, mei, data).content.decode()

    assert "Dress check" in html
    assert "1 question<" in html
    assert "passed with 60 %" in html
    assert "林晓" in html
    assert "周宁" in html
    assert "2 people" in html
    assert "by " in html
    assert "tomorrow" in html
    assert "先读一遍" in html
    assert Assignment.objects.count() == 0


def test_preview_warns_about_people_who_have_it_already(client, mei, lin, zhou, quiz, filled, now):
    make_duty(lin, quiz, given_by=mei, due_at=now + DAY, opens_at=now - HOUR)

    response = post(client, mei, filled | {"people": [lin.pk, zhou.pk]})

    assert response.context["preview"].already == [lin]
    assert "Already have this to do" in response.content.decode()


def test_preview_warns_of_what_opens_later_too(client, mei, lin, quiz, filled, now):
    make_duty(lin, quiz, given_by=mei, opens_at=now + DAY, due_at=now + 2 * DAY)

    assert post(client, mei, filled).context["preview"].already == [lin]


def test_preview_does_not_warn_of_self_checks_and_of_what_is_done(
    client, mei, lin, quiz, module, filled, now
):
    make_duty(lin, quiz, due_at=None, opens_at=now - HOUR)
    done = make_duty(lin, None, module=module, given_by=mei, due_at=now + DAY)
    Duty.objects.filter(pk=done.pk).update(completed_at=now)

    response = post(client, mei, filled)
    assert response.context["preview"].unneeded == []
    response = post(client, mei, filled | {"subject": "module:first-week"})
    assert response.context["preview"].unneeded == []


def test_preview_warns_about_people_who_have_read_it_all(client, mei, lin, zhou, module, filled):
    for norm in module.norms.all():
        confirm_reading(person=lin, edition=norm.current_edition, at=timezone.now())

    data = filled | {"subject": "module:first-week", "people": [lin.pk, zhou.pk]}
    response = post(client, mei, data)

    assert response.context["preview"].readers == [lin]
    assert "Have already read all of it" in response.content.decode()


def test_preview_escapes_the_note(client, mei, filled):
    html = post(client, mei, filled | {"note": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert(1)</script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


# -- Giving ----------------------------------------------------------------------------------


def test_give_makes_what_the_preview_showed(client, mei, lin, filled, quiz, now):
    fields = previewed(client, mei, filled | {"note": "先读一遍", "max_attempts": "3"})

    response = client.post(URL, fields | {"step": "give"}, follow=True)

    assignment = Assignment.objects.get()
    assert (assignment.given_by, assignment.quiz) == (mei, quiz)
    assert (assignment.note, assignment.max_attempts) == ("先读一遍", 3)
    assert write_moment(assignment.due_at) == filled["due"]
    assert assignment.opens_at >= now
    assert assignment.closes_at is None
    assert given_people() == {"林晓"}
    assert response.redirect_chain == [
        (reverse("training:team_assignment", args=[assignment.pk]), 302)
    ]
    assert "Given to 1 person." in response.content.decode()


def test_give_pressed_twice_makes_one(client, mei, filled):
    fields = previewed(client, mei, filled) | {"step": "give", "leave_out": "1"}

    first, second = (client.post(URL, fields) for _press in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Assignment.objects.count() == 1
    assert Duty.objects.count() == 1


def test_give_without_a_preview_shows_the_preview(client, mei, filled):
    response = post(client, mei, filled | {"request_id": "no-uuid"}, "give")

    assert response.context["preview"].count == 1
    assert Assignment.objects.count() == 0


def test_give_leaves_out_who_has_it_already(client, mei, lin, zhou, quiz, filled, now):
    make_duty(lin, quiz, given_by=mei, due_at=now + DAY, opens_at=now - HOUR)
    fields = previewed(client, mei, filled | {"people": [lin.pk, zhou.pk]})

    client.post(URL, fields | {"step": "give", "leave_out": "1"})

    assert [duty.person for duty in Assignment.objects.first().duties.all()] == [zhou]


def test_give_may_include_who_has_it_already(client, mei, lin, zhou, quiz, filled, now):
    make_duty(lin, quiz, given_by=mei, due_at=now + DAY, opens_at=now - HOUR)
    fields = previewed(client, mei, filled | {"people": [lin.pk, zhou.pk]})

    client.post(URL, fields | {"step": "give"})

    assert Duty.objects.filter(person=lin).count() == 2


def test_give_to_nobody_but_those_left_out_says_so(client, mei, lin, quiz, filled, now):
    make_duty(lin, quiz, given_by=mei, due_at=now + DAY, opens_at=now - HOUR)
    fields = previewed(client, mei, filled)

    response = client.post(URL, fields | {"step": "give", "leave_out": "1"})

    assert "Choose at least one person." in response.content.decode()
    assert Duty.objects.count() == 1


@pytest.mark.parametrize(
    ("units", "roles", "singles", "people"),
    [
        (["east"], [], [], {"林晓", "周宁", "梅芳"}),
        (["city"], [], [], {"林晓", "周宁", "梅芳", "韩冰", "陶然"}),
        (["east"], ["counter"], [], {"林晓"}),
        ([], ["counter"], [], {"林晓", "韩冰"}),
        (["east"], ["counter"], ["zhou"], {"林晓", "周宁"}),
        ([], [], ["han"], {"韩冰"}),
        (["west"], [], ["lin"], {"韩冰", "陶然", "林晓"}),
    ],
)
def test_halls_are_narrowed_by_roles_and_single_people_are_added(
    client, gu, mei, lin, zhou, han, tao, org, filled, units, roles, singles, people
):
    zhou.job_role = make_job_role("account_manager", "客户经理", "Account manager")
    zhou.save()
    by_no = {person.employee_no: person for person in (lin, zhou, han)}
    data = filled | {
        "units": [getattr(org, name).pk for name in units],
        "job_roles": [make_job_role(code).pk for code in roles],
        "people": [by_no[number].pk for number in singles],
    }

    response = post(client, gu, data)

    chosen = response.context["form"].cleaned_data["people"]
    assert {person.name for person in chosen} == people


def test_give_a_module_by_another_time_that_then_shuts(client, mei, lin, module, filled, now):
    due = now + 3 * DAY
    data = filled | {
        "subject": "module:first-week",
        "due_other": write_moment(due),
        "opens_other": write_moment(now + DAY),
        "closes": "due",
    }

    fields = previewed(client, mei, data)
    client.post(URL, fields | {"step": "give"})

    assignment = Assignment.objects.get()
    assert assignment.module == module
    assert write_moment(assignment.due_at) == write_moment(due)
    assert assignment.closes_at == assignment.due_at
    assert write_moment(assignment.opens_at) == write_moment(now + DAY)


def test_another_time_wins_over_the_one_that_was_tapped(client, mei, filled, now):
    another = write_moment(now + 5 * DAY)

    response = post(client, mei, filled | {"due_other": another})

    assert write_moment(response.context["choices"]["due_at"]) == another


def test_what_is_folded_away_opens_when_it_differs(client, mei, filled):
    plain = post(client, mei, filled, "edit").content.decode()
    changed = post(client, mei, filled | {"max_attempts": "5"}, "edit").content.decode()
    wrong = post(client, mei, filled | {"closes_other": "2020-01-01T18:00"}).content.decode()

    assert [html.count("<details") for html in (plain, changed, wrong)] == [2, 2, 2]
    assert [html.count(" open>") for html in (plain, changed, wrong)] == [0, 1, 1]


# -- Bad posts -------------------------------------------------------------------------------


def test_empty_post_names_what_is_missing(client, mei, lin):
    errors = problems(post(client, mei, {}))

    assert set(errors) == {"subject", "people", "due", "max_attempts"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"subject": "quiz:no-such"}, "subject"),
        ({"subject": "<b>"}, "subject"),
        ({"subject": ""}, "subject"),
        ({"note": "长" * 241}, "note"),
        ({"max_attempts": "0"}, "max_attempts"),
        ({"max_attempts": "11"}, "max_attempts"),
        ({"max_attempts": "两次"}, "max_attempts"),
        ({"people": []}, "people"),
        ({"people": ["x"]}, "people"),
        ({"people": ["999999"]}, "people"),
        ({"people": ["9" * 30]}, "people"),
        ({"people": ["\x00"]}, "people"),
        ({"units": ["999999"]}, "units"),
        ({"units": ["9" * 30]}, "units"),
        ({"job_roles": ["999999"]}, "job_roles"),
        ({"due": "2020-01-01T18:00"}, "due"),
        ({"due": "0001-01-01T00:00"}, "due"),
        ({"due": "9999-12-31T23:59"}, "due"),
        ({"due": "tomorrow"}, "due"),
        ({"due": ""}, "due"),
        ({"due_other": "soon"}, "due_other"),
        ({"due_other": "0001-01-01T00:00"}, "due_other"),
        ({"due_other": "9999-12-31T23:59"}, "due_other"),
        ({"opens": "later"}, "opens"),
        ({"opens_other": "9999-12-31T23:59"}, "due"),
        ({"closes_other": "2020-01-01T18:00"}, "closes_other"),
        ({"closes_other": "9999-12-31T23:59"}, "closes_other"),
        ({"closes": "never"}, "closes"),
    ],
)
def test_bad_input_is_named_and_nothing_is_lost(client, mei, filled, change, field):
    response = post(client, mei, filled | change)

    assert field in problems(response)
    assert "Give a task" in response.content.decode()


def test_due_before_opening_is_refused(client, mei, filled, now):
    data = filled | {
        "due": write_moment(now + DAY),
        "opens_other": write_moment(now + 2 * DAY),
    }

    errors = problems(post(client, mei, data))

    assert errors["due"] == ["It would be due before it opens. Choose a later due time."]


def test_closing_before_due_is_refused(client, mei, filled, now):
    data = filled | {"closes_other": write_moment(now + HOUR)}

    errors = problems(post(client, mei, data))

    assert errors["closes_other"] == [
        "It would close before it is due. Choose a later closing time."
    ]


def test_opening_in_the_past_opens_now(client, mei, filled, now):
    data = filled | {"opens_other": "0001-01-01T00:00"}

    response = post(client, mei, data)

    assert response.context["choices"]["opens_at"] >= now


@pytest.mark.parametrize("step", ["preview", "give"])
def test_people_and_halls_of_others_are_refused(client, mei, han, org, filled, step):
    forged = filled | {"people": [han.pk], "units": [org.west.pk]}

    errors = problems(post(client, mei, forged, step))

    message = ["Something you ticked is not yours to choose. Please choose again."]
    assert (errors["people"], errors["units"]) == (message, message)


def test_oneself_is_refused(client, mei, filled):
    assert "people" in problems(post(client, mei, filled | {"people": [mei.pk]}))


def test_request_id_of_somebody_else_is_refused(client, mei, tao, lin, han, filled):
    fields = previewed(client, mei, filled) | {"step": "give"}
    client.post(URL, fields)

    client.force_login(tao)
    response = client.post(URL, fields | {"people": [han.pk]})

    assert "This form was used before. Please start a new one." in response.content.decode()
    assert given_people() == {"林晓"}


def test_find_bears_any_text(client, gu, org, filled):
    for number in range(61):
        make_person(f"p{number}", "人", org.east)

    response = post(client, gu, filled | {"find": "\x00<b>%_'" + "长" * 200}, "find")

    assert response.status_code == 200
