"""The cards of a day: which stand there, in which order, and where each leads."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from portal.models import Person
from portal.times import by_when
from standards.models import ClauseVersion
from tests.factories import (
    make_job_role,
    make_module,
    make_norm,
    make_norms,
    make_person,
    republish,
)
from tests.training.assignments.sittings import begin, sit
from tests.training.builders import (
    HOUR,
    add_duty,
    change_id,
    make_duty,
    make_quiz,
    make_short,
    right_answer,
    wrong_option,
)
from tests.training.rounds.builders import make_round
from training.assignments.models import Assignment
from training.attempts.services import save_response, submit_attempt
from training.home.cards import manager_day, trainee_day
from training.marking.services import record_score
from training.modules.services import confirm_reading
from training.rounds.services import Mark, save_reply, save_round

DAY = timedelta(days=1)


@pytest.fixture
def make(lin, mei, quiz, clock):
    """``make(due)``: a duty of Lin's given by Mei; ``due`` counts from the clock."""

    def make(due=DAY, **fields):
        fields = {"given_by": mei, "opens_at": clock - 40 * DAY} | fields
        return make_duty(lin, quiz, due_at=due and clock + due, **fields)

    return make


@pytest.fixture
def order_to(mei, quiz, clock):
    """``order_to(people, due)``: one assignment of Mei's to several people."""

    def order_to(people, due):
        assignment = Assignment.objects.create(
            given_by=mei,
            quiz=quiz,
            opens_at=clock - 60 * DAY,
            due_at=clock + due,
            request_id=uuid.uuid4(),
            created_at=clock - 60 * DAY,
        )
        for person in people:
            add_duty(assignment, person)
        return assignment

    return order_to


def read(person, norms, clock):
    for norm in norms:
        confirm_reading(person=person, edition=norm.current_edition, at=clock)


def mark(attempt, by, at, *, level=2, comment="应答很自然"):
    response = attempt.responses.get()
    criteria = response.item_version.payload["criteria"]
    return record_score(
        response=response,
        by=by,
        levels={each["key"]: each["levels"][level]["key"] for each in criteria},
        comment=comment,
        reason="",
        seen_number=0,
        at=at,
    )


# -- A trainee's -----------------------------------------------------------------------------


def test_nothing_to_do_is_an_empty_day(lin, clock):
    assert trainee_day(lin, clock).own == []


def test_duties_stand_nearest_first_behind_open_attempts(lin, make, clock):
    later, overdue, today, begun = make(3 * DAY), make(-HOUR), make(8 * HOUR), make(5 * DAY)
    attempt = begin(begun, clock)

    day = trainee_day(lin, clock)

    def duty_url(duty):
        return reverse("training:duty", args=[duty.pk])

    assert [card.url for card in day.own] == [
        attempt.get_absolute_url(),
        duty_url(overdue),
        duty_url(today),
    ]
    assert [card.status for card in day.own] == ["in_progress", "overdue", "due_today"]
    assert [card.tone for card in day.own] == ["main", "late", ""]
    assert day.has_more
    assert duty_url(later) not in [card.url for card in day.own]


def test_open_attempt_shows_how_much_is_answered(lin, mei, dress_norm, clock):
    quiz = make_quiz([make_short("a"), make_short("b")])
    duty = make_duty(lin, quiz, given_by=mei)
    attempt = begin(duty, clock)
    attempt.responses.filter(position=1).update(value="答")

    [card] = trainee_day(lin, clock).own

    assert (card.value, card.max, card.action) == (1, 2, "Continue")


def test_module_duty_shows_how_much_is_read(lin, mei, clock):
    norms = make_norms(3)
    module = make_module(norms=norms)
    make_duty(lin, None, module=module, given_by=mei)
    read(lin, norms[:2], clock)

    [card] = trainee_day(lin, clock).own

    assert (card.value, card.max) == (2, 3)
    assert (card.url, card.action) == (module.get_absolute_url(), "Read on")


