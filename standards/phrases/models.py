"""Moments: when something is said, as a clerk thinks of it, and the lines that serve then."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.languages import localized
from portal.seeding import SeededModel
from standards.enums import Role

#: Clauses with words that are said, or never said.
SPOKEN = (Role.SAY, Role.AVOID)


class MomentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every signed-in person opens the phrase book at every moment."""
        return self


class Moment(SeededModel):
    """A shelf of the phrase book; a line may serve at several."""

    slug = models.SlugField(_("slug"), unique=True, help_text=_("Stands in the page's address."))
    title = models.CharField(
        _("title"),
        max_length=40,
        help_text=_("As a colleague would say it at the counter, in a few words."),
    )
    summary = models.CharField(_("summary"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    clauses = models.ManyToManyField(
        "standards.Clause",
        related_name="moments",
        blank=True,
        limit_choices_to=Q(role__in=SPOKEN, withdrawn=False),
        verbose_name=pgettext_lazy("phrase book", "lines"),
    )

    objects: ClassVar = MomentQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("phrase book", "moment")
        verbose_name_plural = pgettext_lazy("phrase book", "phrase book: moments")
        ordering = ["position", "slug"]

    def __str__(self):
        return localized(self, "title")

    def get_absolute_url(self):
        return reverse("standards:moment", args=[self.slug])
