"""Figures of ideas: listening, levels that carry each other, and a message on its way."""

from django.utils.translation import pgettext

from . import figure as f
from .figure import Point, n
from .lettering import LEADING, SIZE, broken, lettering

WIDTH = 340


def _scaled(content: str, x: float, y: float, scale: float) -> str:
    """The content shifted and scaled, its outline as thick as everywhere."""
    return (
        f'<g transform="translate({n(x)} {n(y)})scale({scale:g})"'
        f' stroke-width="{n(2 / scale)}">{content}</g>'
    )


def _bust(woman: bool, x: float, y: float, scale: float, *, staff: bool = False) -> str:
    """Head and shoulders from the front; ``y`` is where they are cut off."""
    shoulders = f.path("M-8 38Q-30 42-31 66H31Q30 42 8 38", "s" if staff else "p")
    collar = f.path("M-8 40L0 54L8 40M0 54V66", stroke_width=1.6) if staff else ""
    return _scaled(shoulders + f.neck() + collar + f.head(woman), x, y - 66 * scale, scale)


def _middled(text: str, x: float, y: float, width: float, *, cls: str = "t") -> str:
    """The text's lines about the point, from above as from below."""
    first = y + SIZE * 0.36 - LEADING * (len(broken(text, width)) - 1) / 2
    return lettering(text, (x, first), width, anchor="middle", cls=cls)


def _numbered(number: int, x: float, y: float, *, cls: str = "p") -> str:
    return f.circle(x, y, 9, cls) + f.words(str(number), (x, y + 4.3), cls="w")


# -- Listening: what is heard on each of three steps ----------------------------------------------


def listening_levels(measure) -> str:
    """On each step somebody who says less, and more that is to be heard: the jade lines."""
    said = (
        pgettext("figure, first level of listening", "what is said"),
        pgettext("figure, second level", "what someone wants to say but can’t"),
        pgettext("figure, third level", "what someone would rather not say"),
    )
    step, floor = 112, 322
    tops = (244, 212, 180)
    stairs = "".join(
        f.box(2 + step * i, top, step, floor - top, 0, "s" if i % 2 else "p")
        + f.words(str(i + 1), (2 + step * (i + 0.5), top + 24), cls="e big")
        + lettering(words, (2 + step * (i + 0.5), top + 44), step - 8, anchor="middle")
        for i, (top, words) in enumerate(zip(tops, said, strict=True))
    )
    people = "".join(
        _bust(woman, 2 + step * (i + 0.5), top - 1, 0.95)
        for i, (top, woman) in enumerate(zip(tops, (True, False, True), strict=True))
    )
    title = lettering(pgettext("figure", "Three levels of listening"), (4, 22), 120, cls="e")
    return title + people + stairs + _out_loud(58, 170) + _stuck(170, 138) + _kept_back(282, 106)


def _balloon(x: float, y: float, **line: object) -> str:
    """Speech above a head; (x, y) is where it comes from."""
    return f.path(
        f"M{n(x - 6)} {n(y - 14)}H{n(x - 32)}Q{n(x - 42)} {n(y - 14)} {n(x - 42)} {n(y - 24)}V{n(y - 48)}"
        f"Q{n(x - 42)} {n(y - 58)} {n(x - 32)} {n(y - 58)}H{n(x + 32)}Q{n(x + 42)} {n(y - 58)} {n(x + 42)} {n(y - 48)}"
        f"V{n(y - 24)}Q{n(x + 42)} {n(y - 14)} {n(x + 32)} {n(y - 14)}H{n(x + 6)}L{n(x)} {n(y - 4)}z",
        "p",
        **line,
    )


def _out_loud(x: float, y: float) -> str:
    return _balloon(x, y) + f.path(f"M{x - 28} {y - 42}h56M{x - 28} {y - 30}h38", "r")


def _stuck(x: float, y: float) -> str:
    broken_off = f.path(f"M{x - 28} {y - 42}h14m8 0h5M{x - 28} {y - 30}h6m8 0h9", "r")
    unsaid = f.words("…?", (x + 26, y - 27), cls="m")
    return _balloon(x, y, stroke_dasharray="5 5") + broken_off + unsaid


