"""Export and import in the admin site: upload, dry run, import, and who may."""

import os
import time
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from portal.models import Person
from portal.workbooks import uploads
from standards.models import Clause, Edition, Norm
from tests.factories import make_clause
from tests.workbooks import book_of, cells
from tests.world import rows_of_every_table
from training.items.models import Item

CHANGED = [["code", "text_zh_hans"], ["DRESS-01", "干净。"]]
#: Kept apart from content: who is signed in, what the admin site was told to say.
SESSIONS = ("sessions.Session",)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def desk(client, song):
    client.force_login(song)
    return client


def url(name, model="standards_norm"):
    return reverse(f"admin:{model}_{name}")


def upload(client, content, model="standards_norm"):
    file = SimpleUploadedFile("norms.xlsx", content)
    return client.post(url("import", model), {"file": file})


def dry_run(client, content, model="standards_norm"):
    return client.get(upload(client, content, model)["Location"])


def confirm(client, page, model="standards_norm"):
    data = {"file": page.context["token"], "seen": page.context["plan"].digest}
    return client.post(url("import", model), data, follow=True)


def kept(media):
    return list(Path(media, "imports").glob("*"))


def test_upload_dry_run_import(desk, dress_norm, media):
    page = dry_run(desk, book_of(clauses=CHANGED))

    assert "<del>整洁统一。</del>" in page.content.decode()
    assert "<ins>干净。</ins>" in page.content.decode()
    assert Clause.objects.get(code="DRESS-01").text_zh_hans == "整洁统一。"

    done = confirm(desk, page)

    assert Clause.objects.get(code="DRESS-01").text_zh_hans == "干净。"
    assert [str(message) for message in done.context["messages"]]
    assert Edition.objects.count() == 1
    assert kept(media) == []


def test_a_dry_run_writes_nothing(desk, dress_norm):
    content = book_of(clauses=CHANGED)
    before = rows_of_every_table(but=SESSIONS)

    dry_run(desk, content)

    assert rows_of_every_table(but=SESSIONS) == before


def test_a_file_with_one_error_changes_nothing(desk, dress_norm):
    content = book_of(clauses=[*CHANGED, ["DRESS-02", None]])
    page = dry_run(desk, content)
    before = rows_of_every_table(but=SESSIONS)

    assert 'name="seen"' in page.content.decode()
    assert page.context["plan"].can_run is False
    confirm(desk, page)

    assert rows_of_every_table(but=SESSIONS) == before


def test_the_dry_run_speaks_the_editors_language(desk, song, dress_norm):
    for language, words in (("en", "Fill this in."), ("zh-hans", "条文 · 中文")):
        song.language = language
        song.save()

        page = dry_run(desk, book_of(clauses=[["code", "text_zh_hans"], ["DRESS-02", None]]))

        assert words in page.content.decode()


def test_a_broken_file_is_told_on_the_form(desk, dress_norm, media):
    response = upload(desk, b"not a workbook")

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert kept(media) == []


def test_a_file_of_another_kind_leads_back_to_the_form(desk, dress_norm):
    response = desk.get(upload(desk, book_of(people=[["employee_no"]]))["Location"])

    assert response["Location"] == url("import")


def test_what_was_edited_meanwhile_is_shown_anew(desk, dress_norm):
    page = dry_run(desk, book_of(clauses=CHANGED))
    Clause.objects.filter(code="DRESS-01").update(text_zh_hans="别人改的。")

    again = confirm(desk, page)

    assert "<del>别人改的。</del>" in again.content.decode()
    assert Clause.objects.get(code="DRESS-01").text_zh_hans == "别人改的。"


def test_an_import_happens_once(desk, dress_norm):
    page = dry_run(desk, book_of(clauses=CHANGED))
    confirm(desk, page)
    Clause.objects.filter(code="DRESS-01").update(text_zh_hans="整洁统一。")

    confirm(desk, page)

    assert Clause.objects.get(code="DRESS-01").text_zh_hans == "整洁统一。"


def test_the_history_of_a_norm_names_the_import(desk, song, dress_norm):
    confirm(desk, dry_run(desk, book_of(clauses=CHANGED)))

    history = desk.get(reverse("admin:standards_groomingnorm_history", args=[dress_norm.pk]))
    [entry] = history.context["action_list"]
    assert entry.user == song
    assert LogEntry.objects.count() == 1


def test_a_long_dry_run_has_pages(desk, dress_norm):
    rows = [[f"DRESS-{number:03d}", "dress", "do", "新"] for number in range(100, 250)]
    head = ["code", "norm", "role", "text_zh_hans"]
    location = upload(desk, book_of(clauses=[head, *rows]))["Location"]

    first, second = desk.get(location), desk.get(f"{location}&page=2")

    assert [len(page.context["changes"]) for page in (first, second)] == [100, 50]


