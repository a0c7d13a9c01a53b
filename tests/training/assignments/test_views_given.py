"""/team/assignments/… and /team/duties/…: what may be done about something that was given."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_person, make_unit
from tests.training.assignments.sittings import begin, sit
from tests.training.builders import HOUR, add_duty, make_duty, make_quiz, make_short
from training.assignments.exceptions import grant_exception
from training.assignments.followups import remind
from training.assignments.models import Assignment, Duty, DutyException
from training.assignments.moments import write_moment
from training.assignments.revisions import withdraw_assignment

DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def duty(lin, mei, quiz, now):
    """Lin's, given by Mei: open since yesterday, due tomorrow, two attempts."""
    return make_duty(lin, quiz, given_by=mei, opens_at=now - DAY, due_at=now + DAY)


@pytest.fixture
def assignment(duty, zhou):
    add_duty(duty.assignment, zhou)
    return duty.assignment


def url(name, obj) -> str:
    return reverse(f"training:{name}", args=[obj.pk])


def get(client, person, address):
    client.force_login(person)
    return client.get(address)


def page(client, person, address) -> str:
    return get(client, person, address).content.decode()


def post(client, person, address, data=None, **extra):
    client.force_login(person)
    return client.post(address, data or {}, **extra)


PAGES = ("assignment_change", "assignment_withdraw", "assignment_remind", "assignment_people")


@pytest.mark.parametrize(
    ("persona", "status"),
    [("lin", 403), ("zhou", 403), ("song", 403), ("an", 403), ("tao", 404)],
)
def test_strangers_and_trainees_change_nothing(client, request, assignment, duty, persona, status):
    person = request.getfixturevalue(persona)
    addresses = [url(name, assignment) for name in PAGES] + [url("team_duty", duty)]

    assert [post(client, person, each).status_code for each in addresses] == [status] * 5


def test_a_hall_may_not_change_what_the_region_gave_but_may_remind_and_add(
    client, gu, mei, lin, quiz, now
):
    assignment = make_duty(lin, quiz, given_by=gu, opens_at=now, due_at=now + DAY).assignment

    statuses = [post(client, mei, url(name, assignment)).status_code for name in PAGES]

    assert statuses == [403, 403, 302, 200]
    html = page(client, mei, url("team_assignment", assignment))
    assert url("assignment_change", assignment) not in html
    assert url("assignment_people", assignment) in html


@pytest.mark.parametrize("pk", [999_999, 10**30])
def test_unknown_numbers_are_not_found(client, mei, pk):
    for name in (*PAGES, "team_duty"):
        address = reverse(f"training:{name}", args=[pk])

        assert post(client, mei, address).status_code == 404


# -- One person's duty -----------------------------------------------------------------------


def test_detail_leads_to_each_persons_duty(client, mei, assignment, duty):
    assert url("team_duty", duty) in page(client, mei, url("team_assignment", assignment))


def test_duty_shows_attempts_and_where_their_results_are(client, mei, duty, now):
    attempt = sit(duty, now, right=False)

    response = get(client, mei, url("team_duty", duty))

    [row] = response.context["attempts"]
    assert (row.status, row.side) == ("not_passed", "0 %")
    assert row.url == reverse("training:attempt_result", args=[attempt.code])
    assert "1 attempt left" in response.content.decode()


def test_duty_of_an_open_attempt_does_not_say_where_it_is(client, mei, duty, now):
    attempt = begin(duty, now)

    html = page(client, mei, url("team_duty", duty))

    assert "An attempt is open." in html
    assert str(attempt.code) not in html


def test_a_managers_own_duty_and_self_checks_are_not_found(client, mei, gu, lin, quiz, now):
    own = make_duty(mei, quiz, given_by=gu, due_at=now + DAY)
    self_check = make_duty(lin, quiz, due_at=None)

    assert [get(client, mei, url("team_duty", d)).status_code for d in (own, self_check)] == [
        404,
        404,
    ]


def test_grant_from_the_page(client, mei, lin, duty, now):
    due = write_moment(now + 5 * DAY)
    data = {"due": "", "due_other": due, "extra_attempts": "1", "comment": "休假回来再做"}

    response = post(client, mei, url("team_duty", duty), data, follow=True)

    html = response.content.decode()
    assert "Granted to 林晓:" in html
    assert "1 more attempt" in html
    assert "休假回来再做" in html
    duty.refresh_from_db()
    assert (write_moment(duty.due_at), duty.max_attempts) == (due, 3)


