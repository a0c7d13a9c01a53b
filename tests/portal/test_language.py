"""Which language a page speaks: the switch, the person, the browser, Chinese."""

import pytest
from django.urls import reverse


def language_of(response):
    return response["Content-Language"]


def test_chinese_is_the_first_language(client, db):
    assert language_of(client.get(reverse("login"))) == "zh-hans"


def test_the_browser_is_asked(client, db):
    response = client.get(reverse("login"), headers={"accept-language": "en-GB"})

    assert language_of(response) == "en"


def test_an_unknown_browser_language_means_chinese(client, db):
    response = client.get(reverse("login"), headers={"accept-language": "fr,de"})

    assert language_of(response) == "zh-hans"


def test_the_persons_choice_beats_the_browser(client, lin):
    lin.language = "zh-hans"
    lin.save()
    client.force_login(lin)

    response = client.get(reverse("home"), headers={"accept-language": "en"})

    assert language_of(response) == "zh-hans"


def test_the_switch_beats_the_persons_choice(client, lin):
    lin.language = "zh-hans"
    lin.save()
    client.force_login(lin)
    client.post(reverse("set_language"), {"language": "en", "next": "/"})

    assert language_of(client.get(reverse("home"))) == "en"


def test_the_switch_works_for_the_anonymous_and_comes_back(client, db):
    response = client.post(reverse("set_language"), {"language": "en", "next": reverse("login")})

    assert response["Location"] == reverse("login")
    assert language_of(client.get(reverse("login"))) == "en"


@pytest.mark.parametrize("forged", ["fr", "", "<script>", "zh-hans" * 40])
def test_a_forged_language_changes_nothing(client, db, forged):
    client.post(reverse("set_language"), {"language": forged, "next": "/"})

    assert language_of(client.get(reverse("login"))) == "zh-hans"


def test_the_switch_stands_on_the_sign_in_page(client, db):
    page = client.get(reverse("login")).content.decode()

    assert f'action="{reverse("set_language")}"' in page


def test_name_and_sign_out_stand_on_every_page(client, lin):
    client.force_login(lin)

    page = client.get(reverse("home")).content.decode()

    assert "林晓" in page
    assert f'action="{reverse("logout")}"' in page
