"""The poster of a norm: its most telling clauses in big type on one sheet of A4.

How much fits is reckoned before anything is rendered, in millimetres of paper. The reckoning is on
the safe side; what does not fit is left for the norm's page, to which the poster's code leads.
"""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from portal.languages import localized

from .drawings import DRAWINGS
from .editions import ClauseVersion
from .enums import Audience, Role
from .kinds import steps
from .layout import ClauseOnPage, on_page

#: What stands on the right, under the cross; everything else is on the left.
WRONG = (Role.DONT, Role.AVOID, Role.FAULT)
#: What a case tells before it is mended is no rule for a wall.
NOT_ON_A_WALL = (Role.SITUATION, Role.WANT, Role.QUESTION)
#: Roles by how much they tell somebody who passes by.
TELLING = (Role.DO, Role.DONT, Role.AVOID, Role.SAY, Role.STEP, Role.PRINCIPLE, Role.FAULT)

COLUMN_MM = 194  # height that a column has below the title and above the foot
LINE_MM = 8.4
GAP_MM = 6.4
DRAWING_MM = 52  # with the space around it
FIGURE_MM = 76  # how wide a figure with words stands in a column, as high as it then is
LEAD_MM, LEAD_HIGH_MM = 150, 120  # how wide, and at most how high, the one across the sheet
LEAD_HANS = 2 * 13  # Chinese characters in a line across the sheet
LINE_HANS = 13  # Chinese characters in a line of a column, a Latin one being half
MOST_IN_A_COLUMN = 7
BEFORE = "　" * 3  # room for a word or a sign that stands before a text
TITLE_HANS, TITLE_MM = 14, 17  # characters in a line of the title, and what a further line takes


@dataclass(frozen=True)
class Item:
    """A clause on the poster; ``number`` is that of a step, else None."""

    clause: ClauseOnPage
    number: int | None

    @property
    def is_line(self) -> bool:
        return self.clause.version.role in (Role.SAY, Role.AVOID)

    @property
    def drawing(self) -> SafeString:
        return self.clause.drawing


@dataclass(frozen=True)
class Poster:
    """Two columns; without anything wrong to show, ``right`` goes on with what is right.

    ``lead`` is the clause whose figure stands across the sheet, or empty; ``left_out`` counts the
    clauses that found no place.
    """

    lead: list[Item]
    left: list[Item]
    right: list[Item]
    has_wrong: bool
    left_out: int


def poster(
    versions: Sequence[ClauseVersion], language: str, *, title: str, dress: str = "all"
) -> Poster:
    """Choose what stands under the title; ``dress`` is ``women``, ``men`` or ``all``.

    Critical clauses come first, then measured ones, then drawn ones; they stand in the norm's own
    order.
    """
    shown = [
        version
        for version in versions
        if version.role not in NOT_ON_A_WALL
        and (dress == "all" or version.applies_to in (Audience.EVERYONE, dress))
    ]
    numbers = {step.pk: number for number, (step, _) in enumerate(steps(versions), start=1)}
    lead = [version for version in shown if is_figure(version)][:1]
    rest = [version for version in shown if version not in lead]
    wrong = [version for version in rest if version.role in WRONG]
    right = [version for version in rest if version.role not in WRONG]
    room: float = COLUMN_MM - TITLE_MM * (lines_of(title, TITLE_HANS) - 1)
    room -= sum(lead_height(version, language) for version in lead)
    if wrong:
        columns = _fitting(right, language, room), _fitting(wrong, language, room)
    else:
        columns = _halves(_fitting(right, language, 2 * room, 2 * MOST_IN_A_COLUMN), language, room)
    top, left, other = (
        [Item(on_page(version, language), numbers.get(version.pk)) for version in column]
        for column in (lead, *columns)
    )
    return Poster(top, left, other, bool(wrong), len(shown) - len(top) - len(left) - len(other))


def lead_height(version: ClauseVersion, language: str) -> float:
    """Millimetres that the clause with its figure takes across the sheet."""
    width, height = DRAWINGS[version.drawing].size
    lines = lines_of(localized(version, "text", language), LEAD_HANS)
    return GAP_MM + lines * LINE_MM + min(LEAD_MM * height / width, LEAD_HIGH_MM)


def height(version: ClauseVersion, language: str) -> float:
    """Millimetres that a clause takes in a column."""
    texts = [localized(version, "text", language)]
    if version.role in (Role.SAY, Role.AVOID):
        texts = [localized(version, "line", language)]
    if version.role == Role.AVOID:
        texts.append(localized(version, "instead", language) + BEFORE * 2)
    if version.role == Role.STEP or version.applies_to != Audience.EVERYONE:
        texts[0] += BEFORE  # its number, or for whom it is
    if version.measure:
        texts[0] += " " * 2 + version.measure.label + " " * 4
    lines = sum(lines_of(text) for text in texts)
    return GAP_MM + lines * LINE_MM + drawing_height(version)


def drawing_height(version: ClauseVersion) -> float:
    """Millimetres that the clause's drawing takes, none where it has none."""
    if not has_drawing(version):
        return 0
    drawing = DRAWINGS[version.drawing]
    width, height = drawing.size
    return FIGURE_MM * height / width + 2 if drawing.is_figure else DRAWING_MM


def is_figure(version: ClauseVersion) -> bool:
    return has_drawing(version) and DRAWINGS[version.drawing].is_figure


def has_drawing(version: ClauseVersion) -> bool:
    drawing = DRAWINGS.get(version.drawing)
    return drawing is not None and drawing.fits(version.measure)


def lines_of(text: str, width: float = LINE_HANS) -> int:
    """How many lines of ``width`` Chinese characters the text takes, broken lines counted."""
    return sum(max(1, math.ceil(_hans(line) / width)) for line in text.split("\n"))


def _hans(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return wide + (len(text) - wide) * 0.6


def _fitting(
    versions: list[ClauseVersion], language: str, room: float, most: int = MOST_IN_A_COLUMN
) -> list[ClauseVersion]:
    """The most telling versions that have room together, at most so many, in their own order."""
    chosen: set[int] = set()
    for version in sorted(versions, key=_rank):
        needed = height(version, language)
        if needed <= room and len(chosen) < most:
            chosen.add(version.pk)
            room -= needed
    return [version for version in versions if version.pk in chosen]


def _rank(version: ClauseVersion) -> tuple:
    role = TELLING.index(version.role) if version.role in TELLING else len(TELLING)
    return (not version.is_critical, not version.measure, not has_drawing(version), role)


def _halves(versions: list[ClauseVersion], language: str, room: float) -> tuple[list, list]:
    """Break a list into two columns of about one height; what has no room in either is left out."""
    half = min(room, sum(height(version, language) for version in versions) / 2)
    left: list[ClauseVersion] = []
    right: list[ClauseVersion] = []
    heights = [0.0, 0.0]
    for version in versions:
        needed = height(version, language)
        if not right and heights[0] < half and heights[0] + needed <= room:
            left.append(version)
            heights[0] += needed
        elif heights[1] + needed <= room:
            right.append(version)
            heights[1] += needed
    return left, right