def test_granting_with_a_double_click_grants_once_and_says_so_twice(client, mei, duty, now):
    data = {"due_other": write_moment(now + 5 * DAY), "comment": "休假"}

    replies = [post(client, mei, url("team_duty", duty), data).status_code for _click in range(2)]

    assert replies == [302, 302]
    assert DutyException.objects.count() == 1


def test_the_person_reads_what_was_granted_and_why(client, mei, lin, duty, now):
    grant_exception(duty=duty, by=mei, extra_attempts=1, comment="停电了", at=now)

    html = page(client, lin, reverse("training:duty", args=[duty.pk]))

    assert "梅芳 granted you: 1 more attempt (today " in html
    assert "停电了" in html
    assert "There are 3 attempts" in html


def test_the_person_reads_how_long_an_attempt_is_for_them(client, mei, lin, dress_norm, now):
    quiz = make_quiz([make_short()], time_limit_min=20)
    duty = make_duty(lin, quiz, given_by=mei, opens_at=now - HOUR, due_at=now + DAY)
    grant_exception(duty=duty, by=mei, extra_minutes=15, comment="手受伤", at=now)

    assert "you have 35 minutes" in page(client, lin, reverse("training:duty", args=[duty.pk]))


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "comment"),
        ({"comment": "好"}, "__all__"),
        ({"comment": "长" * 241, "extra_attempts": "1"}, "comment"),
        ({"comment": "好", "extra_attempts": "99"}, "extra_attempts"),
        ({"comment": "好", "extra_attempts": "一"}, "extra_attempts"),
        ({"comment": "好", "due": "soon"}, "due"),
        ({"comment": "好", "due": "0001-01-01T00:00"}, "due"),
        ({"comment": "好", "due": "9999-12-31T23:59"}, "due"),
        ({"comment": "好", "due_other": "2020-01-01T10:00"}, "due_other"),
        ({"comment": "好", "due_other": "soon"}, "due_other"),
        ({"comment": "好", "extra_minutes": "5"}, "__all__"),  # the quiz has no time limit
        ({"comment": "好", "closes_other": "2030-01-01T10:00"}, "__all__"),  # nor a closing
    ],
)
def test_bad_exceptions_are_named_and_nothing_is_written(client, mei, duty, data, field):
    response = post(client, mei, url("team_duty", duty), data)

    assert field in response.context["form"].errors
    assert not DutyException.objects.exists()


def test_form_offers_only_what_can_help(client, mei, lin, module, checklist, gu, dress_norm, now):
    timed = make_duty(
        lin,
        make_quiz([make_short()], time_limit_min=20),
        given_by=mei,
        due_at=now + DAY,
        closes_at=now + DAY,
    )
    reading = make_duty(lin, None, module=module, given_by=mei, due_at=now + DAY)
    round_ = make_duty(mei, None, checklist=checklist, given_by=gu, due_at=now + DAY)

    def fields(duty):
        return set(get(client, gu, url("team_duty", duty)).context["form"].fields)

    later = {"due", "due_other", "comment"}
    assert fields(reading) == fields(round_) == later
    assert fields(timed) == later | {"closes", "closes_other", "extra_attempts", "extra_minutes"}


def test_nothing_is_offered_for_what_is_done_or_for_somebody_who_left(
    client, mei, lin, zhou, module, quiz, now
):
    done = make_duty(lin, None, module=module, given_by=mei, due_at=now + DAY)
    Duty.objects.filter(pk=done.pk).update(completed_at=now)
    left = make_duty(zhou, quiz, given_by=mei, due_at=now + DAY)
    zhou.is_active = False
    zhou.save()

    for duty in (done, left):
        response = get(client, mei, url("team_duty", duty))

        assert response.context["form"] is None
        assert "Grant an exception" not in response.content.decode()


@pytest.mark.parametrize("n", [1, 8])
def test_duty_query_count_is_flat(client, mei, duty, now, n, django_assert_num_queries):
    for number in range(n):
        grant_exception(duty=duty, by=mei, extra_attempts=1, comment=f"第{number}次", at=now)
        sit(duty, now, right=False)
    client.force_login(mei)

    with django_assert_num_queries(6):
        response = client.get(url("team_duty", duty))

    assert len(response.context["granted"]) == n


# -- Changing and withdrawing ----------------------------------------------------------------