# -- The file between the two steps ----------------------------------------------------------------


def test_a_file_is_kept_for_an_hour_only(song, media):
    uploads.keep(b"old", kind="norms", by=song)
    [old] = kept(media)
    an_hour_ago = time.time() - uploads.LIFETIME - 1
    os.utime(old, (an_hour_ago, an_hour_ago))

    token = uploads.keep(b"new", kind="norms", by=song)

    assert [path.read_bytes() for path in kept(media)] == [b"new"]
    assert uploads.fetch(token, kind="norms", by=song) == b"new"


def test_a_file_is_its_owners_and_of_its_kind(song, an):
    token = uploads.keep(b"x", kind="norms", by=song)

    assert uploads.fetch(token, kind="norms", by=an) is None
    assert uploads.fetch(token, kind="people", by=song) is None
    assert uploads.fetch(f"{token}x", kind="norms", by=song) is None


def test_only_the_portal_reads_the_file(song, media):
    uploads.keep(b"x", kind="people", by=song)

    assert [path.stat().st_mode & 0o077 for path in kept(media)] == [0]


def test_a_file_that_is_gone_leads_back_to_the_form(desk, dress_norm, media):
    location = upload(desk, book_of(clauses=CHANGED))["Location"]
    for path in kept(media):
        path.unlink()

    assert desk.get(location)["Location"] == url("import")


# -- Sheets ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", [Norm, Item, Person])
def test_no_heading_names_two_columns(an, model):
    """Neither in one language nor across them: a file of either is read in either."""
    for table in admin.site._registry[model].workbook(by=an).tables:
        headings = [name for each in table.columns for name in each.headings]

        assert len(set(headings)) == len(headings), table.code


# -- Export ----------------------------------------------------------------------------------------


def test_export_follows_the_filters_of_the_list(desk, dress_norm, phone_norm):
    response = desk.get(url("export"), {"kind__exact": "phone_script"})

    with translation.override("zh-hans"):
        norms, clauses = cells(response.content).values()
    assert [row[0] for row in norms[1:]] == ["phone"]
    assert len(clauses) == 9
    assert response["Content-Disposition"].startswith('attachment; filename="norms-')


def test_export_of_the_chosen_rows(desk, dress_norm, phone_norm):
    data = {"action": "export_chosen", "_selected_action": [dress_norm.pk]}

    response = desk.post(url("changelist"), data)

    norms, _clauses = cells(response.content).values()
    assert [row[0] for row in norms[1:]] == ["dress"]


def test_lists_offer_no_deletion_at_a_stroke(desk, dress_norm):
    page = desk.get(url("changelist"))

    assert [name for name, _label in page.context["action_form"].fields["action"].choices][1:] == [
        "export_chosen"
    ]


def test_formulas_leave_the_portal_as_text(desk, dress_norm):
    make_clause(dress_norm, "DRESS-07", "do", "=HYPERLINK(1)")

    _norms, clauses = cells(desk.get(url("export")).content).values()

    assert "'=HYPERLINK(1)" in clauses[-1]


# -- Who may ---------------------------------------------------------------------------------------

MODELS = ("standards_norm", "training_item", "portal_person")


@pytest.mark.parametrize("name", ["export", "import"])
@pytest.mark.parametrize(
    ("persona", "answers"),
    [
        ("lin", (403, 403, 403)),
        ("mei", (403, 403, 403)),
        ("gu", (403, 403, 403)),
        ("song", (200, 200, 403)),
        ("an", (200, 200, 200)),
    ],
)
def test_editors_do_norms_and_items_administrators_also_people(
    client, world, name, persona, answers
):
    client.force_login(world.people[persona])

    assert tuple(client.get(url(name, model)).status_code for model in MODELS) == answers


def test_an_editor_cannot_post_people(client, world, an):
    client.force_login(an)
    page = dry_run(
        client, book_of(people=[["employee_no", "name"], ["x1", "新人"]]), "portal_person"
    )
    client.force_login(world.people["song"])

    assert confirm(client, page, "portal_person").status_code == 403
    assert not Person.objects.filter(employee_no="x1").exists()


def test_an_administrator_imports_people(client, an):
    client.force_login(an)
    content = book_of(people=[["employee_no", "name"], ["x1", "新人"]])

    confirm(client, dry_run(client, content, "portal_person"), "portal_person")

    assert not Person.objects.get(employee_no="x1").has_usable_password()
