"""Rows that are written once: editions, versions, scores, everything that is evidence."""

from django.db import models


class FrozenRowError(TypeError):
    """Raised by every attempt to update or delete a frozen row."""


class FrozenQuerySet(models.QuerySet):
    """A queryset that can read and insert, and nothing else."""

    def _refuse(self, *args, **kwargs):
        raise FrozenRowError(f"{self.model.__name__} rows are never changed or deleted.")

    update = delete = bulk_update = update_or_create = _refuse
    aupdate = adelete = abulk_update = aupdate_or_create = _refuse

    def bulk_create(
        self, objs, batch_size=None, ignore_conflicts=False, update_conflicts=False, **kwargs
    ):
        if update_conflicts:
            self._refuse()
        return super().bulk_create(objs, batch_size, ignore_conflicts, **kwargs)


class FrozenModel(models.Model):
    """Insert-only base class; a foreign key to one is ``PROTECT``, so no cascade reaches it."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise FrozenRowError(f"{type(self).__name__} {self.pk} is frozen.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise FrozenRowError(f"{type(self).__name__} {self.pk} is frozen.")
