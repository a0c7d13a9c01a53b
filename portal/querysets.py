"""Read vocabulary for people and units."""

from functools import reduce
from operator import or_

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import Q


def under(paths, field: str) -> Q:
    """Match rows whose unit path lies in any of the subtrees; no subtree matches nothing."""
    return reduce(or_, (Q(**{f"{field}__startswith": path}) for path in paths), Q(pk__in=[]))


def shut_out(at) -> Q:
    """Match people whom no password lets in: none was ever set, or a one-time one has run out."""
    return Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(password_expires_at__lte=at)


class PersonQuerySet(models.QuerySet):
    def managed_by(self, user):
        """People of the units the user manages, at any depth; never the user themselves."""
        return self.filter(under(user.managed_paths, "unit__path")).exclude(pk=user.pk)

    def visible_to(self, user):
        """Oneself and the people one manages."""
        return self.filter(Q(pk=user.pk) | under(user.managed_paths, "unit__path"))

    def active(self):
        return self.filter(is_active=True)


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def create_user(self, employee_no: str, password: str | None = None, **fields):
        """Create a person; without a password nobody can sign in as them."""
        person = self.model(employee_no=self.model.normalize_username(employee_no), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, employee_no: str, password: str | None = None, **fields):
        """Create an administrator (``manage.py createsuperuser`` calls this)."""
        return self.create_user(employee_no, password, access=self.model.Access.ADMIN, **fields)
