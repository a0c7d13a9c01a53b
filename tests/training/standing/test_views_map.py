"""/team/map/: people × norms of one hall, and its weakest clauses."""

import pytest
from django.urls import reverse

from standards.models import Clause
from tests.factories import NOW, make_job_role, make_module, make_norms, make_person, make_topic
from tests.training import builders
from tests.training.standing.conftest import right, see, sit, wrong
from training.standing.models import Standing
from training.standing.weak import weakest_clauses

MAP = "/team/map/"


def look(client, user, **query):
    client.force_login(user)
    return client.get(MAP, query)


def cells(response) -> dict:
    """``{(name, slug of norm): sums}`` of the cells that say something."""
    return {
        (person.name, cell.norm.slug): cell.sums
        for person, row in response.context["map"].rows
        for cell in row
        if cell.sums
    }


def put(person, code, answers, right):
    """Standing without the evidence, where only the adding up matters."""
    clause = Clause.objects.get(code=code)
    Standing.objects.create(
        person=person, clause=clause, answers=answers, right=right, answered_at=NOW
    )


# -- Who -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"), [("mei", 200), ("gu", 200), ("lin", 403), ("song", 403)]
)
def test_the_map_is_for_managers(client, request, persona, status):
    assert look(client, request.getfixturevalue(persona)).status_code == status


def test_a_manager_sees_their_hall(client, mei, lin, zhou, han):
    response = look(client, mei)

    assert [person.name for person, _cells in response.context["map"].rows] == ["周宁", "林晓"]


def test_a_regional_manager_begins_with_the_first_hall_and_chooses(client, gu, lin, han, org):
    first = look(client, gu)
    second = look(client, gu, unit=org.west.code)

    assert [person.name for person, _cells in first.context["map"].rows] == ["林晓"]
    assert [person.name for person, _cells in second.context["map"].rows] == ["韩冰"]
    assert "城西营业厅" in first.content.decode()


@pytest.mark.parametrize("code", ["LJ-W", "nowhere", "\x00"])
def test_another_hall_is_not_told_of(client, mei, lin, han, code):
    assert look(client, mei, unit=code).status_code == 404


def test_whoever_left_is_not_on_the_map(client, mei, lin, zhou):
    lin.is_active = False
    lin.save()

    assert len(look(client, mei).context["map"].rows) == 1


def test_a_hall_without_people_says_so(client, mei):
    assert "Nobody works in this hall yet" in look(client, mei).content.decode()


def test_the_map_is_the_third_tab_of_the_team(client, mei, lin):
    client.force_login(mei)

    assert MAP in client.get(reverse("training:team")).content.decode()


# -- Cells -----------------------------------------------------------------------------------


def test_a_cell_says_knows_and_does_and_opens_the_clauses(client, mei, lin, quiz):
    sit(lin, quiz, right)
    sit(lin, quiz, wrong)
    see(lin, mei, {"DRESS-02": "pass", "DRESS-03": "pass", "DRESS-05": "fail"})

    response = look(client, mei)

    html = response.content.decode()
    assert "knows 50 %" in html
    assert "does 66 %" in html
    assert reverse("training:person_norm", args=[lin.pk, "dress"]) in html
    assert list(cells(response)) == [("林晓", "dress")]


def test_a_cell_without_evidence_says_that_there_is_none(client, mei, lin, dress_norm):
    assert "nothing yet" in look(client, mei).content.decode()


def test_columns_are_the_norms_of_the_roles_in_the_hall_and_those_with_evidence(
    client, mei, lin, dress_norm
):
    free, own, others, seen = make_norms(4)
    account = make_job_role("account", "客户经理", "Account manager")
    own.job_roles.add(lin.job_role)
    for norm in (others, seen):
        norm.job_roles.add(account)
    put(lin, seen.clauses.get().code, 1, 1)

    columns = {norm.slug for norm in look(client, mei).context["map"].norms}

    assert columns == {"dress", free.slug, own.slug, seen.slug}


def test_columns_narrow_to_a_topic(client, mei, lin, dress_norm, phone_norm):
    whole = look(client, mei)
    phone = look(client, mei, topic="phone")

    assert [topic.slug for topic in whole.context["topics"]] == ["appearance", "phone"]
    assert [norm.slug for norm in phone.context["map"].norms] == ["phone"]
    assert [cell.norm.slug for cell in phone.context["map"].rows[0][1]] == ["phone"]


def test_an_unknown_topic_narrows_nothing(client, mei, lin, dress_norm):
    assert len(look(client, mei, topic="\x00none").context["map"].norms) == 1


# -- Weakest clauses -------------------------------------------------------------------------


