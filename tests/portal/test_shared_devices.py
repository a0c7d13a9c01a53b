"""A tablet that many share: the session ends by itself, and the page says so in time."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.sessions import idle_seconds

PASSWORD = "mist-over-the-river-7"
STORES = ["portal.sessions", "portal.cache_sessions"]


@pytest.fixture
def lin(lin):
    lin.set_password(PASSWORD)
    lin.save()
    return lin


@pytest.fixture(params=STORES)
def store(request, settings):
    """Sessions in the database, then in the cache."""
    settings.SESSION_ENGINE = request.param
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }


def sign_in(client, *, shared: bool, **extra):
    data = {"username": "lin", "password": PASSWORD, **extra}
    return client.post(reverse("login"), data | ({"is_shared_device": "on"} if shared else {}))


def wait(monkeypatch, seconds):
    """Let time pass for whatever asks for it: the database's sessions and the cache's."""
    import time

    later, now = timedelta(seconds=seconds), timezone.now
    clock = time.time
    monkeypatch.setattr(timezone, "now", lambda: now() + later)
    monkeypatch.setattr(time, "time", lambda: clock() + seconds)


def test_unused_session_ends_after_five_minutes(client, lin, store, monkeypatch):
    sign_in(client, shared=True)
    wait(monkeypatch, 5 * 60 + 1)

    response = client.get("/standards/")

    assert response["Location"] == f"{reverse('login')}?ended=idle&next=/standards/"


def test_every_request_begins_the_five_minutes_anew(client, lin, store, monkeypatch):
    sign_in(client, shared=True)
    for _ in range(3):
        wait(monkeypatch, 4 * 60)

        assert client.get("/standards/").status_code == 200


def test_own_device_stays_signed_in_for_a_fortnight(client, lin, store, monkeypatch):
    sign_in(client, shared=False)
    wait(monkeypatch, 13 * 24 * 3600)

    assert client.get("/standards/").status_code == 200


def test_browser_forgets_a_shared_session_when_it_is_closed(client, lin, store):
    sign_in(client, shared=True)

    assert client.cookies["sessionid"]["max-age"] == ""
    assert client.cookies["sessionid"]["expires"] == ""


def test_browser_keeps_the_session_of_an_own_device(client, lin, store, settings):
    sign_in(client, shared=False)

    assert client.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE


def test_row_itself_says_when_it_ends(client, lin):
    sign_in(client, shared=True)

    left = Session.objects.get().expire_date - timezone.now()
    assert timedelta(seconds=290) < left <= timedelta(seconds=idle_seconds())


def test_setting_decides_how_long(client, lin, settings, monkeypatch):
    settings.SHARED_DEVICE_IDLE_MINUTES = 10
    sign_in(client, shared=True)
    wait(monkeypatch, 9 * 60)
    assert client.get("/").status_code == 200

    wait(monkeypatch, 10 * 60 + 1)
    assert client.get("/").status_code == 302


def test_new_password_leaves_the_session_a_shared_one(client, lin, monkeypatch):
    sign_in(client, shared=True)
    new = "lamps-on-the-bridge-9"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    client.post(reverse("me"), {"part": "password", **typed})
    assert client.get("/").status_code == 200
    wait(monkeypatch, 5 * 60 + 1)

    assert client.get("/").status_code == 302


def test_device_remembers_that_it_is_shared_until_somebody_says_otherwise(client, lin):
    def is_ticked():
        client.post(reverse("logout"))
        return client.get(reverse("login")).context["form"]["is_shared_device"].value()

    assert not is_ticked()
    sign_in(client, shared=True)
    assert is_ticked()
    sign_in(client, shared=False)
    assert not is_ticked()


def test_wrong_password_keeps_the_tick(client, lin):
    data = {"username": "lin", "password": "wrong", "is_shared_device": "on"}

    page = client.post(reverse("login"), data).content.decode()

    assert 'type="checkbox" aria-describedby="shared-help" checked' in page


def test_door_says_why_and_leads_back(client, lin):
    door = client.get("/accounts/login/?ended=idle&next=/standards/", headers=english())
    assert "Answers that were saved are kept" in door.content.decode()

    response = sign_in(client, shared=True, next="/standards/")
    assert response["Location"] == "/standards/"


def test_first_visit_is_not_told_of_an_end(client, lin):
    assert client.get("/standards/")["Location"] == f"{reverse('login')}?next=/standards/"


def test_whoever_signed_out_is_not_told_of_an_end(client, lin):
    sign_in(client, shared=True)
    client.post(reverse("logout"))

    assert "ended" not in client.get("/standards/")["Location"]


def test_page_warns_on_a_shared_device_only(lin):
    pages = {}
    for shared in (True, False):
        client = Client()
        sign_in(client, shared=shared)
        pages[shared] = client.get("/").content.decode()

    assert 'data-seconds="300" data-warning="60"' in pages[True]
    assert "js/idle.js" in pages[True]
    assert "idle" not in pages[False]


def test_asking_whether_one_is_still_here_is_cheap(client, lin, django_assert_num_queries):
    client.force_login(lin)

    with django_assert_num_queries(2):  # the session and the person
        response = client.get(reverse("still_here"))

    assert (response.status_code, response.content) == (204, b"")


def test_ordinary_session_is_not_written_by_looking(client, lin):
    sign_in(client, shared=False)
    before = list(Session.objects.values_list())

    client.get("/standards/")

    assert list(Session.objects.values_list()) == before


@pytest.mark.parametrize(("minutes", "faults"), [(0, 1), (1, 1), (2, 0), (5, 0)])
def test_time_too_short_to_warn_is_a_fault_of_the_settings(settings, minutes, faults):
    settings.SHARED_DEVICE_IDLE_MINUTES = minutes

    found = [fault for fault in run_checks(tags=["security"]) if fault.id == "portal.E003"]

    assert len(found) == faults


def english():
    return {"accept-language": "en"}
