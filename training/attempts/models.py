"""Attempts and responses: one sitting, and what was answered for each item."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .querysets import AttemptQuerySet, ResponseQuerySet


class Attempt(models.Model):
    """One sitting of a quiz by one person.

    The row, its responses, the pass mark and the end are fixed at start, so that editing the
    quiz never moves the bar mid-attempt. There is no status column: state is read from the
    timestamps. ``points`` is the sum of the responses' points; ``is_passed`` follows from it
    (exactly: ``scoring.meets_pass_mark``) and is None while ``pending_marks`` answers wait for a
    person. The marking service alone writes the three.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    duty = models.ForeignKey("training.Duty", models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    pass_mark_pct = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    points = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    max_points = models.DecimalField(max_digits=7, decimal_places=2)
    pending_marks = models.PositiveSmallIntegerField(default=0)
    is_passed = models.BooleanField(null=True, default=False)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["submitted_at", "ends_at"], name="attempt_closing")]
        constraints = [
            models.UniqueConstraint(fields=["duty", "number"], name="attempt_number_once_per_duty"),
            models.UniqueConstraint(
                fields=["duty"],
                condition=Q(submitted_at__isnull=True),
                name="attempt_one_open_per_duty",  # an expired one is stamped before the next start
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(submitted_at__gte=F("started_at")),
                name="attempt_submitted_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("started_at")),
                name="attempt_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(max_points__gt=0, points__gte=0, points__lte=F("max_points")),
                name="attempt_points_within_max",
            ),
            models.CheckConstraint(
                condition=Q(pending_marks=0, is_passed__isnull=False)
                | Q(pending_marks__gt=0, is_passed=None),
                name="attempt_pass_is_pending_while_unmarked",
            ),
        ]

    def __str__(self):
        return f"{self.duty_id} · {self.number}"

    def get_absolute_url(self):
        return reverse("training:attempt", args=[self.code])

    def is_open(self, at) -> bool:
        return self.submitted_at is None and (self.ends_at is None or at < self.ends_at)


class Response(models.Model):
    """What was answered for one item; the row exists from the start of the attempt.

    ``value`` is what the item kind's ``clean`` returned, None while unanswered. ``change_id`` is
    the client-made id of the change that is stored (``attempts.changes``): ids grow with time, so
    a repeat or a late retry is recognised by comparing. ``needs_mark`` is true for an answered
    judged item without a score; ``points`` is then None.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses")
    position = models.PositiveSmallIntegerField()
    item_version = models.ForeignKey(
        "training.ItemVersion", models.PROTECT, related_name="responses"
    )
    option_order = models.JSONField(default=list)  # option keys as this attempt shows them
    value = models.JSONField(null=True, blank=True)
    is_flagged = models.BooleanField(default=False)
    change_id = models.CharField(max_length=40, blank=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True, default=0)
    needs_mark = models.BooleanField(default=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["attempt", "position"]
        indexes = [
            models.Index(
                fields=["item_version"], condition=Q(needs_mark=True), name="response_to_mark"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "item_version"], name="response_once_per_item"
            ),
            models.UniqueConstraint(fields=["attempt", "position"], name="response_position_once"),
            models.CheckConstraint(
                condition=Q(needs_mark=True, points=None) | Q(needs_mark=False, points__gte=0),
                name="response_marked_or_waiting",
            ),
        ]

    def __str__(self):
        return f"{self.attempt_id} · {self.position}"
