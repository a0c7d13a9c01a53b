"""Scores: what a person gave for a judged answer; appended, never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.frozen import FrozenModel


class Score(FrozenModel):
    """A mark by a person: who, when, for which levels, and why.

    ``levels`` maps a criterion's key to the chosen level's key. The newest score of a response
    counts; ``reason`` is asked for when an earlier one is replaced.
    """

    response = models.ForeignKey("training.Response", models.PROTECT, related_name="scores")
    number = models.PositiveSmallIntegerField()
    points = models.DecimalField(max_digits=6, decimal_places=2)
    levels = models.JSONField(default=dict)
    comment = models.TextField(_("comment"), max_length=600, blank=True)
    reason = models.CharField(_("why it was changed"), max_length=240, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="scores_given")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["response", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "number"], name="score_number_once_per_response"
            ),
            models.CheckConstraint(
                condition=models.Q(points__gte=0), name="score_points_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.response_id} · {self.points}"
