"""Kinds of item, one module each behind one small interface.

A new kind is one module here, its row in ``ItemKind`` and its tests.
"""

from .base import Feedback, ForgedAnswer, ItemKindModule, Mark
from .order import OrderKind
from .short import ShortKind
from .single import SingleKind

KINDS: dict[str, ItemKindModule] = {
    kind.slug: kind for kind in (SingleKind(), OrderKind(), ShortKind())
}

__all__ = ["KINDS", "Feedback", "ForgedAnswer", "ItemKindModule", "Mark"]