@pytest.fixture
def crew(org):
    return [make_person(f"p{number}", f"人{number}", org.east) for number in range(4)]


def test_too_few_answers_or_people_make_no_weak_clause(crew, dress_norm):
    for person in crew[:3]:
        put(person, "DRESS-02", 1, 0)  # three people, three answers
    for person in crew[:2]:
        put(person, "DRESS-05", 5, 0)  # ten answers, two people

    assert weakest_clauses(crew, 10) == []


def test_five_answers_by_three_people_are_enough(crew, dress_norm):
    for person, answers in zip(crew, (2, 2, 1), strict=False):
        put(person, "DRESS-02", answers, 1)

    [weak] = weakest_clauses(crew, 10)

    assert (weak.code, weak.words) == ("DRESS-02", "3 of 5 answers right · 3 people")


def test_the_lowest_share_goes_first_and_of_equals_the_one_answered_more(crew, dress_norm):
    for person in crew[:3]:
        put(person, "DRESS-01", 2, 1)
        put(person, "DRESS-02", 4, 2)
        put(person, "DRESS-03", 5, 4)
        put(person, "DRESS-04", 5, 1)
        put(person, "DRESS-05", 5, 5)  # all right: not weak

    codes = [weak.code for weak in weakest_clauses(crew, 10)]

    assert codes == ["DRESS-04", "DRESS-02", "DRESS-01", "DRESS-03"]
    assert [weak.code for weak in weakest_clauses(crew, 1)] == ["DRESS-04"]


def test_a_clause_that_left_its_norm_is_not_weak(crew, dress_norm):
    from standards.services import publish_norm

    for person in crew:
        put(person, "DRESS-05", 5, 0)
    dress_norm.clauses.filter(code="DRESS-05").update(withdrawn=True)
    publish_norm(norm=dress_norm, by=None, at=NOW)

    assert weakest_clauses(crew, 10) == []


def test_the_quiz_that_always_asks_goes_before_one_that_may(crew, dress_norm):
    item = builders.make_single()
    draws = builders.make_quiz(slug="draws", position=0)
    draws.entries.create(draw_from=dress_norm, draw_count=1)
    builders.make_quiz([item], slug="asks", position=9)
    for person in crew:
        put(person, "DRESS-02", 5, 0)

    [weak] = weakest_clauses(crew, 10)

    assert weak.remedies[0].url == "/team/assignments/new/?subject=quiz:asks"


def test_a_principle_is_looked_at_through_its_norm(crew, dress_norm):
    for person in crew:
        put(person, "DRESS-01", 5, 0)

    [weak] = weakest_clauses(crew, 10)

    assert [remedy.url for remedy in weak.remedies] == ["/rounds/new/?norm=dress"]


def test_the_map_lists_the_weakest_clauses_with_their_remedies(client, mei, crew, quiz, dress_norm):
    make_module(norms=[dress_norm])
    for person in crew:
        put(person, "DRESS-02", 2, 1)

    response = look(client, mei)

    html = response.content.decode()
    assert "4 of 8 answers right · 4 people" in html
    [weak] = response.context["weak"]
    for remedy in weak.remedies:
        assert remedy.url.replace("&", "&amp;") in html
        assert client.get(remedy.url).status_code == 200


def test_another_halls_answers_do_not_count(client, mei, han, crew, dress_norm):
    for person in [han, *crew[:2]]:
        put(person, "DRESS-02", 5, 0)

    assert look(client, mei).context["weak"] == []


# -- Cost ------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 30])
def test_map_query_count_is_flat(client, mei, org, n, django_assert_num_queries):
    topics = [make_topic(f"topic-{number}", f"主题{number}") for number in range(3)]
    norms = [norm for topic in topics for norm in make_norms_on(topic, n)]
    people = [make_person(f"p{number:02}", f"人{number}", org.east) for number in range(max(3, n))]
    for person in people:
        for norm in norms[:n]:
            put(person, norm.clauses.get().code, 2, 1)
    client.force_login(mei)

    with django_assert_num_queries(8):
        response = client.get(MAP)

    assert len(response.context["map"].rows) == max(3, n)
    assert len(response.context["weak"]) == min(10, n)


def make_norms_on(topic, count):
    from tests.factories import make_norm

    return [
        make_norm(f"{topic.slug}x-{number}", topic=topic, clauses=one_clause(topic, number))
        for number in range(1, max(1, count // 3) + 1)
    ]


def one_clause(topic, number):
    letter = "ABC"[int(topic.slug[-1])]
    return ((f"MAP{letter}-{number:02}", "do", "看着对方的眼睛。"),)
