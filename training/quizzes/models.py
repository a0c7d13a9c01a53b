"""Quizzes: ordered items or draws from the bank, a pass mark and a policy."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal.languages import localized
from portal.seeding import SeededModel

from ..items.models import Item


class QuizQuerySet(models.QuerySet):
    def ready(self):
        """Quizzes that can be assigned: at least one entry can be asked."""
        entries = QuizEntry.objects.filter(quiz=OuterRef("pk"))
        asked_of_norm = Item.objects.filter(
            current_version__clause_versions__clause__norm=OuterRef("draw_from")
        )
        can_be_asked = Q(item__current_version__isnull=False) | Exists(asked_of_norm)
        return self.filter(Exists(entries.filter(can_be_asked)))


class Quiz(SeededModel):
    slug = models.SlugField(_("slug"), unique=True)
    title = models.CharField(_("title"), max_length=80)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    pass_mark_pct = models.PositiveSmallIntegerField(
        _("pass mark (%)"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    time_limit_min = models.PositiveSmallIntegerField(
        _("time limit (minutes)"),
        null=True,
        blank=True,
        help_text=_("Blank means no limit."),
        validators=[MinValueValidator(1), MaxValueValidator(240)],
    )
    shuffle_items = models.BooleanField(_("shuffle the questions"), default=True)

    objects = QuizQuerySet.as_manager()

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["position", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark_pct__gte=1, pass_mark_pct__lte=100),
                name="quiz_pass_mark_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(time_limit_min__isnull=True) | Q(time_limit_min__gte=1),
                name="quiz_time_limit_positive",
            ),
        ]

    def __str__(self):
        return localized(self, "title")


class QuizEntry(models.Model):
    """One fixed item, or a draw of ``draw_count`` items that ask about a norm's clauses."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="entries")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    item = models.ForeignKey(
        "training.Item",
        models.PROTECT,
        related_name="entries",
        null=True,
        blank=True,
        verbose_name=_("item"),
    )
    draw_from = models.ForeignKey(
        "standards.Norm",
        models.PROTECT,
        related_name="quiz_draws",
        null=True,
        blank=True,
        verbose_name=_("draw from norm"),
    )
    draw_count = models.PositiveSmallIntegerField(_("how many"), null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, draw_from=None, draw_count=None)
                | Q(item=None, draw_from__isnull=False, draw_count__gte=1),
                name="quiz_entry_item_or_draw",
            ),
            models.UniqueConstraint(fields=["quiz", "item"], name="quiz_entry_item_once"),
        ]

    def __str__(self):
        return str(self.item or self.draw_from)

    def clean(self):
        from django.core.exceptions import ValidationError

        if bool(self.item_id) == bool(self.draw_from_id):
            raise ValidationError(_("Choose an item, or a norm to draw from: one of the two."))
        if bool(self.draw_from_id) != bool(self.draw_count):
            raise ValidationError({"draw_count": _("Say how many questions to draw.")})