def _kept_back(x: float, y: float) -> str:
    """A thought, and a lock on it."""
    cloud = f.path(
        f"M{x - 26} {y - 18}c-14 0-18-16-6-20c-4-14 14-22 22-12c8-10 26-6 26 6c14 0 16 22 2 24"
        "c-6 8-14 8-20 2c-8 6-18 6-24 0z",
        "p",
    )
    trail = f.circle(x - 2, y - 9, 3) + f.circle(x + 1, y - 2, 1.8)
    lock = f.path(f"M{x - 8} {y - 34}v-5q0-7 7-7t7 7v5", "r") + f.box(
        x - 12, y - 34, 22, 14, 3, "p b"
    )
    return cloud + trail + lock


# -- Haier: one, two, three, four -----------------------------------------------------------------


def one_two_three_four(measure) -> str:
    """Four courses of stones: the result on top rests on what lies below."""
    courses = (
        (
            pgettext("figure, Haier", "One result"),
            (pgettext("figure, Haier", "the service is complete"),),
        ),
        (
            pgettext("figure, Haier", "Two ideas"),
            (
                pgettext("figure, Haier", "take the user’s worry away"),
                pgettext("figure, Haier", "leave Haier’s sincerity behind"),
            ),
        ),
        (
            pgettext("figure, Haier", "Three controls: the rate of"),
            (
                pgettext("figure, Haier, the rate of", "complaints"),
                pgettext("figure, Haier, the rate of", "things missed"),
                pgettext("figure, Haier, the rate of", "dissatisfaction"),
            ),
        ),
        (
            pgettext("figure, Haier", "Four things never missed"),
            (
                pgettext("figure, Haier, problems", "record"),
                pgettext("figure, Haier, problems", "handle"),
                pgettext("figure, Haier, the result", "check again"),
                pgettext("figure, Haier, the result", "report"),
            ),
        ),
    )
    heights = (42, 54, 42, 84)
    widths = ((338,), (166, 166), (90, 106, 130), (80, 80, 80, 80))
    y, parts = 8.0, []
    for number, ((title, stones), height) in enumerate(zip(courses, heights, strict=True), start=1):
        parts.append(f.words(str(number), (4, y + 20), anchor="start", cls="e big"))
        parts.append(lettering(title, (28, y + 18), WIDTH - 30, cls="e"))
        x, top = 1.0, y + 28
        for step, (words, width) in enumerate(zip(stones, widths[number - 1], strict=True)):
            middle = x + width / 2
            parts.append(f.box(x, top, width, height, 4, "p b" if number == 1 else "p"))
            if number == 4:
                parts.append(_scene(step, middle, top + 26))
                parts.append(_middled(words, middle, top + 62, width - 4))
            else:
                parts.append(_middled(words, middle, top + height / 2, width - 4))
            x += width + 6
        y += 28 + height + 12
    return "".join(parts) + f.tick(296, 60)


def _scene(step: int, x: float, y: float) -> str:
    """What is done with a problem: noted, mended, looked at once more, handed upwards."""
    if step == 0:
        return (
            f.box(x - 15, y - 17, 24, 34, 2, "s")
            + f.path(f"M{n(x - 9)} {n(y - 9)}h12m-12 8h12m-12 8h6", stroke_width=1.6)
            + f.path(f"M{n(x + 4)} {n(y + 10)}l12-20l5 3l-12 20l-6 3z", "p", stroke_width=1.6)
        )
    if step == 1:
        hand = f.path(f"M{n(x - 20)} {n(y + 6)}q10-10 20-4h10q6 2 2 7h-12m8 0q12-2 14-6", "n")
        phone = f.box(x - 5, y - 18, 18, 17, 2, "s") + f.path(
            f"M{n(x - 1)} {n(y - 10)}l4 4l7-8", stroke_width=1.6
        )
        return phone + hand + f.path(f"M{n(x - 20)} {n(y + 15)}q14 3 24-1", stroke_width=1.6)
    if step == 2:
        return (
            f.circle(x - 3, y - 3, 13, "s")
            + f.line((x + 7, y + 7), (x + 16, y + 16), stroke_width=4)
            + f.path(f"M{n(x - 9)} {n(y - 3)}l5 5l8-9")
        )
    return (
        f.path(f"M{n(x - 16)} {n(y + 1)}v15h32v-15", "n")
        + f.box(x - 9, y - 6, 18, 17, 2, "s")
        + f.path(f"M{n(x)} {n(y + 5)}V{n(y - 18)}m-6 7l6-7l6 7")
    )


