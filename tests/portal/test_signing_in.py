"""The door: signing in and out, the lock, and where a stranger is sent."""

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

PASSWORD = "a-long-enough-word"


@pytest.fixture
def lin_with_password(lin):
    lin.set_password(PASSWORD)
    lin.save()
    return lin


def sign_in(client, name="lin", password=PASSWORD, **extra):
    return client.post(reverse("login"), {"username": name, "password": password}, **extra)


def test_sign_in_leads_home(client, lin_with_password):
    response = sign_in(client)

    assert response.status_code == 302
    assert response["Location"] == reverse("home")


def test_sign_in_returns_to_the_page_that_was_asked_for(client, lin_with_password):
    response = client.post(
        reverse("login"), {"username": "lin", "password": PASSWORD, "next": "/standards/"}
    )

    assert response["Location"] == "/standards/"


def test_sign_in_never_leads_to_another_site(client, lin_with_password):
    response = client.post(
        reverse("login"), {"username": "lin", "password": PASSWORD, "next": "https://evil.example/"}
    )

    assert response["Location"] == reverse("home")


def test_wrong_password_says_so_and_signs_nobody_in(client, lin_with_password):
    response = sign_in(client, password="wrong")

    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("name", ["l" * 33, "长" * 100_000, "\ufdfa" * 32])
def test_name_longer_than_anybodys_is_refused_and_not_written_down(client, db, name):
    response = sign_in(client, name=name)

    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_door_does_not_lead_back_to_itself(client, lin, method):
    client.force_login(lin)

    response = getattr(client, method)(f"{reverse('login')}?next={reverse('login')}")

    assert response["Location"] == reverse("home")


def test_five_wrong_passwords_lock_the_name_at_that_address(client, lin_with_password):
    for _ in range(5):
        sign_in(client, password="wrong", REMOTE_ADDR="10.1.1.1")

    locked = sign_in(client, REMOTE_ADDR="10.1.1.1")

    assert locked.status_code == 429
    assert "_auth_user_id" not in client.session


def test_the_lock_spares_colleagues_at_the_same_address(client, lin_with_password, zhou):
    zhou.set_password(PASSWORD)
    zhou.save()
    for _ in range(5):
        sign_in(client, password="wrong", REMOTE_ADDR="10.1.1.1")

    response = sign_in(client, name="zhou", REMOTE_ADDR="10.1.1.1")

    assert response.status_code == 302


def test_a_typed_forwarded_header_does_not_dodge_the_lock(client, lin_with_password, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    for n in range(5):
        sign_in(client, password="wrong", HTTP_X_FORWARDED_FOR=f"1.2.3.{n}, 10.9.9.9")

    locked = sign_in(client, HTTP_X_FORWARDED_FOR="8.8.8.8, 10.9.9.9")

    assert locked.status_code == 429


def test_anonymous_is_sent_to_the_door_and_back(client, db):
    response = client.get("/standards/")

    assert response["Location"] == f"{reverse('login')}?next=/standards/"


def test_admin_site_shares_the_door(client, db):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0].startswith(reverse("login"))


def test_trainee_is_refused_at_the_admin_site(client, lin):
    client.force_login(lin)

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403


def test_signing_out_takes_a_post(client, lin):
    client.force_login(lin)

    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_signed_in_person_is_not_shown_the_door_again(client, lin):
    client.force_login(lin)

    assert client.get(reverse("login"))["Location"] == reverse("home")


@pytest.mark.parametrize("key", ['"abcdefgh\\000"', "x" * 5000, "x' OR 1=1", "short", ""])
def test_forged_session_is_a_strangers(client, lin, key):
    client.force_login(lin)

    response = client.get(reverse("home"), headers={"cookie": f"sessionid={key}"})

    assert response["Location"] == f"{reverse('login')}?next=/"
