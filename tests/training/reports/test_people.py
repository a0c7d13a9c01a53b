"""/team/quizzes/<slug>/ by person, the list of quizzes, and who sees what."""

import pytest
from django.urls import reverse

from tests.factories import make_person
from tests.training.builders import HOUR, make_duty, make_quiz, make_short


def people_of(response):
    """``{name: (result, share, attempts)}`` of the rows on the page."""
    return {
        row[0].value: (row[2].value, row[3].value, int(row[4].value))
        for row in response.context["rows"]
    }


@pytest.fixture
def results(give, sit, begin, mei, lin, zhou, org, right, backwards, halves):
    """Six people at east, worked by hand; the pass mark is 60 % of 4 points.

    Lin 1/4, then 4/4: passed, 100 %. Zhou 1/4 and 0/4: not passed, 25 %. Ann 3/4: passed, 75 %.
    Bo has begun. Cai has not. Di left without handing in. Average (100 + 25 + 75) / 3 = 66.7.
    """
    ann, bo, cai, di = (
        make_person(name, name.title(), org.east) for name in ("ann", "bo", "cai", "di")
    )
    duties = give(mei, lin, zhou, ann, bo, cai, di)
    sit(duties[0], right, backwards)
    sit(duties[0], right, right)
    sit(duties[1], right, backwards)
    sit(duties[1], None, None)
    sit(duties[2], right, halves)
    begin(duties[3])
    di.is_active = False
    di.save()
    return duties


# -- By person -------------------------------------------------------------------------------


def test_each_person_has_the_attempt_that_counts(ask, mei, results):
    assert people_of(ask(mei, "quiz_report")) == {
        "林晓": ("Passed", "100 %", 2),
        "周宁": ("Not passed", "25 %", 2),
        "Ann": ("Passed", "75 %", 1),
        "Bo": ("In progress", "", 1),
        "Cai": ("Not started", "", 0),
    }


def test_totals_are_those_worked_by_hand(ask, mei, results):
    totals = ask(mei, "quiz_report").context["totals"]

    assert (totals.people, totals.begun, totals.passed, totals.waiting) == (5, 4, 2, 0)
    assert (totals.marked, totals.average) == (3, 67)


def test_the_list_of_quizzes_has_the_same_numbers(ask, mei, results, quiz):
    [(listed, figures)] = ask(mei, "team_quizzes").context["rows"]

    assert listed == quiz
    assert (figures.people, figures.handed_in, figures.passed) == (5, 3, 2)
    assert figures.average == 67


def test_result_leads_to_the_attempt_that_counts(ask, mei, results):
    rows = {row[0].value: row for row in ask(mei, "quiz_report").context["rows"]}

    best = results[0].attempts.get(number=2)
    assert rows["林晓"][2].url == reverse("training:attempt_result", args=[best.code])
    assert rows["Bo"][2].url == ""


def test_names_lead_to_the_people_also_to_who_left(client, ask, give, sit, mei, lin, zhou, right):
    duties = give(mei, lin, zhou)
    sit(duties[1], right, right)
    zhou.is_active = False
    zhou.save()

    links = [row[0].url for row in ask(mei, "quiz_report").context["rows"]]

    assert links == [reverse("training:person", args=[each.pk]) for each in (zhou, lin)]
    assert [client.get(link).status_code for link in links] == [200, 200]


def test_a_running_attempt_is_not_given_away(ask, mei, results):
    running = results[3].attempts.get()

    assert str(running.code) not in ask(mei, "quiz_report").content.decode()


def test_an_attempt_whose_time_is_over_counts_without_anybody_stamping_it(
    ask, give, begin, mei, lin, now
):
    quiz = make_quiz([make_short()], slug="timed", time_limit_min=30)
    [duty] = give(mei, lin, quiz=quiz)
    begin(duty)  # an hour ago

    assert people_of(ask(mei, "quiz_report", slug="timed")) == {"林晓": ("Not passed", "0 %", 1)}