def test_duty_carries_the_managers_word(lin, make, clock):
    make(note="先读一遍")

    assert trainee_day(lin, clock).own[0].text == "梅芳: 先读一遍"


def test_failed_duty_says_how_many_attempts_are_left(lin, make, clock):
    sit(make(max_attempts=3), clock, right=False)

    [card] = trainee_day(lin, clock).own

    assert (card.status, card.meta) == ("not_passed", "Quiz · 2 attempts left")
    assert card.action == "Try once more"


def test_failed_duty_that_is_late_says_that_it_is_not_passed(lin, make, clock):
    sit(make(-HOUR, max_attempts=3), clock, right=False)

    [card] = trainee_day(lin, clock).own

    assert (card.status, card.meta) == ("overdue", "Quiz · not passed yet · 2 attempts left")


def test_running_attempt_says_when_it_ends_not_when_it_was_due(lin, make, clock):
    attempt = begin(make(DAY), clock)
    attempt.ends_at = clock + HOUR
    attempt.save()

    [card] = trainee_day(lin, clock).own

    assert card.kicker == by_when(clock + HOUR, clock).capitalize()


def test_what_cannot_or_need_not_be_done_has_no_card(lin, zhou, make, clock, quiz):
    make(DAY, opens_at=clock + HOUR)
    make(-2 * HOUR, closes_at=clock - HOUR)
    sit(make(), clock)
    sit(make(max_attempts=1), clock, right=False)
    make(None, given_by=lin)
    make_duty(zhou, quiz)

    assert trainee_day(lin, clock).own == []


def test_begun_self_check_has_a_card(lin, make, clock):
    attempt = begin(make(None, given_by=lin), clock)

    assert [card.url for card in trainee_day(lin, clock).own] == [attempt.get_absolute_url()]


@pytest.fixture
def marked(lin, mei, dress_norm, clock):
    """Lin's answer, handed in at the clock and marked an hour later with a comment."""
    quiz = make_quiz([make_short()], slug="written")
    attempt = sit(make_duty(lin, quiz, given_by=mei), clock)
    mark(attempt, mei, clock + HOUR)
    return attempt


def test_fresh_mark_shows_the_comment(lin, marked, clock):
    [card] = trainee_day(lin, clock + 2 * HOUR).own

    assert card.title == "梅芳 says: “应答很自然”"
    assert card.kicker == "Dress check · 1 hour ago"
    assert card.url == reverse("training:attempt_result", args=[marked.code])


def test_mark_is_news_for_a_week(lin, marked, clock):
    assert len(trainee_day(lin, clock + 7 * DAY).own) == 1
    assert trainee_day(lin, clock + 8 * DAY).own == []


def test_mark_of_somebody_else_is_not_ones_news(zhou, marked, clock):
    assert trainee_day(zhou, clock + 2 * HOUR).own == []


def test_mark_without_a_comment_says_the_points(lin, mei, dress_norm, clock):
    attempt = sit(make_duty(lin, make_quiz([make_short()]), given_by=mei), clock)
    mark(attempt, mei, clock, level=1, comment="")
    again = sit(make_duty(lin, make_quiz([make_short("b")], slug="b"), given_by=mei), clock)
    mark(again, mei, clock, level=2, comment="")

    [card] = [card for card in trainee_day(lin, clock).own if card.action == "See the result"]

    assert card.title == "Your answer is marked: 4 of 4 points"
    assert card.meta == "and 1 more answer marked"


def test_long_comment_is_cut(lin, mei, dress_norm, clock):
    attempt = sit(make_duty(lin, make_quiz([make_short()]), given_by=mei), clock)
    mark(attempt, mei, clock, comment="好" * 600)

    assert len(trainee_day(lin, clock).own[0].title) < 90


