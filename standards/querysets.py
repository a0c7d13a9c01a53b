"""Read vocabulary for norms, clauses and editions."""

from django.db import models
from django.db.models import F

from portal.frozen import FrozenQuerySet


class NormQuerySet(models.QuerySet):
    def published(self):
        """Norms that have an edition: all that readers ever meet."""
        return self.filter(current_edition__isnull=False)

    def visible_to(self, user):
        """Every signed-in person reads every published norm."""
        return self.published()


class EditionQuerySet(FrozenQuerySet):
    def current(self):
        return self.filter(pk=F("norm__current_edition"))

    def visible_to(self, user):
        return self


class ClauseVersionQuerySet(FrozenQuerySet):
    def current(self):
        """The versions that stand in a current edition: what readers see today."""
        return self.filter(editions__norm__current_edition=F("editions"))
