"""Browsing modules, reading norm by norm, confirming."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from standards.models import Norm
from tests.factories import make_job_role, make_module, make_norm, make_norms, republish
from tests.training.builders import add_duty
from training.assignments.models import Assignment, Duty
from training.modules.models import Reading
from training.modules.services import confirm_reading


def html(client, name, *args):
    return client.get(reverse(f"training:{name}", args=args)).content.decode()


def confirm(client, module, norm, number=1):
    return client.post(
        reverse("training:reading_confirm", args=[module.slug, norm]), {"edition": number}
    )


def read(person, slug):
    edition = Norm.objects.get(slug=slug).current_edition
    return confirm_reading(person=person, edition=edition, at=timezone.now())


@pytest.fixture
def lin_signed_in(client, lin):
    client.force_login(lin)
    client.cookies["django_language"] = "en"
    return client


# -- the list ---------------------------------------------------------------------------------


def test_modules_show_progress_and_where_to_go_on(lin_signed_in, lin, module):
    assert 'value="0" max="2"' in html(lin_signed_in, "modules")

    read(lin, "dress")

    page = html(lin_signed_in, "modules")
    assert 'value="1" max="2"' in page
    assert f'href="{reverse("training:module_norm", args=["first-week", "phone"])}"' in page

    read(lin, "phone")

    page = html(lin_signed_in, "modules")
    assert 'value="2" max="2"' in page
    assert "Read again" in page


def test_modules_for_other_work_stand_apart(lin_signed_in, dress_norm):
    make_module("mine", [dress_norm], title_en="Mine").job_roles.add(make_job_role())
    make_module("everybody", [dress_norm], title_en="Everybody")
    visits = make_job_role("account_manager", "客户经理", "Account manager")
    make_module("theirs", [dress_norm], title_en="Theirs").job_roles.add(visits)

    page = html(lin_signed_in, "modules")

    others = page.index("For other work")
    assert max(page.index("Mine"), page.index("Everybody")) < others < page.index("Theirs")


def test_module_without_a_published_norm_is_not_there(lin_signed_in, db):
    make_module("drafts", [make_norm("draft", "草稿", published=False)])

    assert 'class="empty"' in html(lin_signed_in, "modules")
    assert lin_signed_in.get(reverse("training:module", args=["drafts"])).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_modules_query_count_is_flat(lin_signed_in, dress_norm, count, django_assert_num_queries):
    for number in range(count):
        make_module(f"m-{number}", [dress_norm])

    with django_assert_num_queries(4):  # session, person, managed units, modules
        page = html(lin_signed_in, "modules")

    assert page.count('class="card"') == count


# -- one module -------------------------------------------------------------------------------


def test_module_shows_what_is_read_changed_and_next(lin_signed_in, lin, module):
    read(lin, "dress")
    republish(Norm.objects.get(slug="dress"))
    read(lin, "phone")

    page = html(lin_signed_in, "module", "first-week")

    assert "Changed since you read it: now edition 2" in page
    assert page.count('class="status is-done"') == 1
    # the first norm not confirmed, although a later one is
    assert f'push" href="{reverse("training:module_norm", args=["first-week", "dress"])}"' in page


def test_module_leaves_out_unpublished_norms(lin_signed_in, dress_norm):
    module = make_module("mixed", [make_norm("draft", "草稿", published=False), dress_norm])

    page = html(lin_signed_in, "module", module.slug)

    assert "草稿" not in page
    assert 'value="0" max="1"' in page
    url = reverse("training:module_norm", args=["mixed", "draft"])
    assert lin_signed_in.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_module_query_count_is_flat(lin_signed_in, count, django_assert_num_queries):
    module = make_module("long", make_norms(count))

    with django_assert_num_queries(6):  # session, person, managed units, module, entries, duty
        page = html(lin_signed_in, "module", module.slug)

    assert page.count('class="row-item"') == count


# -- a norm in a module -----------------------------------------------------------------------


def test_norm_in_module_has_its_place_its_neighbours_and_one_button(lin_signed_in, module):
    page = html(lin_signed_in, "module_norm", "first-week", "dress")

    assert "1 of 2" in page
    assert 'id="DRESS-02"' in page
    assert "I have read edition 1" in page
    assert page.count("btn-primary") == 1
    assert 'rel="next"' in page
    assert 'rel="prev"' not in page


def test_norm_already_confirmed_offers_the_next_instead(lin_signed_in, lin, module):
    read(lin, "dress")

    page = html(lin_signed_in, "module_norm", "first-week", "dress")

    assert "I have read edition" not in page
    assert "You confirmed edition 1" in page
    assert "Next norm" in page


def test_norm_of_another_module_is_not_found(lin_signed_in, module):
    make_norm("other", "别的")

    for args in (["first-week", "other"], ["first-week", "nothing"], ["nothing", "dress"]):
        assert lin_signed_in.get(reverse("training:module_norm", args=args)).status_code == 404


def test_norm_in_module_query_count(lin_signed_in, module, django_assert_num_queries):
    # session, person, managed units; module, entries, edition, reading
    with django_assert_num_queries(7):
        html(lin_signed_in, "module_norm", "first-week", "dress")


def test_norm_page_tells_what_the_reader_confirmed(lin_signed_in, lin, module):
    url = reverse("standards:norm", args=["dress"])

    def page():
        return lin_signed_in.get(url).content.decode()

    assert "You have not confirmed this one yet." in page()
    assert reverse("training:module_norm", args=["first-week", "dress"]) in page()
    read(lin, "dress")
    assert "You confirmed edition 1" in page()
    republish(Norm.objects.get(slug="dress"))
    assert "You confirmed edition 1; it has changed since." in page()


def test_norm_page_of_a_norm_in_no_module_asks_for_nothing(lin_signed_in, dress_norm):
    assert (
        'class="reading-state'
        not in lin_signed_in.get(reverse("standards:norm", args=["dress"])).content.decode()
    )


# -- confirming -------------------------------------------------------------------------------


def test_confirming_goes_to_the_next_unread_norm_and_then_to_the_module(lin_signed_in, lin, module):
    first = confirm(lin_signed_in, module, "dress")
    second = confirm(lin_signed_in, module, "phone")

    assert first.url == reverse("training:module_norm", args=["first-week", "phone"])
    assert second.url == reverse("training:module", args=["first-week"])
    assert Reading.objects.filter(person=lin).count() == 2
    assert "You have read all of it." in html(lin_signed_in, "module", "first-week")


def test_confirming_out_of_order_returns_to_what_was_left_out(lin_signed_in, module):
    response = confirm(lin_signed_in, module, "phone")

    assert response.url == reverse("training:module_norm", args=["first-week", "dress"])


def test_confirming_twice_is_harmless(lin_signed_in, lin, module):
    confirm(lin_signed_in, module, "dress")
    response = confirm(lin_signed_in, module, "dress")

    assert response.status_code == 302
    assert Reading.objects.filter(person=lin).count() == 1


def test_confirming_a_superseded_edition_shows_the_new_one(lin_signed_in, module):
    republish(Norm.objects.get(slug="dress"), text="新的第一条。")

    response = confirm(lin_signed_in, module, "dress", number=1)

    assert response.url == reverse("training:module_norm", args=["first-week", "dress"])
    (message,) = get_messages(response.wsgi_request)
    assert "edition 2" in str(message)
    assert not Reading.objects.exists()
    assert "I have read edition 2" in lin_signed_in.get(response.url).content.decode()


@pytest.mark.parametrize(
    "number", ["", "0", "7", "-1", "1.0", "一", "²", "１", "9" * 5000, "<b>1</b>"]
)
def test_forged_edition_is_refused(lin_signed_in, module, number):
    assert confirm(lin_signed_in, module, "dress", number).status_code == 404
    assert not Reading.objects.exists()


def test_confirming_is_a_post_of_a_signed_in_person(client, lin, module):
    url = reverse("training:reading_confirm", args=["first-week", "dress"])

    assert client.post(url, {"edition": 1}).url.startswith(reverse("login"))
    client.force_login(lin)
    assert client.get(url).status_code == 405
    assert not Reading.objects.exists()


def test_duty_that_opened_after_the_reading_can_still_be_done(lin_signed_in, lin, mei, module):
    read(lin, "dress")
    read(lin, "phone")
    now = timezone.now()
    assignment = Assignment.objects.create(
        given_by=mei,
        module=module,
        opens_at=now,
        due_at=now + timedelta(days=1),
        request_id=uuid.uuid4(),
        created_at=now,
    )
    duty = add_duty(assignment, lin)

    assert "I have read all of it" in html(lin_signed_in, "module", "first-week")
    response = confirm(lin_signed_in, module, "phone")

    assert response.url == reverse("training:module", args=["first-week"])
    assert Duty.objects.get(pk=duty.pk).completed_at is not None
    assert "You have read all of it." in html(lin_signed_in, "module", "first-week")


# -- on paper --------------------------------------------------------------------------------


def test_module_on_paper_holds_its_norms_in_order_and_leads_back(lin_signed_in, module):
    page = html(lin_signed_in, "module_print", "first-week")

    assert page.index('id="DRESS-02"') < page.index('id="PHONE-02"')
    assert page.count('class="paper-norm') == 2
    assert page.count('class="qr"') == 1
    assert "http://testserver/modules/first-week/</p>" in page


def test_module_on_paper_speaks_either_language(lin_signed_in, module):
    url = reverse("training:module_print", args=["first-week"], query={"text": "zh-hans"})

    page = lin_signed_in.get(url).content.decode()

    assert '<html lang="en">' in page
    assert "裙长到膝盖。" in page


def test_changed_norm_in_a_module_leads_to_what_changed_since(lin_signed_in, lin, module):
    read(lin, "dress")
    republish(Norm.objects.get(slug="dress"))

    changes = reverse("standards:changes", args=["dress", 2])
    assert f"{changes}?since=1" in html(lin_signed_in, "module_norm", "first-week", "dress")
    assert f"{changes}?since=1" in lin_signed_in.get("/standards/norms/dress/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_module_on_paper_query_count_is_flat(lin_signed_in, count, django_assert_num_queries):
    make_module(norms=make_norms(count))

    with django_assert_num_queries(6):  # session, person, managed units, module, norms, bodies
        page = html(lin_signed_in, "module_print", "first-week")

    assert page.count('class="paper-norm') == count
