"""People as a workbook: administrators take them in and out, a manager takes out their own."""

import pytest
from django.urls import reverse
from django.utils import translation

from portal.models import Management, Person
from portal.people_workbook import PeopleWorkbook
from tests.factories import make_job_role, make_person
from tests.workbooks import book_of, cells, exported

HEAD = ["employee_no", "name", "unit"]


@pytest.fixture
def book(an):
    return lambda: PeopleWorkbook(by=an)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def run(book, content):
    return book().run(content, seen=book().plan(content).digest)


def problems(book, content):
    return [(each.row, each.column, each.text) for each in book().plan(content).problems]


def test_round_trip(book, an, lin, mei, gu, song):
    make_person("gone", "=走了", is_active=False)
    first = exported(book(), Person.objects.all())
    Management.objects.all().delete()
    Person.objects.exclude(pk=an.pk).delete()

    run(book, first)

    assert cells(exported(book(), Person.objects.all())) == cells(first)
    assert {person.employee_no for person in Person.objects.all()} == {
        "an",
        "lin",
        "mei",
        "gu",
        "song",
        "gone",
    }


def test_somebody_new_has_no_password(book, org):
    run(book, book_of(people=[HEAD, ["10023", "新人", "LJ-E"]]))

    person = Person.objects.get(employee_no="10023")
    assert not person.has_usable_password()
    assert (person.unit, person.is_active, person.access) == (org.east, True, "")


def test_an_import_leaves_passwords_languages_and_dress_codes_alone(book, lin):
    lin.set_password("rén-cái-2026")
    lin.language, lin.dress_code = "en", "women"
    lin.save()

    run(book, book_of(people=[["employee_no", "name"], ["lin", "林晓晓"]]))

    after = Person.objects.get(pk=lin.pk)
    assert (after.name, after.password) == ("林晓晓", lin.password)
    assert (after.language, after.dress_code, after.unit) == ("en", "women", lin.unit)


def test_job_roles_and_managed_units_are_named(book, org, lin):
    make_job_role()
    head = ["employee_no", "job_role", "manages"]

    run(book, book_of(people=[head, ["lin", "Counter staff", "LJ-W，LJ-E"]]))

    lin = Person.objects.get(pk=lin.pk)
    assert lin.job_role.code == "counter"
    assert set(lin.managed_units.all()) == {org.east, org.west}


@pytest.mark.parametrize(
    ("column", "value", "label"),
    [
        ("unit", "NOWHERE", "code of the unit"),
        ("manages", "LJ-E NOWHERE", "manages (codes of units)"),
        ("job_role", "astronaut", "job role"),
        ("access", "root", "admin site"),
        ("name", None, "name"),
        ("is_active", "perhaps", "active"),
    ],
)
def test_what_the_portal_does_not_know_is_told_by_row(book, lin, column, value, label):
    content = book_of(people=[["employee_no", column], ["lin", value]])

    assert [each[:2] for each in problems(book, content)] == [(2, label)]


def test_an_employee_number_is_made_of_plain_characters(book):
    content = book_of(people=[HEAD, ["林 1", "林", None]])

    assert [each[:2] for each in problems(book, content)] == [(2, "employee number")]


@pytest.mark.parametrize(("column", "value"), [("access", None), ("is_active", "no")])
def test_nobody_shuts_themselves_out(book, an, column, value):
    content = book_of(people=[["employee_no", column], ["an", value]])

    assert [each[2] for each in problems(book, content)] == ["Nobody changes this of themselves."]


@pytest.mark.parametrize("count", [1, 30])
def test_plan_asks_the_same_number_of_questions(book, org, count, django_assert_num_queries):
    people = [make_person(f"p{number}", "某人", org.east) for number in range(count)]
    content = book_of(people=[["employee_no", "name"], *[[p.employee_no, "新名"] for p in people]])

    with django_assert_num_queries(4):
        assert book().plan(content).updated == count


# -- A manager's own people ------------------------------------------------------------------------


def team(client, person):
    client.force_login(person)
    response = client.get(reverse("team_people_xlsx"))
    [sheet] = cells(response.content).values()
    return sheet


@pytest.mark.parametrize(
    ("persona", "numbers"),
    [("mei", ["lin", "zhou"]), ("tao", ["han"]), ("gu", ["han", "lin", "mei", "tao", "zhou"])],
)
def test_a_manager_takes_out_their_subtree_only(client, world, persona, numbers):
    sheet = team(client, world.people[persona])

    assert [row[0] for row in sheet[1:]] == numbers


def test_a_managers_sheet_says_nothing_of_dress_or_of_the_admin_site(client, mei, lin):
    mei.language = "en"
    mei.save()

    assert team(client, mei)[0] == [
        "employee number",
        "name",
        "code of the unit",
        "name of the unit",
        "job role",
        "active",
        "manages (codes of units)",
    ]


@pytest.mark.parametrize("count", [1, 30])
def test_export_asks_the_same_number_of_questions(
    client, org, mei, count, django_assert_num_queries
):
    for number in range(count):
        make_person(f"p{number}", "某人", org.east)
    client.force_login(mei)

    with django_assert_num_queries(7):
        client.get(reverse("team_people_xlsx"))
