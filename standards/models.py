"""What good looks like: topics, norms, clauses and where they come from.

These are drafts, which only editors see. Readers, items and evidence use the immutable
versions in ``standards.editions``.
"""

import hashlib
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages import SOURCE_LANGUAGE, column, localized
from portal.seeding import SeededModel

from .editions import ClauseVersion, Edition, EditionClause, EditionPage
from .enums import Audience, Comparison, Kind, MeasureUnit, Role
from .glossary.models import Term
from .kinds import KINDS
from .measures import Measure
from .phrases.models import Moment
from .pictures.models import Picture
from .querysets import NormQuerySet
from .search.models import SearchEntry

__all__ = [
    "CaseNorm",
    "Clause",
    "ClauseVersion",
    "ComplaintProcedure",
    "ConceptNorm",
    "CounterProcedure",
    "Edition",
    "EditionClause",
    "EditionPage",
    "GroomingNorm",
    "Moment",
    "Norm",
    "PhoneScript",
    "PhraseSet",
    "Picture",
    "PostureNorm",
    "SearchEntry",
    "SellingNorm",
    "Source",
    "SourcePoint",
    "Term",
    "Topic",
    "VisitProcedure",
]


class SourceTracked(models.Model):
    """Knows, for each English text, which Chinese text it was written against.

    ``translated_from`` maps a field name to the digest of the Chinese text that stood beside
    the English one when the English was last written; when the Chinese moves on, the digest no
    longer matches and the English is older than its source.
    """

    translated_from = models.JSONField(default=dict, blank=True, editable=False)

    TRACKED: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        stored = getattr(self, "_stored_english", {})
        for field in self.TRACKED:
            english = getattr(self, column(field, "en")) or ""
            if english != stored.get(field, "") or (english and field not in self.translated_from):
                self.mark_translated(field)
        super().save(*args, **kwargs)
        self._stored_english = {f: getattr(self, column(f, "en")) or "" for f in self.TRACKED}

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        instance._stored_english = {
            field: instance.__dict__.get(column(field, "en")) or "" for field in cls.TRACKED
        }
        return instance

    def mark_translated(self, field: str) -> None:
        """Record that the English of ``field`` says what the Chinese says now."""
        self.translated_from[field] = self._source_digest(field)

    def stale_translations(self) -> list[str]:
        """Fields whose English is older than its Chinese source."""
        return [
            field
            for field in self.TRACKED
            if getattr(self, column(field, "en"))
            and self.translated_from.get(field) != self._source_digest(field)
        ]

    def _source_digest(self, field: str) -> str:
        text = getattr(self, column(field, SOURCE_LANGUAGE)) or ""
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Draft(models.Model):
    """What editors save and a service publishes; ``PUBLISHED`` points at what readers see.

    Saving a draft never writes the pointer, which the service names in ``update_fields``: a form
    that was opened before somebody else published does not turn readers back.
    """

    PUBLISHED: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding and kwargs.get("update_fields") is None:
            drafted = {f.attname for f in self._meta.concrete_fields if not f.primary_key}
            pointer = self._meta.get_field(self.PUBLISHED).attname
            kwargs["update_fields"] = drafted - {pointer} - self.get_deferred_fields()
        super().save(*args, **kwargs)


class Topic(models.Model):
    """A shelf for norms, two levels."""

    slug = models.SlugField(_("slug"), unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("parent"),
        limit_choices_to={"parent": None},
    )
    title = models.CharField(_("title"), max_length=80)
    summary = models.CharField(_("summary"), max_length=240, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "slug"]

    def __str__(self):
        return localized(self, "title")

    def get_absolute_url(self):
        return reverse("standards:topic", args=[self.slug])

    def clean(self):
        if self.parent and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError({"parent": _("Topics have two levels only.")})