def test_changed_norm_leads_to_where_it_is_confirmed(lin, clock):
    norm, other = make_norms(2)
    module = make_module(norms=[norm])
    read(lin, [norm, other], clock)
    republish(norm, at=clock + HOUR)

    [card] = trainee_day(lin, clock).own

    assert card.title == "Norm 1 has changed"
    assert card.url == reverse("training:module_norm", args=[module.slug, norm.slug])
    assert card.kicker == "Edition 2"


def test_changed_norm_shows_what_changed_since_it_was_read(lin, clock):
    norm = make_norm()
    read(lin, [norm], clock)
    republish(republish(norm))

    [link] = trainee_day(lin, clock).own[0].actions

    changes = reverse("standards:changes", args=[norm.slug, 3])
    assert link.url == f"{changes}?since=1"


def test_changed_norm_of_no_module_leads_to_its_page(lin, clock):
    norm = make_norm()
    read(lin, [norm], clock)
    republish(norm)

    assert trainee_day(lin, clock).own[0].url == norm.get_absolute_url()


def test_changed_norms_are_one_card(lin, clock):
    norms = make_norms(3)
    read(lin, norms, clock)
    for hours, norm in enumerate(norms):
        republish(norm, at=clock + hours * HOUR)

    [card] = trainee_day(lin, clock).own

    assert card.title == "Norm 3 has changed"
    assert card.meta == "Also changed: Norm 2, Norm 1"


def test_changed_norm_confirmed_again_is_no_news(lin, clock):
    norm = make_norm()
    read(lin, [norm], clock)
    read(lin, [republish(norm)], clock)

    assert trainee_day(lin, clock).own == []


def test_next_norm_is_of_the_module_that_was_begun(lin, clock):
    first, second, third = make_norms(3)
    make_module("untouched", [first], title_en="Untouched", position=1)
    begun = make_module("begun", [second, third], title_en="Begun", position=2)
    read(lin, [second], clock)

    [card] = trainee_day(lin, clock).own

    assert (card.title, card.value, card.max) == ("Begun", 1, 2)
    assert card.url == reverse("training:module_norm", args=[begun.slug, third.slug])


def test_next_norm_is_of_the_first_module_when_none_was_begun(lin, clock):
    first, second = make_norms(2)
    make_module("second", [second], title_en="Second", position=2)
    make_module("first", [first], title_en="First", position=1)

    [card] = trainee_day(lin, clock).own

    assert (card.title, card.action) == ("First", "Start reading")


def test_next_norm_is_of_ones_own_job_role(lin, clock):
    module = make_module(norms=[make_norm()])
    module.job_roles.add(make_job_role("account_manager", "客户经理", "Account manager"))

    assert trainee_day(lin, clock).own == []


def test_module_with_a_duty_has_one_card(lin, mei, clock):
    module = make_module(norms=[make_norm()])
    make_duty(lin, None, module=module, given_by=mei)

    assert len(trainee_day(lin, clock).own) == 1


def test_there_are_never_more_than_five_cards(lin, mei, make, marked, clock):
    for _number in range(6):
        make()
    norm = make_norm()
    read(lin, [norm], clock)
    republish(norm)
    make_module(norms=[make_norm("new")])

    day = trainee_day(lin, clock + 2 * HOUR)

    actions = [card.action for card in day.own]
    assert actions == ["Begin"] * 3 + ["See the result", "Read what is new"]


# -- A manager's -----------------------------------------------------------------------------


def test_quiet_day_of_a_manager_is_empty(mei, lin, clock):
    day = manager_day(mei, clock)

    assert (day.team, day.own, day.has_more) == ([], [], False)


def test_answers_to_mark_lead_to_the_desk(mei, lin, dress_norm, clock):
    sit(make_duty(lin, make_quiz([make_short()]), given_by=mei), clock)

    [card] = manager_day(mei, clock + HOUR).team

    assert (card.title, card.kicker) == ("1 answer to mark", "The oldest from 1 hour ago")
    assert card.url == "/marking/"


def test_marked_answers_need_no_card(mei, marked, clock):
    assert manager_day(mei, clock + HOUR).team == []


