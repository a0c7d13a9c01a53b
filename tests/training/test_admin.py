"""Quizzes, modules and the records of people in the admin site."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.admin_posts import add_row, errors, values
from tests.factories import make_module, make_norms
from tests.training.builders import HOUR, make_duty, make_quiz, make_single
from training.attempts.services import start_attempt, submit_attempt
from training.modules.models import Module
from training.quizzes.models import Quiz


def change_url(row):
    return reverse(f"admin:training_{row._meta.model_name}_change", args=[row.pk])


@pytest.fixture
def desk(client, song, dress_norm):
    client.force_login(song)
    return client


def test_editor_puts_a_quiz_together(desk, dress_norm):
    item = make_single()
    url = reverse("admin:training_quiz_add")
    opened = desk.get(url)
    data = values(opened) | {"slug": "dress", "title_zh_hans": "着装小测", "time_limit_min": "10"}
    data = add_row(opened, data, "entries", item=item.pk)

    desk.post(url, add_row(opened, data, "entries", draw_from=dress_norm.pk, draw_count="3"))

    quiz = Quiz.objects.get(slug="dress")
    entries = [(entry.item, entry.draw_from, entry.draw_count) for entry in quiz.entries.all()]
    assert (quiz.pass_mark_pct, quiz.time_limit_min) == (80, 10)
    assert entries == [(item, None, None), (None, dress_norm, 3)]


def test_questions_of_a_quiz_are_reordered(desk):
    first, second = make_single("first"), make_single("second")
    quiz = make_quiz([first, second])

    opened = values(desk.get(change_url(quiz)))
    desk.post(change_url(quiz), opened | {"entries-0-position": 2, "entries-1-position": 1})

    assert [entry.item for entry in quiz.entries.all()] == [second, first]


@pytest.mark.parametrize(
    "row",
    [
        lambda item, norm: {"item": item.pk, "draw_from": norm.pk, "draw_count": "2"},
        lambda item, norm: {"draw_from": norm.pk},
        lambda item, norm: {"draw_from": norm.pk, "draw_count": "0"},
        lambda item, norm: {"draw_from": norm.pk, "draw_count": "-2"},
        lambda item, norm: {"draw_from": norm.pk, "draw_count": "99999999"},
        lambda item, norm: {"draw_count": "2"},
        lambda item, norm: {"item": item.pk, "draw_count": "2"},
        lambda item, norm: {"item": "999999"},
        lambda item, norm: {"item": item.pk},
    ],
    ids=[
        "both",
        "no count",
        "zero",
        "negative",
        "huge",
        "only count",
        "item count",
        "forged",
        "twice",
    ],
)
def test_bad_questions_are_answered_with_a_message(desk, dress_norm, row):
    item = make_single()
    quiz = make_quiz([item])
    opened = desk.get(change_url(quiz))
    data = add_row(opened, values(opened), "entries", **row(item, dress_norm))

    response = desk.post(change_url(quiz), data)

    assert response.status_code == 200
    assert "errorlist" in errors(response)
    assert quiz.entries.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"pass_mark_pct": "0"},
        {"pass_mark_pct": "101"},
        {"time_limit_min": "0"},
        {"time_limit_min": "241"},
        {"title_zh_hans": ""},
        {"title_en": "long" * 21},
        {"slug": "带 空格"},
        {"slug": "taken"},
    ],
)
def test_bad_quiz_is_answered_with_a_message(desk, changes):
    make_quiz(slug="taken")
    quiz = make_quiz(slug="mine")

    response = desk.post(change_url(quiz), values(desk.get(change_url(quiz))) | changes)

    assert response.status_code == 200
    assert set(response.context["adminform"].form.errors) == set(changes)


def test_editor_puts_a_module_together_in_order(desk, dress_norm, phone_norm):
    module = make_module(norms=[dress_norm, phone_norm])

    opened = values(desk.get(change_url(module)))
    desk.post(
        change_url(module),
        opened | {"title_en": "Week one", "entries-0-position": 2, "entries-1-position": 1},
    )

    assert Module.objects.get().title_en == "Week one"
    assert [entry.norm for entry in module.entries.all()] == [phone_norm, dress_norm]


def test_norm_stands_once_in_a_module(desk, dress_norm):
    module = make_module(norms=[dress_norm])
    opened = desk.get(change_url(module))

    response = desk.post(
        change_url(module), add_row(opened, values(opened), "entries", norm=dress_norm.pk)
    )

    assert response.status_code == 200
    assert module.entries.count() == 1


def test_editor_finds_norms_and_items_while_typing(desk, dress_norm):
    make_single("badge")
    url = reverse("admin:autocomplete")
    where = {"app_label": "training", "model_name": "quizentry"}

    norms = desk.get(url, where | {"field_name": "draw_from", "term": "着"}).json()["results"]
    items = desk.get(url, where | {"field_name": "item", "term": "badge"}).json()["results"]

    assert [norm["text"] for norm in norms] == ["着装"]
    assert len(items) == 1


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("model", "queries"), [("quiz", 6), ("module", 6)])
def test_lists_have_flat_query_counts(desk, count, model, queries, django_assert_num_queries):
    norms = make_norms(2)
    item = make_single()
    for i in range(count):
        make_module(f"module-{i}", norms)
        make_quiz([item], slug=f"quiz-{i}")

    with django_assert_num_queries(queries):
        response = desk.get(reverse(f"admin:training_{model}_changelist"))

    assert len(response.context["cl"].result_list) == count


@pytest.fixture
def attempts(lin, mei, dress_norm):
    """One attempt handed in and one still open."""
    now = timezone.now()
    quiz = make_quiz([make_single()])
    rows = []
    for _ in range(2):
        duty = make_duty(lin, quiz, given_by=mei, opens_at=now - HOUR, due_at=now + HOUR)
        rows.append(start_attempt(duty=duty, person=lin, at=now))
    submit_attempt(attempt=rows[0], at=now)
    return rows


def test_admin_sees_attempts_that_were_handed_in(client, an, attempts):
    client.force_login(an)

    page = client.get(reverse("admin:training_attempt_changelist"))

    assert list(page.context["cl"].result_list) == [attempts[0]]
    assert client.get(change_url(attempts[0])).status_code == 200


@pytest.mark.parametrize("persona", ["song", "an"])
def test_attempts_refuse_every_post(client, request, attempts, persona):
    client.force_login(request.getfixturevalue(persona))

    for action in ("change", "delete"):
        url = reverse(f"admin:training_attempt_{action}", args=[attempts[0].pk])
        assert client.post(url, {"post": "yes", "points": "9"}).status_code == 403


@pytest.mark.parametrize("model", ["attempt", "score"])
def test_records_of_people_are_not_for_editors(desk, model):
    assert desk.get(reverse(f"admin:training_{model}_changelist")).status_code == 403


@pytest.mark.parametrize("make", [make_single, lambda: make_quiz([make_single()])])
def test_second_editor_does_not_overwrite_the_first_unawares(desk, make):
    row = make()
    text = "stem_zh_hans" if row._meta.model_name == "item" else "title_zh_hans"
    mine = values(desk.get(change_url(row)))
    desk.post(change_url(row), mine | {text: "她写的。"})

    refused = desk.post(change_url(row), mine | {text: "我写的。"})

    row.refresh_from_db()
    assert (refused.status_code, getattr(row, text)) == (200, "她写的。")

    desk.post(change_url(row), values(refused) | {text: "我写的。"})

    row.refresh_from_db()
    assert getattr(row, text) == "我写的。"
