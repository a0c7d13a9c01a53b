"""What readers can find: one row for each norm, clause and term, as it reads today."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class FoundKind(models.IntegerChoices):
    """What a row leads to; of two that fit equally well, the lower number comes first."""

    NORM = 1, pgettext_lazy("found", "Norm")
    CASE = 2, pgettext_lazy("found", "Case")
    TERM = 3, pgettext_lazy("found", "Term")
    PHRASE = 4, pgettext_lazy("found", "Line")
    CLAUSE = 5, pgettext_lazy("found", "Clause")

    @property
    def slug(self) -> str:
        """As it stands in an address."""
        return self.name.lower()


class SearchEntry(models.Model):
    """A norm in its current edition, one of that edition's clauses, or a term of the glossary.

    Derived: publishing a norm and saving a term write it, ``rebuild_search`` writes it anew. The
    texts are ``folding.stored``: ``titles`` is what a reader would call it by, ``texts`` all that
    it says, titles included, ``around`` what its norm is called, for a clause.
    """

    kind = models.PositiveSmallIntegerField(choices=FoundKind.choices)
    edition = models.ForeignKey("standards.Edition", models.CASCADE, related_name="+", null=True)
    place = models.ForeignKey(
        "standards.EditionClause", models.CASCADE, related_name="+", null=True
    )
    term = models.OneToOneField("standards.Term", models.CASCADE, related_name="+", null=True)
    titles = models.TextField()
    texts = models.TextField()
    around = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=FoundKind.TERM, term__isnull=False, edition=None)
                | Q(~Q(kind=FoundKind.TERM), term=None, edition__isnull=False),
                name="search_entry_of_edition_or_term",
            ),
            models.CheckConstraint(
                condition=Q(kind__lte=FoundKind.TERM, place=None)
                | Q(kind__gt=FoundKind.TERM, place__isnull=False),
                name="search_entry_place_of_clause",
            ),
        ]

    def __str__(self):
        return self.titles.strip().partition("\n")[0]
