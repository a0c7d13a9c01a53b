"""Read vocabulary for modules and readings."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q


class ModuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every signed-in person may browse every module that has a published norm."""
        from .models import ModuleNorm  # the queryset is made before the model is

        return self.filter(
            Exists(
                ModuleNorm.objects.filter(
                    module=OuterRef("pk"), norm__current_edition__isnull=False
                )
            )
        )

    def with_progress(self, person):
        """Annotate ``norm_count`` and ``read_count``: published norms, and those whose current
        edition the person has confirmed."""
        published = Q(norms__current_edition__isnull=False)
        return self.annotate(
            norm_count=Count("norms", filter=published, distinct=True),
            read_count=Count(
                "norms",
                filter=Q(norms__current_edition__readings__person=person),
                distinct=True,
            ),
        )


class ReadingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person=user)
