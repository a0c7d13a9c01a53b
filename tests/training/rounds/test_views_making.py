"""/rounds/new/: what, whom, the clauses, and saving them."""

import uuid

import pytest
from django.urls import reverse

from standards.enums import Kind, Role
from tests.factories import make_norm, make_norms, make_person, republish
from tests.training.rounds.builders import make_checklist, make_round
from training.rounds.models import Round

URL = "/rounds/new/"


@pytest.fixture
def desk(client, mei):
    client.force_login(mei)
    return client


def page(client, **query) -> str:
    return client.get(URL, query).content.decode()


def sheet(person, codes, results=(), **fields) -> dict:
    """What the page of one person sends; ``codes`` are asked for by hand."""
    return {
        "request_id": str(uuid.uuid4()),
        "person": person.pk,
        "clauses": codes,
        "seen": [f"{code}:1" for code in codes],
        **{f"result.{code}": result for code, result in dict(results).items()},
        "comment": "",
    } | fields


# -- What and whom ---------------------------------------------------------------------------


def test_first_asks_what_to_look_at(desk, lin, counter_check, opening_check):
    html = page(desk, person=lin.pk)

    assert "What will you look at with 林晓?" in html
    assert f"checklist=badge-check&amp;person={lin.pk}" in html
    assert "opening-check" not in html


def test_then_whom_who_was_never_seen_first(desk, lin, zhou, mei, counter_check):
    make_round(lin, mei, {"DRESS-02": "pass"})

    html = page(desk, checklist="badge-check")

    assert html.index("周宁") < html.index("林晓")
    assert "not seen yet" in html


def test_whom_lists_the_own_people_only(desk, lin, han, gu, counter_check):
    html = page(desk, checklist="badge-check")

    assert "林晓" in html
    assert "韩冰" not in html
    assert "顾岚" not in html


def test_person_is_found_by_name(desk, lin, zhou, counter_check):
    html = page(desk, checklist="badge-check", q="周")

    assert "周宁" in html
    assert "林晓" not in html


def test_checklist_and_person_open_the_clauses(desk, lin, counter_check):
    html = page(desk, checklist="badge-check", person=lin.pk)

    assert [html.count(f'name="result.{code}"') for code in ("DRESS-02", "DRESS-05")] == [4, 4]
    assert "checked" not in html
    assert "What you leave open counts as not seen." in html


def test_dont_is_worded_so_that_nobody_mistakes_it(desk, lin, counter_check):
    html = page(desk, checklist="badge-check", person=lin.pk)

    dont = html.split('name="result.DRESS-05"', 1)[1]
    assert dont.index("Did not") < dont.index("Did it")


def test_line_never_to_say_is_worded_so_that_nobody_mistakes_it(desk, lin, phone_norm):
    html = page(desk, clause="PHONE-06", person=lin.pk)

    assert "Make up your mind." in html
    assert "Not said" in html
    assert "Said it" in html


def test_clause_for_women_says_so(desk, lin, dress_norm):
    assert "for women" in page(desk, clause="DRESS-03", person=lin.pk)


def test_clause_is_read_in_chinese_where_there_is_no_english(desk, lin, counter_check):
    assert "微笑时口罩挂在下巴上。" in page(desk, checklist="badge-check", person=lin.pk)


def codes_on(html) -> list[str]:
    return [part.split(":")[0] for part in html.split('name="seen" value="')[1:]]


def test_norm_gives_its_critical_clauses_filled_up_to_three(desk, lin, phone_norm):
    html = page(desk, norm="phone", person=lin.pk)

    assert codes_on(html) == ["PHONE-02", "PHONE-03", "PHONE-07"]


def test_weak_clause_brings_two_of_its_norm_critical_ones_first(desk, lin, dress_norm):
    html = page(desk, clause="DRESS-05", person=lin.pk)

    assert codes_on(html) == ["DRESS-05", "DRESS-02", "DRESS-03"]


def test_weak_clause_of_a_small_norm_stands_alone(desk, lin):
    norm = make_norm("bow")
    code = norm.clauses.get().code

    assert codes_on(page(desk, clause=code, person=lin.pk)) == [code]


def test_principles_and_facts_cannot_be_seen(desk, lin, dress_norm):
    html = page(desk, clause="DRESS-01", person=lin.pk)

    assert "There is nothing left to look at there" in html


