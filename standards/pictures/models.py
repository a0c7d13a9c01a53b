"""A picture of a norm or a clause: a frozen row that names two files."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.frozen import FrozenModel, FrozenQuerySet
from portal.languages import localized
from portal.permissions import is_editor

ALT_LENGTH = 240


class PictureQuerySet(FrozenQuerySet):
    def visible_to(self, user):
        """Everybody sees what any edition shows; what only drafts show is the editors' affair."""
        if is_editor(user):
            return self
        return self.filter(Q(editions__isnull=False) | Q(versions__isnull=False)).distinct()


class Picture(FrozenModel):
    """What is seen and the words for those who cannot see it, both for good.

    Another file or other words are another row, so that an edition shows for ever what it showed.
    Rows with the same ``digest`` share their files. Sides are in pixels.
    """

    digest = models.CharField(pgettext_lazy("picture", "name of the files"), max_length=64)
    large_width = models.PositiveSmallIntegerField()
    large_height = models.PositiveSmallIntegerField()
    small_width = models.PositiveSmallIntegerField()
    small_height = models.PositiveSmallIntegerField()
    alt_zh_hans = models.CharField(max_length=ALT_LENGTH)
    alt_en = models.CharField(max_length=ALT_LENGTH)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=pgettext_lazy("picture", "uploaded by"),
    )
    uploaded_at = models.DateTimeField(pgettext_lazy("picture", "uploaded"))

    objects: ClassVar = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "alt_zh_hans", "alt_en"], name="picture_once_per_words"
            ),
            models.CheckConstraint(
                condition=~Q(alt_zh_hans="") & ~Q(alt_en=""), name="picture_has_words"
            ),
        ]

    def __str__(self):
        return localized(self, "alt")

    @property
    def is_tall(self) -> bool:
        return self.large_height > self.large_width

    @property
    def large_url(self) -> str:
        return reverse("standards:picture", args=[self.digest, "large"])

    @property
    def small_url(self) -> str:
        return reverse("standards:picture", args=[self.digest, "small"])
