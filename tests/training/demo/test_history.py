"""What happened in the demo: every story that a page can tell is there to be seen."""

from datetime import timedelta

import pytest
from django.db.models import Avg, Case, Count, F, Max, When
from django.utils import timezone

from training.assignments.models import Assignment, Duty, DutyException
from training.attempts.models import Attempt, Response
from training.items.models import ItemKind
from training.marking.models import Score
from training.modules.models import Reading
from training.rounds.models import Rating, Round
from training.standing.models import ClauseAnswer
from training.standing.services import rebuild

pytestmark = [pytest.mark.slow, pytest.mark.shipped]

SHARE_RIGHT = Avg(Case(When(is_right=True, then=1.0), default=0.0))


def east(model, path="person"):
    return model.objects.filter(**{f"{path}__unit__code": "LJ-01"})


def test_nothing_happens_in_the_future(demo):
    now = timezone.now()

    for model, field in (
        (Attempt, "submitted_at"),
        (Response, "saved_at"),
        (Score, "at"),
        (Round, "at"),
        (Reading, "confirmed_at"),
        (DutyException, "at"),
        (Duty, "reminded_at"),
    ):
        assert not model.objects.filter(**{f"{field}__gt": now}).exists(), model


def test_history_reaches_back_six_weeks_and_more(demo):
    assert Attempt.objects.earliest("started_at").started_at < timezone.now() - timedelta(weeks=6)


@pytest.mark.parametrize("kind", ItemKind.values)
def test_questions_of_every_kind_were_answered_right_and_wrong(demo, kind):
    answered = Response.objects.filter(item_version__kind=kind, points__isnull=False)

    assert answered.filter(points=F("item_version__max_points")).exists()
    assert answered.filter(points__lt=F("item_version__max_points")).exists()


def test_a_few_clauses_stand_out_at_east(demo):
    answers = east(ClauseAnswer).values("clause__code").order_by()
    asked = answers.annotate(
        total=Count("pk"),
        people=Count("person", distinct=True),
        share=SHARE_RIGHT,
    ).filter(total__gte=5, people__gte=3)

    assert 3 <= sum(row["share"] <= 0.5 for row in asked) <= 8
    assert sum(row["share"] > 0.85 for row in asked) > 10


def test_stores_differ(demo):
    shares = ClauseAnswer.objects.values("person__unit").annotate(share=SHARE_RIGHT)
    found = [row["share"] for row in shares.order_by()]

    assert max(found) - min(found) > 0.15


def test_attempts_of_the_trainees_store_stand_in_every_state(demo):
    attempts = east(Attempt, "duty__person")

    assert attempts.filter(is_passed=True).exists()
    assert attempts.filter(is_passed=False).exists()
    assert attempts.filter(submitted_at__isnull=False, pending_marks__gt=0).exists()
    assert Attempt.objects.open(timezone.now()).filter(duty__person=demo["trainee"]).exists()


def test_a_failed_critical_clause_was_answered_and_seen_again(demo):
    failed = Round.objects.get(
        person=demo["LJ0103"], failed_critical__gt=0, replies__by=demo["LJ0103"]
    )
    replies = [reply.by.employee_no for reply in failed.replies.all()]
    later = Round.objects.filter(person=demo["LJ0103"], checklist=failed.checklist)

    assert replies == ["LJ0103", "manager"]
    assert later.filter(at__gt=failed.at, failed=0).exists()


def test_people_have_something_of_their_own_to_do(demo):
    now = timezone.now()

    for account in ("trainee", "manager", "regional"):
        assert Duty.objects.filter(person=demo[account]).outstanding(now).exists()
    assert Assignment.objects.filter(given_by=demo["trainee"], due_at=None).exists()


def test_the_trainee_was_seen_and_answered(demo):
    assert Round.objects.filter(person=demo["trainee"], replies__by=demo["trainee"]).exists()


def test_the_shift_was_checked_on_several_mornings(demo):
    checks = Round.objects.filter(observer=demo["manager"], checklist__slug="opening-check")

    assert checks.values("request_id").distinct().count() >= 5
    assert checks.filter(at__gt=timezone.now() - timedelta(days=8)).exists()
    assert checks.filter(failed__gt=0).exists()


def test_what_was_not_kept_on_a_round_says_what_was_seen(demo):
    fails = Rating.objects.filter(round__observer=demo["manager"], result=Rating.Result.FAIL)

    assert fails.exclude(comment="").count() > fails.count() / 2


def test_some_people_of_the_store_were_not_seen_for_weeks(demo):
    four_weeks_ago = timezone.now() - timedelta(weeks=4)
    team = [person for person in demo.values() if person.unit.code == "LJ-01" and person.is_active]
    seen = dict(east(Round).values_list("person").annotate(last=Max("at")).order_by())
    others = [person for person in team if person != demo["manager"]]

    assert any(person.pk not in seen for person in others)
    assert any(seen.get(person.pk, four_weeks_ago) < four_weeks_ago for person in others)
    assert sum(seen.get(person.pk, four_weeks_ago) > four_weeks_ago for person in others) >= 5


def test_an_exception_a_reminder_and_second_thoughts(demo):
    given = Assignment.objects.filter(given_by=demo["manager"])

    assert DutyException.objects.filter(duty__person=demo["trainee"]).exists()
    assert Duty.objects.filter(assignment__in=given, reminded_at__isnull=False).exists()
    assert given.filter(withdrawn_at__isnull=False).exists()
    assert given.filter(changed_at__isnull=False).exists()


def test_of_the_rounds_that_the_city_asked_for_one_is_done_and_one_is_late(demo):
    rounds = Duty.objects.filter(
        assignment__given_by=demo["regional"], assignment__checklist__isnull=False
    )
    now = timezone.now()

    assert rounds.filter(completed_at__isnull=False).exists()
    assert rounds.filter(completed_at=None, due_at__lt=now).exists()
    assert rounds.filter(completed_at=None, due_at__gt=now, person=demo["manager"]).exists()


def test_nobody_rated_or_marked_themselves_and_those_who_left_have_nothing_open(demo):
    assert not Score.objects.filter(by=F("response__attempt__duty__person")).exists()
    assert not Attempt.objects.open(timezone.now()).filter(duty__person__is_active=False).exists()


def test_standing_is_what_follows_from_the_evidence(demo):
    for number in ("trainee", "LJ0103", "LJ0201", "YX0405"):
        assert rebuild(person=demo[number]) == 0
