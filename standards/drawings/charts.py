"""Figures of numbers: bars from zero, each beside the place in the sources that gives its number.

The numbers are those of published clauses and are cited as these are (a test compares). Where the
sources differ, both stand in the chart: it shows what is said and doesn't decide who is right.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise, lazy
from django.utils.translation import pgettext, pgettext_lazy

from . import figure as f
from .figure import n
from .lettering import broken, lettering

WIDTH = 340
EDGE = 2
TITLE, ROW, SHARES = 34, 48, 66  # heights: the title with its space, a bar, a whole in parts
SMALL, SMALL_LEADING = 12, 16

#: The documents, by the first letter of a citation.
SOURCES = {
    "C": pgettext_lazy("source", "Standard service flow for counter staff"),
    "M": pgettext_lazy("source", "Proactive service and selling in the business hall"),
    "Q": pgettext_lazy("source", "Quality customer service"),
}
PER_CENT = "{number}%"
PEOPLE = pgettext_lazy("figure, how many are told", "{number} people")
ABOUT_TIMES = pgettext_lazy("figure, a multiple", "about {number} times")
TIMES = pgettext_lazy("figure, a multiple", "{number} times")


@dataclass(frozen=True)
class Bar:
    """A number and the facts that give it; ``most`` where they give a range. Without citations it is
    the measure of the others. ``tone`` is its fill: ``k`` ink, ``s`` shade, ``m`` jade for what is
    kept, ``v`` vermilion for what is lost. ``words`` are of a part of a whole."""

    value: int
    cites: tuple[str, ...] = ()
    tone: str = "k"
    form: str | Promise = PER_CENT
    most: int | None = None
    words: str | Promise = ""

    @property
    def label(self) -> str:
        return str(self.form).format(
            number=f"{self.value}–{self.most}" if self.most else self.value
        )


@dataclass(frozen=True)
class Row:
    """One bar under its words, or the parts of a whole end to end."""

    words: str | Promise
    bars: tuple[Bar, ...]

    @property
    def places(self) -> str:
        return _comma().join(self.bars[0].cites)

    @property
    def is_whole(self) -> bool:
        return bool(self.bars[0].words)

    def said(self) -> Iterator[str]:
        """The row for ears: each bar with its words, its number and where it comes from."""
        for bar in self.bars:
            words = self.words
            if bar.words:
                words = pgettext("chart", "%(row)s, %(part)s") % {
                    "row": self.words,
                    "part": bar.words,
                }
            if bar.cites:
                yield pgettext("chart", "%(words)s: %(number)s (%(places)s)") % {
                    "words": words,
                    "number": bar.label,
                    "places": self.places,
                }
            else:
                yield pgettext("chart", "%(words)s: %(number)s") % {
                    "words": words,
                    "number": bar.label,
                }


@dataclass(frozen=True)
class Chart:
    """``full`` is the number of the longest bar, ``room`` its length: its label stands behind it."""

    title: str | Promise
    rows: tuple[Row, ...]
    note: str | Promise
    full: int = 100
    room: int = 280

    @property
    def bars(self) -> list[Bar]:
        return [bar for row in self.rows for bar in row.bars]

    @property
    def size(self) -> tuple[int, int]:
        """Reckoned when it is asked for: the small words take more lines in one language than in
        another."""
        return lazy(self._size, tuple)()

    def _size(self) -> tuple[int, int]:
        rows = sum(SHARES if row.is_whole else ROW for row in self.rows)
        small = sum(len(broken(text, WIDTH - 4, SMALL)) for text in self._small())
        return WIDTH, TITLE + rows + 6 + small * SMALL_LEADING

    def _small(self) -> tuple[str, str]:
        return str(self.note), self.source

    @property
    def source(self) -> str:
        cites = sorted({cite for bar in self.bars for cite in bar.cites}, key=_in_order)
        named = [
            f"{title} {_comma().join(cite for cite in cites if cite[0] == letter)}"
            for letter, title in SOURCES.items()
            if any(cite[0] == letter for cite in cites)
        ]
        return pgettext("chart", "Source: %(sources)s") % {"sources": _semicolon().join(named)}

    @property
    def alt(self) -> str | Promise:
        """All that the chart says, in the language of whoever hears it."""
        return lazy(self._said, str)()

    def _said(self) -> str:
        said = _semicolon().join(text for row in self.rows for text in row.said())
        return pgettext("chart", "%(title)s. %(bars)s. %(note)s %(source)s") % {
            "title": self.title,
            "bars": said,
            "note": self.note,
            "source": self.source,
        }

    def draw(self, measure) -> str:
        y = TITLE
        several = len({bar.cites for bar in self.bars}) > 1
        parts = [lettering(str(self.title), (EDGE, 18), WIDTH - 4, cls="e")]
        for row in self.rows:
            parts.append(lettering(str(row.words), (EDGE, y + 13), WIDTH))
            if several and row.places:
                parts.append(f.words(row.places, (WIDTH - EDGE, y + 13), anchor="end", cls="w"))
            parts.append(_whole(row, y) if row.is_whole else self._bar(row.bars[0], y))
            y += SHARES if row.is_whole else ROW
        for text in self._small():
            parts.append(lettering(text, (EDGE, y + 14), WIDTH - 4, cls="w", size=SMALL))
            y += SMALL_LEADING * len(broken(text, WIDTH - 4, SMALL))
        return "".join(parts)

    def _bar(self, bar: Bar, y: float) -> str:
        """From zero to the number; the open end of a range is dashed."""
        top, height = y + 20, 15
        end = self.room * bar.value / self.full
        parts = [_filled(EDGE, top, end, height, bar.tone)]
        if bar.most:
            most = self.room * bar.most / self.full
            parts.append(
                f.path(
                    f"M{n(EDGE + end)} {top + 1}H{n(EDGE + most - 1)}v{height - 2}H{n(EDGE + end)}",
                    stroke_width="1.6",
                    stroke_dasharray="3 3",
                )
            )
            end = most
        parts.append(f.line((EDGE, top - 3), (EDGE, top + height + 3)))
        parts.append(f.words(bar.label, (EDGE + end + 8, top + 12.5), anchor="start", cls="e"))
        return "".join(parts)


def _whole(row: Row, y: float) -> str:
    """Parts of a hundred, end to end; the words of the first stand left, of the last right."""
    top, height, length = y + 20, 15, WIDTH - 2 * EDGE
    x, parts = float(EDGE), []
    for number, bar in enumerate(row.bars):
        width = length * bar.value / 100
        at, anchor = x + width / 2, "middle"
        if number == 0:
            at, anchor = EDGE, "start"
        elif number == len(row.bars) - 1:
            at, anchor = WIDTH - EDGE, "end"
        parts.append(_filled(x, top, width, height, bar.tone))
        parts.append(
            f.words(f"{bar.words} {bar.label}", (at, top + height + 16), anchor=anchor, cls="e")
        )
        x += width
        if x < WIDTH - EDGE - 1:
            parts.append(f.line((x, top), (x, top + height), stroke_width="1.2"))
    return "".join(parts) + f.box(
        EDGE,
        top,
        length,
        height,
        cls="n",
    )


def _filled(x: float, y: float, width: float, height: float, tone: str) -> str:
    """Without an outline, which would make it longer than its number."""
    return f'<rect class="{tone}" stroke="none" x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}"/>'


def _in_order(cite: str) -> tuple[str, list[int]]:
    return cite[0], [int(part) for part in cite[1:].split("-")]


def _comma() -> str:
    return pgettext("between items of a chart", ", ")


def _semicolon() -> str:
    return pgettext("between items of a chart", "; ")


TOLD = Chart(
    pgettext_lazy("chart", "How many people a customer tells"),
    (
        Row(
            pgettext_lazy("chart, who tells others", "dissatisfied"),
            (Bar(8, ("C5-2", "Q21-1"), "v", PEOPLE, most=10),),
        ),
        Row(
            pgettext_lazy("chart, who tells others", "some of them (20%), as many as"),
            (Bar(20, ("Q21-3",), "v", PEOPLE),),
        ),
        Row(
            pgettext_lazy("chart, who tells others", "satisfied"), (Bar(3, ("C5-2",), "m", PEOPLE),)
        ),
        Row(
            pgettext_lazy("chart, who tells others", "with a complaint well handled"),
            (Bar(5, ("Q21-3",), "m", PEOPLE),),
        ),
    ),
    pgettext_lazy(
        "chart",
        "3 and 5 are of different cases. Of whom it says 20%, the source leaves open.",
    ),
    full=20,
    room=250,
)

SILENT = Chart(
    pgettext_lazy("chart", "Who speaks, and who says nothing"),
    (
        Row(
            pgettext_lazy("chart", "those with a bad experience"),
            (
                Bar(2, ("M11-5",), "m", words=pgettext_lazy("chart, some of them", "complain")),
                Bar(
                    98,
                    ("M11-5",),
                    "k",
                    words=pgettext_lazy("chart, some of them", "don’t complain"),
                ),
            ),
        ),
        Row(
            pgettext_lazy("chart", "the dissatisfied"),
            (
                Bar(4, ("Q21-2",), "m", words=pgettext_lazy("chart, some of them", "tell you")),
                Bar(
                    96,
                    ("Q21-2",),
                    "k",
                    words=pgettext_lazy("chart, some of them", "leave silently"),
                ),
            ),
        ),
        Row(
            pgettext_lazy("chart", "those who leave silently"),
            (Bar(90, ("Q21-2",), "v", words=pgettext_lazy("chart, some of them", "never return")),),
        ),
    ),
    pgettext_lazy(
        "chart", "The sources differ: one says 2%, the other 4%. By either, very few speak."
    ),
)

BECAME = Chart(
    pgettext_lazy("chart", "One operator: what became of them"),
    (
        Row(
            pgettext_lazy("chart", "those who complained"),
            (
                Bar(38, ("M11-5",), "m", words=pgettext_lazy("chart, some of them", "won back")),
                Bar(34, ("M11-5",), "s", words=pgettext_lazy("chart, some of them", "in danger")),
                Bar(28, ("M11-5",), "v", words=pgettext_lazy("chart, some of them", "lost")),
            ),
        ),
        Row(
            pgettext_lazy("chart", "those who were silent"),
            (
                Bar(55, ("M11-5",), "s", words=pgettext_lazy("chart, some of them", "in danger")),
                Bar(45, ("M11-5",), "v", words=pgettext_lazy("chart, some of them", "lost")),
            ),
        ),
    ),
    pgettext_lazy("chart", "Of the silent, nobody is listed as won back."),
)

LEFT = Chart(
    pgettext_lazy("chart", "Why customers leave"),
    (
        Row(pgettext_lazy("chart, why they left", "poor service"), (Bar(68, ("Q21-2",), "v"),)),
        Row(
            pgettext_lazy("chart, why they left", "found the product poor"), (Bar(14, ("Q21-2",)),)
        ),
        Row(pgettext_lazy("chart, why they left", "found it too dear"), (Bar(9, ("Q21-2",)),)),
        Row(
            pgettext_lazy("chart, why they left", "friends at a competitor"), (Bar(5, ("Q21-2",)),)
        ),
        Row(pgettext_lazy("chart, why they left", "moved"), (Bar(3, ("Q21-2",)),)),
    ),
    pgettext_lazy("chart", "They add up to 99%, which isn’t explained."),
)

COST = Chart(
    pgettext_lazy("chart", "What a new customer costs"),
    (
        Row(
            pgettext_lazy("chart, what it costs", "keeping an old one, or selling to one"),
            (Bar(1, (), "m", "{number}"),),
        ),
        Row(
            pgettext_lazy("chart, what it costs", "winning a new one"),
            (Bar(5, ("Q7-1", "Q21-3"), "k", ABOUT_TIMES),),
        ),
        Row(
            pgettext_lazy("chart, what it costs", "selling to a new one"),
            (Bar(6, ("Q21-1",), "k", TIMES),),
        ),
    ),
    pgettext_lazy("chart", "Two figures in one document; by either, keeping is cheaper."),
    full=6,
    room=230,
)

RETURN = Chart(
    pgettext_lazy("chart", "How many of the dissatisfied come back"),
    (
        Row(
            pgettext_lazy("chart, they come back", "settled on the spot"),
            (Bar(95, ("Q21-3",), "m"),),
        ),
        Row(
            pgettext_lazy("chart, they come back", "put right afterwards"),
            (Bar(70, ("Q21-1", "Q21-3"), "k"),),
        ),
        Row(
            pgettext_lazy("chart, they come back", "one operator: complained, won back"),
            (Bar(38, ("M11-5",), "k"),),
        ),
    ),
    pgettext_lazy(
        "chart",
        "95% and 70% name no survey; 38% is one operator’s account. They count different things.",
    ),
)


#: By the name that a clause gives.
CHARTS = {
    "chart-told": TOLD,
    "chart-silent": SILENT,
    "chart-became": BECAME,
    "chart-left": LEFT,
    "chart-cost": COST,
    "chart-return": RETURN,
}
