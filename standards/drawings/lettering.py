"""Words in figures: SVG breaks no lines, so they are broken here by an estimate of their width."""

import unicodedata
from html import escape

from .figure import Point, n

SIZE, LEADING = 14, 18
HAN, LATIN = 1.0, 0.55  # em; bold Latin letters are no wider than this on average
NOT_AT_A_START = "，。、：；？！）”"
NOT_AT_AN_END = "（“"


def is_wide(char: str) -> bool:
    return char != "’" and unicodedata.east_asian_width(char) in "WFA"


def width_of(text: str, size: float = SIZE) -> float:
    return size * sum(HAN if is_wide(char) else LATIN for char in text)


def broken(text: str, width: float, size: float = SIZE) -> list[str]:
    """The text in as few lines as the width allows: broken where the text itself is or after a sign
    where one stands, else into lines of about one length."""
    if "\n" in text:
        return [line for part in text.split("\n") for line in broken(part, width, size)]
    best = _filled(text, width, size)
    fewest, narrower = len(best), width
    while fewest > 1 and narrower > 3 * size:
        narrower -= size / 2
        lines = _filled(text, narrower, size)
        if len(lines) == fewest and _after_signs(lines) >= _after_signs(best):
            best = lines
    return best


def _after_signs(lines: list[str]) -> int:
    return sum(line[-1] in NOT_AT_A_START or line[-1] in ",.?" for line in lines[:-1])


def _filled(text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and width_of((lines[-1] + piece).rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece
    return [each.strip() for each in lines]


def _pieces(text: str) -> list[str]:
    """What may not be torn apart: a Latin word with its space, a Han character with its signs."""
    pieces: list[str] = []
    for char in text:
        last = pieces[-1][-1] if pieces else " "
        torn = last == " " or is_wide(char) or is_wide(last)
        if pieces and (not torn or char in NOT_AT_A_START or last in NOT_AT_AN_END or char == " "):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def lettering(
    text: str,
    at: Point,
    width: float = 360,
    *,
    anchor: str = "start",
    cls: str = "t",
    size: float = SIZE,
    centred: bool = False,
) -> str:
    """The text in lines of at most ``width``; ``at`` is where the first line stands, or the middle
    one of ``centred`` text. ``size`` is that of the class."""
    x, y = at
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    first, *rest = broken(text, width, size)
    if centred:
        y -= (size + LEADING - SIZE) * len(rest) / 2
    more = "".join(
        f'<tspan x="{n(x)}" dy="{n(size + LEADING - SIZE)}">{escape(line, quote=False)}</tspan>'
        for line in rest
    )
    return f'<text class="{cls}" x="{n(x)}" y="{n(y)}"{place}>{escape(first, quote=False)}{more}</text>'