# -- The pyramid turned over ----------------------------------------------------------------------


def customer_on_top(measure) -> str:
    """Everybody stands on a slab that the level below holds up."""
    levels = (
        (4, 316, pgettext("figure, organisation", "customers")),
        (3, 250, pgettext("figure, organisation", "first-line supervisors")),
        (2, 190, pgettext("figure, organisation", "middle managers")),
        (1, 140, pgettext("figure, organisation", "the president")),
    )
    middle, rise, slab = WIDTH / 2, 58, 26
    parts, y = [], 2.0
    for number, (people, width, words) in enumerate(levels):
        y += rise
        room = (width - 20) / people
        for i in range(people):
            x = middle - width / 2 + 10 + room * (i + 0.5)
            holds_up = number > 0
            if holds_up:
                parts.append(_raised_arms(x, y - rise, y))
            parts.append(_bust((i + number) % 2 == 0, x, y, 0.62, staff=holds_up))
        top = number == 0
        parts.append(f.box(middle - width / 2, y, width, slab, 4, "p b" if top else "p"))
        parts.append(_middled(words, middle, y + slab / 2, width - 8, cls="e" if not top else "m"))
        y += slab
    return "".join(parts)


def _raised_arms(x: float, top: float, y: float) -> str:
    """Two sleeves and the hands under the slab above."""
    sides = (-1, 1)
    sleeves = [
        f.limb((x + s * 15, y - 6), (x + s * 23, y - 22), (x + s * 20, top + 14), width=9, fill="s")
        for s in sides
    ]
    hands = [f.limb((x + s * 20, top + 12), (x + s * 20, top + 6), width=9) for s in sides]
    return f.merged(*hands) + f.merged(*sleeves)


# -- Maslow's needs -------------------------------------------------------------------------------


def needs(measure) -> str:
    """Five courses, the lowest the widest; the arrow says from where to begin."""
    names = (
        pgettext("figure, a need", "bodily needs"),
        pgettext("figure, a need", "safety"),
        pgettext("figure, a need", "belonging"),
        pgettext("figure, a need", "esteem"),
        pgettext("figure, a need", "self-fulfilment"),
    )
    middle, foot, height, slope = 112, 302, 56, 17
    parts = []
    for i, name in enumerate(names):
        bottom = foot - height * i
        half = 96 - slope * i
        parts.append(
            f.path(
                f"M{middle - half} {bottom}L{middle - half + slope} {bottom - height}"
                f"H{middle + half - slope}L{middle + half} {bottom}z",
                "s" if i % 2 else "p",
            )
        )
        parts.append(_need(i, middle, bottom - height / 2))
        edge = middle + half - slope / 2 + 6
        parts.append(f.line((edge, bottom - height / 2), (210, bottom - height / 2), cls="h"))
        parts.append(lettering(name, (216, bottom - height / 2 + 5), 122, cls="e"))
    upwards = f.line((10, foot - 2), (10, 24), cls="r") + f.arrow((10, 24), (10, foot))
    return "".join(parts) + upwards


def _need(level: int, x: float, y: float) -> str:
    if level == 0:  # a bowl of rice
        return (
            f.path(f"M{x - 24} {y}q24-26 48 0", "p")
            + f.path(
                f"M{x - 28} {y}H{x + 28}Q{x + 25} {y + 20} {x + 8} {y + 20}H{x - 8}Q{x - 25} {y + 20} {x - 28} {y}z",
                "p",
            )
            + f.path(f"M{x + 10} {y - 9}L{x + 40} {y - 21}M{x + 15} {y - 6}L{x + 42} {y - 15}")
        )
    if level == 1:  # a roof
        return (
            f.path(f"M{x - 20} {y - 2}V{y + 20}H{x + 20}V{y - 2}", "p")
            + f.path(f"M{x - 30} {y + 2}L{x} {y - 21}L{x + 30} {y + 2}", "n")
            + f.path(f"M{x - 6} {y + 20}V{y + 5}h12V{y + 20}", "s")
        )
    if level == 2:  # two together
        return _bust(True, x - 14, y + 24, 0.6, staff=True) + _bust(
            False, x + 14, y + 24, 0.6, staff=True
        )
    if level == 3:  # a rosette
        return (
            f.path(
                f"M{x - 8} {y + 4}L{x - 13} {y + 22}L{x} {y + 15}L{x + 13} {y + 22}L{x + 8} {y + 4}z",
                "p",
            )
            + f.circle(x, y - 5, 14)
            + f.path(f"M{x - 6} {y - 5}l5 5l8-9")
        )
    return (  # a plant in flower
        f.path(f"M{x} {y + 26}V{y + 2}", "n")
        + f.path(f"M{x} {y + 18}q-13 1-14-10q13-1 14 10zM{x} {y + 13}q13 1 14-10q-13-1-14 10z", "p")
        + f.circle(x, y - 3, 6)
    )


