"""Who is in the demo: a province, of which five people can sign in."""

import pytest
from django.db.models import Count

from portal.models import Management, Person, Unit
from training.assignments.models import Duty
from training.attempts.models import Attempt
from training.demo.names import MEN, WOMEN

pytestmark = [pytest.mark.slow, pytest.mark.shipped]

ACCOUNTS = {"trainee", "manager", "regional", "editor", "admin"}


def stores():
    return Unit.objects.filter(level=Unit.Level.STORE)


def test_a_province_of_at_least_twelve_stores_and_150_people(demo):
    province = Unit.objects.get(level=Unit.Level.PROVINCE)

    assert stores().filter(path__startswith=province.path).count() >= 12
    assert Person.objects.filter(is_active=True).count() >= 150
    assert Unit.objects.filter(level=Unit.Level.CITY, path__startswith=province.path).count() >= 3


def test_only_the_five_accounts_have_a_password(demo):
    with_password = {number for number, person in demo.items() if person.has_usable_password()}

    assert with_password == ACCOUNTS
    assert all(demo[number].check_password("service-demo") for number in ACCOUNTS)
    assert not any(demo[number].must_choose_password for number in ACCOUNTS)


def test_every_store_has_one_manager_and_every_city_one_regional_manager(demo):
    units = Unit.objects.exclude(level=Unit.Level.HEAD_OFFICE).annotate(leaders=Count("managers"))

    assert {unit.leaders for unit in units} == {1}
    assert Management.objects.count() == units.count()


def test_every_store_that_is_open_has_the_roles_that_the_norms_bind(demo):
    for store in stores().exclude(code="WH-04"):
        roles = set(store.people.values_list("job_role__code", flat=True))
        assert roles == {"counter", "account_manager", "duty_manager", "store_manager"}


def test_no_two_people_have_the_same_name(demo):
    names = [person.name for person in demo.values()]

    assert len(set(names)) == len(names)
    assert not set(WOMEN.split()) & set(MEN.split())


def test_those_who_left_keep_their_evidence(demo):
    left = Person.objects.filter(is_active=False)

    assert 2 <= left.count() <= 3
    assert Attempt.objects.filter(duty__person__in=left).exists()


def test_a_store_opened_last_week_has_people_and_no_history(demo):
    new = Person.objects.filter(unit__code="LJ-06")

    assert new.count() >= 5
    assert not Attempt.objects.filter(duty__person__in=new).exists()
    assert not Duty.objects.filter(person__in=new.exclude(job_role__code="store_manager")).exists()


def test_the_manager_of_a_store_to_come_has_nobody_yet(demo):
    [alone] = Person.objects.filter(managed_units__code="WH-04")

    assert not Person.objects.managed_by(alone).exists()