def test_what_waits_to_be_marked_has_no_share_yet(ask, give, sit, mei, lin, zhou):
    quiz = make_quiz([make_short()], slug="words")
    duties = give(mei, lin, zhou, quiz=quiz)
    sit(duties[0], "先道歉，再复述。")

    response = ask(mei, "quiz_report", slug="words")

    assert people_of(response)["林晓"] == ("Awaiting marking", "", 1)
    totals = response.context["totals"]
    assert (totals.passed, totals.waiting, totals.average) == (0, 1, None)
    assert "1 more waits to be marked" in response.content.decode()


def test_the_same_quiz_given_twice_is_one_line(ask, give, sit, mei, lin, right, backwards):
    [first], [second] = give(mei, lin), give(mei, lin)
    sit(first, right, backwards)
    sit(second, right, right)

    assert people_of(ask(mei, "quiz_report")) == {"林晓": ("Passed", "100 %", 2)}


def test_self_checks_stay_ones_own(ask, give, sit, mei, lin, quiz, now, right):
    give(mei, lin)
    sit(make_duty(lin, quiz, due_at=None, opens_at=now - 2 * HOUR), right, right)

    assert people_of(ask(mei, "quiz_report")) == {"林晓": ("Not started", "", 0)}


def test_who_left_is_shown_with_what_they_handed_in(ask, give, sit, mei, lin, zhou, right):
    duties = give(mei, lin, zhou)
    sit(duties[1], right, right)
    for person in (lin, zhou):
        person.is_active = False
        person.save()

    response = ask(mei, "quiz_report")

    assert people_of(response) == {"周宁": ("Passed", "100 %", 1)}
    assert "城东营业厅 · left" in response.content.decode()


def test_what_was_withdrawn_is_not_counted(ask, give, mei, lin, zhou, now):
    _kept, [withdrawn] = give(mei, lin), give(mei, zhou)
    assignment = withdrawn.assignment
    assignment.withdrawn_at, assignment.withdrawn_by = now, mei
    assignment.save()

    assert list(people_of(ask(mei, "quiz_report"))) == ["林晓"]


# -- Filters ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("passed", {"林晓", "Ann"}),
        ("not_passed", {"周宁"}),
        ("in_progress", {"Bo"}),
        ("not_started", {"Cai"}),
        ("awaiting", set()),
        ("", {"林晓", "周宁", "Ann", "Bo", "Cai"}),
    ],
)
def test_state_filter_shows_those_people_and_keeps_the_totals(ask, mei, results, state, names):
    response = ask(mei, "quiz_report", f"state={state}")

    assert set(people_of(response)) == names
    assert response.context["totals"].people == 5


def test_task_filter_looks_at_that_task_alone(ask, give, sit, mei, lin, zhou, right, backwards):
    [first], [second] = give(mei, lin), give(mei, lin)
    sit(first, right, backwards)
    sit(second, right, right)

    response = ask(mei, "quiz_report", f"assignment={first.assignment_id}")

    assert people_of(response) == {"林晓": ("Not passed", "25 %", 1)}
    assert response.context["totals"].average == 25


def test_hall_filter_shows_one_hall(ask, give, gu, lin, han):
    give(gu, lin, han)

    response = ask(gu, "quiz_report", "unit=LJ-W")

    assert list(people_of(response)) == ["韩冰"]
    assert response.context["totals"].people == 1


@pytest.mark.parametrize(
    "query",
    ["assignment=999999", "assignment=x", "assignment=%00", "unit=LJ-W", "unit=%00", "state=good"],
)
@pytest.mark.parametrize("name", ["quiz_report", "quiz_report_csv", "quiz_report_xlsx"])
def test_a_choice_that_is_not_offered_is_not_found(ask, give, mei, lin, name, query):
    give(mei, lin)

    assert ask(mei, name, query).status_code == 404


def test_a_task_of_another_quiz_is_not_found(ask, give, mei, lin):
    give(mei, lin)
    [other] = give(mei, lin, quiz=make_quiz([make_short()], slug="other"))

    assert ask(mei, "quiz_report", f"assignment={other.assignment_id}").status_code == 404


