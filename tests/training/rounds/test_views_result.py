"""/rounds/<uuid>/: the result for both sides, and the answers to it."""

import uuid

import pytest

from standards.models import Norm
from tests.factories import make_norms, republish
from tests.training.rounds.builders import make_round
from training.rounds.models import RoundReply


def page(client, person, row) -> str:
    client.force_login(person)
    return client.get(row.get_absolute_url()).content.decode()


def answer(client, person, row, **fields):
    client.force_login(person)
    data = {"text": "当时正在换工牌。", "request_id": str(uuid.uuid4())} | fields
    return client.post(f"{row.get_absolute_url()}replies/", data)


@pytest.mark.parametrize("persona", ["lin", "mei", "gu"])
def test_result_is_for_the_person_and_their_managers(client, request, seen, persona):
    client.force_login(request.getfixturevalue(persona))

    assert client.get(seen.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("persona", ["zhou", "han", "tao", "song", "an"])
def test_nobody_else_is_told_of_it(client, request, seen, persona):
    person = request.getfixturevalue(persona)
    client.force_login(person)

    assert client.get(seen.get_absolute_url()).status_code == 404
    assert answer(client, person, seen).status_code == 404


def test_observer_who_manages_the_hall_no_longer_is_not_told(client, mei, seen):
    mei.management.all().delete()
    client.force_login(mei)

    assert client.get(seen.get_absolute_url()).status_code == 404
    assert answer(client, mei, seen).status_code == 404


def test_manager_of_the_new_hall_sees_it(client, lin, tao, org, seen):
    lin.unit = org.west
    lin.save()
    client.force_login(tao)

    assert client.get(seen.get_absolute_url()).status_code == 200


def test_share_is_explained_in_words(client, lin, seen):
    html = page(client, lin, seen)

    assert "50 %" in html
    assert "1 of 2 clauses that count were kept." in html
    assert "1 was not seen or does not apply, and does not count." in html


def test_critical_failure_stands_first_and_apart(client, lin, seen):
    html = page(client, lin, seen)

    assert html.index("A critical clause was not kept") < html.index("50 %")


def test_round_without_a_critical_failure_does_not_speak_of_one(client, lin, mei, dress_norm):
    html = page(client, lin, make_round(lin, mei, {"DRESS-02": "pass", "DRESS-05": "fail"}))

    assert "critical clause" not in html
    assert "Did it" in html


def test_clause_leads_to_the_norm(client, lin, seen):
    html = page(client, lin, seen)

    assert 'href="/standards/norms/dress/#DRESS-02"' in html
    assert "Read it in the norm" in html


def test_clause_stands_as_it_was_worded_then(client, lin, seen, dress_norm):
    clause = dress_norm.clauses.get(code="DRESS-02")
    clause.text_en = "Badge on the right."
    clause.save()
    republish(Norm.objects.get(pk=dress_norm.pk))

    html = page(client, lin, seen)

    assert "Badge at the left pocket opening, within 2 cm." in html
    assert "Badge on the right." not in html
    assert "As worded then. Read how it reads today" in html


def test_clause_out_of_force_says_so(client, lin, seen, dress_norm):
    dress_norm.clauses.filter(code="DRESS-05").update(withdrawn=True)
    republish(Norm.objects.get(pk=dress_norm.pk))

    html = page(client, lin, seen)

    assert "it is no longer in force" in html
    assert "#DRESS-05" not in html


def test_result_speaks_chinese(client, lin, seen):
    client.cookies["django_language"] = "zh-hans"

    assert "工牌别在左胸口袋上口" in page(client, lin, seen)


def test_result_page_writes_html_as_text(client, lin, mei, dress_norm):
    row = make_round(lin, mei, {"DRESS-02": "pass"}, comment="<b>好</b>")

    assert "&lt;b&gt;好&lt;/b&gt;" in page(client, lin, row)


def test_person_answers_and_the_manager_reads_it(client, lin, mei, seen):
    response = answer(client, lin, seen)

    assert response.headers["Location"] == seen.get_absolute_url()
    assert "当时正在换工牌。" in page(client, mei, seen)


def test_answer_sent_twice_is_saved_once(client, lin, seen):
    request_id = str(uuid.uuid4())

    for _time in range(2):
        assert answer(client, lin, seen, request_id=request_id).status_code == 302

    assert RoundReply.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "长" * 401, "a\x00b"])
def test_unfit_answer_is_shown_again(client, lin, seen, text):
    response = answer(client, lin, seen, text=text)

    assert response.status_code == 200
    assert "field-errors" in response.content.decode()
    assert not RoundReply.objects.exists()


def test_answer_with_a_forged_id_is_kept_in_the_field(client, lin, seen):
    html = answer(client, lin, seen, request_id="x").content.decode()

    assert "当时正在换工牌。" in html
    assert "field-errors" in html


def test_looking_at_the_answers_address_is_refused(client, lin, seen):
    client.force_login(lin)

    assert client.get(f"{seen.get_absolute_url()}replies/").status_code == 405


@pytest.mark.parametrize("n", [1, 10])
def test_result_query_count_is_flat(client, lin, mei, clock, n, django_assert_num_queries):
    row = make_round(lin, mei, {norm.clauses.get().code: "fail" for norm in make_norms(n)})
    for number in range(n):
        RoundReply.objects.create(
            round=row, by=lin, text=f"第{number}句", request_id=uuid.uuid4(), at=clock
        )
    client.force_login(lin)

    with django_assert_num_queries(6):
        client.get(row.get_absolute_url())
