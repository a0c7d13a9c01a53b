"""Assignments and duties: who must do what by when."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.frozen import FrozenModel

from .querysets import AssignmentQuerySet, DutyQuerySet


class Assignment(models.Model):
    """The order to do a quiz, a module or a round, given once to a set of people.

    ``due_at`` is when it should be done (later is late, but still possible); ``closes_at`` is
    when the door shuts. A self-check is an assignment to oneself without a due time. A round is
    given to whoever is to make it, with the checklist to make it by. As long as nobody has begun
    it can be changed or withdrawn.
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
    checklist = models.ForeignKey(
        "training.Checklist", models.PROTECT, related_name="assignments", null=True, blank=True
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
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quiz__isnull=False, module=None, checklist=None)
                | Q(quiz=None, module__isnull=False, checklist=None)
                | Q(quiz=None, module=None, checklist__isnull=False),
                name="assignment_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(changed_at=None, changed_by=None)
                | Q(changed_at__isnull=False, changed_by__isnull=False),
                name="assignment_changed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="assignment_withdrawn_by_somebody",
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
        """The quiz, the module or the checklist that is to be done."""
        return self.quiz or self.module or self.checklist

    @property
    def is_self_check(self) -> bool:
        return self.due_at is None


class Duty(models.Model):
    """One person's share of an assignment; attempts hang on it.

    ``due_at``, ``closes_at`` and ``max_attempts`` are this person's: the assignment's, until an
    exception moves them. ``extra_minutes`` lengthen a time limit. ``completed_at`` is written for
    modules by the reading service, for rounds by theirs; a quiz's duty leaves it empty, because
    what its attempts say is read from them (``DutyQuerySet.with_state``).
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="duties")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties")
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    max_attempts = models.PositiveSmallIntegerField(default=2)
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    completed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)  # the latest reminder
    reminded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["person", "due_at"], name="duty_person_due")]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "person"], name="duty_once_per_person"),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(closes_at=None) | Q(closes_at__gte=F("due_at")),
                name="duty_closes_not_before_due",
            ),
            models.CheckConstraint(
                condition=Q(reminded_at=None, reminded_by=None)
                | Q(reminded_at__isnull=False, reminded_by__isnull=False),
                name="duty_reminded_by_somebody",
            ),
        ]

    def __str__(self):
        return f"{self.assignment_id} · {self.person_id}"


class DutyException(FrozenModel):
    """What one person was granted for one duty: by whom, when and why; appended, never changed.

    The newest times count and minutes and attempts add up; ``assignments.exceptions`` writes the
    result to the duty. A time that is None stays as it was.
    """

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="exceptions")
    due_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    extra_attempts = models.PositiveSmallIntegerField(default=0)
    extra_minutes = models.PositiveSmallIntegerField(default=0)
    comment = models.CharField(_("why"), max_length=240)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exceptions_granted"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["duty", "-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__isnull=False)
                | Q(closes_at__isnull=False)
                | Q(extra_attempts__gt=0)
                | Q(extra_minutes__gt=0),
                name="exception_grants_something",
            ),
            models.CheckConstraint(condition=~Q(comment=""), name="exception_says_why"),
        ]

    def __str__(self):
        return f"{self.duty_id} · {self.at:%Y-%m-%d}"
