"""One spelling for searching: full-width and half-width, upper and lower case meet."""

import unicodedata


def fold(text: str) -> str:
    """NFKC-fold, lower-case and squeeze white space, so that ＦＡＢＥ finds FABE."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())
