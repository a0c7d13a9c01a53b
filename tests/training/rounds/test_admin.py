"""Checklists in the admin site; rounds for administrators only, to look at."""

import pytest
from django.urls import reverse

from standards.models import Clause
from tests.admin_posts import add_row, errors, values
from tests.factories import make_norm
from tests.training.rounds.builders import make_round
from training.rounds.models import Checklist

ADD = "admin:training_checklist_add"


@pytest.fixture
def desk(client, song, dress_norm):
    client.force_login(song)
    return client


def post(desk, codes, **fields):
    opened = desk.get(reverse(ADD))
    data = values(opened) | {"slug": "badge", "title_zh_hans": "工牌", "scope": "person"} | fields
    for number, code in enumerate(codes):
        data = add_row(opened, data, "entries", clause=code, position=number + 1)
    return desk.post(reverse(ADD), data)


def test_editor_puts_a_checklist_together(desk):
    post(desk, ["DRESS-05", "dress-02", "DRESS-03"], title_en="Badge")

    checklist = Checklist.objects.get()
    codes = [entry.clause.code for entry in checklist.entries.select_related("clause")]
    assert (codes, checklist.title_en) == (["DRESS-05", "DRESS-02", "DRESS-03"], "Badge")


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (["DRESS-02", "DRESS-05"], "3 to 10 clauses"),
        ([], "3 to 10 clauses"),
        (["DRESS-02", "DRESS-02", "DRESS-05"], "duplicate"),
        (["DRESS-01", "DRESS-02", "DRESS-05"], "DRESS-01 is nothing that somebody can be seen"),
        (["NONE-99", "DRESS-02", "DRESS-05"], "NONE-99"),
        (["BOW-01", "DRESS-02", "DRESS-05"], "BOW-01 is not published yet"),
        (["<b>", "DRESS-02", "DRESS-05"], "is not a code"),
    ],
)
def test_unfit_checklist_is_refused(desk, codes, words):
    make_norm("bow", published=False)

    response = post(desk, codes)

    found = errors(response) + str(
        [inline.formset.non_form_errors() for inline in response.context["inline_admin_formsets"]]
    )
    assert words in found
    assert not Checklist.objects.exists()


def test_checklist_without_chinese_is_refused(desk):
    assert "title_zh_hans" in errors(post(desk, ["DRESS-02"] * 3, title_zh_hans=""))


def test_clauses_are_reordered_and_swapped(desk, counter_check):
    url = reverse("admin:training_checklist_change", args=[counter_check.pk])
    opened = values(desk.get(url))
    moved = {"entries-0-position": 3, "entries-2-position": 1, "entries-1-clause": "DRESS-04"}

    desk.post(url, opened | moved)

    codes = [entry.clause.code for entry in counter_check.entries.select_related("clause")]
    assert codes == ["DRESS-06", "DRESS-04", "DRESS-02"]


def test_entry_shows_what_readers_see(desk, counter_check):
    Clause.objects.filter(code="DRESS-02").update(text_en="Secret draft")

    html = desk.get(reverse("admin:training_checklist_change", args=[counter_check.pk])).content

    assert b"Badge at the left pocket opening" in html
    assert b"Secret draft" not in html


@pytest.mark.parametrize("model", ["round", "rating", "roundreply"])
def test_editors_do_not_see_what_was_seen_of_people(desk, seen, model):
    assert desk.get(reverse(f"admin:training_{model}_changelist")).status_code == 403


@pytest.mark.parametrize("model", ["round", "rating"])
def test_administrator_looks_and_changes_nothing(client, an, seen, model):
    client.force_login(an)
    row = seen if model == "round" else seen.ratings.first()

    listed = client.get(reverse(f"admin:training_{model}_changelist"), {"q": "林"})
    shown = client.get(reverse(f"admin:training_{model}_change", args=[row.pk]))

    assert "林晓" in listed.content.decode()
    assert 'name="_save"' not in shown.content.decode()
    assert client.post(reverse(f"admin:training_{model}_delete", args=[row.pk])).status_code == 403


@pytest.mark.parametrize("n", [1, 30])
@pytest.mark.parametrize(("model", "queries"), [("round", 8), ("rating", 6)])
def test_lists_are_flat(
    client, an, lin, mei, dress_norm, n, model, queries, django_assert_num_queries
):
    for _number in range(n):
        make_round(lin, mei, {"DRESS-02": "pass"})
    client.force_login(an)
    client.get("/admin/")

    with django_assert_num_queries(queries):
        client.get(reverse(f"admin:training_{model}_changelist"))
