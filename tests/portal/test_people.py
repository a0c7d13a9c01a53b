"""Who manages whom, and what the admin site lets people do."""

import pytest
from django.db import IntegrityError, transaction

from portal.models import Management, Person


def names(people):
    return sorted(person.name for person in people)


def test_store_manager_manages_their_own_store_without_themselves(mei, lin, zhou, han):
    assert names(Person.objects.managed_by(mei)) == ["周宁", "林晓"]


def test_regional_manager_manages_every_store_below(gu, mei, tao, lin, han):
    assert names(Person.objects.managed_by(gu)) == sorted(["梅芳", "陶然", "林晓", "韩冰"])


def test_trainee_manages_nobody_and_sees_only_themselves(lin, zhou, mei):
    assert names(Person.objects.managed_by(lin)) == []
    assert names(Person.objects.visible_to(lin)) == ["林晓"]


def test_former_manager_sees_nobody_any_more(mei, lin):
    Management.objects.filter(person=mei).delete()

    fresh = Person.objects.get(pk=mei.pk)

    assert names(Person.objects.visible_to(fresh)) == ["梅芳"]


def test_editor_may_write_norms_and_training_but_not_people(song):
    assert song.is_staff
    assert song.has_perm("standards.change_clause")
    assert song.has_perm("training.change_item")
    assert not song.has_perm("portal.change_person")


def test_admin_may_also_change_people(an):
    assert an.has_perm("portal.change_person")


def test_person_who_left_may_nothing(an):
    an.is_active = False

    assert not an.has_perm("portal.change_person")
    assert not an.has_module_perms("standards")


@pytest.mark.parametrize("field", [{"access": "root"}, {"dress_code": "kilt"}, {"language": "fr"}])
def test_database_refuses_unknown_choices(lin, field):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=lin.pk).update(**field)


def test_createsuperuser_makes_an_administrator(db):
    person = Person.objects.create_superuser("root", "s3cret-enough", name="安然")

    assert person.access == Person.Access.ADMIN
    assert person.check_password("s3cret-enough")
