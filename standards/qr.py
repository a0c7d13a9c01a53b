"""QR codes: paper leads back to the page it was printed from."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString


@lru_cache(maxsize=512)  # every page of a norm carries its own, ready to be printed
def qr_svg(address: str, label: str) -> SafeString:
    """Draw ``address`` as an inline SVG of one path, one unit per module, with its quiet zone.

    ``label`` says in words where it leads. The drawing holds no style attribute, which the content
    security policy refuses, and no static file.
    """
    code = segno.make(address, error="l", micro=False)
    size = code.symbol_size(border=4)[0]
    return format_html(
        '<svg class="qr" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        '<path stroke="#000" d="{}"/></svg>',
        size,
        size,
        size * 4,
        size * 4,
        label,
        "".join(_strokes(code.matrix_iter(border=4))),
    )


def _strokes(rows) -> Iterator[str]:
    """Each row as a pen of width 1 draws it, dark runs drawn and light ones skipped:
    ``M4 4.5h7m1 0h2``."""
    for y, row in enumerate(rows):
        runs = [(is_dark, len(list(run))) for is_dark, run in groupby(row, key=bool)]
        if len(runs) == 1:
            continue  # the quiet zone above and below
        margin, *inner = runs[:-1]
        yield f"M{margin[1]} {y}.5"
        yield from (f"h{width}" if is_dark else f"m{width} 0" for is_dark, width in inner)
