"""People and units in the admin site, and who is let into it."""

import pytest
from axes.models import AccessAttempt
from django.contrib import admin
from django.urls import reverse

from portal.models import JobRole, Management, Person, Unit
from standards.services import publish_norm
from tests.admin_posts import add_row, errors, values
from tests.factories import make_job_role, make_person, make_unit

PASSWORD = "rén-cái-2026"


def change_url(row):
    return reverse(f"admin:portal_{row._meta.model_name}_change", args=[row.pk])


@pytest.fixture
def desk(client, an):
    client.force_login(an)
    return client


def save(desk, row, changes):
    return desk.post(change_url(row), values(desk.get(change_url(row))) | changes)


def add_person(desk, **typed):
    url = reverse("admin:portal_person_add")
    return desk.post(url, values(desk.get(url)) | typed)


# -- Who is let in ---------------------------------------------------------------------------------


def test_index_is_grouped_by_what_editors_look_for(client, song, an):
    client.force_login(song)
    groups = [
        group["models"][0]["object_name"] for group in client.get("/admin/").context["app_list"]
    ]
    assert groups == ["Norm", "Item", "Topic", "Edition"]

    client.force_login(an)
    groups = [
        group["models"][0]["object_name"] for group in client.get("/admin/").context["app_list"]
    ]
    assert groups == ["Norm", "Item", "Topic", "Edition", "Person", "Attempt"]


def test_index_leaves_no_model_out(client, an, rf):
    client.force_login(an)
    page = client.get("/admin/")

    shown = [
        model["object_name"] for group in page.context["app_list"] for model in group["models"]
    ]

    assert sorted(shown) == sorted(model.__name__ for model in admin.site._registry)


@pytest.mark.parametrize("persona", ["lin", "mei", "gu"])
def test_people_without_access_are_refused_at_once(client, request, persona):
    client.force_login(request.getfixturevalue(persona))

    assert client.get("/admin/").status_code == 403


def test_strangers_are_sent_to_the_one_door(client, db):
    response = client.get("/admin/portal/person/")

    assert response["Location"] == f"{reverse('login')}?next=/admin/portal/person/"


@pytest.mark.parametrize("model", ["person", "unit", "jobrole"])
def test_editor_gets_no_people_admin(client, song, lin, model):
    client.force_login(song)

    for url in (
        reverse(f"admin:portal_{model}_changelist"),
        reverse(f"admin:portal_{model}_add"),
        reverse(f"admin:portal_{model}_change", args=[1]),
    ):
        assert client.get(url).status_code == 403, url
        assert client.post(url, {"name": "x"}).status_code == 403, url


def test_editor_cannot_make_themselves_an_administrator(client, song):
    client.force_login(song)

    client.post(change_url(song), {"employee_no": "song", "name": "宋词", "access": "admin"})

    assert Person.objects.get(pk=song.pk).access == "editor"


# -- People ----------------------------------------------------------------------------------------


def test_admin_adds_a_person_with_a_first_password(desk, org):
    add_person(
        desk,
        employee_no="E100",
        name="新人",
        unit=org.east.pk,
        password1=PASSWORD,
        password2=PASSWORD,
    )

    person = Person.objects.get(employee_no="E100")
    assert (person.name, person.unit, person.is_staff) == ("新人", org.east, False)
    assert person.check_password(PASSWORD)


def test_admin_adds_a_person_without_a_password(desk):
    add_person(desk, employee_no="E100", name="新人", usable_password="false")

    assert not Person.objects.get(employee_no="E100").has_usable_password()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"employee_no": ""}, "employee_no"),
        ({"employee_no": "工号一"}, "employee_no"),
        ({"employee_no": "x" * 33}, "employee_no"),
        ({"employee_no": "an"}, "employee_no"),
        ({"name": ""}, "name"),
        ({"name": "长" * 61}, "name"),
        ({"name": "空\x00字"}, "name"),
        ({"unit": "999999"}, "unit"),
        ({"access": "root"}, "access"),
        ({"password2": "other-one-9"}, "password2"),
        ({"password1": "12345678", "password2": "12345678"}, "password2"),
        ({"password1": "", "password2": ""}, "password1"),
    ],
)
def test_bad_person_is_answered_with_a_message(desk, typed, field):
    whole = {"employee_no": "E100", "name": "新人", "password1": PASSWORD, "password2": PASSWORD}

    response = add_person(desk, **whole | typed)

    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors
    assert not Person.objects.filter(employee_no="E100").exists()


