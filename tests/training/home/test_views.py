"""/: the page that everybody begins with."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import Person
from tests.factories import make_module, make_norms, make_person, republish
from tests.training.assignments.sittings import begin, sit
from tests.training.builders import HOUR, make_duty, make_quiz, make_short
from tests.training.home.test_cards import mark
from tests.training.rounds.builders import make_round
from training.home.views import greeting
from training.modules.services import confirm_reading
from training.rounds.services import save_reply

DAY = timedelta(days=1)


@pytest.fixture
def now():
    return timezone.now()


def home(client, person):
    client.force_login(person)
    return client.get("/")


def test_home_is_behind_the_door(client):
    assert client.get("/").headers["Location"] == "/accounts/login/?next=/"


@pytest.mark.parametrize("persona", ["lin", "mei", "gu", "song", "an"])
def test_home_is_there_for_everybody(client, request, persona):
    assert home(client, request.getfixturevalue(persona)).status_code == 200


def test_home_writes_nothing(client, lin):
    client.force_login(lin)

    assert client.post("/").status_code == 405


def test_home_of_a_trainee_without_anything_says_what_one_can_do(client, lin):
    html = home(client, lin).content.decode()

    assert "Nothing to do now" in html
    assert reverse("training:assignments") in html


def test_home_of_a_manager_without_anything_says_so(client, mei, lin):
    html = home(client, mei).content.decode()

    assert "Nothing needs you now" in html
    assert reverse("training:team_assignments") in html


def test_home_shows_a_trainees_duty(client, lin, mei, quiz, now):
    duty = make_duty(lin, quiz, given_by=mei, due_at=now - HOUR, note="<b>读</b>")

    html = home(client, lin).content.decode()

    assert "Dress check" in html
    assert "Overdue" in html
    assert "&lt;b&gt;读&lt;/b&gt;" in html
    assert reverse("training:duty", args=[duty.pk]) in html


def test_home_of_a_manager_shows_the_team_and_themselves(client, mei, gu, lin, quiz, now):
    make_duty(lin, quiz, given_by=mei, due_at=now - HOUR)
    own = make_duty(mei, quiz, given_by=gu, due_at=now + DAY)

    html = home(client, mei).content.decode()

    assert html.index("Your team") < html.index("For yourself")
    assert "1 person has not done it" in html
    assert reverse("training:duty", args=[own.pk]) in html


def test_home_speaks_chinese(client, lin, mei, quiz, now):
    make_duty(lin, quiz, given_by=mei, due_at=now + DAY)
    client.cookies["django_language"] = "zh-hans"

    assert "着装小测" in home(client, lin).content.decode()


@pytest.mark.parametrize(
    ("hour", "words"),
    [(5, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")],
)
def test_greeting_follows_the_local_hour(hour, words):
    at = datetime(2026, 3, 2, hour, 30, tzinfo=ZoneInfo("Asia/Shanghai"))

    assert greeting("林晓", at.astimezone(ZoneInfo("UTC"))) == f"{words}, 林晓"


@pytest.mark.parametrize("n", [1, 30])
def test_trainee_home_query_count_is_flat(
    client, lin, mei, quiz, now, n, django_assert_num_queries
):
    norms = make_norms(n + 1)
    make_module(norms=norms)
    for norm in norms[:n]:
        confirm_reading(person=lin, edition=norm.current_edition, at=now)
        republish(norm)
    written = make_quiz([make_short()], slug="written")
    for _number in range(n):
        make_duty(lin, quiz, given_by=mei, due_at=now + HOUR)
        begin(make_duty(lin, quiz, given_by=mei, due_at=now + HOUR), now)
        mark(sit(make_duty(lin, written, given_by=mei, due_at=now + HOUR), now), mei, now)
        make_round(lin, mei, {"DRESS-02": "pass"}, at=now)
    client.force_login(lin)

    with django_assert_num_queries(8):
        response = client.get("/")

    assert len(response.context["day"].own) == 5


@pytest.mark.parametrize("n", [1, 30])
def test_manager_home_query_count_is_flat(
    client, mei, gu, quiz, org, now, n, django_assert_num_queries
):
    written = make_quiz([make_short()], slug="written")
    tonight = timezone.localtime(now).replace(hour=23, minute=59, second=59)
    for number in range(n):
        person = make_person(f"p{number:02}", f"人{number}", org.east)
        make_duty(person, quiz, given_by=mei, due_at=tonight)
        make_duty(person, quiz, given_by=mei, due_at=now - HOUR, opens_at=now - DAY)
        sit(make_duty(person, written, given_by=mei, due_at=now + DAY), now)
        make_duty(mei, quiz, given_by=gu, due_at=now + DAY)
        make_round(mei, gu, {"DRESS-02": "pass"}, at=now)
        row = make_round(person, mei, {"DRESS-02": "fail"}, at=now - 30 * DAY)
        save_reply(row=row, by=person, text="当场调好了", request_id=uuid.uuid4(), at=now)
    Person.objects.update(joined_at=now - 40 * DAY)  # nobody was seen at work since
    client.force_login(mei)

    with django_assert_num_queries(8):
        response = client.get("/")

    assert len(response.context["day"].team) == 4
    assert response.context["day"].own != []
