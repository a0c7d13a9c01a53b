"""Paired texts: every text exists in Chinese and, when translated, in English.

Models carry one column per language (``title_zh_hans``, ``title_en``). Chinese is the source
language and always there once something is published; English may still be missing.
"""

from django.conf import settings
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

SOURCE_LANGUAGE = settings.LANGUAGE_CODE
LANGUAGE_CODES = tuple(code for code, _name in settings.LANGUAGES)
#: As labels beside texts, each in its own language.
LANGUAGE_NAMES = {"zh-hans": "中文", "en": "English"}


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


def localized_html(obj, field: str, language: str | None = None) -> SafeString:
    """``localized``, escaped, with its line breaks; Chinese that stands in for a missing
    translation says that it is Chinese, to eyes (its class) and to ears (its language)."""
    text = mark_safe(escape(localized(obj, field, language)).replace("\n", "<br>"))
    if is_untranslated(obj, field, language):
        return format_html('<span class="untranslated" lang="{}">{}</span>', SOURCE_LANGUAGE, text)
    return text