def test_admin_changes_a_password(desk, lin):
    url = reverse("admin:auth_user_password_change", args=[lin.pk])
    assert desk.get(url).status_code == 200

    desk.post(url, {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"})

    assert Person.objects.get(pk=lin.pk).check_password(PASSWORD)


def test_admin_gives_a_person_units_to_manage(desk, lin, org):
    opened = desk.get(change_url(lin))

    desk.post(change_url(lin), add_row(opened, values(opened), "management", unit=org.east.pk))

    assert [unit.name for unit in lin.managed_units.all()] == ["城东营业厅"]


def test_unit_is_managed_once_by_one_person(desk, mei, org):
    opened = desk.get(change_url(mei))

    response = desk.post(
        change_url(mei), add_row(opened, values(opened), "management", unit=org.east.pk)
    )

    assert response.status_code == 200
    assert "errorlist" in errors(response)
    assert Management.objects.filter(person=mei).count() == 1


def test_who_leaves_is_unticked_and_signed_out(desk, lin, client):
    phone = type(client)()
    phone.force_login(lin)
    data = values(desk.get(change_url(lin)))
    del data["is_active"]

    desk.post(change_url(lin), data)

    assert not Person.objects.get(pk=lin.pk).is_active
    assert phone.get("/").status_code == 302


def test_person_with_records_cannot_be_deleted(desk, lin, song, dress_norm):
    dress_norm.title_zh_hans = "衣着"
    dress_norm.save()
    publish_norm(norm=dress_norm, by=song, at=dress_norm.current_edition.published_at)

    for person, status in ((song, 403), (lin, 302)):
        url = reverse("admin:portal_person_delete", args=[person.pk])
        assert desk.post(url, {"post": "yes"}).status_code == status

    assert Person.objects.filter(pk=song.pk).exists()
    assert not Person.objects.filter(pk=lin.pk).exists()


def test_admin_does_not_shut_themselves_out(desk, an):
    save(desk, an, {"access": "", "is_active": ""})

    fresh = Person.objects.get(pk=an.pk)
    assert (fresh.access, fresh.is_active) == ("admin", True)
    assert desk.post(reverse("admin:portal_person_delete", args=[an.pk])).status_code == 403


def test_dress_code_and_language_are_the_persons_own(desk, lin):
    Person.objects.filter(pk=lin.pk).update(dress_code="women", language="en")

    page = desk.get(change_url(lin)).content.decode()
    save(desk, lin, {"name": "林小晓", "dress_code": "men"})

    fresh = Person.objects.get(pk=lin.pk)
    assert "dress_code" not in page
    assert (fresh.name, fresh.dress_code, fresh.language) == ("林小晓", "women", "en")


# -- Units -----------------------------------------------------------------------------------------


def tree():
    return [(unit.depth, unit.code) for unit in Unit.objects.get_tree()]


def test_admin_adds_a_hall_below_its_city(desk, org):
    url = reverse("admin:portal_unit_add")

    desk.post(url, {"code": "LJ-A", "name": "安福营业厅", "level": "store", "parent": org.city.pk})

    assert tree() == [(1, "HQ"), (2, "JN"), (3, "LJ"), (4, "LJ-A"), (4, "LJ-E"), (4, "LJ-W")]


def test_unit_moves_with_everything_below_it(desk, org, lin, gu):
    other = make_unit("BJ", "北江省", Unit.Level.PROVINCE, org.head)

    save(desk, org.city, {"parent": other.pk})

    assert tree() == [(1, "HQ"), (2, "BJ"), (3, "LJ"), (4, "LJ-E"), (4, "LJ-W"), (2, "JN")]
    gu = Person.objects.get(pk=gu.pk)
    assert list(Person.objects.managed_by(gu)) == [lin]


def test_unit_moves_to_the_top(desk, org):
    save(desk, org.province, {"parent": ""})

    assert tree() == [(1, "HQ"), (1, "JN"), (2, "LJ"), (3, "LJ-E"), (3, "LJ-W")]


def test_renamed_code_is_sorted_among_its_siblings(desk, org):
    save(desk, org.east, {"code": "LJ-Z"})

    assert tree()[-2:] == [(4, "LJ-W"), (4, "LJ-Z")]
    assert Unit.objects.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": ""}, "code"),
        ({"code": "LJ-W"}, "code"),
        ({"code": "x" * 33}, "code"),
        ({"name": "长" * 81}, "name"),
        ({"level": "planet"}, "level"),
        ({"parent": "999999"}, "parent"),
    ],
)
def test_bad_unit_is_answered_with_a_message(desk, org, changes, field):
    response = save(desk, org.east, changes)

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    assert tree() == [(1, "HQ"), (2, "JN"), (3, "LJ"), (4, "LJ-E"), (4, "LJ-W")]


