"""What was published: immutable editions and the clause versions they list."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.frozen import FrozenModel
from portal.languages import localized

from .enums import Audience, Role
from .measures import Measure
from .querysets import ClauseVersionQuerySet, EditionQuerySet

CLAUSE_TEXTS = ("text", "reason", "line", "situation", "instead")


class Edition(FrozenModel):
    """An immutable published snapshot of a norm; editions count from 1."""

    norm = models.ForeignKey("standards.Norm", models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("edition"))
    title_zh_hans = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80, blank=True)
    summary_zh_hans = models.TextField(blank=True)
    summary_en = models.TextField(blank=True)
    picture = models.ForeignKey(
        "standards.Picture", models.PROTECT, related_name="editions", null=True, blank=True
    )
    read_minutes = models.PositiveSmallIntegerField(_("minutes to read"))
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    clauses = models.ManyToManyField(
        "standards.ClauseVersion", through="standards.EditionClause", related_name="editions"
    )

    objects: ClassVar = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["norm", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["norm", "number"], name="edition_number_once_per_norm"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="edition_number_from_1"),
        ]

    def __str__(self):
        return f"{localized(self, 'title')} · {self.number}"


class ClauseVersion(FrozenModel):
    """One published wording of a clause, in both languages, with its citations."""

    clause = models.ForeignKey("standards.Clause", models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    code = models.CharField(_("code"), max_length=20)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    text_zh_hans = models.TextField()
    text_en = models.TextField(blank=True)
    reason_zh_hans = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    line_zh_hans = models.TextField(blank=True)
    line_en = models.TextField(blank=True)
    situation_zh_hans = models.TextField(blank=True)
    situation_en = models.TextField(blank=True)
    instead_zh_hans = models.TextField(blank=True)
    instead_en = models.TextField(blank=True)
    applies_to = models.CharField(max_length=8, choices=Audience.choices)
    measure_comparison = models.CharField(max_length=8, blank=True)
    measure_low = models.DecimalField(max_digits=8, decimal_places=3, null=True)
    measure_high = models.DecimalField(max_digits=8, decimal_places=3, null=True)
    measure_unit = models.CharField(max_length=8, blank=True)
    is_critical = models.BooleanField()
    is_derived = models.BooleanField()
    stands_alone = models.BooleanField()
    drawing = models.CharField(max_length=50, blank=True)
    picture = models.ForeignKey(
        "standards.Picture", models.PROTECT, related_name="versions", null=True, blank=True
    )
    citations = models.JSONField(default=list)  # source point codes, in their own order
    published_at = models.DateTimeField()

    objects: ClassVar = ClauseVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause version")
        verbose_name_plural = _("clause versions")
        ordering = ["clause", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "number"], name="clause_version_number_once_per_clause"
            ),
        ]

    def __str__(self):
        return f"{self.code} · {self.number}"

    @property
    def measure(self) -> Measure | None:
        if not self.measure_comparison:
            return None
        return Measure(
            self.measure_comparison, self.measure_low, self.measure_high, self.measure_unit
        )


class EditionClause(FrozenModel):
    """The place of a clause version in an edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="entries")
    version = models.ForeignKey(ClauseVersion, models.PROTECT, related_name="entries")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "position"], name="edition_clause_position_once"
            ),
            models.UniqueConstraint(fields=["edition", "version"], name="edition_clause_once"),
        ]

    def __str__(self):
        return f"{self.edition_id}: {self.position} {self.version_id}"

    def get_absolute_url(self):
        """The clause on its norm's page, whatever dress code the reader has."""
        page = reverse("standards:norm", args=[self.edition.norm.slug])
        audience = self.version.applies_to
        dress = "" if audience == Audience.EVERYONE else f"?dress={audience}"
        return f"{page}{dress}#{self.version.code}"


class EditionPage(models.Model):
    """The rendered body of an edition in one language: derived, rebuilt by a newer renderer.

    ``words`` is the rendered list of the glossary's terms that the edition uses; it follows the
    glossary (``standards.glossary.services``), and the body stays.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="pages")
    language = models.CharField(max_length=8)
    renderer = models.PositiveSmallIntegerField()
    html = models.TextField()
    words = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="edition_page_once"),
        ]

    def __str__(self):
        return f"{self.edition_id} {self.language}"
