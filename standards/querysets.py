"""Read vocabulary for norms, clauses and editions."""

from django.db import models
from django.db.models import Count, F, FilteredRelation, Prefetch, Q, Value

from portal.frozen import FrozenQuerySet
from portal.languages import LANGUAGE_CODES


class NormQuerySet(models.QuerySet):
    def published(self):
        """Norms that have an edition: all that readers ever meet."""
        return self.filter(current_edition__isnull=False)

    def visible_to(self, user):
        """Every signed-in person reads every published norm."""
        return self.published()

    def with_draft(self):
        """Fetch along what it takes to compare the draft with the current edition.

        Versions come by a join: prefetched by key, a thousand of them are more than SQLite takes.
        """
        from .models import Clause, EditionClause

        clauses = Clause.objects.select_related("current_version__picture", "picture")
        entries = EditionClause.objects.select_related("version")
        return self.select_related("current_edition__picture", "picture").prefetch_related(
            Prefetch("clauses", clauses),
            "clauses__citations",
            Prefetch("current_edition__entries", entries),
        )


class EditionQuerySet(FrozenQuerySet):
    def current(self):
        return self.filter(pk=F("norm__current_edition"))

    def with_page(self, language: str):
        """Fetch the stored page along (``page_renderer``, ``page_html``, ``page_words``), and the
        picture.

        All are None where none is stored; ``page_language`` says which language was asked for.
        """
        return self.select_related("picture").annotate(
            page=FilteredRelation("pages", condition=Q(pages__language=language)),
            page_language=Value(language),
            page_renderer=F("page__renderer"),
            page_html=F("page__html"),
            page_words=F("page__words"),
        )

    def without_pages_of(self, renderer: int):
        """Editions that lack a stored body of this renderer in some language."""
        current = Count("pages", filter=Q(pages__renderer=renderer))
        return self.annotate(page_count=current).filter(page_count__lt=len(LANGUAGE_CODES))

    def visible_to(self, user):
        """Every signed-in person reads every edition, superseded ones too."""
        return self


class ClauseVersionQuerySet(FrozenQuerySet):
    def current(self):
        """The versions that stand in a current edition: what readers see today."""
        return self.filter(editions__norm__current_edition=F("editions"))

    def exercised_by(self, norm):
        """What readers see today of the clauses that a case exercises, norm by norm."""
        found = self.current().filter(clause__exercised_by=norm)
        order = ("topic__position", "position", "slug")
        return found.select_related("clause__norm__current_edition").order_by(
            *(f"clause__norm__{name}" for name in order), "clause__position", "pk"
        )
