"""Drawings of dress: close-ups, measured like a workshop drawing."""

from . import figure as f

CM = 20.0  # drawing units to a centimetre, where a close-up shows centimetres


def cm(value, least: float = 8, most: float = 62) -> float:
    """A length of so many centimetres, kept within what the close-up has room for."""
    return min(max(float(value) * CM, least), most)


def badge(measure) -> str:
    """The badge at the pocket's opening, and how far it may stand above or below."""
    off = cm(measure.high)
    edge = 104
    pocket = f.path(
        "M70 104H206V160L194 174Q192 176 190 177L142 190Q138 191 134 190L86 177Q84 176 82 174L70 160z",
        "p",
    ) + f.line((70, 117), (206, 117), stroke_width="1.2", stroke_dasharray="4 5")
    shirt = f.path("M44 8V206M44 8Q60 20 70 8", "h") + f.path("M232 8V206", "h")
    plate = (
        f.box(86, edge - 26, 104, 52, 5)
        + f.circle(108, edge - 6, 7.5)
        + f.path(
            f"M96 {edge + 16}c1.5-7 6-10 12-10s10.5 3 12 10M134 {edge - 10}h44M134 {edge + 2}h32M134 {edge + 13}h20"
        )
    )
    guides = (
        f.guide((28, edge), (64, edge))
        + f.guide((212, edge), (284, edge))
        + f.guide((212, edge - off), (284, edge - off))
        + f.guide((212, edge + off), (284, edge + off))
    )
    number = measure.number.lstrip("±")
    unit = measure.label.removeprefix(measure.number).strip()
    return (
        shirt
        + pocket
        + plate
        + guides
        + f.span(
            (252, edge),
            (252, edge - off),
            f"+{number} {unit}",
            (262, edge - off / 2 + 5),
            anchor="start",
        )
        + f.span(
            (252, edge),
            (252, edge + off),
            f"−{number} {unit}",
            (262, edge + off / 2 + 5),
            anchor="start",
        )
    )


def cuff(measure) -> str:
    """The shirt's cuff showing below the jacket's sleeve."""
    out = cm(measure.low)
    end = 168
    sleeve = f.path(f"M6 62L{end} 70V138L6 150z", "s")
    shirt = f.path(f"M{end} 74H{end + out}V134H{end}z", "p")
    x = end + out
    hand = f.path(
        f"M{n(x)} 84C{n(x + 22)} 80 {n(x + 34)} 78 {n(x + 48)} 70C{n(x + 56)} 66 {n(x + 62)} 72 {n(x + 56)} 79"
        f"L{n(x + 46)} 90H{n(x + 92)}Q{n(x + 99)} 91 {n(x + 98)} 97Q{n(x + 97)} 101 {n(x + 90)} 101"
        f"H{n(x + 94)}Q{n(x + 99)} 106 {n(x + 94)} 111H{n(x + 88)}Q{n(x + 91)} 118 {n(x + 84)} 120H{n(x + 76)}"
        f"Q{n(x + 77)} 127 {n(x + 68)} 128C{n(x + 50)} 132 {n(x + 24)} 128 {n(x)} 124z",
        "p",
    )
    seams = f.path(
        f"M{n(x + 58)} 101H{n(x + 90)}M{n(x + 58)} 111H{n(x + 88)}M{n(x + 54)} 120H{n(x + 76)}",
        stroke_width="1.4",
    )
    buttons = "".join(f.circle(146, y, 3.2) for y in (126, 116)) + f.circle(end + out / 2, 124, 2.2)
    return (
        hand
        + seams
        + shirt
        + sleeve
        + buttons
        + f.guide((end, 66), (end, 24))
        + f.guide((x, 70), (x, 24))
        + f.line((end - 26, 32), (end, 32), cls="r")
        + f.arrow((end, 32), (end - 26, 32))
        + f.line((x + 26, 32), (x, 32), cls="r")
        + f.arrow((x, 32), (x + 26, 32))
        + f.words(measure.label, (x + 34, 37), anchor="start")
    )


