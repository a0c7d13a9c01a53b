"""/me/: a person's own language, dress code and password."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from portal.models import Person

PASSWORD = "mist-over-the-river-7"
NEW = "lamps-on-the-bridge-9"
ME = "/me/"


@pytest.fixture
def lin(lin):
    lin.set_password(PASSWORD)
    lin.save()
    return lin


@pytest.fixture
def page(client, lin):
    client.force_login(lin)
    return client


def save(page, part, **typed):
    return page.post(ME, {"part": part, **typed})


def save_password(page, old=PASSWORD, new=NEW, again=None):
    typed = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return save(page, "password", **typed)


def test_page_says_who_one_is_and_whom_to_ask(page):
    text = page.get(ME, headers={"accept-language": "en"}).content.decode()

    for part in ("林晓", "lin", "城东营业厅", "Counter staff", "Ask your manager"):
        assert part in text


def test_person_without_a_unit_or_a_role_has_the_page_too(client, db):
    person = Person.objects.create_user("solo", name="独行")
    client.force_login(person)

    assert client.get(ME).status_code == 200


def test_name_in_the_head_leads_to_the_page(page):
    assert f'href="{ME}"' in page.get("/").content.decode()


def test_query_count_is_flat(page, django_assert_num_queries):
    with django_assert_num_queries(5):
        page.get(ME)


# -- Language ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_saved_language_shows_at_once_whatever_the_switch_said_before(page, lin, language):
    other = "zh-hans" if language == "en" else "en"
    page.post(reverse("set_language"), {"language": other, "next": "/"})

    response = page.post(ME, {"part": "language", "language": language}, follow=True)

    assert response["Content-Language"] == language
    with translation.override(language):
        assert gettext("Saved: the language of the pages.") in response.content.decode()
    lin.refresh_from_db()
    assert lin.language == language


def test_saved_language_follows_to_another_device(page, lin):
    save(page, "language", language="en")
    other = Client()
    other.force_login(Person.objects.get(pk=lin.pk))

    assert other.get("/")["Content-Language"] == "en"


def test_blank_language_asks_the_browser_again(page, lin):
    save(page, "language", language="zh-hans")

    save(page, "language", language="")

    response = page.get("/", headers={"accept-language": "en"})
    assert response["Content-Language"] == "en"
    lin.refresh_from_db()
    assert lin.language == ""


# -- Dress code --------------------------------------------------------------------------------


@pytest.mark.parametrize(("dress_code", "shown"), [("women", "women"), ("men", "men"), ("", "all")])
def test_saved_dress_code_decides_what_a_norm_shows(page, lin, dress_norm, dress_code, shown):
    Person.objects.filter(pk=lin.pk).update(dress_code="men" if dress_code != "men" else "women")

    response = save(page, "dress_code", dress_code=dress_code)

    assert response["Location"] == ME
    norm = page.get(reverse("standards:norm", args=[dress_norm.slug]))
    assert norm.context["page"].dress == shown


def test_managers_do_not_see_the_dress_code(client, lin, mei):
    Person.objects.filter(pk=lin.pk).update(dress_code="women")
    client.force_login(mei)

    for url in ("/team/", reverse("training:person", args=[lin.pk])):
        page = client.get(url).content.decode()
        assert "女装" not in page
        assert "women" not in page


# -- Password ----------------------------------------------------------------------------------


def test_new_password_keeps_this_session_and_ends_the_others(page, lin):
    other = Client()
    other.force_login(lin)

    response = save_password(page)

    assert response["Location"] == ME
    assert page.get(ME).status_code == 200
    assert other.get(ME).status_code == 302
    lin.refresh_from_db()
    assert lin.check_password(NEW)


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("wrong", NEW, NEW, "old_password"),
        (PASSWORD, "short", "short", "new_password2"),
        (PASSWORD, "password", "password", "new_password2"),
        (PASSWORD, NEW, PASSWORD, "new_password2"),
        (PASSWORD, PASSWORD, PASSWORD, "new_password1"),
        (PASSWORD, "a\x00" * 9, "a\x00" * 9, "new_password1"),
    ],
)
def test_password_that_does_not_do_changes_nothing(page, lin, old, new, again, field):
    response = save_password(page, old, new, again)

    assert response.status_code == 422
    assert field in response.context["forms"]["password"].errors
    assert page.get(ME).status_code == 200
    lin.refresh_from_db()
    assert lin.check_password(PASSWORD)


def test_password_like_ones_own_number_is_refused(client, org):
    person = Person.objects.create_user("linxiao2026", PASSWORD, name="林晓", unit=org.east)
    client.force_login(person)

    response = save_password(client, new="linxiao2026")

    assert "new_password2" in response.context["forms"]["password"].errors


# -- What nobody should send -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "typed"),
    [("language", {"language": "fr"}), ("dress_code", {"dress_code": "both\x00"})],
)
def test_forged_choice_is_answered_with_a_message(page, lin, part, typed):
    response = save(page, part, **typed)

    assert response.status_code == 422
    assert response.context["forms"][part].errors
    lin.refresh_from_db()
    assert (lin.language, lin.dress_code) == ("", "")


@pytest.mark.parametrize("part", ["", "access", "employee_no"])
def test_unknown_part_is_refused(page, part):
    assert save(page, part, access="admin").status_code == 400


def test_nobody_changes_what_is_not_theirs_to_change(page, lin):
    save(page, "language", language="en", access="admin", employee_no="x", name="y", unit="1")

    fresh = Person.objects.get(pk=lin.pk)
    assert (fresh.access, fresh.employee_no, fresh.name) == ("", "lin", "林晓")
    assert fresh.unit == lin.unit
