"""Kinds of item, one module each behind one small interface.

A new kind is one module here, its row in ``ItemKind`` and its tests.
"""

from .base import BadAnswer, Feedback, ForgedAnswer, ItemKindModule, Mark
from .boolean import BooleanKind
from .multiple import MultipleKind
from .number import NumberKind
from .order import OrderKind
from .short import ShortKind
from .single import SingleKind

KINDS: dict[str, ItemKindModule] = {
    kind.slug: kind
    for kind in (
        SingleKind(),
        MultipleKind(),
        BooleanKind(),
        NumberKind(),
        OrderKind(),
        ShortKind(),
    )
}

__all__ = ["KINDS", "BadAnswer", "Feedback", "ForgedAnswer", "ItemKindModule", "Mark"]