class Source(models.Model):
    """A document of the bibliography."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    title = models.CharField(_("title"), max_length=160)
    genre = models.CharField(_("kind"), max_length=80)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["code"]

    def __str__(self):
        return localized(self, "title")


class SourcePoint(models.Model):
    """One fact of a source: ``H1-W2`` is a point of section H1 of the handbook."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="points", verbose_name=_("source")
    )
    section = models.CharField(_("section"), max_length=160)
    genre = models.CharField(_("kind"), max_length=16)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("source point")
        verbose_name_plural = _("source points")
        ordering = ["position"]

    def __str__(self):
        return self.code


class Norm(SourceTracked, Draft, SeededModel):
    """A titled unit that is read, edited and published as a whole."""

    TRACKED = ("title", "summary")
    PUBLISHED = "current_edition"

    slug = models.SlugField(_("slug"), unique=True, help_text=_("Stands in the page's address."))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="norms", verbose_name=_("topic"))
    title = models.CharField(_("title"), max_length=80)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    job_roles = models.ManyToManyField(
        "portal.JobRole",
        related_name="norms",
        blank=True,
        verbose_name=_("binds"),
        help_text=_("Nobody chosen means everybody."),
    )
    # Of a case. No text of an edition: chosen at once, like job roles, and always quoted in the
    # wording that holds today.
    exercises = models.ManyToManyField(
        "standards.Clause",
        related_name="exercised_by",
        blank=True,
        verbose_name=_("clauses exercised"),
    )
    picture = models.ForeignKey(
        Picture,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("picture"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    current_edition = models.OneToOneField(
        "standards.Edition", models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    title_zh_hans: str | None  # modeltranslation's column, declared for type checkers

    objects = NormQuerySet.as_manager()

    class Meta:
        verbose_name = _("norm")
        verbose_name_plural = _("norms")
        ordering = ["topic__position", "position", "slug"]
        indexes = [models.Index(fields=["kind", "position"], name="norm_kind_position")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="norm_kind_known"),
        ]

    def __str__(self):
        return localized(self, "title")

    def get_absolute_url(self):
        return reverse("standards:norm", args=[self.slug])

    @property
    def spec(self):
        return KINDS[self.kind]


class NormOfKindManager(models.Manager.from_queryset(NormQuerySet)):  # type: ignore[misc]
    def get_queryset(self):
        return super().get_queryset().filter(kind=self.model.KIND)


class NormOfKind(Norm):
    """Base of the proxies: each kind is a model of its own in the admin, in one table."""

    KIND: Kind
    objects: ClassVar = NormOfKindManager()

    class Meta:
        proxy = True

    def save(self, *args, **kwargs):
        self.kind = self.KIND
        super().save(*args, **kwargs)


class GroomingNorm(NormOfKind):
    KIND = Kind.GROOMING

    class Meta:
        proxy = True
        verbose_name = _("grooming norm")
        verbose_name_plural = _("grooming norms")


class PostureNorm(NormOfKind):
    KIND = Kind.POSTURE

    class Meta:
        proxy = True
        verbose_name = _("posture norm")
        verbose_name_plural = _("posture norms")


class PhoneScript(NormOfKind):
    KIND = Kind.PHONE_SCRIPT

    class Meta:
        proxy = True
        verbose_name = _("phone script")
        verbose_name_plural = _("phone scripts")


class VisitProcedure(NormOfKind):
    KIND = Kind.VISIT_STEPS

    class Meta:
        proxy = True
        verbose_name = _("visit procedure")
        verbose_name_plural = _("visit procedures")


class ComplaintProcedure(NormOfKind):
    KIND = Kind.COMPLAINT_STEPS

    class Meta:
        proxy = True
        verbose_name = _("complaint procedure")
        verbose_name_plural = _("complaint procedures")


class CounterProcedure(NormOfKind):
    KIND = Kind.COUNTER_STEPS

    class Meta:
        proxy = True
        verbose_name = _("counter procedure")
        verbose_name_plural = _("counter procedures")


class PhraseSet(NormOfKind):
    KIND = Kind.PHRASES

    class Meta:
        proxy = True
        verbose_name = _("set of phrases")
        verbose_name_plural = _("sets of phrases")


class SellingNorm(NormOfKind):
    KIND = Kind.SELLING

    class Meta:
        proxy = True
        verbose_name = _("selling norm")
        verbose_name_plural = _("selling norms")


class ConceptNorm(NormOfKind):
    KIND = Kind.CONCEPT

    class Meta:
        proxy = True
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")


class CaseNorm(NormOfKind):
    KIND = Kind.CASE

    class Meta:
        proxy = True
        verbose_name = _("case")
        verbose_name_plural = _("cases")


class Clause(SourceTracked, Draft, SeededModel):
    """The smallest statement that a person can be seen to keep or break: identity and draft.

    ``code`` is shown to people and never used again for anything else. Order is a flat list per
    norm; a step owns what follows it (``kinds.steps``). There is no unique constraint on
    ``position``: dragging rows passes through duplicates.
    """

    TRACKED = ("text", "reason", "line", "situation", "instead")
    PUBLISHED = "current_version"

    norm = models.ForeignKey(Norm, models.PROTECT, related_name="clauses", verbose_name=_("norm"))
    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(r"^[A-Z]+(-[A-Z]\d{1,2})?-\d{2,3}$", _("Write it like DRESS-07."))
        ],
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    text = models.TextField(_("text"), max_length=400)
    reason = models.TextField(_("why"), max_length=400, blank=True)
    line = models.TextField(_("exact words"), max_length=400, blank=True)
    situation = models.CharField(_("when it is said"), max_length=200, blank=True)
    instead = models.TextField(_("say instead"), max_length=400, blank=True)
    applies_to = models.CharField(
        _("applies to"), max_length=8, choices=Audience.choices, default=Audience.EVERYONE
    )
    measure_comparison = models.CharField(
        _("comparison"), max_length=8, choices=Comparison.choices, blank=True
    )
    measure_low = models.DecimalField(
        _("low"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    measure_high = models.DecimalField(
        _("high"), max_digits=8, decimal_places=3, null=True, blank=True
    )
    measure_unit = models.CharField(
        _("unit"), max_length=8, choices=MeasureUnit.choices, blank=True
    )
    is_critical = models.BooleanField(_("critical"), default=False)
    is_derived = models.BooleanField(_("goes beyond the sources"), default=False)
    stands_alone = models.BooleanField(_("belongs to no step"), default=False)
    drawing = models.SlugField(_("drawing"), blank=True)
    picture = models.ForeignKey(
        Picture,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("picture"),
    )
    citations = models.ManyToManyField(
        SourcePoint, related_name="clauses", blank=True, verbose_name=_("citations")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, db_index=True)
    withdrawn = models.BooleanField(
        _("withdrawn"),
        default=False,
        help_text=_("Left out of the next edition. The code stays taken and records keep it."),
    )
    current_version = models.OneToOneField(
        "standards.ClauseVersion",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    # modeltranslation's columns, declared for type checkers.
    text_zh_hans: str | None
    line_zh_hans: str | None
    instead_zh_hans: str | None

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="clause_role_known"),
            models.CheckConstraint(
                condition=Q(applies_to__in=Audience.values), name="clause_applies_to_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    measure_comparison="", measure_low=None, measure_high=None, measure_unit=""
                )
                | (Q(measure_comparison__in=Comparison.values) & ~Q(measure_unit="")),
                name="clause_measure_whole_or_absent",
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def measure(self) -> Measure | None:
        if not self.measure_comparison:
            return None
        return Measure(
            self.measure_comparison, self.measure_low, self.measure_high, self.measure_unit
        )

    def clean(self):
        errors = {}
        if self.measure:
            if problems := self.measure.errors():
                errors["measure_comparison"] = problems
        elif self.measure_low is not None or self.measure_high is not None or self.measure_unit:
            errors["measure_comparison"] = [_("Choose how the numbers compare, or clear them.")]
        if self.role == Role.AVOID and not self.instead_zh_hans:
            errors["instead_zh_hans"] = [_("Give the better words beside the forbidden ones.")]
        if self.role in (Role.SAY, Role.AVOID) and not self.line_zh_hans:
            errors["line_zh_hans"] = [_("Give the exact words.")]
        if errors:
            raise ValidationError(errors)