# -- A message on its way -------------------------------------------------------------------------


def message_path(measure) -> str:
    """Nine numbered stages from a thought to its understanding, and the answer that comes back."""
    stages = (
        pgettext("figure, a message", "thought"),
        pgettext("figure, a message", "sender"),
        pgettext("figure, a message", "putting into words"),
        pgettext("figure, a message", "transmission"),
        pgettext("figure, a message", "noise"),
        pgettext("figure, a message", "reception"),
        pgettext("figure, a message", "decoding"),
        pgettext("figure, a message", "receiver"),
        pgettext("figure, a message", "understanding"),
    )
    legend = "".join(
        _numbered(number, 12 + 184 * (number > 5), 252 + 24 * ((number - 1) % 5))
        + lettering(
            words,
            (28 + 184 * (number > 5), 257 + 24 * ((number - 1) % 5)),
            150,
            cls="v" if number == 5 else "t",
        )
        for number, words in enumerate(stages, start=1)
    )
    people = _speaker(True, "s") + f.mirrored(_speaker(False, "p"), WIDTH)
    y = 118
    way = (
        f.line((96, y), (150, y))
        + f.line((190, y), (238, y))
        + f.path(f"M232 {y - 5}L240 {y}L232 {y + 5}")
        + f.path(f"M150 {y}l5-16l6 32l6-34l6 34l6-32l6 28l5-12", "x")
    )
    places: tuple[Point, ...] = (
        (104, 34),
        (50, 196),
        (104, y - 16),
        (132, y - 16),
        (170, y + 30),
        (228, y - 16),
        (WIDTH - 21, 104),
        (WIDTH - 50, 196),
        (WIDTH - 104, 34),
    )
    answer = f.path("M236 176H108", "r", stroke_dasharray="6 5") + f.arrow((102, 176), (236, 176))
    heard = lettering(
        pgettext("figure, a message", "listen for what comes back"),
        (170, 196),
        132,
        anchor="middle",
        cls="m",
    )
    return (
        people
        + _thought(58, 4)
        + _thought(WIDTH - 58, 4)
        + way
        + answer
        + heard
        + "".join(_numbered(number, *place) for number, place in enumerate(places, start=1))
        + legend
    )


def _speaker(woman: bool, clothes: str) -> str:
    """Somebody from the side, down to the desk, facing right."""
    body = f.path("M22 218Q20 162 46 157L59 166L69 157Q88 162 86 218z", clothes)
    sleeve = f.path("M38 184Q33 200 34 218", stroke_width=1.6)
    throat = f.path("M51 134V158L59 166L67 158V134z", "p")
    badge = f.box(66, 174, 12, 6, 1.5, "p b") if woman else ""
    face = _scaled(f.profile(woman), 58, 140, 1.55)
    return body + sleeve + throat + badge + face + f.floor(4, 110, 218)


def _thought(x: float, y: float) -> str:
    """A cloud with a telephone in it: the same on both sides when all has gone well."""
    cloud = f.path(
        f"M{x - 28} {y + 44}c-16 0-20-20-6-24c-4-16 16-24 26-12c8-12 30-8 30 6c16 0 18 26 2 28"
        "c-6 10-16 10-24 2c-8 8-20 8-28 0z",
        "p",
    )
    telephone = f.box(x - 9, y + 10, 17, 28, 3, "p b") + f.path(f"M{x - 3} {y + 33}h5", "r")
    return cloud + telephone + f.circle(x - 4, y + 56, 3.4) + f.circle(x - 2, y + 65, 2)