def hem(measure) -> str:
    """Trousers over the shoe, and the gap to the floor."""
    gap = cm(measure.low)
    ground = 182
    shoe = f.path(
        "M92 182V150Q92 136 108 136H150Q160 152 186 156Q214 160 216 176V182z", "k"
    ) + f.path("M88 182H218", stroke_width="4")
    bottom = ground - gap
    trousers = f.path(
        f"M84 8L80 {n(bottom)}Q112 {n(bottom + 3)} 158 {n(bottom - 8)}L166 8z", "s"
    ) + f.path(f"M128 8L138 {n(bottom - 3)}", "c")
    return (
        f.floor(16, 304, ground + 2)
        + shoe
        + trousers
        + f.guide((36, bottom), (76, bottom))
        + f.guide((36, ground), (84, ground))
        + f.line((48, bottom - 26), (48, bottom), cls="r")
        + f.arrow((48, bottom), (48, bottom - 26))
        + f.line((48, ground + 22), (48, ground), cls="r")
        + f.arrow((48, ground), (48, ground + 22))
        + f.words(measure.label, (40, bottom - 32), anchor="middle")
    )


def _belt(y: float) -> str:
    return (
        f.path("M30 8L38 104H282L290 8", "h")
        + f.box(20, y, 280, 30, 2, "s")
        + f.box(130, y - 4, 60, 38, 4, "p")
        + f.box(142, y + 5, 36, 20, 3, "p")
    )


def _tie(tip: float) -> str:
    return f.path(f"M146 6H174L184 {n(tip - 26)}L160 {n(tip)}L136 {n(tip - 26)}z", "s") + f.path(
        "M150 24L172 46M146 58L178 90", "c"
    )


def tie_tip(measure) -> str:
    """The tie ends on the buckle: between its upper and its lower edge."""
    top, bottom = 116, 154
    return (
        _belt(120)
        + f.path("M60 150L64 206H256L260 150", "h")
        + _tie(136)
        + f.guide((192, top), (268, top))
        + f.guide((192, bottom), (268, bottom))
        + f.line((252, top), (252, bottom), cls="r")
        + f.arrow((252, top), (252, bottom))
        + f.arrow((252, bottom), (252, top))
        + f.tick(262, 134)
    )


def tie_too_long(measure) -> str:
    """The tie hangs past the belt; from the mark on it must be tied again."""
    belt, below = 60, 90
    limit = below + cm(measure.high, least=20, most=108)
    return (
        _belt(belt)
        + f.path("M60 90L64 206H256L260 90", "h")
        + _tie(limit)
        + f.guide((192, below), (262, below))
        + f.guide((168, limit), (262, limit))
        + f.span(
            (240, below),
            (240, limit),
            measure.label,
            (248, (below + limit) / 2 + 5),
            anchor="start",
        )
        + f.cross(262, 40)
    )


def tie_clip(measure) -> str:
    """The shirt's buttons counted from the collar, and the clip between two of them."""
    first, step = 44, 30
    low, high = int(measure.low), int(measure.high)
    at = first + (low - 0.5) * step
    shirt = f.path("M96 6L60 22L52 226H268L260 22L224 6", "p") + f.path(
        "M128 6L160 40L192 6L160 14z", "p"
    )
    tie = f.path("M149 24H171L168 40L182 200L160 222L138 200L152 40z", "s")
    clip = f.box(128, at - 5, 52, 10, 2, "p b")
    buttons = "".join(
        f.circle(204, first + (number - 1) * step, 5)
        + f.words(
            str(number),
            (222, first + (number - 1) * step + 5),
            cls="m" if number in (low, high) else "w",
        )
        for number in range(1, 7)
    )
    return (
        shirt
        + tie
        + buttons
        + clip
        + f.guide((186, at), (286, at))
        + f.span((274, first + (low - 1) * step), (274, first + (high - 1) * step), "", (0, 0))
    )


n = f.n
