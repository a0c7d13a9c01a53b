"""Passwords: made for somebody by whoever looks after them, then chosen by oneself.

The password in force is either the person's own (``Person.password_given_at`` is None) or somebody
else's choice, with which they can do nothing but choose their own (``OwnPasswordMiddleware``).
Every change ends the person's sessions, because each carries a digest of the password's hash.
"""

import secrets
from datetime import datetime, timedelta

from axes.utils import reset as open_lock
from django.contrib.auth.hashers import make_password
from django.db import transaction

from .models import PasswordIssue, Person
from .permissions import can_make_password_for, require

#: Typed on a phone from another screen, or from hearing it: nothing that looks or sounds like
#: another (0 o, 1 i l, 2 z, 5 s, 6 b g, 8, 9 q, u v).
CHARACTERS = "acdefhjkmnprtwxy347"
LENGTH = 8
VALID_FOR = timedelta(hours=24)


class PasswordReplaced(Exception):
    """The password that the person signed in with is not in force any more."""


class OneTimePasswordExpired(Exception):
    """The one-time password was not replaced by the person's own in time."""


def make_one_time_password(*, person: Person, by: Person, at: datetime) -> str:
    """Return a new password for ``person`` that is shown once and stored nowhere in clear.

    It works for ``VALID_FOR`` or until the person has chosen their own, and again until then, so
    that a lost answer shuts nobody out. Any password before it, the person's sessions and a lock
    after wrong passwords end. Raises ``PermissionDenied`` unless ``by`` may: asked of the locked
    row, since somebody may have become an administrator meanwhile.
    """
    password = "".join(secrets.choice(CHARACTERS) for _ in range(LENGTH))
    encoded = make_password(password)  # slow on purpose, so before the row is locked
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        require(can_make_password_for(by, person))
        _store(person, encoded, given_at=at, expires_at=at + VALID_FOR)
        PasswordIssue.objects.create(person=person, by=by, at=at)
        open_lock(username=person.employee_no)
    return password


def set_password_for(*, person: Person, password: str | None, by: Person, at: datetime) -> Person:
    """Store what an administrator typed (None: nobody can sign in), to be replaced by the person.

    It does not expire: an administrator prepares accounts days before somebody's first day.
    Administrators who set their own password have chosen it.
    """
    encoded = make_password(password)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        is_given = password is not None and person != by
        _store(person, encoded, given_at=at if is_given else None, expires_at=None)
        if is_given:
            PasswordIssue.objects.create(person=person, by=by, at=at)
            open_lock(username=person.employee_no)
    return person


def choose_password(*, person: Person, password: str, at: datetime) -> Person:
    """Store the person's own choice and return them as they now are.

    ``person`` is as they were when they signed in. Raises ``PasswordReplaced`` if another password
    was set since, ``OneTimePasswordExpired`` if the one they were given has run out.
    """
    encoded = make_password(password)
    with transaction.atomic():
        stored = Person.objects.select_for_update().get(pk=person.pk)
        if stored.password != person.password:
            raise PasswordReplaced
        if stored.is_password_expired(at):
            raise OneTimePasswordExpired
        _store(stored, encoded, given_at=None, expires_at=None)
    return stored


def _store(
    person: Person, encoded: str, *, given_at: datetime | None, expires_at: datetime | None
) -> None:
    person.password = encoded
    person.password_given_at = given_at
    person.password_expires_at = expires_at
    person.save(update_fields=["password", "password_given_at", "password_expires_at"])