def test_withdrawn_clause_leaves_the_checklist(desk, lin, dress_norm, counter_check):
    dress_norm.clauses.filter(code="DRESS-05").update(withdrawn=True)
    republish(dress_norm)

    html = page(desk, checklist="badge-check", person=lin.pk)

    assert codes_on(html) == ["DRESS-02", "DRESS-06"]


def test_unpublished_wording_is_not_shown(desk, lin, dress_norm, counter_check):
    dress_norm.clauses.filter(code="DRESS-02").update(text_en="Secret draft")
    dress_norm.title_en = "Secret title"
    dress_norm.save()

    for query in ({"checklist": "badge-check"}, {"norm": "dress"}, {"pick": "dress"}, {"pick": ""}):
        assert "Secret" not in page(desk, person=lin.pk, **query)


# -- By hand ---------------------------------------------------------------------------------


def test_norms_to_pick_from_say_how_much_there_is(desk, dress_norm):
    make_norm(
        "idea",
        "理念",
        "Idea",
        kind=Kind.CONCEPT,
        clauses=(("IDEA-01", Role.PRINCIPLE, "客户第一。", "Customers first."),),
    )

    html = page(desk, pick="")

    assert "5 clauses · 1 critical" in html.replace("\n", "")
    assert "Idea" not in html


def test_clauses_of_a_norm_are_ticked(desk, dress_norm):
    html = page(desk, pick="dress")

    assert html.count('type="checkbox"') == 5
    assert "Clean and the same for all." not in html


@pytest.mark.parametrize("codes", [[], ["DRESS-02"], ["DRESS-02", "DRESS-02", "DRESS-05"]])
def test_fewer_than_three_clauses_are_asked_for_again(desk, lin, dress_norm, codes):
    html = page(desk, pick="dress", ticked="1", person=lin.pk, clauses=codes)

    assert "Tick at least 3 and at most 10 clauses." in html
    assert html.count("checked") == len(set(codes))


def test_three_ticked_clauses_open_the_page(desk, lin, dress_norm):
    codes = ["DRESS-02", "DRESS-04", "DRESS-05"]

    html = page(desk, pick="dress", ticked="1", person=lin.pk, clauses=codes)

    assert codes_on(html) == codes


def test_norm_with_one_clause_is_picked_whole(desk, lin):
    norm = make_norm("bow")
    code = norm.clauses.get().code

    html = page(desk, pick="bow", ticked="1", person=lin.pk, clauses=[code])

    assert codes_on(html) == [code]


# -- Saving ----------------------------------------------------------------------------------


def test_saved_round_opens(desk, lin, mei, dress_norm):
    data = sheet(lin, ["DRESS-02", "DRESS-05"], {"DRESS-02": "fail"}, comment="别正")
    data["comment.DRESS-02"] = "歪了"

    response = desk.post(URL, data)

    row = Round.objects.get()
    assert response.headers["Location"] == row.get_absolute_url()
    assert (row.observer, row.person, row.comment) == (mei, lin, "别正")
    ratings = [(each.result, each.comment) for each in row.ratings.all()]
    assert ratings == [("fail", "歪了"), ("not_seen", "")]


def test_checklist_is_remembered(desk, lin, counter_check):
    data = sheet(lin, ["DRESS-02", "DRESS-05", "DRESS-06"], {"DRESS-02": "pass"})
    del data["clauses"]

    desk.post(URL, data | {"checklist": "badge-check"})

    assert Round.objects.get().checklist == counter_check


def test_pressing_twice_saves_once(desk, lin, dress_norm):
    data = sheet(lin, ["DRESS-02"], {"DRESS-02": "pass"})

    first, second = desk.post(URL, data), desk.post(URL, data)

    assert first.headers["Location"] == second.headers["Location"]
    assert Round.objects.count() == 1


def test_nothing_rated_keeps_what_was_typed(desk, lin, dress_norm):
    data = sheet(lin, ["DRESS-02"], {"DRESS-02": "na"}, comment="<b>看</b>")

    html = desk.post(URL, data).content.decode()

    assert "Say of at least one clause whether it was kept or not." in html
    assert 'value="na" checked' in html
    assert "&lt;b&gt;看&lt;/b&gt;" in html
    assert data["request_id"] in html
    assert not Round.objects.exists()


