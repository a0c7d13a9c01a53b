"""/marking/: which questions have answers waiting, one answer after another, marking again."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories import make_person
from tests.training.assignments.sittings import begin, sit
from tests.training.builders import HOUR, make_duty, make_quiz, make_short, make_single
from training.marking.queue import next_key, rank, waiting_answers

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def english(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def item(dress_norm):
    return make_short("complaint")


@pytest.fixture
def quiz(item):
    return make_quiz([item])


@pytest.fixture
def answer(mei, quiz, now):
    """``answer(lin)``: an answer that was handed in and waits; returns the response."""

    def answer(person, *, hours_ago=1, of=None, text="先道歉，再复述。"):
        at = now - hours_ago * HOUR
        duty = make_duty(person, of or quiz, given_by=mei, opens_at=at - DAY, due_at=at + DAY)
        return sit(duty, at, text=text).responses.get()

    return answer


def get(client, person, url="/marking/"):
    client.force_login(person)
    return client.get(url)


def item_url(item, after=""):
    return reverse("training:marking_item", args=[item.code]) + after


def answer_url(response):
    return reverse("training:marking_answer", args=[response.pk])


# -- The queue -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persona", "status"),
    [("lin", 403), ("song", 403), ("an", 403), ("mei", 200), ("tao", 200), ("gu", 200)],
)
def test_queue_is_for_those_who_manage(client, request, persona, status):
    assert get(client, request.getfixturevalue(persona)).status_code == status


def test_queue_sends_strangers_to_the_door(client):
    assert client.get("/marking/").status_code == 302


def test_queue_without_answers_says_so(client, mei):
    assert "Everything is marked" in get(client, mei).content.decode()


def test_queue_counts_answers_by_question_the_oldest_first(
    client, mei, lin, zhou, answer, dress_norm
):
    other = make_short("apology")
    answer(lin, hours_ago=1)
    answer(zhou, hours_ago=2)
    answer(lin, hours_ago=5, of=make_quiz([other], slug="other"))

    response = get(client, mei)

    rows = [(row["item"].code, row["waiting"]) for row in response.context["rows"]]
    assert rows == [("apology", 1), ("complaint", 2)]
    html = response.content.decode()
    assert "complaint: what do you do?" in html
    assert "林晓" not in html


def test_queue_holds_ones_own_halls_only(client, mei, tao, gu, lin, han, answer):
    answer(lin)
    answer(han)

    def waiting(person):
        return [row["waiting"] for row in get(client, person).context["rows"]]

    assert (waiting(mei), waiting(tao), waiting(gu)) == ([1], [1], [2])


def test_queue_holds_nobodys_own_answers(client, mei, gu, answer):
    answer(mei)

    assert get(client, mei).context["rows"] == []
    assert [row["waiting"] for row in get(client, gu).context["rows"]] == [1]


def test_queue_leaves_out_blank_answers(client, mei, lin, answer):
    answer(lin, text="")

    assert get(client, mei).context["rows"] == []


@pytest.mark.parametrize("n", [1, 30])
def test_queue_query_count_is_flat(
    client, mei, lin, answer, dress_norm, n, django_assert_num_queries
):
    for number in range(n):
        answer(lin, of=make_quiz([make_short(f"q{number}")], slug=f"z{number}"))
    client.force_login(mei)

    with django_assert_num_queries(6):
        response = client.get("/marking/")

    assert len(response.context["rows"]) == n


# -- One after another -----------------------------------------------------------------------


def test_question_opens_its_first_answer_and_then_the_others(client, mei, org, item, answer, now):
    people = [make_person(f"p{n}", f"人{n}", org.east) for n in range(4)]
    keys = {answer(person).pk for person in people}
    order = waiting_answers(mei, item, now)

    assert set(order) == keys
    assert order == sorted(keys, key=lambda key: rank(item, key))
    assert get(client, mei, item_url(item)).headers["Location"] == f"/marking/answers/{order[0]}/"
    for key, following in zip(order, [*order[1:], order[0]], strict=True):
        response = get(client, mei, item_url(item, f"?after={key}"))
        assert response.headers["Location"] == f"/marking/answers/{following}/"


def test_order_of_marking_is_neither_of_time_nor_the_same_for_two_questions(db, item):
    other = make_short("apology")
    keys = list(range(1, 29))

    orders = [sorted(keys, key=lambda key: rank(each, key)) for each in (item, other)]

    assert keys not in orders
    assert orders[0] != orders[1]


def test_skipping_the_only_answer_opens_it_again(client, mei, lin, item, answer):
    response = answer(lin)

    found = get(client, mei, item_url(item, f"?after={response.pk}"))

    assert found.headers["Location"] == answer_url(response)


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "%00"])
def test_skipping_something_unknown_opens_an_answer(client, mei, lin, item, answer, after):
    response = answer(lin)

    found = get(client, mei, item_url(item, f"?after={after}"))

    assert found.headers["Location"] == answer_url(response)


def test_next_key_wraps_round_and_ends(db, item):
    first, second = sorted([7, 8], key=lambda key: rank(item, key))

    assert next_key([first, second], item, None) == first
    assert next_key([first, second], item, second) == first
    assert next_key([second], item, first) == second
    assert next_key([first], item, first) is None
    assert next_key([], item, None) is None


def test_question_of_which_one_has_no_answers_is_not_found(client, mei, tao, lin, item, answer):
    answer(lin)

    assert get(client, tao, item_url(item)).status_code == 404
    assert get(client, mei, "/marking/no-such-question/").status_code == 404


def test_question_is_read_only(client, mei, lin, item, answer):
    answer(lin)
    client.force_login(mei)

    assert client.post(item_url(item)).status_code == 405
    assert client.post("/marking/").status_code == 405


@pytest.mark.parametrize("n", [1, 30])
def test_opening_the_next_answer_has_a_flat_query_count(
    client, mei, org, item, answer, n, django_assert_num_queries
):
    for number in range(n):
        answer(make_person(f"p{number}", f"人{number}", org.east))
    client.force_login(mei)

    with django_assert_num_queries(5):
        client.get(item_url(item))


# -- One answer ------------------------------------------------------------------------------


def marks(response, level=2, **words):
    """What the form sends: the same level of every criterion."""
    criteria = response.item_version.payload["criteria"]
    levels = {f"level.{each['key']}": each["levels"][level]["key"] for each in criteria}
    return levels | {"comment": "", "seen_number": "0"} | words


def post(client, person, response, data):
    client.force_login(person)
    return client.post(answer_url(response), data)


@pytest.mark.parametrize(
    ("persona", "status"),
    [("lin", 403), ("zhou", 403), ("song", 403), ("tao", 404), ("mei", 200), ("gu", 200)],
)
def test_answer_is_for_those_who_manage_its_person(client, request, lin, answer, persona, status):
    response = answer(lin)
    person = request.getfixturevalue(persona)

    assert get(client, person, answer_url(response)).status_code == status
    if status != 200:
        assert post(client, person, response, marks(response)).status_code == status
        assert response.scores.count() == 0


def test_own_answer_is_refused_and_left_to_the_unit_above(client, mei, gu, answer):
    response = answer(mei)

    assert get(client, mei, answer_url(response)).status_code == 403
    assert post(client, mei, response, marks(response)).status_code == 403
    assert response.scores.count() == 0
    assert get(client, gu, answer_url(response)).status_code == 200


def test_answer_that_is_not_handed_in_is_not_found(client, mei, lin, quiz, now):
    duty = make_duty(lin, quiz, given_by=mei, opens_at=now - DAY, due_at=now + DAY)
    response = begin(duty, now).responses.get()
    type(response).objects.filter(pk=response.pk).update(value="答", needs_mark=True, points=None)

    assert get(client, mei, answer_url(response)).status_code == 404


def test_answer_marked_by_the_portal_is_not_found(client, mei, lin, dress_norm, answer):
    response = answer(lin, of=make_quiz([make_single()], slug="single"))

    assert get(client, mei, answer_url(response)).status_code == 404


def test_answer_of_an_unknown_number_is_not_found(client, mei, lin):
    assert get(client, mei, f"/marking/answers/{10**30}/").status_code == 404


def test_answer_page_shows_everything_but_the_name(client, mei, lin, zhou, answer):
    answer(zhou)
    response = answer(lin, text="我会说：<b>对不起</b>")

    html = get(client, mei, answer_url(response)).content.decode()

    for words in (
        "complaint: what do you do?",
        "&lt;b&gt;对不起&lt;/b&gt;",
        "Why complaint is so",
        "DRESS-01",
        "Clean and the same for all.",
        "Point 1",
        response.item_version.payload["criteria"][0]["levels"][2]["text"]["zh-hans"],
        "anonymous",
        "answer 1 of 2",
    ):
        assert words in html
    assert "林晓" not in html


def test_mark_is_recorded_and_the_next_answer_opens(client, mei, lin, zhou, item, answer, now):
    both = {each.pk: each for each in (answer(lin), answer(zhou))}
    first, second = (both[key] for key in waiting_answers(mei, item, now))

    found = post(client, mei, first, marks(first, comment="应答很自然"))

    assert found.headers["Location"] == answer_url(second)
    score = first.scores.get()
    assert (score.points, score.by, score.comment) == (4, mei, "应答很自然")
    assert "answer 2 of 2" in client.get(answer_url(second)).content.decode()
    found = post(client, mei, second, marks(second, level=0))
    assert found.headers["Location"] == item_url(item)
    assert "This question is marked" in client.get(item_url(item)).content.decode()


def test_after_the_last_answer_the_next_question_is_offered(
    client, mei, lin, item, answer, dress_norm
):
    response = answer(lin)
    answer(lin, of=make_quiz([make_short("apology")], slug="other"))
    post(client, mei, response, marks(response))

    html = client.get(item_url(item)).content.decode()

    assert "/marking/apology/" in html


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"comment": "长" * 601}, "comment"),
        ({"seen_number": ""}, "seen_number"),
        ({"seen_number": "-1"}, "seen_number"),
        ({"seen_number": "x"}, "seen_number"),
    ],
)
def test_bad_words_are_named_and_nothing_is_lost(client, mei, lin, answer, change, field):
    response = answer(lin)

    found = post(client, mei, response, marks(response, comment="写了很久") | change)

    assert found.status_code == 200
    assert list(found.context["form"].errors) == [field]
    assert re.search(r'type="radio"[^>]* checked', found.content.decode())
    assert response.scores.count() == 0


@pytest.mark.parametrize("forged", ["", "no-such-level", "<b>", "\x00"])
def test_forged_or_missing_level_is_named_and_the_comment_kept(client, mei, lin, answer, forged):
    response = answer(lin)
    data = marks(response, comment="写了很久")
    data[next(name for name in data if name.startswith("level."))] = forged

    found = post(client, mei, response, data)

    assert found.status_code == 200
    assert "写了很久" in found.content.decode()
    assert len(found.context["form"].errors) == 1
    assert response.scores.count() == 0


def test_empty_post_asks_for_every_level(client, mei, lin, answer):
    response = answer(lin)

    html = post(client, mei, response, {"seen_number": "0"}).content.decode()

    assert html.count("Choose a level.") == 2


# -- Marking again, and two at once ----------------------------------------------------------


def test_second_marker_is_told_and_keeps_what_they_wrote(client, mei, gu, lin, answer):
    response = answer(lin)
    post(client, mei, response, marks(response, level=2, comment="很好"))

    found = post(client, gu, response, marks(response, level=0, comment="我觉得不够"))

    html = found.content.decode()
    assert found.status_code == 409
    assert "Somebody else has just marked this answer" in html
    assert "4 points by 梅芳" in html
    assert "我觉得不够" in html
    assert 'name="seen_number" value="1"' in html
    assert [score.by for score in response.scores.all()] == [mei]


def test_mark_sent_twice_stands_once(client, mei, lin, answer):
    response = answer(lin)
    data = marks(response)

    for _press in range(2):
        post(client, mei, response, data)

    assert response.scores.count() == 1


def test_mark_is_changed_with_a_reason_and_the_old_one_stays(client, mei, gu, lin, answer):
    response = answer(lin)
    post(client, mei, response, marks(response, level=0, comment="太短"))
    html = get(client, gu, answer_url(response)).content.decode()
    assert "0 points by 梅芳" in html
    assert "太短" in html

    data = marks(response, level=1, seen_number="1", reason="重读后认为够了", comment="可以")
    found = post(client, gu, response, data)

    assert found.headers["Location"] == reverse(
        "training:attempt_result", args=[response.attempt.code]
    )
    scores = response.scores.order_by("number")
    assert [(score.points, score.by, score.reason) for score in scores] == [
        (0, mei, ""),
        (2, gu, "重读后认为够了"),
    ]
    response.refresh_from_db()
    assert response.points == 2


@pytest.mark.parametrize("reason", ["", "   ", "长" * 241])
def test_mark_is_not_changed_without_a_reason_of_fit_length(client, mei, lin, answer, reason):
    response = answer(lin)
    post(client, mei, response, marks(response))

    found = post(client, mei, response, marks(response, 0, seen_number="1", reason=reason))

    assert found.status_code == 200
    assert list(found.context["form"].errors) == ["reason"]
    assert response.scores.count() == 1


@pytest.mark.parametrize("seen", ["1", "7", "9" * 30])
def test_number_of_a_score_that_is_not_there_is_refused(client, mei, lin, answer, seen):
    response = answer(lin)

    found = post(client, mei, response, marks(response, seen_number=seen, reason="改"))

    assert found.status_code == 409
    assert response.scores.count() == 0


def test_trainee_reads_the_comment_beside_their_answer(client, mei, lin, answer):
    response = answer(lin)
    post(client, mei, response, marks(response, level=1, comment="再具体一点"))

    html = get(
        client, lin, reverse("training:attempt_result", args=[response.attempt.code])
    ).content.decode()

    assert "再具体一点" in html


@pytest.mark.parametrize("n", [1, 30])
def test_answer_page_has_a_flat_query_count(
    client, mei, lin, org, answer, n, django_assert_num_queries
):
    for number in range(n):
        answer(make_person(f"p{number}", f"人{number}", org.east))
    response = answer(lin)
    client.force_login(mei)

    with django_assert_num_queries(8):
        client.get(answer_url(response))
