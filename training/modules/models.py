"""Modules: an ordered set of norms that somebody learns, and who has read which edition."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.languages import localized
from portal.seeding import SeededModel

from .querysets import ModuleNormQuerySet, ModuleQuerySet, ReadingQuerySet


class Module(SeededModel):
    slug = models.SlugField(_("slug"), unique=True, help_text=_("Stands in the page's address."))
    title = models.CharField(_("title"), max_length=80)
    summary = models.TextField(_("summary"), max_length=400, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    job_roles = models.ManyToManyField(
        "portal.JobRole",
        related_name="modules",
        blank=True,
        verbose_name=_("for"),
        help_text=_("Nobody chosen means everybody."),
    )
    norms = models.ManyToManyField(
        "standards.Norm", through="training.ModuleNorm", related_name="modules"
    )

    objects = ModuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["position", "slug"]

    def __str__(self):
        return localized(self, "title")

    def get_absolute_url(self):
        return reverse("training:module", args=[self.slug])


class ModuleNorm(models.Model):
    """The place of a norm in a module."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="entries")
    norm = models.ForeignKey(
        "standards.Norm", models.PROTECT, related_name="module_entries", verbose_name=_("norm")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ModuleNormQuerySet.as_manager()

    class Meta:
        verbose_name = _("norm of the module")
        verbose_name_plural = _("norms of the module")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["module", "norm"], name="module_norm_once"),
        ]

    def __str__(self):
        return str(self.norm)


class Reading(models.Model):
    """Somebody's statement “I have read edition N”; made once and kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings")
    edition = models.ForeignKey("standards.Edition", models.PROTECT, related_name="readings")
    confirmed_at = models.DateTimeField()

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [
            models.UniqueConstraint(fields=["person", "edition"], name="reading_once_per_edition"),
        ]

    def __str__(self):
        return f"{self.person_id} · {self.edition_id}"
