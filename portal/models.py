"""Who and where: people, units, job roles and who manages which subtree."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from treebeard.mp_tree import MP_Node

from .frozen import FrozenModel
from .languages import localized
from .querysets import PersonManager


class Unit(MP_Node):
    """A node of the org tree: head office, province, city, store."""

    class Level(models.TextChoices):
        HEAD_OFFICE = "head_office", _("head office")
        PROVINCE = "province", _("province")
        CITY = "city", _("city")
        STORE = "store", pgettext_lazy("unit", "store")

    code = models.CharField(_("code"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=80)
    level = models.CharField(_("level"), max_length=16, choices=Level.choices)

    node_order_by = ["code"]

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self):
        return self.name


class JobRole(models.Model):
    """What somebody works as: counter staff, account manager, duty manager, store manager …"""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("job role")
        verbose_name_plural = _("job roles")
        ordering = ["position", "code"]

    def __str__(self):
        return localized(self, "name")


class DressCode(models.TextChoices):
    """Which grooming and posture clauses somebody is shown; blank shows both."""

    WOMEN = "women", _("women's")
    MEN = "men", _("men's")


class Person(AbstractBaseUser):
    """Somebody who signs in, known by their employee number."""

    class Access(models.TextChoices):
        """What the person may do in the admin site; blank means no access to it."""

        EDITOR = "editor", _("editor (norms and questions)")
        ADMIN = "admin", _("administrator (also people and units)")

    employee_no = models.CharField(
        _("employee number"),
        max_length=32,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9._-]+$", _("Use letters, digits and . _ - only."))],
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="people", null=True, blank=True, verbose_name=_("unit")
    )
    job_role = models.ForeignKey(
        JobRole,
        models.PROTECT,
        related_name="people",
        null=True,
        blank=True,
        verbose_name=_("job role"),
    )
    dress_code = models.CharField(
        _("dress code"), max_length=8, choices=DressCode.choices, blank=True
    )
    language = models.CharField(
        _("language"),
        max_length=8,
        choices=[("zh-hans", "简体中文"), ("en", "English")],
        blank=True,
    )
    access = models.CharField(_("admin site"), max_length=8, choices=Access.choices, blank=True)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Untick when somebody leaves; their records stay.")
    )
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    #: Somebody else set the password that is in force; None once the person has chosen their own.
    password_given_at = models.DateTimeField(
        _("password set by somebody else"), null=True, editable=False
    )
    #: A one-time password signs in before this moment only.
    password_expires_at = models.DateTimeField(
        _("one-time password valid until"), null=True, editable=False
    )
    managed_units = models.ManyToManyField(
        Unit, through="Management", related_name="managers", verbose_name=_("manages")
    )

    USERNAME_FIELD = "employee_no"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["employee_no"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(access__in=["", "editor", "admin"]), name="person_access_known"
            ),
            models.CheckConstraint(
                condition=models.Q(dress_code__in=["", "women", "men"]),
                name="person_dress_code_known",
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=["", "zh-hans", "en"]),
                name="person_language_known",
            ),
            models.CheckConstraint(
                condition=models.Q(password_expires_at=None)
                | models.Q(
                    password_given_at__isnull=False,
                    password_expires_at__gt=models.F("password_given_at"),
                ),
                name="person_only_given_password_expires",
            ),
        ]

    def __str__(self):
        return self.name

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @cached_property
    def managed_paths(self) -> list[str]:
        """Tree paths of the units this person manages, read once per request."""
        return list(self.managed_units.values_list("path", flat=True))

    @property
    def must_choose_password(self) -> bool:
        """Tell whether the password in force is somebody else's choice."""
        return self.password_given_at is not None

    def is_password_expired(self, at: datetime) -> bool:
        return self.password_expires_at is not None and self.password_expires_at <= at

    # The admin site asks these; the answer follows from ``access`` alone, so that there are no
    # permission rows that could disagree with it.

    @property
    def is_staff(self) -> bool:
        return bool(self.access)

    @property
    def is_superuser(self) -> bool:
        return self.access == self.Access.ADMIN

    def has_perm(self, perm: str, obj=None) -> bool:
        return self.is_active and self.has_module_perms(perm.split(".")[0])

    def has_perms(self, perm_list, obj=None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        """Editors write norms and training content; administrators do everything."""
        if not self.is_active:
            return False
        if self.access == self.Access.EDITOR:
            return app_label in {"standards", "training"}
        return self.access == self.Access.ADMIN


class Management(models.Model):
    """A person manages a unit and everything below it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="management")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="management")

    class Meta:
        verbose_name = _("managed unit")
        verbose_name_plural = _("managed units")
        constraints = [
            models.UniqueConstraint(fields=["person", "unit"], name="management_once_per_unit"),
        ]

    def __str__(self):
        return f"{self.person} · {self.unit}"


class PasswordIssue(FrozenModel):
    """Somebody made a password for somebody else; the password itself is nowhere."""

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="password_issues", verbose_name=_("person")
    )
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("made by"))
    at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("password made for somebody")
        verbose_name_plural = _("passwords made for somebody")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(person=models.F("by")), name="password_issue_not_to_oneself"
            ),
        ]

    def __str__(self):
        return f"{self.by} → {self.person}"
