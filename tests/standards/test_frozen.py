"""Frozen rows can be read and inserted, and nothing else."""

import pytest
from django.apps import apps

from portal.frozen import FrozenModel, FrozenRowError

FROZEN = [model for model in apps.get_models() if issubclass(model, FrozenModel)]


def stored(model):
    """An instance as it comes from the database; no row is needed to be refused."""
    instance = model(pk=1)
    instance._state.adding = False
    return instance


def test_every_piece_of_evidence_is_frozen():
    assert {"Edition", "ClauseVersion", "EditionClause", "ItemVersion", "Score"} <= {
        model.__name__ for model in FROZEN
    }


@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_frozen_row_refuses_save_and_delete(model):
    with pytest.raises(FrozenRowError):
        stored(model).save()
    with pytest.raises(FrozenRowError):
        stored(model).delete()


@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
@pytest.mark.parametrize(
    "change",
    [
        lambda rows, row: rows.update(pk=2),
        lambda rows, row: rows.delete(),
        lambda rows, row: rows.bulk_update([row], ["pk"]),
        lambda rows, row: rows.update_or_create(pk=1),
        lambda rows, row: rows.bulk_create([row], update_conflicts=True, update_fields=["pk"]),
        lambda rows, row: rows.bulk_create([row], None, False, True),
        lambda rows, row: rows.filter(pk=1).delete(),
    ],
    ids=[
        "update",
        "delete",
        "bulk_update",
        "update_or_create",
        "bulk_create",
        "bulk_create_positional",
        "filtered",
    ],
)
def test_frozen_queryset_refuses_changes(model, change):
    with pytest.raises(FrozenRowError):
        change(model._default_manager.all(), stored(model))