def terms(assignment, **changes):
    """What the form sends when nothing is touched, but for the ``changes``."""
    return {
        "due": write_moment(assignment.due_at),
        "closes": "open",
        "max_attempts": "2",
        "note": assignment.note,
    } | changes


def test_change_from_the_page(client, mei, assignment, duty, now):
    due = write_moment(now + 3 * DAY)
    sent = terms(assignment, due_other=due, closes="due", max_attempts="3", note="先读一遍")

    response = post(client, mei, url("assignment_change", assignment), sent, follow=True)

    html = response.content.decode()
    assert "Changed, for everybody who has it." in html
    assert "changed by 梅芳, today" in html
    duty.refresh_from_db()
    assert (write_moment(duty.due_at), duty.max_attempts) == (due, 3)
    assert duty.closes_at == duty.due_at


def test_change_that_touches_nothing_writes_nothing(client, mei, assignment):
    address = url("assignment_change", assignment)

    response = post(client, mei, address, terms(assignment), follow=True)

    assert "Nothing was changed." in response.content.decode()
    assignment.refresh_from_db()
    assert assignment.changed_at is None


def test_change_of_a_module_asks_for_no_attempts(client, mei, lin, module, now):
    assignment = make_duty(lin, None, module=module, given_by=mei, due_at=now + DAY).assignment

    form = get(client, mei, url("assignment_change", assignment)).context["form"]

    assert "max_attempts" not in form.fields


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"due": ""}, "due"),
        ({"due": "x"}, "due"),
        ({"due": "2020-01-01T10:00"}, "due"),
        ({"due": "9999-12-31T23:59"}, "due"),
        ({"due_other": "2020-01-01T10:00"}, "due_other"),
        ({"closes": "never"}, "closes"),
        ({"closes_other": "2020-01-01T10:00"}, "closes_other"),
        ({"max_attempts": "0"}, "max_attempts"),
        ({"max_attempts": "11"}, "max_attempts"),
        ({"note": "长" * 241}, "note"),
    ],
)
def test_bad_changes_are_named_and_nothing_is_written(client, mei, assignment, change, field):
    sent = terms(assignment, **change)

    response = post(client, mei, url("assignment_change", assignment), sent)

    assert field in response.context["form"].errors
    assignment.refresh_from_db()
    assert assignment.changed_at is None


def test_withdraw_asks_first_and_says_who_loses_it(client, mei, assignment):
    html = page(client, mei, url("assignment_withdraw", assignment))

    assert "林晓" in html
    assert "周宁" in html
    assignment.refresh_from_db()
    assert assignment.withdrawn_at is None


def test_withdrawn_is_gone_for_its_people(client, mei, lin, assignment, duty):
    post(client, mei, url("assignment_withdraw", assignment))

    tasks = get(client, lin, "/assignments/").context
    assert (tasks["todo"], tasks["coming"], tasks["finished"]) == ([], [], [])
    assert "Dress check" not in page(client, lin, "/")
    html = page(client, lin, reverse("training:duty", args=[duty.pk]))
    assert "Withdrawn by 梅芳, today" in html
    assert 'id="start"' not in html


def test_withdrawn_cannot_be_started_from_a_page_that_was_open(client, mei, lin, assignment, duty):
    post(client, mei, url("assignment_withdraw", assignment))

    response = post(client, lin, reverse("training:attempt_start", args=[duty.pk]), follow=True)

    assert "This task was withdrawn. There is nothing to do." in response.content.decode()
    assert not duty.attempts.exists()


def test_withdrawn_stays_in_the_list_of_whoever_gave_it_alone(client, mei, gu, assignment):
    post(client, mei, url("assignment_withdraw", assignment))

    [(given, counts)] = get(client, mei, "/team/assignments/").context["rows"]
    assert (given, counts) == (assignment, None)
    assert "Withdrawn" in page(client, mei, "/team/assignments/")
    assert get(client, gu, "/team/assignments/").context["rows"] == []


def test_withdrawn_offers_nothing_more(client, mei, assignment, duty, now):
    withdraw_assignment(assignment=assignment, by=mei, at=now)

    html = page(client, mei, url("team_assignment", assignment))

    assert "Withdrawn by 梅芳, today" in html
    for name in PAGES:
        assert url(name, assignment) not in html
    assert get(client, mei, url("team_duty", duty)).context["form"] is None


def test_withdrawn_leaves_the_managers_day(client, mei, lin, quiz, now):
    duty = make_duty(lin, quiz, given_by=mei, opens_at=now - DAY, due_at=now - HOUR)
    assert "has not done it" in page(client, mei, "/")

    withdraw_assignment(assignment=duty.assignment, by=mei, at=now)

    assert "has not done it" not in page(client, mei, "/")