def test_due_today_names_who_has_not_done_it(mei, lin, zhou, order_to, clock):
    assignment = order_to([lin, zhou], 8 * HOUR)
    sit(assignment.duties.get(person=zhou), clock)

    [card] = manager_day(mei, clock).team

    assert (card.title, card.text, card.status) == ("1 person has not done it", "林晓", "due_today")
    assert card.kicker == "Dress check · by 18:00 today"
    assert card.url == reverse("training:team_assignment", args=[assignment.pk])


def test_due_tomorrow_is_no_matter_of_today(mei, lin, order_to, clock):
    order_to([lin], 14 * HOUR)

    assert manager_day(mei, clock).team == []


def test_overdue_counts_people_and_leads_to_the_assignment(mei, lin, zhou, order_to, clock):
    assignment = order_to([lin, zhou], -DAY)

    [card] = manager_day(mei, clock).team

    assert (card.title, card.status, card.tone) == ("2 people have not done it", "overdue", "late")
    assert card.url == reverse("training:team_assignment", args=[assignment.pk])


def test_several_overdue_assignments_are_one_card(mei, lin, zhou, order_to, clock):
    order_to([lin, zhou], -DAY)
    order_to([lin], -2 * DAY)

    [card] = manager_day(mei, clock).team

    assert card.title == "3 still to do in 2 tasks"
    assert card.url == "/team/assignments/"


def test_what_slipped_long_ago_is_no_matter_of_today(mei, lin, order_to, clock):
    order_to([lin], -31 * DAY)

    assert manager_day(mei, clock).team == []


def test_many_names_are_cut(mei, org, order_to, clock):
    order_to([make_person(f"p{n}", f"人{n}", org.east) for n in range(5)], HOUR)

    assert manager_day(mei, clock).team[0].text == "人0, 人1, 人2 and others"


def test_other_halls_do_not_show(tao, lin, order_to, clock):
    order_to([lin], -DAY)

    assert manager_day(tao, clock).team == []


def test_people_who_left_are_not_waited_for(mei, lin, order_to, clock):
    order_to([lin], -DAY)
    lin.is_active = False
    lin.save()

    assert manager_day(mei, clock).team == []


def test_manager_has_their_own_duties_after_the_teams(mei, gu, lin, order_to, quiz, clock):
    order_to([lin], -DAY)
    own = make_duty(mei, quiz, given_by=gu)

    day = manager_day(mei, clock)

    assert [card.status for card in day.team] == ["overdue"]
    assert [card.url for card in day.own] == [reverse("training:duty", args=[own.pk])]


def test_manager_never_has_more_than_five_cards(mei, gu, lin, order_to, quiz, dress_norm, clock):
    sit(make_duty(lin, make_quiz([make_short()], slug="s"), given_by=mei), clock)
    order_to([lin], -DAY)
    order_to([lin], HOUR)
    for _number in range(4):
        make_duty(mei, quiz, given_by=gu)

    day = manager_day(mei, clock)

    assert (len(day.team), len(day.own), day.has_more) == (3, 2, True)
    assert [card.tone for card in day.team] == ["main", "", "late"]


# -- Weak clauses and people not seen --------------------------------------------------------


@pytest.fixture
def weak_team(org, quiz, clock):
    """Three people of east, of whose six answers about DRESS-02 two were right."""
    people = [make_person(f"w{number}", f"人{number}", org.east) for number in range(3)]
    for number, person in enumerate(people):
        for is_right in (number > 0, False):
            sit_single(person, quiz, clock, is_right)
    return people


def sit_single(person, quiz, at, is_right):
    attempt = begin(make_duty(person, quiz, due_at=None), at)
    response = attempt.responses.select_related("item_version").get()
    save_response(
        person=person,
        code=attempt.code,
        name=response.item_version.name,
        raw=right_answer(response) if is_right else wrong_option(response, 1),
        change_id=change_id(at),
        at=at,
    )
    attempt.refresh_from_db()
    submit_attempt(attempt=attempt, at=at)


