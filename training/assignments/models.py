"""Assignments and duties: who must do what by when."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .querysets import AssignmentQuerySet, DutyQuerySet


class Assignment(models.Model):
    """The order to do a quiz or a module, given once to a set of people.

    ``due_at`` is when it should be done (later is late, but still possible); ``closes_at`` is
    when the door shuts. A self-check is an assignment to oneself without a due time.
    """

    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments_given"
    )
    quiz = models.ForeignKey(
        "training.Quiz", models.PROTECT, related_name="assignments", null=True, blank=True
    )
    module = models.ForeignKey(
        "training.Module", models.PROTECT, related_name="assignments", null=True, blank=True
    )
    opens_at = models.DateTimeField(_("opens"))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    max_attempts = models.PositiveSmallIntegerField(
        _("attempts allowed"), default=2, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    note = models.CharField(_("note to the people"), max_length=240, blank=True)
    request_id = models.UUIDField(unique=True, editable=False)  # of the form: sent twice, made once
    created_at = models.DateTimeField()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quiz__isnull=False, module=None) | Q(quiz=None, module__isnull=False),
                name="assignment_quiz_or_module",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(due_at__gt=F("opens_at")),
                name="assignment_due_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="assignment_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(closes_at=None) | Q(closes_at__gte=F("due_at")),
                name="assignment_closes_not_before_due",
            ),
            models.CheckConstraint(
                condition=Q(max_attempts__gte=1, max_attempts__lte=10),
                name="assignment_attempts_1_to_10",
            ),
        ]

    def __str__(self):
        return str(self.subject)

    @property
    def subject(self):
        """The quiz or the module that is to be done."""
        return self.quiz or self.module

    @property
    def is_self_check(self) -> bool:
        return self.due_at is None


class Duty(models.Model):
    """One person's share of an assignment; attempts hang on it.

    ``completed_at`` is written for modules by the reading service. A quiz's duty has no such
    column: what its attempts say is read from them (``DutyQuerySet.with_state``).
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="duties")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties")
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["assignment__due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "person"], name="duty_once_per_person"),
        ]

    def __str__(self):
        return f"{self.assignment_id} · {self.person_id}"
