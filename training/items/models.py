"""Items: drafts that editors write, and the immutable versions that people answer."""

import secrets

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.frozen import FrozenModel
from portal.languages import localized
from portal.seeding import SeededModel
from standards.enums import MeasureUnit
from standards.models import Draft, SourceTracked


class ItemKind(models.TextChoices):
    SINGLE = "single", _("single choice")
    MULTIPLE = "multiple", _("multiple choice")
    BOOLEAN = "boolean", _("true or false")
    NUMBER = "number", _("number with unit")
    ORDER = "order", _("put in order")
    SHORT = "short", _("short answer")


def new_key() -> str:
    """A random name for an option, so that neither order nor rightness shows in a page."""
    return secrets.token_hex(3)


class ItemQuerySet(models.QuerySet):
    def with_draft(self):
        """Fetch along what it takes to read the draft and compare it with its version.

        Clauses of options come by a join: prefetched by key, a thousand of them are more than
        SQLite takes.
        """
        return self.select_related("current_version").prefetch_related(
            "clauses",
            models.Prefetch("options", ItemOption.objects.select_related("clause")),
            models.Prefetch("criteria", Criterion.objects.select_related("clause")),
            "criteria__levels",
        )


class Item(SourceTracked, Draft, SeededModel):
    """One question; the draft that editors see."""

    TRACKED = ("stem", "explanation")
    PUBLISHED = "current_version"

    code = models.SlugField(_("code"), unique=True, max_length=40)
    kind = models.CharField(_("kind"), max_length=8, choices=ItemKind.choices)
    stem = models.TextField(_("question"), max_length=600)
    explanation = models.TextField(
        _("explanation"), max_length=600, blank=True, help_text=_("Shown with the key.")
    )
    max_points = models.DecimalField(_("points"), max_digits=4, decimal_places=1, default=1)
    clauses = models.ManyToManyField(
        "standards.Clause",
        related_name="items",
        blank=True,
        verbose_name=_("clauses it asks about"),
    )
    is_true = models.BooleanField(_("right answer"), null=True, blank=True)
    answer = models.DecimalField(
        _("right number"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    tolerance = models.DecimalField(
        _("may be off by"),
        max_digits=8,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Up or down, in the same unit; empty: the number must be exact."),
    )
    unit = models.CharField(
        pgettext_lazy("measure", "unit"), max_length=8, choices=MeasureUnit.choices, blank=True
    )
    current_version = models.OneToOneField(
        "training.ItemVersion",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(max_points__gt=0), name="item_points_positive"),
            models.CheckConstraint(condition=Q(kind__in=ItemKind.values), name="item_kind_known"),
            models.CheckConstraint(
                condition=Q(tolerance__gte=0), name="item_tolerance_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(unit__in=["", *MeasureUnit.values]), name="item_unit_known"
            ),
        ]

    def __str__(self):
        return f"{self.code} · {localized(self, 'stem')}"


class ItemOption(SourceTracked):
    """An option of a choice, or a step to be put in order (``position`` is the right order)."""

    TRACKED = ("text",)

    item = models.ForeignKey(Item, models.CASCADE, related_name="options")
    key = models.CharField(max_length=8, default=new_key, editable=False)
    text = models.CharField(pgettext_lazy("of an option", "text"), max_length=300)
    is_correct = models.BooleanField(_("right"), default=False)
    clause = models.ForeignKey(
        "standards.Clause",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("clause"),
        help_text=_("The clause that choosing this would break or keep."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "key"], name="item_option_key_once"),
        ]

    def __str__(self):
        return localized(self, "text")


class Criterion(SourceTracked):
    """One thing a judged answer is looked at for."""

    TRACKED = ("title",)

    item = models.ForeignKey(Item, models.CASCADE, related_name="criteria")
    key = models.CharField(max_length=8, default=new_key, editable=False)
    title = models.CharField(_("criterion"), max_length=160)
    clause = models.ForeignKey(
        "standards.Clause",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("clause"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "key"], name="criterion_key_once"),
        ]

    def __str__(self):
        return localized(self, "title")


class Level(SourceTracked):
    """How well a criterion is met, in words, and the points that gives."""

    TRACKED = ("text",)
    TEXT_LENGTH = 240  # characters

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="levels")
    key = models.CharField(max_length=8, default=new_key, editable=False)
    text = models.CharField(_("what it looks like"), max_length=TEXT_LENGTH)
    points = models.DecimalField(_("points"), max_digits=4, decimal_places=1)

    # modeltranslation's columns, declared for type checkers.
    text_zh_hans: str | None
    text_en: str | None

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["points", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "key"], name="level_key_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="level_points_not_negative"),
        ]

    def __str__(self):
        return localized(self, "text")


class ItemVersion(FrozenModel):
    """One published wording of an item, with its key and rubric: what an attempt is marked by.

    ``payload`` holds the texts of both languages, the options with their keys and rightness,
    and the rubric: ``{"stem": {lang: str}, "explanation": {lang: str}, "options": [{"key",
    "text": {lang}, "correct", "clause"}], "criteria": [{"key", "title": {lang}, "clause",
    "levels": [{"key", "text": {lang}, "points"}]}], "clauses": [code]}``, of a true or false
    question ``"is_true": bool`` too, of a number ``"number": {"answer", "tolerance", "unit"}``; a
    rubric is frozen with the version that carries it. ``html`` holds the rendered pieces per
    language and never the key. ``name`` is the form field's name in a page.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    name = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=8, choices=ItemKind.choices)
    max_points = models.DecimalField(max_digits=4, decimal_places=1)
    payload = models.JSONField()
    html = models.JSONField()
    clause_versions = models.ManyToManyField(
        "standards.ClauseVersion",
        through="training.ItemVersionClause",
        related_name="item_versions",
    )
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("item version")
        verbose_name_plural = _("item versions")
        ordering = ["item", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"], name="item_version_number_once_per_item"
            ),
        ]

    def __str__(self):
        return f"{self.item_id} · {self.number}"


class ItemVersionClause(FrozenModel):
    """A clause version that an item version asks about."""

    item_version = models.ForeignKey(ItemVersion, models.PROTECT, related_name="+")
    clause_version = models.ForeignKey("standards.ClauseVersion", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_version", "clause_version"], name="item_version_clause_once"
            ),
        ]

    def __str__(self):
        return f"{self.item_version_id} · {self.clause_version_id}"


class ItemProposal(models.Model):
    """What an editor decided about a question drafted from a clause, so that it is not drafted
    again; undecided ones have no row. A clause's next version is a new chance.

    ``item`` is what came of it; None when it was turned down, or when the draft was deleted since.
    """

    clause_version = models.ForeignKey(
        "standards.ClauseVersion", models.PROTECT, related_name="item_proposals"
    )
    generator = models.CharField(max_length=12)
    item = models.OneToOneField(
        Item, models.SET_NULL, related_name="proposal", null=True, blank=True
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("drafted question")
        verbose_name_plural = _("drafted questions")
        constraints = [
            models.UniqueConstraint(
                fields=["clause_version", "generator"], name="item_proposal_decided_once"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=False, rejected_at=None)
                | Q(accepted_at=None, rejected_at__isnull=False, item=None),
                name="item_proposal_accepted_or_rejected",
            ),
        ]

    def __str__(self):
        return f"{self.clause_version_id} · {self.generator}"
