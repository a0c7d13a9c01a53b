"""A forgotten password, from the manager's phone to the trainee's; and a tablet that many share."""

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from playwright.sync_api import expect

from portal.models import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_connections"),
]

OWN = "mist-over-the-river-7"


def sign_in(page, number, password, *, shared=False):
    page.fill("[name=username]", number)
    page.fill("[name=password]", password)
    page.locator("[name=is_shared_device]").set_checked(shared)
    page.click("main form button[type=submit]")


def test_manager_lets_a_trainee_in_anew(visit, mei, lin):
    desk = visit(mei, reverse("training:person", args=[lin.pk]))
    form = desk.locator(f"form[action='{reverse('one_time_password', args=[lin.pk])}']")
    desk.locator("details", has=form).locator("summary").click()
    form.locator("button").click()
    password = desk.locator(".one-time").text_content()
    assert len(password) == 8
    assert desk.evaluate("document.documentElement.scrollWidth") == 390

    phone = visit(None, "/accounts/login/")
    sign_in(phone, "lin", password)
    phone.wait_for_url("**" + reverse("choose_password"))
    phone.fill("[name=new_password1]", OWN)
    phone.fill("[name=new_password2]", OWN)
    phone.click("main form button[type=submit]")

    expect(phone.locator(".notice-done")).to_be_visible()
    assert phone.url.endswith("/")
    assert phone.locator(".who").bounding_box()["height"] >= 44


@pytest.fixture
def tablet(settings, visit, lin):
    """A page on a shared tablet that is signed out after six seconds, warned after three."""
    settings.SHARED_DEVICE_IDLE_MINUTES = 0.1
    Person.objects.filter(pk=lin.pk).update(password=make_password(OWN))
    page = visit(None, "/accounts/login/?next=/standards/")
    sign_in(page, "lin", OWN, shared=True)
    page.wait_for_url("**/standards/")
    return page


def test_unused_tablet_asks_then_signs_out_and_leads_back(tablet):
    expect(tablet.locator("#idle")).to_be_visible()
    tablet.wait_for_url("**/accounts/login/?ended=idle&next=%2Fstandards%2F")

    expect(tablet.locator(".notice-info")).to_be_visible()
    expect(tablet.locator("[name=is_shared_device]")).to_be_checked()
    sign_in(tablet, "lin", OWN, shared=True)
    tablet.wait_for_url("**/standards/")


def test_answering_keeps_the_tablet_signed_in(tablet):
    for _ in range(2):
        expect(tablet.locator("#idle")).to_be_visible()
        tablet.locator("#idle button").click()
        expect(tablet.locator("#idle")).to_be_hidden()

    tablet.reload()
    tablet.wait_for_url("**/standards/")


def test_tapping_keeps_the_warning_away(tablet):
    for _ in range(8):
        tablet.wait_for_timeout(1000)
        tablet.mouse.click(5, 300)

    expect(tablet.locator("#idle")).to_be_hidden()
    assert tablet.url.endswith("/standards/")


def test_without_scripts_the_next_tap_leads_to_the_door(settings, visit, lin):
    settings.SHARED_DEVICE_IDLE_MINUTES = 0.05
    Person.objects.filter(pk=lin.pk).update(password=make_password(OWN))
    page = visit(None, "/accounts/login/", java_script_enabled=False)
    sign_in(page, "lin", OWN, shared=True)
    page.wait_for_timeout(4000)

    page.goto("/standards/")

    assert "ended=idle" in page.url
