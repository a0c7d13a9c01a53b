"""Paired texts: every text exists in Chinese and, when translated, in English.

Models carry one column per language (``title_zh_hans``, ``title_en``). Chinese is the source
language and always there once something is published; English may still be missing.
"""

from django.conf import settings
from django.utils.translation import get_language

SOURCE_LANGUAGE = settings.LANGUAGE_CODE
LANGUAGE_CODES = tuple(code for code, _name in settings.LANGUAGES)


def column(field: str, language: str) -> str:
    """``column("title", "zh-hans")`` -> ``"title_zh_hans"``."""
    return f"{field}_{language.replace('-', '_')}"


def localized(obj, field: str, language: str | None = None) -> str:
    """Return ``obj``'s text in ``language`` (default: the active one), else in Chinese."""
    text = getattr(obj, column(field, language or get_language() or SOURCE_LANGUAGE), "")
    return text or getattr(obj, column(field, SOURCE_LANGUAGE)) or ""


def is_untranslated(obj, field: str, language: str | None = None) -> bool:
    """Tell whether ``localized`` has to fall back to Chinese for this text."""
    text = getattr(obj, column(field, language or get_language() or SOURCE_LANGUAGE), "")
    return not text and bool(getattr(obj, column(field, SOURCE_LANGUAGE)))
