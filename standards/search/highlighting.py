"""Marking what was found in a text as it stands, although the search compared folded texts."""

import re
from collections.abc import Iterator

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from .folding import fold, pattern


def holds(text: str, term: str) -> bool:
    """Tell whether a folded term occurs in the text."""
    return re.search(pattern(term), fold(text)) is not None


def highlight(text: str, terms: tuple[str, ...]) -> SafeString:
    """Escape ``text`` and wrap each occurrence of a term in ``<mark>``."""
    found = _marked(text, terms)
    pieces = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or found[end] != found[start]:
            piece = text[start:end]
            pieces.append(
                format_html("<mark>{}</mark>", piece) if found[start] else conditional_escape(piece)
            )
            start = end
    return mark_safe("".join(pieces))  # pieces are escaped one by one


def _marked(text: str, terms: tuple[str, ...]) -> list[bool]:
    """For each character of ``text``, whether it belongs to an occurrence of a term.

    Folding may change the number of characters (``ﬁ`` -> ``fi``), so each folded character
    remembers where it comes from.
    """
    folded, origin = "", []
    for index, char in enumerate(text):
        piece = fold(char) or " "
        folded += piece
        origin += [index] * len(piece)
    marked = [False] * len(text)
    for term in terms:
        for at in _occurrences(folded, term):
            for index in origin[at : at + len(term)]:
                marked[index] = True
    return marked


def _occurrences(folded: str, term: str) -> Iterator[int]:
    """Where the term begins, overlapping ones too."""
    for match in re.finditer(f"(?={pattern(term)})", folded):
        yield match.start()
