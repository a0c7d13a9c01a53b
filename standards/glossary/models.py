"""The words of the trade and of this portal, each explained once."""

import re
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.languages import SOURCE_LANGUAGE, column, localized
from portal.seeding import SeededModel
from standards.search.indexing import index_term

#: What stands between two other names, in either language.
SEPARATORS = re.compile(r"[、,，;；]")


class TermQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every signed-in person reads every term."""
        return self


class Term(SeededModel):
    """A word and what it means here; ``norm`` explains it in full.

    ``also`` is what people say or type instead, ``pinyin`` the term's place in the Chinese list.
    Words of the portal itself (``is_of_portal``) are everyday words elsewhere, so that they are
    never looked for in norms.
    """

    slug = models.SlugField(
        _("slug"), unique=True, help_text=_("Stands in the address that leads to the term.")
    )
    name = models.CharField(
        pgettext_lazy("glossary", "term"),
        max_length=60,
        unique=True,
        error_messages={"unique": _("The glossary has this term already.")},
    )
    also = models.CharField(
        pgettext_lazy("glossary", "other names"),
        max_length=200,
        blank=True,
        help_text=_("What people say or type instead, separated by commas; search knows them."),
    )
    meaning = models.TextField(pgettext_lazy("glossary", "meaning"), max_length=400)
    pinyin = models.CharField(
        _("pinyin"),
        max_length=80,
        validators=[RegexValidator(r"^[a-z][a-z ]*\Z", _("Small letters and spaces only."))],
        help_text=_("Without tones, such as “shou wen fu ze”: its place in the Chinese list."),
    )
    norm = models.ForeignKey(
        "standards.Norm",
        models.PROTECT,
        related_name="terms",
        null=True,
        blank=True,
        verbose_name=_("norm"),
        help_text=_("Where the term is explained in full."),
    )
    is_of_portal = models.BooleanField(
        _("word of this portal"),
        default=False,
        help_text=_("Explained in the glossary, but not looked for in the norms."),
    )

    objects: ClassVar = TermQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("glossary", "term")
        verbose_name_plural = _("glossary")
        ordering = ["pinyin", "pk"]

    def __str__(self):
        return localized(self, "name")

    def get_absolute_url(self):
        return f"{reverse('standards:glossary')}#{self.slug}"

    def save(self, *args, **kwargs):
        with transaction.atomic():
            super().save(*args, **kwargs)
            index_term(self)

    def other_names(self, language: str | None = None) -> list[str]:
        """The other names in one language, one by one; none where none are written."""
        written = getattr(self, column("also", language or get_language() or SOURCE_LANGUAGE))
        names = (name.strip() for name in SEPARATORS.split(written or ""))
        return [name for name in names if name]
