"""/rounds/: ways to begin for a manager, and the rounds that each may see."""

import pytest
from django.utils import timezone

from tests.factories import make_person
from tests.training.builders import HOUR
from tests.training.rounds.builders import make_checklist, make_round

KEPT = {"DRESS-02": "pass", "DRESS-05": "fail"}


def page(client, reader, **query) -> str:
    client.force_login(reader)
    return client.get("/rounds/", query).content.decode()


def test_manager_begins_with_the_opening_check(client, mei, lin, opening_check, counter_check):
    html = page(client, mei)

    order = ["Opening check", "Badge check", "Choose clauses yourself", "Not seen for longest"]
    assert [html.index(words) for words in order] == sorted(html.index(words) for words in order)
    assert "everybody on shift · 4 clauses" in html


def test_checklist_without_anything_to_look_at_is_left_out(client, mei, lin, dress_norm):
    make_checklist("empty", ["DRESS-01"], title_en="Principles only")

    assert "Principles only" not in page(client, mei)


def test_person_is_one_tap_away(client, mei, lin, dress_norm):
    assert f"/rounds/new/?person={lin.pk}" in page(client, mei)


def test_list_says_how_it_went(client, mei, lin, seen):
    html = page(client, mei)

    assert "1 of 2 kept" in html
    assert "Critical" in html
    assert "Badge check" in html


def test_manager_filters_by_person(client, mei, lin, zhou, dress_norm):
    make_round(lin, mei, KEPT)
    make_round(zhou, mei, KEPT)

    html = page(client, mei, person=zhou.pk)

    assert "Rounds of 周宁" in html
    assert "林晓" not in html
    assert "Choose clauses yourself" not in html


@pytest.mark.parametrize("key", ["0", "x", "9" * 30])
def test_unknown_person_is_not_found(client, mei, key):
    client.force_login(mei)

    assert client.get("/rounds/", {"person": key}).status_code == 404


def test_person_of_another_hall_is_not_found(client, mei, han):
    client.force_login(mei)

    assert client.get("/rounds/", {"person": han.pk}).status_code == 404


@pytest.mark.parametrize(
    ("persona", "sees"),
    [("lin", True), ("mei", True), ("gu", True), ("zhou", False), ("tao", False), ("an", False)],
)
def test_rounds_are_listed_for_the_person_and_their_managers(client, request, seen, persona, sees):
    html = page(client, request.getfixturevalue(persona))

    assert (str(seen.code) in html) is sees


def test_former_manager_sees_what_they_made_no_longer(client, mei, seen):
    mei.management.all().delete()

    assert str(seen.code) not in page(client, mei)


def test_trainee_cannot_filter_or_begin(client, lin, zhou, seen):
    html = page(client, lin, person=zhou.pk)

    assert str(seen.code) in html
    assert "/rounds/new/" not in html


def test_manager_reads_the_rounds_of_themselves_too(client, gu, mei, dress_norm):
    row = make_round(mei, gu, KEPT)

    assert str(row.code) in page(client, mei)


def test_lists_are_empty_in_words(client, mei, lin):
    assert "No round yet" in page(client, mei)
    assert "Nobody has watched you at work yet" in page(client, lin)


def test_navigation_leads_managers_here(client, mei, lin):
    assert 'href="/rounds/"' in page(client, mei)
    client.force_login(lin)
    assert 'href="/rounds/"' not in client.get("/standards/").content.decode()


def test_own_saved_forms_are_named_for_the_script(client, mei, gu, seen):
    assert str(seen.request_id) in page(client, mei)
    assert str(seen.request_id) not in page(client, gu)


@pytest.mark.parametrize("n", [1, 30])
def test_managers_list_query_count_is_flat(
    client, mei, org, counter_check, n, django_assert_num_queries
):
    now = timezone.now()
    for number in range(n):
        person = make_person(f"p{number:02}", f"人{number}", org.east)
        make_round(person, mei, KEPT, counter_check, at=now - number * HOUR)
        make_round(person, mei, KEPT, at=now - number * HOUR)
        make_checklist(f"list-{number}", ["DRESS-02", "DRESS-05", "DRESS-06"])
    client.force_login(mei)

    with django_assert_num_queries(7):
        client.get("/rounds/")


@pytest.mark.parametrize("n", [1, 30])
def test_own_list_query_count_is_flat(
    client, lin, mei, counter_check, n, django_assert_num_queries
):
    for _number in range(n):
        make_round(lin, mei, KEPT, counter_check)
    client.force_login(lin)

    with django_assert_num_queries(5):
        client.get("/rounds/")