def test_nobody_in_a_state_says_what_to_do(ask, give, mei, lin):
    give(mei, lin)

    assert "Nobody with this choice" in ask(mei, "quiz_report", "state=passed").content.decode()


# -- Who sees what ---------------------------------------------------------------------------


def test_a_hall_sees_its_own_people_of_a_regions_task(ask, give, gu, mei, tao, lin, han):
    give(gu, lin, han, mei)

    def names(manager):
        return set(people_of(ask(manager, "quiz_report")))

    assert (names(gu), names(mei), names(tao)) == ({"林晓", "韩冰", "梅芳"}, {"林晓"}, {"韩冰"})


def test_a_quiz_of_another_hall_is_not_found(ask, give, mei, tao, lin):
    give(mei, lin)

    assert ask(tao, "quiz_report").status_code == 404
    assert ask(tao, "team_quizzes").context["rows"] == []


def test_who_manages_no_longer_sees_nothing(ask, give, mei, lin):
    give(mei, lin)
    mei.management.all().delete()

    names = ("team_quizzes", "quiz_report", "quiz_report_csv", "quiz_report_xlsx")
    assert [ask(mei, name).status_code for name in names] == [403, 403, 403, 403]


def test_somebody_who_moved_away_takes_their_results_along(
    ask, give, sit, mei, tao, lin, org, right
):
    [duty] = give(mei, lin)
    sit(duty, right, right)
    lin.unit = org.west
    lin.save()

    assert ask(mei, "quiz_report").status_code == 404
    assert list(people_of(ask(tao, "quiz_report"))) == ["林晓"]


@pytest.mark.parametrize("name", ["quiz_report", "quiz_report_csv", "quiz_report_xlsx"])
def test_reports_are_read_only(client, give, mei, lin, name):
    give(mei, lin)
    client.force_login(mei)

    assert client.post(reverse(f"training:{name}", args=["dress-check"])).status_code == 405


# -- How it is reached -----------------------------------------------------------------------


def test_the_team_and_the_task_lead_here(client, give, mei, lin):
    [duty] = give(mei, lin)
    client.force_login(mei)

    team = client.get(reverse("training:team")).content.decode()
    task = client.get(reverse("training:team_assignment", args=[duty.assignment_id]))

    report = reverse("training:quiz_report", args=["dress-check"])
    assert reverse("training:team_quizzes") in team
    assert f"{report}?assignment={duty.assignment_id}" in task.content.decode()


def test_without_a_quiz_given_the_list_says_what_to_do(ask, mei):
    assert "No quiz given yet" in ask(mei, "team_quizzes").content.decode()


def test_names_are_text(ask, give, mei, lin):
    lin.name = "<b onclick=alert(1)>x</b>"
    lin.save()
    give(mei, lin)

    assert "<b onclick" not in ask(mei, "quiz_report").content.decode()


# -- Queries ---------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 30])
def test_list_query_count_is_flat(client, give, sit, mei, lin, n, right, django_assert_num_queries):
    for number in range(n):
        give(mei, lin, quiz=make_quiz(slug=f"quiz-{number}"))
    client.force_login(mei)

    with django_assert_num_queries(6):
        response = client.get(reverse("training:team_quizzes"))

    assert len(response.context["rows"]) == min(n, 20)


@pytest.mark.parametrize("n", [1, 30])
def test_person_query_count_is_flat(
    client, give, sit, mei, org, n, right, django_assert_num_queries
):
    people = [make_person(f"p{number:02}", f"人{number}", org.east) for number in range(n)]
    for duty in give(mei, *people):
        sit(duty, right, right)
    client.force_login(mei)

    with django_assert_num_queries(6):
        response = client.get(reverse("training:quiz_report", args=["dress-check"]))

    assert len(response.context["rows"]) == n


def test_fifty_people_fill_a_page(ask, give, mei, org):
    give(mei, *(make_person(f"p{number:02}", f"人{number}", org.east) for number in range(51)))

    pages = [ask(mei, "quiz_report", f"page={number}") for number in (1, 2)]

    assert [len(page.context["rows"]) for page in pages] == [50, 1]
    assert pages[1].context["totals"].people == 51