def test_once_somebody_began_the_page_says_so_and_points_to_exceptions(
    client, mei, assignment, duty, now
):
    begin(duty, now)

    html = page(client, mei, url("team_assignment", assignment))
    assert "it can no longer be changed or withdrawn" in html
    for name in ("assignment_change", "assignment_withdraw"):
        assert url(name, assignment) not in html
        for method in (get, post):
            response = method(client, mei, url(name, assignment))
            assert response.headers["Location"] == url("team_assignment", assignment)
    assignment.refresh_from_db()
    assert (assignment.withdrawn_at, assignment.changed_at) == (None, None)


# -- Reminding -------------------------------------------------------------------------------


def test_remind_says_how_many_and_how_many_had_been(client, mei, zhou, assignment, now):
    address = url("assignment_remind", assignment)

    first = post(client, mei, address, follow=True).content.decode()
    second = post(client, mei, address, follow=True).content.decode()

    assert "2 people reminded: it stands on their home pages." in first
    assert "2 were reminded less than 12 hours ago." in second


def test_remind_with_nobody_left_says_so(client, mei, lin, duty, now):
    sit(duty, now)

    response = post(client, mei, url("assignment_remind", duty.assignment), follow=True)

    assert "Nobody has to be reminded" in response.content.decode()


def test_remind_is_offered_while_somebody_has_not_done_it(client, mei, duty, now):
    address = url("assignment_remind", duty.assignment)
    assert address in page(client, mei, url("team_assignment", duty.assignment))

    sit(duty, now)

    assert address not in page(client, mei, url("team_assignment", duty.assignment))


@pytest.mark.parametrize("address", ["/", "/assignments/"])
def test_a_reminder_shows_until_it_is_done(client, mei, lin, duty, now, address):
    remind(assignment=duty.assignment, by=mei, at=now)
    assert "梅芳 reminds you, today" in page(client, lin, address)

    sit(duty, now)

    assert "reminds you" not in page(client, lin, address)


def test_remind_writes_nothing_on_get(client, mei, assignment):
    assert get(client, mei, url("assignment_remind", assignment)).status_code == 405


# -- People who join later -------------------------------------------------------------------


def test_people_who_do_not_have_it_are_offered(client, mei, lin, zhou, duty, now):
    response = get(client, mei, url("assignment_people", duty.assignment))

    html = response.content.decode()
    assert response.context["form"].shown == [zhou]
    assert "周宁 · Counter staff · joined since" in html  # the task is of yesterday
    assert "checked" not in html


def test_people_are_added_once(client, mei, zhou, duty):
    address = url("assignment_people", duty.assignment)

    first = post(client, mei, address, {"people": [zhou.pk]}, follow=True)
    second = post(client, mei, address, {"people": [zhou.pk]}, follow=True)

    assert "Given to 1 more." in first.content.decode()
    assert second.status_code == 200
    assert duty.assignment.duties.filter(person=zhou).count() == 1


def test_people_with_nobody_left_says_so(client, mei, assignment):
    assert "Everybody has it" in page(client, mei, url("assignment_people", assignment))


def test_people_cannot_be_added_once_it_was_due(client, mei, lin, zhou, quiz, now):
    duty = make_duty(lin, quiz, given_by=mei, opens_at=now - DAY, due_at=now - HOUR)
    address = url("assignment_people", duty.assignment)

    html = page(client, mei, address)
    response = post(client, mei, address, {"people": [zhou.pk]})

    assert "Set a later one first" in html
    assert "Give it to them" not in html
    assert response.context["form"].errors
    assert Duty.objects.count() == 1


@pytest.mark.parametrize("keys", [[], ["x"], ["999999"], ["9" * 30], ["\x00"], "han", "mei"])
def test_nobody_else_can_be_added(client, request, mei, han, duty, keys):
    keys = [request.getfixturevalue(keys).pk] if isinstance(keys, str) else keys

    response = post(client, mei, url("assignment_people", duty.assignment), {"people": keys})

    assert "people" in response.context["form"].errors
    assert Duty.objects.count() == 1


