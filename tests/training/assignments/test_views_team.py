"""/team/: the people below a manager, what they were given and how it goes."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import Person
from tests.factories import make_job_role, make_person
from tests.training.assignments.sittings import begin, sit
from tests.training.builders import HOUR, add_duty, make_duty, make_quiz, make_short
from training.assignments.models import Assignment

DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def assignment(mei, lin, zhou, quiz, now):
    """Given by Mei to Lin and Zhou; due an hour ago."""
    assignment = Assignment.objects.create(
        given_by=mei,
        quiz=quiz,
        opens_at=now - DAY,
        due_at=now - HOUR,
        note="先读一遍",
        request_id=uuid.uuid4(),
        created_at=now - DAY,
    )
    for person in (lin, zhou):
        add_duty(assignment, person)
    return assignment


@pytest.fixture
def pages(assignment):
    return [
        reverse("training:team"),
        reverse("training:team_assignments"),
        reverse("training:team_assignment", args=[assignment.pk]),
    ]


def get(client, person, url):
    client.force_login(person)
    return client.get(url)


@pytest.mark.parametrize(
    ("persona", "statuses"),
    [
        ("lin", [403, 403, 403]),
        ("zhou", [403, 403, 403]),
        ("song", [403, 403, 403]),
        ("an", [403, 403, 403]),
        ("mei", [200, 200, 200]),
        ("gu", [200, 200, 200]),
        ("tao", [200, 200, 404]),
    ],
)
def test_team_pages_are_for_those_who_manage(client, request, pages, persona, statuses):
    person = request.getfixturevalue(persona)

    assert [get(client, person, url).status_code for url in pages] == statuses


def test_team_pages_send_strangers_to_the_door(client, pages):
    for url in pages:
        assert client.get(url).headers["Location"].startswith("/accounts/login/")


def test_team_pages_are_read_only(client, mei, pages):
    client.force_login(mei)

    assert [client.post(url).status_code for url in pages] == [405, 405, 405]


def test_addresses_are_those_of_the_contract(assignment):
    assert reverse("training:team") == "/team/"
    assert reverse("training:team_assignments") == "/team/assignments/"


# -- People ----------------------------------------------------------------------------------


def test_team_lists_people_with_what_they_have_to_do(client, mei, lin, zhou, han, assignment, now):
    sit(assignment.duties.get(person=zhou), now)

    response = get(client, mei, "/team/")

    rows = dict(response.context["rows"])
    assert set(rows) == {lin, zhou}
    assert (rows[lin]["todo"], rows[lin]["late"]) == (1, 1)
    assert rows[zhou] is None
    assert "Counter staff" in response.content.decode()


def test_team_of_a_region_spans_its_halls(client, gu, lin, han, mei, tao, org):
    response = get(client, gu, "/team/")

    assert [person for person, _counts in response.context["rows"]] == [lin, mei, tao, han]


def test_team_leaves_out_who_left(client, mei, lin, zhou):
    zhou.is_active = False
    zhou.save()

    response = get(client, mei, "/team/")

    assert [person for person, _counts in response.context["rows"]] == [lin]


@pytest.mark.parametrize(
    ("text", "found"), [("周", ["zhou"]), ("LIN", ["lin"]), ("", ["zhou", "lin"]), ("韩", [])]
)
def test_team_can_be_searched(client, mei, lin, zhou, han, text, found):
    response = get(client, mei, f"/team/?q={text}")

    numbers = {person.employee_no for person, _counts in response.context["rows"]}
    assert numbers == set(found)


def listed(response):
    return [person.employee_no for person, _counts in response.context["rows"]]


@pytest.fixture
def states(mei, lin, zhou, quiz, org, now):
    """At east: Zhou is overdue, Lin has something to do, Wu nothing; Qian has left."""
    make_duty(zhou, quiz, given_by=mei, due_at=now - HOUR, opens_at=now - DAY)
    make_duty(lin, quiz, given_by=mei, due_at=now + DAY, opens_at=now - DAY)
    make_person("wu", "吴双", org.east, job_role=make_job_role("duty", "值班经理"))
    make_person("qian", "钱多", org.east, is_active=False)
    for person in (lin, zhou):
        person.set_password("x")
        person.save()


def test_team_begins_with_whoever_is_overdue(client, gu, mei, han, states):
    response = get(client, gu, "/team/")

    assert listed(response) == ["zhou", "wu", "lin", "mei", "han"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=late", ["zhou"]),
        ("state=free", ["wu"]),
        ("state=shut-out", ["wu"]),
        ("state=left", ["qian"]),
        ("state=late&q=林", []),
        ("state=free&q=wu", ["wu"]),
        ("state=nonsense", ["zhou", "wu", "lin"]),
        ("state=late&state=left", ["qian"]),
        ("unit=999999", ["zhou", "wu", "lin"]),
        ("unit=%00&role=1e9", ["zhou", "wu", "lin"]),
    ],
)
def test_team_can_be_narrowed(client, mei, states, query, found):
    assert listed(get(client, mei, f"/team/?{query}")) == found


def test_team_can_be_narrowed_to_a_hall_and_a_city_holds_its_halls(client, gu, mei, tao, han, org):
    def people_of(unit):
        return listed(get(client, gu, f"/team/?unit={unit.pk}"))

    assert people_of(org.east) == ["mei"]
    assert people_of(org.west) == ["tao", "han"]
    assert set(people_of(org.city)) == {"mei", "tao", "han"}


def test_hall_of_another_manager_narrows_nothing_and_is_not_offered(client, mei, lin, han, org):
    response = get(client, mei, f"/team/?unit={org.west.pk}")

    assert listed(response) == ["lin"]
    assert "城西" not in response.content.decode()


def test_team_can_be_narrowed_to_a_job_role(client, mei, states):
    role = make_job_role("duty")

    response = get(client, mei, f"/team/?role={role.pk}")

    assert listed(response) == ["wu"]
    assert f'<option value="{role.pk}" selected>' in response.content.decode()


def test_choices_are_offered_where_there_is_a_choice(client, mei, gu, lin, states):
    assert 'name="unit"' not in get(client, mei, "/team/").content.decode()
    assert 'name="role"' in get(client, mei, "/team/").content.decode()
    assert 'name="unit"' in get(client, gu, "/team/").content.decode()


def test_expired_one_time_password_counts_as_none(client, mei, lin, states, now):
    Person.objects.filter(pk=lin.pk).update(
        password_given_at=now - 2 * DAY, password_expires_at=now - DAY
    )

    assert listed(get(client, mei, "/team/?state=shut-out")) == ["wu", "lin"]


def test_whoever_left_is_said_to_have_left_and_keeps_a_page(client, mei, states):
    response = get(client, mei, "/team/?state=left")

    assert "has left" in response.content.decode()
    qian = Person.objects.get(employee_no="qian")
    assert get(client, mei, reverse("training:person", args=[qian.pk])).status_code == 200


def test_whoever_left_another_hall_is_not_told_of(client, tao, states):
    qian = Person.objects.get(employee_no="qian")

    assert listed(get(client, tao, "/team/?state=left")) == []
    assert get(client, tao, reverse("training:person", args=[qian.pk])).status_code == 404


def test_what_was_chosen_stays_while_paging_and_choosing_further(client, mei, org):
    role = make_job_role()
    for number in range(31):
        make_person(f"p{number:02}", f"人{number}", org.east, job_role=role)
    make_person("wu", "吴双", org.east, job_role=make_job_role("duty", "值班经理"))

    page = get(client, mei, f"/team/?role={role.pk}&state=free&q=人&page=1").content.decode()

    kept = f"role={role.pk}&amp;state=free&amp;q=%E4%BA%BA"
    assert f"?{kept}&amp;page=2" in page
    assert f"?role={role.pk}&amp;state=late&amp;q=%E4%BA%BA" in page
    assert '<input type="hidden" name="state" value="free">' in page
    assert "31 people" in page


@pytest.mark.parametrize(
    ("query", "current", "other"), [("", "?", "?state=left"), ("state=left", "?state=left", "?")]
)
def test_state_in_force_is_marked_among_the_others(client, mei, lin, query, current, other):
    page = get(client, mei, f"/team/?{query}").content.decode()

    assert f'<a class="chip" href="{current}" aria-current="true">' in page
    assert f'<a class="chip" href="{other}">' in page


def test_nobody_who_fits_leads_back_to_everybody(client, mei, lin):
    page = get(client, mei, "/team/?state=late").content.decode()

    assert "Nobody fits what you chose" in page
    assert 'href="/team/"' in page


@pytest.mark.parametrize("query", ["q=%00", "q=<script>alert(1)</script>", "page=0", "page=<b>"])
def test_team_bears_any_query(client, mei, lin, query):
    response = get(client, mei, f"/team/?{query}")

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_team_without_people_says_whom_to_ask(client, mei):
    assert "Nobody works in your halls yet" in get(client, mei, "/team/").content.decode()


@pytest.mark.parametrize("n", [1, 30])
def test_team_query_count_is_flat(client, mei, quiz, org, now, n, django_assert_num_queries):
    for number in range(n):
        person = make_person(f"p{number:02}", f"人{number}", org.east)
        make_duty(person, quiz, given_by=mei, due_at=now + DAY)
    client.force_login(mei)

    with django_assert_num_queries(8):
        response = client.get("/team/")

    assert len(response.context["rows"]) == n


def test_person_shows_what_was_given_but_no_self_check(client, mei, lin, quiz, assignment, now):
    make_duty(lin, quiz, due_at=None, opens_at=now - HOUR)
    passed = make_duty(lin, quiz, given_by=mei, due_at=now + DAY, opens_at=now - HOUR)
    sit(passed, now)

    response = get(client, mei, reverse("training:person", args=[lin.pk]))

    assert [row.status for row in response.context["todo"]] == ["overdue"]
    finished = response.context["finished"]
    assert [(row.status, row.side) for row in finished] == [("passed", "100 %")]
    assert finished[0].url == reverse("training:team_duty", args=[passed.pk])


# -- Assignments -----------------------------------------------------------------------------


def test_given_counts_done_overdue_and_to_mark(client, mei, lin, zhou, dress_norm, now):
    quiz = make_quiz([make_short()])
    assignment = Assignment.objects.create(
        given_by=mei,
        quiz=quiz,
        opens_at=now - DAY,
        due_at=now - HOUR,
        request_id=uuid.uuid4(),
        created_at=now,
    )
    duties = [add_duty(assignment, who) for who in (lin, zhou)]
    sit(duties[0], now)

    response = get(client, mei, "/team/assignments/")

    [(given, counts)] = response.context["rows"]
    assert given == assignment
    assert {name: counts[name] for name in ("people", "done", "late", "to_mark")} == {
        "people": 2,
        "done": 1,
        "late": 1,
        "to_mark": 1,
    }
    html = response.content.decode()
    assert "1 / 2 done" in html
    assert "1 overdue" in html
    assert "1 to mark" in html


def test_given_by_the_region_counts_only_ones_own_people(client, gu, mei, tao, lin, han, quiz, now):
    assignment = Assignment.objects.create(
        given_by=gu,
        quiz=quiz,
        opens_at=now - DAY,
        due_at=now + DAY,
        request_id=uuid.uuid4(),
        created_at=now,
    )
    for person in (lin, han, mei):
        add_duty(assignment, person)

    def people(manager):
        response = get(client, manager, "/team/assignments/")
        return [counts["people"] for _assignment, counts in response.context["rows"]]

    assert (people(gu), people(mei), people(tao)) == ([3], [1], [1])
    detail = get(client, tao, reverse("training:team_assignment", args=[assignment.pk]))
    assert [row.title for row in detail.context["rows"]] == ["韩冰"]


def test_given_leaves_out_self_checks(client, mei, lin, quiz, now):
    make_duty(lin, quiz, due_at=None, opens_at=now)

    response = get(client, mei, "/team/assignments/")

    assert response.context["rows"] == []
    assert "Nothing given yet" in response.content.decode()


@pytest.mark.parametrize("n", [1, 30])
def test_given_query_count_is_flat(client, mei, lin, quiz, now, n, django_assert_num_queries):
    for _number in range(n):
        make_duty(lin, quiz, given_by=mei, due_at=now + DAY)
    client.force_login(mei)

    with django_assert_num_queries(6):
        response = client.get("/team/assignments/")

    assert len(response.context["rows"]) == min(n, 20)


def test_detail_says_who_has_done_it_and_how(client, mei, lin, zhou, assignment, now):
    duty = assignment.duties.get(person=zhou)
    sit(duty, now)

    response = get(client, mei, reverse("training:team_assignment", args=[assignment.pk]))

    assert [(row.title, row.status, row.side) for row in response.context["rows"]] == [
        ("林晓", "overdue", ""),
        ("周宁", "passed", "100 %"),
    ]
    html = response.content.decode()
    assert "Overdue" in html
    assert "handed in today" in html
    assert "先读一遍" in html
    assert reverse("training:team_duty", args=[duty.pk]) in html
    assert f"?again={assignment.pk}" in html


def test_detail_offers_to_give_again_only_once_it_was_due(client, mei, lin, quiz, now):
    duty = make_duty(lin, quiz, given_by=mei, due_at=now + HOUR)

    url = reverse("training:team_assignment", args=[duty.assignment_id])

    assert "?again=" not in get(client, mei, url).content.decode()


def test_detail_says_nothing_of_a_running_attempt_but_that_it_runs(client, mei, assignment, now):
    attempt = begin(assignment.duties.first(), now)

    html = get(client, mei, reverse("training:team_assignment", args=[assignment.pk])).content

    assert "In progress" in html.decode()
    assert str(attempt.code) not in html.decode()


@pytest.mark.parametrize("pk", [999_999, 10**30])
def test_detail_of_an_unknown_number_is_not_found(client, mei, pk):
    url = reverse("training:team_assignment", args=[pk])

    assert get(client, mei, url).status_code == 404


@pytest.mark.parametrize("n", [1, 30])
def test_detail_query_count_is_flat(client, mei, quiz, org, now, n, django_assert_num_queries):
    assignment = Assignment.objects.create(
        given_by=mei,
        quiz=quiz,
        opens_at=now - DAY,
        due_at=now + DAY,
        request_id=uuid.uuid4(),
        created_at=now,
    )
    for number in range(n):
        person = make_person(f"p{number:02}", f"人{number}", org.east)
        sit(add_duty(assignment, person), now)
    client.force_login(mei)

    with django_assert_num_queries(9):
        response = client.get(reverse("training:team_assignment", args=[assignment.pk]))

    assert len(response.context["rows"]) == n
