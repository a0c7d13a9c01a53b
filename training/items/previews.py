"""A question as people meet it, before it is published."""

from django.utils.safestring import mark_safe

from portal.languages import LANGUAGE_NAMES, SOURCE_LANGUAGE

from .kinds import KINDS
from .models import ItemKind
from .services import rendered_pieces


def previews(kind: str, payload: dict, *, with_key: bool) -> list[dict]:
    """The item as people meet it, once per language it is written in; a draft may lack a key."""
    if not payload["stem"][SOURCE_LANGUAGE]:
        return []
    pieces = rendered_pieces(kind, payload, "preview")
    order = [option["key"] for option in payload["options"]]
    separator = " → " if kind == ItemKind.ORDER else " · "
    return [
        {
            "code": language,
            "name": LANGUAGE_NAMES[language],
            "stem": mark_safe(rendered["stem"]),
            "answer": KINDS[kind].compose(rendered["pieces"], order, None),
            "key": separator.join(KINDS[kind].feedback(payload, None, language).key)
            if with_key
            else "",
        }
        for language, rendered in pieces.items()
        if payload["stem"][language]
    ]
