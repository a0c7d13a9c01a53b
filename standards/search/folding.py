"""One spelling for searching: full-width and half-width, upper and lower case meet."""

import re
import unicodedata


def fold(text: str) -> str:
    """NFKC-fold, lower-case and squeeze white space, so that ＦＡＢＥ finds FABE."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def pattern(term: str) -> str:
    """The regular expression, for Python and both databases, that finds a folded term.

    Chinese is found as it stands. A Latin word or a number is found where one begins, so that
    "hang" finds "hangs" and "请hang up" but not "change", and "cm" finds "2cm".
    """
    if not (term.isascii() and term.isalnum()):
        return re.escape(term)
    return f"(^|[^{'0-9' if term[0].isdigit() else 'a-z'}]){term}"