def test_note_that_is_too_long_is_shown_where_it_stands(desk, lin, dress_norm):
    data = sheet(lin, ["DRESS-02"], {"DRESS-02": "pass"}) | {"comment.DRESS-02": "长" * 241}

    html = desk.post(URL, data).content.decode()

    assert "Not saved yet" in html
    assert '<details class="rated-more" open>' in html
    assert not Round.objects.exists()


def test_forged_result_is_refused(desk, lin, dress_norm):
    html = desk.post(URL, sheet(lin, ["DRESS-02"], {"DRESS-02": "great"})).content.decode()

    assert "Choose one of the four answers." in html


def test_request_id_that_is_none_asks_to_save_again(desk, lin, dress_norm):
    data = sheet(lin, ["DRESS-02"], {"DRESS-02": "pass"}, request_id="x")

    html = desk.post(URL, data).content.decode()

    assert "Press “Save” once more." in html
    assert 'value="pass" checked' in html


def test_clause_reworded_meanwhile_is_looked_at_once_more(desk, lin, dress_norm):
    data = sheet(lin, ["DRESS-02"], {"DRESS-02": "pass"})
    clause = dress_norm.clauses.get(code="DRESS-02")
    clause.text_en = "Badge on the right."
    clause.save()
    republish(dress_norm)

    html = desk.post(URL, data).content.decode()

    assert "A clause was changed since this page was opened." in html
    assert "Badge on the right." in html
    assert 'value="pass" checked' in html
    assert desk.post(URL, data | {"seen": ["DRESS-02:2"]}).status_code == 302


def test_person_who_left_meanwhile_is_not_lost_silently(desk, lin, dress_norm):
    data = sheet(lin, ["DRESS-02"], {"DRESS-02": "pass"})
    lin.is_active = False
    lin.save()

    assert "who still work there" in desk.post(URL, data).content.decode()


@pytest.mark.parametrize("key", ["han", "mei", "gu"])
def test_other_peoples_are_not_found(request, desk, dress_norm, key):
    person = request.getfixturevalue(key)

    assert desk.get(URL, {"person": person.pk}).status_code == 404
    assert desk.post(URL, sheet(person, ["DRESS-02"], {"DRESS-02": "pass"})).status_code == 404
    assert not Round.objects.exists()


@pytest.mark.parametrize("person", ["lin", "song", "an"])
def test_rounds_are_made_by_managers_only(client, request, dress_norm, zhou, person):
    client.force_login(request.getfixturevalue(person))

    assert client.get(URL).status_code == 403
    assert client.post(URL, sheet(zhou, ["DRESS-02"], {"DRESS-02": "pass"})).status_code == 403


# -- Everybody on shift ----------------------------------------------------------------------


def shift(hall, people, results=(), **fields) -> dict:
    """What the page of a shift sends: everybody on shift, everything as offered."""
    codes = ["DRESS-02", "DRESS-03", "DRESS-04", "DRESS-05"]
    offered = dict(zip(codes, ["pass", "na", "na", "pass"], strict=True))
    data = {
        "request_id": str(uuid.uuid4()),
        "checklist": "opening-check",
        "hall": hall.pk,
        "people": [person.pk for person in people],
        "seen": [f"{code}:1" for code in codes],
    }
    for person in people:
        data[f"on.{person.pk}"] = "on"
        data[f"comment.{person.pk}"] = ""
        data |= {f"result.{person.pk}.{code}": result for code, result in offered.items()}
    return data | dict(results) | fields


def test_shift_offers_everybody_on_shift_and_everything_kept(desk, lin, zhou, opening_check):
    html = page(desk, checklist="opening-check")

    assert "every clause was seen and kept" in html
    assert html.count('type="checkbox"') == 2
    assert html.count('value="pass" checked') == 4  # two clauses of two people
    assert "梅芳" not in html.split("<form", 2)[2]


def test_clauses_for_women_or_men_count_only_where_they_are_marked(desk, lin, opening_check):
    html = page(desk, checklist="opening-check")

    assert "Clauses for women or for men only count where you mark them." in html
    assert html.count('value="na" checked') == 2


def test_shift_page_does_not_depend_on_anybodys_dress_code(desk, lin, opening_check):
    def rows():
        return page(desk, checklist="opening-check").split(
            '<ul class="rows"><li class="on-shift">'
        )[1]

    before = rows()
    lin.dress_code = "women"
    lin.save()

    assert rows() == before


