"""Read vocabulary for modules, their norms and readings."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce


class ModuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every signed-in person may browse every module that has a published norm."""
        return self.filter(Exists(_entries().published()))

    def with_progress(self, person):
        """Annotate what there is to read and what the person has read of it.

        ``norm_count``, ``read_count`` and ``minutes`` (int) of the published norms; ``resume_slug``
        is the norm to go on with: the first whose current edition is not confirmed, None when all
        are; ``is_for_person`` (bool) tells whether the module names the person's job role or none.
        """
        entries = _entries().published().with_reading(person)
        unread = entries.filter(is_read=False).order_by("position", "pk")
        for_everybody = Q(job_roles__isnull=True)
        return self.annotate(
            norm_count=_per_module(entries, Count("pk")),
            read_count=_per_module(entries.filter(is_read=True), Count("pk")),
            minutes=_per_module(entries, Sum("norm__current_edition__read_minutes")),
            resume_slug=Subquery(unread.values("norm__slug")[:1]),
            is_for_person=Exists(
                self.model.objects.filter(
                    for_everybody | Q(job_roles=person.job_role_id), pk=OuterRef("pk")
                )
            ),
        )


class ModuleNormQuerySet(models.QuerySet):
    def published(self):
        return self.filter(norm__current_edition__isnull=False)

    def with_reading(self, person):
        """Annotate ``is_read`` (current edition confirmed), ``was_read`` (any of them) and
        ``read_number`` (the newest of them, None where there is none)."""
        from .models import Reading  # the queryset is made before the model is

        own = Reading.objects.filter(person=person)
        return self.annotate(
            is_read=Exists(own.filter(edition=OuterRef("norm__current_edition"))),
            was_read=Exists(own.filter(edition__norm=OuterRef("norm"))),
            read_number=Subquery(
                own.filter(edition__norm=OuterRef("norm"))
                .order_by("-edition__number")
                .values("edition__number")[:1]
            ),
        )


class ReadingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person=user)


def _entries():
    """The entries of the module that an outer query stands at."""
    from .models import ModuleNorm  # the queryset is made before the model is

    return ModuleNorm.objects.filter(module=OuterRef("pk"))


def _per_module(entries, aggregate):
    """A whole number per module as a subquery, so that nothing is multiplied by joins."""
    totals = entries.order_by().values("module").annotate(total=aggregate).values("total")
    return Coalesce(Subquery(totals), 0)