def test_unit_cannot_move_below_itself(desk, org):
    response = save(desk, org.province, {"parent": org.east.pk})

    assert list(response.context["adminform"].form.errors) == ["parent"]


def test_unit_with_others_below_or_people_in_it_cannot_be_deleted(desk, org, lin):
    def delete(unit):
        return desk.post(reverse("admin:portal_unit_delete", args=[unit.pk]), {"post": "yes"})

    assert delete(org.city).status_code == 403
    assert delete(org.east).status_code == 200  # the page says who is in it
    assert delete(org.west).status_code == 302
    assert tree() == [(1, "HQ"), (2, "JN"), (3, "LJ"), (4, "LJ-E")]


def test_job_role_is_named_in_two_languages(desk):
    url = reverse("admin:portal_jobrole_add")

    desk.post(
        url, {"name_zh_hans": "值班经理", "name_en": "Duty manager", "code": "duty", "position": 3}
    )

    role = JobRole.objects.get()
    assert (role.name_zh_hans, role.name_en) == ("值班经理", "Duty manager")


# -- Failed sign-ins -------------------------------------------------------------------------------


def test_admin_opens_a_lock(desk, lin):
    attempt = AccessAttempt.objects.create(
        username="lin", ip_address="10.1.1.1", user_agent="x", failures_since_start=5
    )
    url = reverse("admin:axes_accessattempt_changelist")
    assert "mark-stale" in desk.get(url).content.decode()

    desk.post(url, {"action": "unlock", "_selected_action": attempt.pk})

    assert not AccessAttempt.objects.exists()


# -- Lists -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.parametrize(("model", "queries"), [("person", 8), ("unit", 6), ("jobrole", 6)])
def test_lists_have_flat_query_counts(desk, org, count, model, queries, django_assert_num_queries):
    for i in range(count):
        hall = make_unit(f"LJ-{i:02}", f"{i}号厅", Unit.Level.STORE, org.city)
        role = make_job_role(f"role-{i}", f"岗位{i}")
        make_person(f"E{i:03}", f"员工{i}", hall, manages=hall, job_role=role)

    with django_assert_num_queries(queries):
        response = desk.get(reverse(f"admin:portal_{model}_changelist"))

    assert len(response.context["cl"].result_list) >= count


UNIT_LOOKUP = "/admin/autocomplete/?app_label=portal&model_name=person&field_name=unit"


@pytest.mark.parametrize(
    "url",
    [
        "/admin/portal/person/?q=" + "w+" * 1500,
        "/admin/portal/person/?q=" + "长" * 100_000,
        "/admin/portal/person/?q=%00",
        "/admin/portal/person/?access__exact=a%00",
        "/admin/portal/person/?access__exact=a%00&access__exact=admin",
        UNIT_LOOKUP + "&term=" + "w+" * 1500,
        UNIT_LOOKUP + "&term=%00",
    ],
)
def test_what_no_database_can_be_asked_is_refused(desk, url):
    response = desk.get(url)

    assert response.status_code == 400
    assert "什么都没有改动" in response.content.decode()