def test_shift_is_saved_with_its_exceptions(desk, lin, zhou, mei, org, opening_check):
    data = shift(org.east, [lin, zhou], {f"result.{zhou.pk}.DRESS-02": "fail"})
    data[f"comment.{zhou.pk}"] = "别好工牌"

    response = desk.post(URL, data, follow=True)

    rows = {row.person: row for row in Round.objects.all()}
    assert (rows[lin].passed, rows[lin].failed, rows[lin].not_scored) == (2, 0, 2)
    assert (rows[zhou].passed, rows[zhou].failed_critical, rows[zhou].comment) == (1, 1, "别好工牌")
    html = response.content.decode()
    assert "2 people are saved. 1 of them has something to put right." in html
    assert data["request_id"] in html  # for the script, which forgets the draft


def test_whoever_is_away_has_no_round(desk, lin, zhou, org, opening_check):
    data = shift(org.east, [lin, zhou])
    del data[f"on.{zhou.pk}"]

    desk.post(URL, data)

    assert Round.objects.get().person == lin


def test_everybody_away_keeps_the_page(desk, lin, org, opening_check):
    data = shift(org.east, [lin])
    del data[f"on.{lin.pk}"]

    assert "at least one person" in desk.post(URL, data).content.decode()


def test_forged_person_of_another_hall_saves_nothing(desk, lin, han, org, opening_check):
    html = desk.post(URL, shift(org.east, [lin, han])).content.decode()

    assert "Somebody has left your hall" in html
    assert "韩冰" not in html
    assert not Round.objects.exists()


def test_regional_manager_chooses_a_hall_first(client, gu, lin, mei, han, tao, org, opening_check):
    client.force_login(gu)

    halls = page(client, checklist="opening-check")
    html = page(client, checklist="opening-check", hall=org.west.pk)

    assert "城东营业厅" in halls
    assert "城西营业厅" in halls
    assert "韩冰" in html
    assert "陶然" in html
    assert "林晓" not in html


def test_hall_of_somebody_else_is_asked_for_again(desk, lin, han, org, opening_check):
    assert "Which hall are you in?" in page(desk, checklist="opening-check", hall=org.west.pk)


def test_checklist_of_the_shift_can_be_used_on_one_person(desk, lin, opening_check):
    html = page(desk, checklist="opening-check", person=lin.pk)

    assert 'name="result.DRESS-02"' in html


# -- Flat query counts -----------------------------------------------------------------------


def many(n, org):
    return [make_person(f"p{number:02}", f"人{number}", org.east) for number in range(n)]


@pytest.mark.parametrize("n", [1, 30])
def test_shift_page_query_count_is_flat(desk, org, opening_check, n, django_assert_num_queries):
    many(n, org)

    with django_assert_num_queries(9):
        html = page(desk, checklist="opening-check")

    assert html.count("on-shift-tick") == n


@pytest.mark.parametrize("n", [1, 10])
def test_sheet_query_count_is_flat(desk, lin, n, django_assert_num_queries):
    codes = [norm.clauses.get().code for norm in make_norms(n)]

    with django_assert_num_queries(5):
        html = page(desk, person=lin.pk, clauses=codes)

    assert codes_on(html) == codes


@pytest.mark.parametrize("n", [1, 30])
def test_choosing_a_person_query_count_is_flat(
    desk, org, counter_check, n, django_assert_num_queries
):
    many(n, org)

    with django_assert_num_queries(8):
        page(desk, checklist="badge-check")


@pytest.mark.parametrize("n", [1, 30])
def test_choosing_what_query_count_is_flat(desk, dress_norm, n, django_assert_num_queries):
    for number in range(n):
        make_checklist(f"list-{number}", ["DRESS-02", "DRESS-05", "DRESS-06"])

    with django_assert_num_queries(4):
        page(desk)


@pytest.mark.parametrize("n", [1, 30])
def test_choosing_a_norm_query_count_is_flat(desk, n, django_assert_num_queries):
    make_norms(n)

    with django_assert_num_queries(4):
        page(desk, pick="")


def test_saved_round_is_reached_from_its_address(desk, lin, mei, dress_norm):
    row = make_round(lin, mei, {"DRESS-02": "pass"})

    assert row.get_absolute_url() == reverse("training:round", args=[row.code])
