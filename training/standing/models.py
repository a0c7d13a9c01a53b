"""What the evidence says of a person on a clause: derived, and recomputed by a test."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .querysets import StandingQuerySet


class ClauseAnswer(models.Model):
    """What one handed-in answer says about one clause: known or not.

    Derived from the response and its score; rewritten when a mark is changed. An answer left
    blank, or one that waits to be marked, says nothing.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="clause_answers"
    )
    clause = models.ForeignKey("standards.Clause", models.PROTECT, related_name="answers")
    response = models.ForeignKey("training.Response", models.CASCADE, related_name="clause_answers")
    is_right = models.BooleanField()
    at = models.DateTimeField()  # when the attempt was handed in

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "clause", "-at", "-id"], name="clause_answer_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "clause"], name="clause_answer_once_per_response"
            ),
        ]

    def __str__(self):
        return f"{self.person_id} · {self.clause_id} · {self.is_right}"


class Standing(models.Model):
    """What a person knows and does of one clause, over the last few pieces of evidence.

    ``right`` of the last ``answers`` answers showed the clause to be known, ``kept`` of the last
    ``ratings`` ratings that count saw it kept; both count at most ``services.RECENT``.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="standings")
    clause = models.ForeignKey("standards.Clause", models.PROTECT, related_name="standings")
    answers = models.PositiveSmallIntegerField(default=0)
    right = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    ratings = models.PositiveSmallIntegerField(default=0)
    kept = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "clause"], name="standing_once_per_person_and_clause"
            ),
            models.CheckConstraint(
                condition=Q(right__lte=F("answers"), kept__lte=F("ratings")),
                name="standing_parts_within_wholes",
            ),
            models.CheckConstraint(
                condition=Q(answers=0, answered_at=None)
                | Q(answers__gt=0, answered_at__isnull=False),
                name="standing_answered_when_there_are_answers",
            ),
            models.CheckConstraint(
                condition=Q(ratings=0, seen_at=None) | Q(ratings__gt=0, seen_at__isnull=False),
                name="standing_seen_when_there_are_ratings",
            ),
        ]

    def __str__(self):
        return f"{self.person_id} · {self.clause_id}"

    @property
    def is_known(self) -> bool:
        """As ``querysets.IS_KNOWN``."""
        return 2 * self.right > self.answers

    @property
    def is_done(self) -> bool:
        """As ``querysets.IS_DONE``."""
        return 2 * self.kept > self.ratings
