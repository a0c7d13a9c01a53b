"""Writing people and units."""

from django.db import transaction

from .models import Unit


@transaction.atomic
def place_unit(*, unit: Unit, parent: Unit | None) -> Unit:
    """Save ``unit`` below ``parent`` (None: at the top), among its siblings by code.

    Everything below the unit moves along. The caller makes sure that ``parent`` does not lie
    below ``unit`` (``Unit.objects.get_descendants``).
    """
    parent = parent and Unit.objects.select_for_update().get(pk=parent.pk)
    if unit._state.adding:
        if parent is None:
            return Unit.objects.add_root(instance=unit)
        return Unit.objects.add_child(parent, instance=unit)
    unit.save()
    if parent is None:
        Unit.objects.move(unit, Unit.objects.get_first_root_node(), pos="sorted-sibling")
    else:
        Unit.objects.move(unit, parent, pos="sorted-child")
    unit.refresh_from_db()
    return unit