def test_the_weakest_clause_comes_with_its_remedies(mei, weak_team, dress_norm, clock):
    make_module(norms=[dress_norm])

    [card] = manager_day(mei, clock).team

    assert card.title == "Badge at the left pocket opening, within 2 cm."
    assert card.text == "2 of 6 answers right · 3 people"
    assert card.url == "/standards/norms/dress/#DRESS-02"
    assert [(action.label, action.url) for action in card.actions] == [
        ("Give the quiz", "/team/assignments/new/?subject=quiz:dress-check"),
        ("Give the module", "/team/assignments/new/?subject=module:first-week"),
        ("Make a round", "/rounds/new/?clause=DRESS-02"),
        ("See the map", "/team/map/"),
    ]


def test_a_weak_clause_of_another_hall_has_no_card(tao, han, weak_team, clock):
    assert manager_day(tao, clock).team == []


def test_answers_of_people_who_left_make_no_weak_clause(mei, weak_team, clock):
    Person.objects.filter(pk=weak_team[0].pk).update(is_active=False)

    assert manager_day(mei, clock).team == []


@pytest.fixture
def here_for_long(lin, zhou, clock):
    Person.objects.update(joined_at=clock - 40 * DAY)


def see(person, observer, at):
    version = ClauseVersion.objects.current().get(code="DRESS-02")
    save_round(
        observer=observer,
        person=person,
        marks=[Mark(version, "pass")],
        request_id=uuid.uuid4(),
        at=at,
    )


def test_people_not_seen_for_two_weeks_are_named(mei, lin, zhou, dress_norm, here_for_long, clock):
    see(lin, mei, clock - 14 * DAY)
    see(zhou, mei, clock - 13 * DAY)

    [card] = manager_day(mei, clock).team

    assert card.title == "1 person not seen at work for 14 days"
    assert card.text == "林晓"
    assert (card.url, card.action) == (reverse("training:round_new"), "Make a round")


def test_whoever_was_never_seen_goes_first(mei, lin, zhou, dress_norm, here_for_long, clock):
    see(lin, mei, clock - 20 * DAY)

    [card] = manager_day(mei, clock).team

    assert card.text == "周宁, 林晓"


def test_whoever_came_lately_need_not_have_been_seen(mei, lin, clock):
    Person.objects.update(joined_at=clock - 13 * DAY)

    assert manager_day(mei, clock).team == []


def test_the_team_leaves_room_for_ones_own(mei, gu, weak_team, order_to, quiz, dress_norm, clock):
    """Marking, today, overdue and the weakest clause; people not seen wait for another day."""
    Person.objects.update(joined_at=clock - 40 * DAY)
    order_to(weak_team, HOUR)
    order_to(weak_team, -DAY)
    written = make_quiz([make_short()], slug="written")
    sit(make_duty(weak_team[0], written, given_by=mei), clock)
    make_duty(mei, quiz, given_by=gu, due_at=clock + DAY)

    day = manager_day(mei, clock)

    assert len(day.team) == 4
    assert day.team[-1].actions != []
    assert len(day.own) == 1


def test_a_full_day_says_the_deadlines_in_one_card(mei, weak_team, order_to, dress_norm, clock):
    """Marking, overdue with today's as a line of it, a reply, and the weakest clause."""
    order_to(weak_team, HOUR)
    order_to(weak_team, -DAY)
    written = make_quiz([make_short()], slug="written")
    sit(make_duty(weak_team[0], written, given_by=mei), clock)
    row = make_round(weak_team[1], mei, {"DRESS-02": "pass"}, at=clock)
    save_reply(row=row, by=weak_team[1], text="好的", request_id=uuid.uuid4(), at=clock)

    _marking, deadlines, reply, weak = manager_day(mei, clock).team

    assert (deadlines.status, deadlines.url) == ("overdue", reverse("training:team_assignments"))
    assert "3 people" in deadlines.text
    assert "好的" in reply.title
    assert weak.actions