def test_of_many_people_others_are_looked_up(client, gu, lin, mei, han, org, duty):
    for number in range(61):
        make_person(f"p{number:03}", f"人{number:03}", org.west)
    address = url("assignment_people", duty.assignment)

    likely = get(client, gu, address).context["form"].shown
    found = get(client, gu, f"{address}?q=人007").context["form"].shown
    hostile = get(client, gu, f"{address}?q=%00<b>%25")

    assert likely == []
    assert [person.name for person in found] == ["人007"]
    assert hostile.status_code == 200


@pytest.mark.parametrize("n", [1, 30])
def test_people_query_count_is_flat(client, mei, duty, org, n, django_assert_num_queries):
    for number in range(n):
        make_person(f"p{number:02}", f"人{number}", org.east)
    client.force_login(mei)

    with django_assert_num_queries(6):
        response = client.get(url("assignment_people", duty.assignment))

    assert len(response.context["form"].shown) == n


# -- Rounds ----------------------------------------------------------------------------------

NEW = "/team/assignments/new/"


def filled(now, **fields):
    return {
        "subject": "checklist:badge-check",
        "due": write_moment(now + DAY),
        "opens": "now",
        "closes": "open",
        "max_attempts": "2",
        "note": "",
    } | fields


def test_rounds_are_offered_to_whoever_manages_leaders(client, gu, mei, lin, checklist):
    assert 'value="checklist:badge-check"' in page(client, gu, NEW)
    assert 'value="checklist:badge-check"' not in page(client, mei, NEW)


def test_a_round_is_looked_at_and_given(client, gu, mei, checklist, now):
    data = filled(now, people=[mei.pk])

    html = post(client, gu, NEW, data | {"step": "preview"}).content.decode()
    request_id = "00000000-0000-4000-8000-000000000001"
    post(client, gu, NEW, data | {"step": "give", "request_id": request_id})

    assert "they make it with their people" in html
    assert "the best one counts" not in html
    duty = Duty.objects.get()
    assert (duty.person, duty.assignment.checklist) == (mei, checklist)


def test_a_round_goes_to_the_leaders_of_the_halls_that_are_ticked(
    client, gu, mei, tao, lin, han, org, checklist, now
):
    response = post(client, gu, NEW, filled(now, units=[org.city.pk], step="preview"))

    assert response.context["form"].cleaned_data["people"] == [mei, tao]


def test_a_round_is_not_for_somebody_who_leads_nobody(client, gu, mei, lin, checklist, now):
    data = filled(now, people=[mei.pk, lin.pk], step="preview")

    errors = post(client, gu, NEW, data).context["form"].errors

    assert errors["people"] == ["Whoever makes a round leads a hall. Leave out 林晓."]


def test_a_round_for_a_hall_without_a_leader_says_so(client, gu, tao, lin, org, checklist, now):
    response = post(client, gu, NEW, filled(now, units=[org.east.pk], step="preview"))

    assert response.context["form"].errors["people"] == [
        "Nobody among them leads a hall, and a round is made by whoever does."
    ]


def test_a_round_is_not_a_trainees_managers_to_forge(client, mei, lin, checklist, now):
    response = post(client, mei, NEW, filled(now, people=[lin.pk], step="give"))

    assert "subject" in response.context["form"].errors
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize("address", ["/", "/assignments/"])
def test_a_round_to_make_leads_to_making_it(client, gu, mei, checklist, now, address):
    make_duty(mei, None, checklist=checklist, given_by=gu, opens_at=now, due_at=now + DAY)

    html = page(client, mei, address)

    assert f'href="{checklist.get_absolute_url()}"' in html
    assert "Round" in html


# -- Halls by the hundred --------------------------------------------------------------------


def test_many_halls_are_folded_away_under_their_city(client, gu, org):
    for number in range(20):
        hall = make_unit(f"LJ-{number:02}", f"{number}号厅", "store", org.city)
        make_person(f"p{number:02}", f"人{number}", hall)

    form = get(client, gu, NEW).context["form"]
    html = page(client, gu, NEW)

    (city, _label), (group, halls) = form.fields["units"].widget.choices
    assert (city, group, len(halls)) == (org.city.pk, "临江市", 20)
    assert "<summary>临江市" in html


def test_a_fold_with_a_ticked_hall_is_open(client, gu, org):
    for number in range(20):
        hall = make_unit(f"LJ-{number:02}", f"{number}号厅", "store", org.city)
        make_person(f"p{number:02}", f"人{number}", hall)

    html = post(client, gu, NEW, {"units": [hall.pk], "step": "edit"}).content.decode()

    assert '<details class="fold" open><summary>临江市' in html
