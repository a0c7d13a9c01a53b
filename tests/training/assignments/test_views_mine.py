"""/assignments/: what I have to do, and what I have done."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.training.assignments.sittings import begin, sit
from tests.training.builders import HOUR, make_duty, make_quiz, make_short
from training.assignments.models import Assignment, Duty

DAY = timedelta(days=1)
URL = "/assignments/"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def make(lin, mei, quiz, now):
    def make(due=DAY, **fields):
        fields = {"given_by": mei, "opens_at": now - 9 * DAY} | fields
        return make_duty(lin, quiz, due_at=due and now + due, **fields)

    return make


def page(client, person):
    client.force_login(person)
    return client.get(URL)


def lines(response, group):
    return [(row.title, row.status, row.side) for row in response.context[group]]


def test_mine_has_one_address(client, lin):
    assert reverse("training:assignments") == URL


def test_mine_is_for_everybody_who_is_signed_in(client, lin, mei, song):
    assert client.get(URL).status_code == 302
    for person in (lin, mei, song):
        assert page(client, person).status_code == 200


def test_mine_without_duties_says_what_one_can_do(client, lin):
    html = page(client, lin).content.decode()

    assert "Nothing is waiting for you" in html
    assert reverse("training:modules") in html


def test_mine_lists_what_is_to_do_nearest_first(client, lin, make, now):
    later, sooner, overdue = make(3 * DAY), make(HOUR), make(-HOUR)
    self_check = make(None, given_by=lin, opens_at=now)

    response = page(client, lin)

    urls = [row.url for row in response.context["todo"]]
    assert urls == [
        reverse("training:duty", args=[duty.pk]) for duty in (overdue, sooner, later, self_check)
    ]
    assert response.context["todo"][0].status == "overdue"
    assert "from 梅芳" in response.content.decode()
    assert "Overdue" in response.content.decode()


@pytest.mark.parametrize(
    ("age", "is_begun", "count"), [(0.9, False, 1), (1.1, False, 0), (1.1, True, 1)]
)
def test_mine_lets_go_of_self_checks_that_nobody_began(
    client, lin, make, now, age, is_begun, count
):
    self_check = make(None, given_by=lin, opens_at=now - age * DAY)
    if is_begun:
        begin(self_check, now)

    assert len(page(client, lin).context["todo"]) == count


def test_mine_shows_results_and_finished_duties(client, lin, make, now):
    passed, failed = make(), make(max_attempts=1)
    sit(passed, now)
    sit(failed, now, right=False)

    response = page(client, lin)

    assert lines(response, "todo") == []
    assert lines(response, "finished") == [
        ("Dress check", "not_passed", "0 %"),
        ("Dress check", "passed", "100 %"),
    ]


def test_mine_shows_no_points_while_answers_wait_to_be_marked(client, lin, mei, dress_norm, now):
    duty = make_duty(lin, make_quiz([make_short()]), given_by=mei, due_at=now + DAY)
    sit(duty, now)

    assert lines(page(client, lin), "finished") == [("Dress check", "awaiting", "")]


def test_mine_shows_the_attempt_in_progress(client, lin, make, now):
    begin(make(), now)

    assert lines(page(client, lin), "todo") == [("Dress check", "in_progress", "")]


def test_mine_announces_what_opens_later_without_a_way_in(client, lin, make, now):
    make(3 * DAY, opens_at=now + DAY)

    response = page(client, lin)

    assert [(row.title, row.url) for row in response.context["coming"]] == [("Dress check", "")]
    assert "opens tomorrow" in response.content.decode()


def test_mine_shows_nobody_elses_duties(client, zhou, mei, make):
    make()

    for person in (zhou, mei):
        response = page(client, person)
        assert (response.context["todo"], response.context["finished"]) == ([], [])


def test_mine_in_chinese_shows_the_chinese_title(client, lin, make):
    make()
    client.cookies["django_language"] = "zh-hans"

    assert lines(page(client, lin), "todo")[0][0] == "着装小测"


def test_mine_escapes_what_people_wrote(client, lin, mei, make):
    mei.name = "<b>梅</b>"
    mei.save()
    make()

    html = page(client, lin).content.decode()

    assert "<b>梅</b>" not in html
    assert "&lt;b&gt;梅&lt;/b&gt;" in html


@pytest.mark.parametrize("n", [1, 30])
def test_mine_query_count_is_flat(client, lin, make, now, n, django_assert_num_queries):
    for _number in range(n):
        make(DAY)
        sit(make(DAY), now)
        make(3 * DAY, opens_at=now + DAY)
    client.force_login(lin)

    with django_assert_num_queries(11):
        response = client.get(URL)

    assert len(response.context["todo"]) == n
    assert len(response.context["finished"]) == min(n, 20)


# -- Checking oneself ------------------------------------------------------------------------


def test_self_check_is_offered_and_opens_its_duty(client, lin, quiz):
    assert 'value="dress-check"' in page(client, lin).content.decode()

    response = client.post(reverse("training:self_check"), {"quiz": quiz.slug})

    duty = Duty.objects.get(person=lin)
    assert response.headers["Location"] == reverse("training:duty", args=[duty.pk])
    assert duty.assignment.is_self_check


def test_self_check_pressed_twice_makes_one(client, lin, quiz):
    client.force_login(lin)

    for _press in range(2):
        client.post(reverse("training:self_check"), {"quiz": quiz.slug})

    assert Duty.objects.filter(person=lin).count() == 1


def test_self_check_writes_nothing_on_get(client, lin, quiz):
    client.force_login(lin)

    response = client.get(reverse("training:self_check"), {"quiz": quiz.slug})

    assert response.status_code == 405
    assert Assignment.objects.count() == 0


@pytest.mark.parametrize("slug", ["", "no-such-quiz", "<b>", "长" * 300, "a\x00"])
def test_self_check_of_an_unknown_quiz_is_not_found(client, lin, slug):
    client.force_login(lin)

    assert client.post(reverse("training:self_check"), {"quiz": slug}).status_code == 404


def test_self_check_of_a_quiz_that_cannot_be_asked_says_so(client, lin):
    client.force_login(lin)
    quiz = make_quiz([])

    response = client.post(reverse("training:self_check"), {"quiz": quiz.slug}, follow=True)

    assert "This quiz has no questions to ask yet." in response.content.decode()
    assert Assignment.objects.count() == 0
