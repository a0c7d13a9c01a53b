"""The whole demo, loaded once for all the tests that look at it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from portal.models import Person

#: As in ``plain_settings``, which does not reach a fixture of a whole package.
MD5 = "django.contrib.auth.hashers.MD5PasswordHasher"


@pytest.fixture(scope="package")
def loaded(django_db_setup, django_db_blocker):
    """Loading takes some twenty seconds; every test rolls back to what is here."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_content", stdout=StringIO())
        with override_settings(DEMO=True, PASSWORD_HASHERS=[MD5]):
            call_command("load_demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db):
    """The demo's people by employee number."""
    everybody = Person.objects.select_related("unit", "job_role")
    return {person.employee_no: person for person in everybody}
