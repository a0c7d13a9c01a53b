"""/people/<pk>/ and /people/<pk>/norms/<slug>/: the person and whoever leads them see the same."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import Management
from tests.factories import make_module, make_norms
from tests.training import builders
from tests.training.standing.conftest import right, see, sit, wrong
from training.standing.models import Standing

HOUR = builders.HOUR


@pytest.fixture
def now():
    return timezone.now()


def page(client, user, person):
    client.force_login(user)
    return client.get(reverse("training:person", args=[person.pk]))


def norm_page(client, user, person, slug="dress"):
    client.force_login(user)
    return client.get(reverse("training:person_norm", args=[person.pk, slug]))


# -- Who -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"),
    [("lin", 200), ("mei", 200), ("gu", 200), ("zhou", 404), ("tao", 404), ("song", 404)],
)
def test_lins_page_is_for_her_and_her_managers(client, request, lin, quiz, persona, status):
    user = request.getfixturevalue(persona)

    assert page(client, user, lin).status_code == status
    assert norm_page(client, user, lin).status_code == status


def test_a_manager_of_before_is_told_nothing(client, mei, lin):
    Management.objects.filter(person=mei).delete()

    assert page(client, mei, lin).status_code == 404


def test_the_manager_of_where_somebody_went_sees_what_they_bring_along(client, tao, lin, org, quiz):
    sit(lin, quiz, right)
    lin.unit = org.west
    lin.save()

    assert "1 of the last 1 answer right" in page(client, tao, lin).content.decode()


def test_looking_writes_nothing(client, mei, lin, quiz):
    sit(lin, quiz, right)
    before = list(Standing.objects.values())

    page(client, mei, lin)
    norm_page(client, mei, lin)

    assert list(Standing.objects.values()) == before
    client.force_login(mei)
    assert client.post(reverse("training:person", args=[lin.pk])).status_code == 405


# -- What ------------------------------------------------------------------------------------


def test_the_head_says_who_it_is(client, mei, lin):
    html = page(client, mei, lin).content.decode()

    for words in ("林晓", "城东营业厅", "Counter staff", "lin"):
        assert words in html


def test_the_three_numbers_are_said_in_words(client, mei, lin, quiz, now):
    sit(lin, quiz, right)
    sit(lin, quiz, wrong, at=now)
    see(lin, mei, {"DRESS-02": "pass", "DRESS-05": "fail", "DRESS-03": "not_seen"}, at=now)

    response = page(client, mei, lin)

    sums = response.context["sums"]
    assert (sums.right_pct, sums.kept_pct, sums.last_seen) == (50, 50, now)
    html = response.content.decode()
    assert "1 of the last 2 answers right" in html
    assert "kept in 1 of the last 2 ratings" in html
    assert "only the 5 newest answers" in html


def test_somebody_without_evidence_has_a_page_that_says_so(client, lin, dress_norm):
    html = page(client, lin, lin).content.decode()

    assert "no quiz handed in yet" in html
    assert "not seen at work yet" in html
    assert "Nothing to show yet" in html


def test_a_norm_says_how_many_of_its_clauses_are_known(client, lin, mei, quiz):
    sit(lin, quiz, right)
    see(lin, mei, {"DRESS-02": "pass", "DRESS-05": "fail"})

    [line] = page(client, lin, lin).context["met"]

    assert (line.slug, line.known, line.clauses, line.done, line.seen) == ("dress", 1, 6, 1, 2)


def test_norms_that_bind_another_role_are_left_out_unless_there_is_evidence(client, lin, an):
    from tests.factories import make_job_role

    free, bound = make_norms(2)
    bound.job_roles.add(make_job_role("account", "客户经理", "Account manager"))

    assert [line.slug for line in page(client, lin, lin).context["unmet"]] == [free.slug]


def test_a_norm_for_ones_own_role_is_there(client, lin):
    [norm] = make_norms(1)
    norm.job_roles.add(lin.job_role)

    assert [line.slug for line in page(client, lin, lin).context["unmet"]] == [norm.slug]


def test_a_withdrawn_clause_counts_no_more(client, lin, mei, quiz, dress_norm, now):
    from standards.services import publish_norm

    sit(lin, quiz, wrong)
    clause = dress_norm.clauses.get(code="DRESS-02")
    clause.withdrawn = True
    clause.save()
    publish_norm(norm=dress_norm, by=None, at=now)

    response = page(client, lin, lin)

    assert response.context["sums"].answers == 0
    assert response.context["weak"] == []


def test_latest_rounds_are_listed(client, lin, mei, dress_norm):
    row = see(lin, mei, {"DRESS-02": "pass", "DRESS-05": "fail"})

    html = page(client, lin, lin).content.decode()

    assert row.get_absolute_url() in html
    assert "1 of 2 kept" in html


# -- Weak clauses ----------------------------------------------------------------------------


def test_a_weak_clause_comes_with_what_the_person_can_do(client, lin, quiz):
    sit(lin, quiz, wrong)

    html = page(client, lin, lin).content.decode()

    assert "0 of 1 answer right" in html
    assert reverse("standards:norm", args=["dress"]) + "#DRESS-02" in html
    assert f'name="quiz" value="{quiz.slug}"' in html
    assert "Give the quiz" not in html


def test_the_way_to_check_oneself_works(client, lin, quiz):
    sit(lin, quiz, wrong)
    client.force_login(lin)

    response = client.post(reverse("training:self_check"), {"quiz": quiz.slug})

    assert client.get(response["Location"]).status_code == 200


def test_a_weak_clause_comes_with_what_the_manager_can_do(client, mei, lin, quiz, dress_norm):
    make_module(norms=[dress_norm])
    sit(lin, quiz, wrong)

    [weak] = page(client, mei, lin).context["weak"]

    assert [remedy.label for remedy in weak.remedies] == [
        "Give the quiz",
        "Give the module",
        "Make a round",
    ]
    assert [remedy.url for remedy in weak.remedies] == [
        f"/team/assignments/new/?subject=quiz:dress-check&person={lin.pk}",
        f"/team/assignments/new/?subject=module:first-week&person={lin.pk}",
        f"/rounds/new/?clause=DRESS-02&person={lin.pk}",
    ]
    for remedy in weak.remedies:
        assert client.get(remedy.url).status_code == 200


def test_a_clause_that_is_known_but_not_kept_is_weak(client, mei, lin, quiz):
    sit(lin, quiz, right)
    see(lin, mei, {"DRESS-02": "fail", "DRESS-03": "pass"})

    [weak] = page(client, mei, lin).context["weak"]

    assert weak.code == "DRESS-02"
    assert weak.words == "1 of 1 answer right · 0 of 1 time kept"


def test_the_least_good_clause_goes_first(client, mei, lin, quiz):
    sit(lin, quiz, right)
    see(lin, mei, {"DRESS-02": "fail", "DRESS-05": "fail"})

    weak = page(client, mei, lin).context["weak"]

    assert [each.code for each in weak] == ["DRESS-05", "DRESS-02"]


# -- Duties ----------------------------------------------------------------------------------


def test_the_manager_sees_what_was_given_and_not_what_is_a_self_check(client, mei, lin, quiz, now):
    given = builders.make_duty(lin, quiz, given_by=mei, due_at=now + HOUR, opens_at=now - HOUR)
    builders.make_duty(lin, quiz, due_at=None, opens_at=now - HOUR)

    context = page(client, mei, lin).context

    assert [row.title for row in context["todo"]] == [str(given.assignment)]


def test_finished_duties_stand_apart(client, mei, lin, quiz, now):
    builders.make_duty(lin, quiz, given_by=mei, due_at=now - HOUR, closes_at=now - HOUR / 2)

    context = page(client, mei, lin).context

    assert (len(context["todo"]), len(context["finished"])) == (0, 1)


def test_ones_own_page_leads_to_the_list_of_tasks(client, lin, mei, quiz, now):
    builders.make_duty(lin, quiz, given_by=mei, due_at=now + HOUR)

    response = page(client, lin, lin)

    assert "todo" not in response.context
    assert reverse("training:assignments") in response.content.decode()


def test_only_a_manager_is_offered_to_give_something(client, mei, lin):
    give = f"{reverse('training:assignment_new')}?person={lin.pk}"
    make = f"{reverse('training:round_new')}?person={lin.pk}"

    managers, own = (page(client, user, lin).content.decode() for user in (mei, lin))

    assert give in managers
    assert make in managers
    assert give not in own
    assert make not in own


def test_nothing_is_given_to_somebody_who_has_left(client, mei, lin):
    lin.is_active = False
    lin.save()

    html = page(client, mei, lin).content.decode()

    assert "Has left" in html
    assert reverse("training:assignment_new") not in html


def test_home_and_tasks_lead_to_ones_own_page(client, lin):
    client.force_login(lin)
    own = reverse("training:person", args=[lin.pk])

    assert own in client.get("/").content.decode()
    assert own in client.get(reverse("training:assignments")).content.decode()


# -- Evidence --------------------------------------------------------------------------------


def test_a_clause_opens_to_the_answers_it_rests_on(client, lin, quiz):
    attempt = sit(lin, quiz, right)

    html = norm_page(client, lin, lin).content.decode()

    assert "1 of 1 answer right" in html
    assert "badge: what do you do?" in html
    assert f"{reverse('training:attempt_result', args=[attempt.code])}#answer-1" in html


def test_a_clause_opens_to_the_ratings_it_rests_on(client, lin, mei, dress_norm):
    row = see(lin, mei, {"DRESS-05": "fail"}, comment="歪了 <b>")

    html = norm_page(client, lin, lin).content.decode()

    assert "0 of 1 time kept" in html
    assert "歪了 &lt;b&gt;" in html
    assert "梅芳" in html
    assert row.get_absolute_url() in html


def test_the_evidence_tells_no_key(client, lin, mei, quiz):
    duty = builders.make_duty(lin, quiz, given_by=mei, max_attempts=2)
    from tests.training.assignments.sittings import sit as sit_duty

    sit_duty(duty, builders.NOW, right=False)

    html = norm_page(client, lin, lin).content.decode()

    assert "Not right yet" in html
    assert "2 cm" not in html.replace("within 2 cm", "").replace("≤ 2 cm", "").replace("±2 cm", "")
    assert "Why badge is so" not in html


def test_an_open_attempt_is_no_evidence(client, lin, quiz):
    sit(lin, quiz, right, hand_in=False)

    html = norm_page(client, lin, lin).content.decode()

    assert "badge: what do you do?" not in html
    assert "What this rests on" not in html


def test_only_what_counts_is_shown(client, lin, quiz):
    for number in range(7):
        sit(lin, quiz, right, at=builders.NOW + number * HOUR)

    lines = norm_page(client, lin, lin).context["lines"]

    assert [len(line.answers) for line in lines if line.answers] == [5]


def test_a_norm_that_nobody_published_has_no_page(client, lin):
    from tests.factories import make_norm

    make_norm("draft", published=False)

    assert norm_page(client, lin, lin, "draft").status_code == 404


# -- Cost ------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 30])
def test_person_query_count_is_flat(
    client, mei, lin, dress_norm, now, n, django_assert_num_queries
):
    norms = make_norms(n)
    codes = [norm.clauses.get().code for norm in norms]
    items = [builders.make_single(f"item-{code}", clauses=(code,)) for code in codes]
    quiz = builders.make_quiz(items)
    sit(lin, quiz, *[wrong] * n)
    for number in range(n):
        see(lin, mei, {codes[number]: "fail"})
        builders.make_duty(lin, quiz, given_by=mei, due_at=now + HOUR, opens_at=now - HOUR)
        builders.make_duty(lin, quiz, given_by=mei, due_at=now - HOUR, closes_at=now - HOUR / 2)
    client.force_login(mei)

    with django_assert_num_queries(14):
        response = client.get(reverse("training:person", args=[lin.pk]))
    assert len(response.context["met"]) == n

    client.force_login(lin)
    with django_assert_num_queries(8):
        client.get(reverse("training:person", args=[lin.pk]))


@pytest.mark.parametrize("n", [1, 30])
def test_norm_query_count_is_flat(client, mei, lin, quiz, n, django_assert_num_queries):
    for number in range(n):
        sit(lin, quiz, right, at=builders.NOW + number * HOUR)
        see(lin, mei, {"DRESS-02": "pass", "DRESS-05": "fail"})
    client.force_login(mei)

    with django_assert_num_queries(9):
        client.get(reverse("training:person_norm", args=[lin.pk, "dress"]))
