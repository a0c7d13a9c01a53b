"""Checklists that editors build from norms; rounds, ratings and replies, which are evidence."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.frozen import FrozenModel
from portal.languages import localized
from portal.seeding import SeededModel

from .querysets import ChecklistQuerySet, RoundQuerySet


class Checklist(SeededModel):
    """A few clauses to look at together: the opening check, the seven counter steps."""

    class Scope(models.TextChoices):
        PERSON = "person", _("one person")
        SHIFT = "shift", _("everybody on shift, exceptions only")

    slug = models.SlugField(_("slug"), unique=True)
    title = models.CharField(_("title"), max_length=80)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    scope = models.CharField(
        _("looks at"), max_length=8, choices=Scope.choices, default=Scope.PERSON
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    clauses = models.ManyToManyField(
        "standards.Clause", through="training.ChecklistClause", related_name="checklists"
    )

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=["person", "shift"]), name="checklist_scope_known"
            ),
        ]

    def __str__(self):
        return localized(self, "title")

    def get_absolute_url(self):
        """Where a round by this checklist begins."""
        return f"{reverse('training:round_new')}?checklist={self.slug}"


class ChecklistClause(models.Model):
    """The place of a clause in a checklist."""

    checklist = models.ForeignKey(Checklist, models.CASCADE, related_name="entries")
    clause = models.ForeignKey(
        "standards.Clause",
        models.PROTECT,
        related_name="checklist_entries",
        verbose_name=_("clause"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("clause of the checklist")
        verbose_name_plural = _("clauses of the checklist")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["checklist", "clause"], name="checklist_clause_once_per_checklist"
            ),
        ]

    def __str__(self):
        return f"{self.checklist_id} · {self.clause_id}"


class Round(FrozenModel):
    """One person seen at work against a few clauses.

    ``request_id`` is of the form: sent twice, it is saved once; the opening check saves one round
    for each person on shift under the same id. The counts are of its ratings, written with them.
    ``duty`` is the observer's, where the round was given to them. ``norm`` is set when the
    clauses are those of one norm and no checklist named them.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="rounds")
    observer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="rounds_made"
    )
    checklist = models.ForeignKey(
        Checklist, models.PROTECT, related_name="rounds", null=True, blank=True
    )
    norm = models.ForeignKey(
        "standards.Norm", models.PROTECT, related_name="+", null=True, blank=True
    )
    duty = models.ForeignKey(
        "training.Duty", models.PROTECT, related_name="rounds", null=True, blank=True
    )
    request_id = models.UUIDField(editable=False)
    at = models.DateTimeField()
    comment = models.CharField(_("what you told them"), max_length=400, blank=True)
    passed = models.PositiveSmallIntegerField()
    failed = models.PositiveSmallIntegerField()
    failed_critical = models.PositiveSmallIntegerField()
    not_scored = models.PositiveSmallIntegerField()  # not seen, or not applicable

    objects: ClassVar = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at"], name="round_person_at"),
            models.Index(fields=["observer", "-at"], name="round_observer_at"),
            models.Index(fields=["-at"], name="round_at"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["request_id", "person"], name="round_once_per_form"),
            models.CheckConstraint(condition=~Q(person=F("observer")), name="round_not_of_oneself"),
            models.CheckConstraint(
                condition=Q(failed_critical__lte=F("failed")), name="round_critical_among_failed"
            ),
        ]

    def __str__(self):
        return f"{self.person_id} · {self.at:%Y-%m-%d}"

    def get_absolute_url(self):
        return reverse("training:round", args=[self.code])

    @property
    def subject(self) -> str:
        """What was looked at, in the reader's language: a checklist, a norm, or chosen clauses."""
        if self.checklist:
            return str(self.checklist)
        if self.norm:
            return localized(self.norm.current_edition, "title")
        return gettext("Clauses chosen by hand")

    @property
    def scored(self) -> int:
        """How many clauses count: those kept and those not kept."""
        return self.passed + self.failed

    @property
    def is_failed(self) -> bool:
        """A critical clause that was not kept fails the round, whatever its score."""
        return self.failed_critical > 0


class Rating(FrozenModel):
    """What was seen of one clause, as it was worded then."""

    class Result(models.TextChoices):
        PASS = "pass", _("kept")
        FAIL = "fail", _("not kept")
        NOT_SEEN = "not_seen", _("not seen")
        NA = "na", _("does not apply")

    round = models.ForeignKey(Round, models.PROTECT, related_name="ratings")
    clause_version = models.ForeignKey(
        "standards.ClauseVersion", models.PROTECT, related_name="ratings"
    )
    position = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=8, choices=Result.choices)
    comment = models.CharField(max_length=240, blank=True)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "clause_version"], name="rating_once_per_clause"
            ),
            models.CheckConstraint(
                condition=Q(result__in=["pass", "fail", "not_seen", "na"]),
                name="rating_result_known",
            ),
        ]

    def __str__(self):
        return f"{self.round_id} · {self.result}"


class RoundReply(FrozenModel):
    """What the person seen, or whoever leads them, says about a round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="round_replies")
    text = models.CharField(_("reply"), max_length=400)
    request_id = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="round_reply_says_something"),
        ]

    def __str__(self):
        return f"{self.round_id} · {self.by_id}"
