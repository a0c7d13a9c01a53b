"""Figures of ideas: what letters stand for, kinds side by side, a way through the hall.

Every word in them stands in the clauses of the norm that teaches the idea (a test compares), so that
text and figure say the same in both languages.
"""

from django.utils.translation import pgettext

from . import figure as f
from .figure import n
from .lettering import lettering, width_of

WIDE = 360

# -- Faces: brows, eyes and mouth about the head of ``figure`` --------------------------------------

EYES = f.circle(-5.5, 18.5, 1.5, "e") + f.circle(5.5, 18.5, 1.5, "e")
BROWS = f.path("M-8 14.5q2.5-1.6 5 0M3 14.5q2.5-1.6 5 0", stroke_width="1.2")
SMILE = f.path("M-5 26Q0 30.5 5 26", stroke_width="1.6")
FRIENDLY = EYES + BROWS + SMILE
LIVELY = (
    EYES
    + f.path("M-8.5 13q2.7-2.4 5.4 0M3 13q2.7-2.4 5.4 0", stroke_width="1.2")
    + f.path("M-6 24.5H6Q5 31.5 0 31.5Q-5 31.5-6 24.5z", "p", stroke_width="1.6")
)
GENTLE = f.path("M-8 19q2.5-3 5 0M3 19q2.5-3 5 0", stroke_width="1.6") + BROWS + SMILE
FIRM = EYES + f.path("M-9 13l6 1.8M9 13l-6 1.8M-4.5 27H4.5", stroke_width="1.6")
THOUGHTFUL = (
    f.path("M-8 19q2.5 1.6 5 0M3 19q2.5 1.6 5 0", stroke_width="1.8")
    + f.path("M-8.5 14h5M3.5 14h5", stroke_width="1.2")
    + f.path("M-3.5 27q3.5-1 7 0", stroke_width="1.6")
)
BLANK = (
    EYES
    + f.path("M-8 14.5h5M3 14.5h5", stroke_width="1.2")
    + f.path("M-4 27H4", stroke_width="1.6")
)
AWAY = (
    f.circle(-8.5, 19, 1.5, "e")
    + f.circle(2.5, 19, 1.5, "e")
    + f.path("M-11 16h5.4M0 16h5.4", stroke_width="1.4")
    + f.path("M-6 28q4-2.4 8-.6", stroke_width="1.6")
)


def _clerk(woman: bool, look: str, x: float, y: float) -> str:
    """Somebody of the hall down to the badge."""
    return f.moved(f.suit(woman, to_waist=True) + f.neck() + f.head(woman, look), x, y)


def _customer(woman: bool, look: str, x: float, y: float, arms: str = "") -> str:
    """Somebody who comes to the hall, in a plain shirt, down to the waist."""
    half = 25 if woman else 28
    shirt = f.path(
        f"M-8 40L-{half - 6} 46Q-{half} 48-{half} 56L-{half - 5} 92H{half - 5}L{half} 56"
        f"Q{half} 48 {half - 6} 46L8 40L0 50z",
        "p",
    )
    return f.moved(shirt + f.neck() + f.head(woman, look) + arms, x, y)


def _note(x: float, y: float, cls: str = "r") -> str:
    """A note of music; its head lies at (x, y)."""
    return f.ellipse(x, y, 4, 3, f"{cls} n") + f.path(
        f"M{n(x + 4)} {n(y)}V{n(y - 15)}q5 2 5 8", cls
    )


def _bubble(x: float, y: float, width: float, height: float, tail: str) -> str:
    """A speech bubble whose ``tail`` (a path) grows out of its edge."""
    return f.box(x, y, width, height, 8) + f.path(tail, "p")


# -- Letters -----------------------------------------------------------------------------------------


def _letter(letter: str, x: float, y: float) -> str:
    return f.words(letter, (x, y), cls="e big")


def service(measure) -> str:
    """The seven letters under each other, so that they read as the word; to each a small picture."""
    rows = (
        ("S", pgettext("figure", "smile for everyone"), f.moved(f.head(True), 28, 4)),
        ("E", pgettext("figure", "excellence in everything"), _finished_form()),
        ("R", pgettext("figure", "reaching out"), _reaching_hand()),
        ("V", pgettext("figure", "viewing every customer as special"), _one_of_many()),
        ("I", pgettext("figure", "inviting to return"), _door_and_back()),
        ("C", pgettext("figure", "creating a warm atmosphere"), _cup_of_tea()),
        ("E", pgettext("figure", "eye contact that shows care"), _eye()),
    )
    pitch = 46
    parts = [f.box(2, 2, 42, pitch * len(rows), 8)]
    for place, (letter, words, picture) in enumerate(rows):
        y = 2 + pitch * place
        if place:
            parts.append(f.line((2, y), (358, y), cls="h"))
        parts += (
            _letter(letter, 23, y + 32),
            lettering(words, (56, y + 28), 240, centred=True),
            f.moved(picture, 302, y + 1),
        )
    return "".join(parts)


def _finished_form() -> str:
    return (
        f.box(12, 4, 30, 37, 3)
        + f.path("M18 12H36M18 19H36M18 26H26", stroke_width="1.2")
        + f.tick(28, 30)
    )


def _reaching_hand() -> str:
    sleeve = f.path("M0 40L20 26L27 36L12 44H0z", "s")
    hand = f.path(
        "M21 28C23 22 27 19 32 20L36 12Q39 9 41 12L38 21L50 17Q54 17 53 20L42 26L52 25Q55 26 53 29"
        "L42 31L48 32Q50 34 47 36L34 38Q28 38 26 35z",
        "p",
    )
    return f.moved(sleeve + hand, -1, -2)


def _one_of_many() -> str:
    def outline(x: float) -> str:
        return f.circle(x, 17, 6, "h n") + f.path(
            f"M{n(x - 9)} 42Q{n(x - 9)} 27 {n(x)} 27Q{n(x + 9)} 27 {n(x + 9)} 42", "h"
        )

    person = f.path("M15 43Q15 31 28 31Q41 31 41 43", "p") + f.circle(28, 19, 10)
    face = f.path("M18 19C16 6 40 6 38 19C35 15 33 14 31 12C27 15 22 16 18 19z", "k") + (
        f.circle(24.5, 20, 1.2, "e")
        + f.circle(31.5, 20, 1.2, "e")
        + f.path("M25 24q3 2.6 6 0", stroke_width="1.4")
    )
    return (
        outline(8) + outline(48) + person + face + f.path("M22 40l4 4l8-9", "r", stroke_width="2.4")
    )


def _door_and_back() -> str:
    door = f.path("M8 42V4H30V42M30 42L20 38V9L30 4", "p") + f.circle(23, 24, 1, "e")
    way = f.path("M34 34H42Q52 34 52 26Q52 18 42 18H36", "r") + f.path("M41 13l-6 5l6 5", "r")
    return f.line((2, 42), (54, 42), cls="h") + door + way


def _cup_of_tea() -> str:
    cup = f.path("M12 20H40V28Q40 41 26 41Q12 41 12 28z", "p")
    handle = f.path("M40 23Q49 22 48 28Q47 34 38.5 34")
    steam = f.path(
        "M20 14q-3-3 0-6t0-5M28 14q-3-3 0-6t0-5M36 14q-3-3 0-6t0-5", "r", stroke_width="1.6"
    )
    return cup + handle + steam


def _eye() -> str:
    return (
        f.path("M4 26Q27 2 50 26Q27 46 4 26z", "p")
        + f.circle(27, 25, 9.5, "p")
        + f.circle(27, 25, 4.5, "k")
        + f.path("M5 14Q27-6 49 14", stroke_width="1.4")
    )


def care(measure) -> str:
    """Four letters beside each other, a picture and the word under each."""
    columns = (
        ("C", pgettext("figure", "credible"), _kept_promise()),
        ("A", pgettext("figure", "attractive"), _mirror()),
        ("R", pgettext("figure", "responsive"), _hand_up()),
        ("E", pgettext("figure", "empathic"), _face_to_face()),
    )
    parts = [f.box(2, 2, 356, 40, 8)]
    for place, (letter, words, picture) in enumerate(columns):
        x = 2 + 89 * place
        if place:
            parts.append(f.line((x, 2), (x, 142), cls="h"))
        parts += (
            _letter(letter, x + 44.5, 31),
            f.moved(picture, x + 44.5, 54),
            lettering(words, (x + 44.5, 162), 86, anchor="middle", cls="e"),
        )
    return "".join(parts)


def _kept_promise() -> str:
    """A day in the calendar, and the telephone that rings on it."""
    return (
        f.box(-32, 6, 64, 56, 5)
        + f.path("M-32 20H32M-18 0V12M18 0V12")
        + f.path("M-32 34H32M-32 48H32M-16 20V62M0 20V62M16 20V62", "c")
        + f.tick(1, 42)
        + f.path("M-26 80Q0 62 26 80L24 87L13 84V77Q0 72-13 77V84L-24 87z", "k")
    )


def _mirror() -> str:
    person = f.moved(f.suit(True) + f.neck() + f.head(True), 0, 14, scale=0.86)
    return (
        '<clipPath id="care-mirror"><rect x="-30" y="4" width="60" height="86" rx="30"/></clipPath>'
        + f.box(-30, 4, 60, 86, 30)
        + f'<g clip-path="url(#care-mirror)">{person}</g>'
        + f.box(-30, 4, 60, 86, 30, "n")
        + f.path("M-22 26Q-20 16-13 12", stroke_width="1.2")
    )


def _hand_up() -> str:
    """Busy with a paper, and already looking up with a hand raised."""
    raised = f.merged(f.limb((33, 40), (34, 27), width=9)) + f.merged(
        f.limb((20, 58), (29, 76), (33, 48), width=11, fill="s")
    )
    person = f.suit(False, to_waist=True) + f.neck() + f.head(False, LIVELY) + raised
    return (
        f.moved(person, -8, 6, scale=0.86)
        + f.box(-40, 78, 80, 10, 2)
        + f.path("M-34 74H-14M-36 70H-16", stroke_width="1.4")
        + f.path("M29 20q4 4 4 10M32 13q7 6 7 17", "r", stroke_width="1.6")
    )


def _face_to_face() -> str:
    """What knots one head stands in the other's too."""
    knot = "q-9 0-7-7t9-3t-2 11t-13-5t9-10"
    staff = f.moved(f.profile(True), -20, 66, scale=0.86)
    other = f.mirrored(f.moved(f.profile(False), 0, 68, turn=16, scale=0.86), 20)
    return (
        f.path("M-40 90Q-38 70-20 66Q-8 70-5 90z", "s")
        + f.path("M40 90Q38 72 21 68Q8 72 5 90z", "p")
        + staff
        + other
        + f.path(f"M-18 23{knot}", "r", stroke_width="1.6")
        + f.path(f"M26 23{knot}", stroke_width="1.6")
    )


# -- Four questions, four sentences ----------------------------------------------------------------


def spin(measure) -> str:
    """A funnel of four layers beside its questions; what drops out is the need."""
    rows = (
        ("S", pgettext("figure", "Situation"), pgettext("figure", "How many at home use it?")),
        (
            "P",
            pgettext("figure", "Problem"),
            pgettext("figure", "Does it last to the end of the month?"),
        ),
        (
            "I",
            pgettext("figure", "Implication"),
            pgettext("figure", "When it ran out, what did you miss?"),
        ),
        ("N", pgettext("figure", "Need-payoff"), pgettext("figure", "Would that help?")),
    )
    top, pitch, middle = 66, 62, 66
    parts = [_talk(middle)]
    for place, (letter, name, question) in enumerate(rows):
        y = top + pitch * place
        wide, narrow = 62 - 13 * place, 62 - 13 * (place + 1)
        parts += (
            f.path(
                f"M{middle - wide} {y}H{middle + wide}L{middle + narrow} {y + pitch}H{middle - narrow}z",
                "s" if place % 2 else "p",
            ),
            _letter(letter, middle, y + 40),
            f.line((middle + (wide + narrow) / 2 + 4, y + 18), (140, y + 18), cls="h"),
            lettering(name, (146, y + 23), 210, cls="e"),
            lettering(question, (146, y + 41), 212),
        )
    end = top + pitch * len(rows)
    return (
        "".join(parts)
        + f.path(f"M{middle} {end + 6}V{end + 24}m-6-7l6 7l6-7", "r")
        + _result(pgettext("figure", "a need"), middle, end + 32)
    )


def _result(words: str, x: float, y: float) -> str:
    """What comes of it, in a frame of its own length."""
    width = width_of(words) + 24
    return f.box(x - width / 2, y, width, 28, 14, "p r") + f.words(words, (x, y + 19))


def _talk(middle: float) -> str:
    """Two people talk above the funnel's mouth."""
    staff = f.moved(f.profile(True), middle - 34, 50)
    customer = f.mirrored(f.moved(f.profile(False), 0, 50), middle + 34)
    return (
        f.path(
            f"M{middle - 58} 66Q{middle - 54} 54 {middle - 34} 52Q{middle - 18} 54 {middle - 14} 66z",
            "s",
        )
        + f.path(
            f"M{middle + 58} 66Q{middle + 54} 54 {middle + 34} 52Q{middle + 18} 54 {middle + 14} 66z",
            "p",
        )
        + staff
        + customer
    )


def fabe(measure) -> str:
    """A chain of four sentences about the ring-back tone, from what it is to why to believe it."""
    rows = (
        (
            "F",
            pgettext("figure", "Feature"),
            pgettext("figure", "friends who call hear music"),
            _ringing(),
        ),
        (
            "A",
            pgettext("figure", "Advantage"),
            pgettext("figure", "any tune you like"),
            _chosen_tune(),
        ),
        (
            "B",
            pgettext("figure", "Benefit"),
            pgettext("figure", "it carries their personality"),
            _heard_by_a_friend(),
        ),
        (
            "E",
            pgettext("figure", "Evidence"),
            pgettext("figure", "let them hear one"),
            _listening(),
        ),
    )
    top, pitch = 30, 72
    parts = [lettering(pgettext("figure", "The ring-back tone"), (2, 16), 356, cls="e")]
    parts += (f.box(18, top + 40 + pitch * place, 12, 36, 6, "n") for place in range(len(rows) - 1))
    for place, (letter, name, example, picture) in enumerate(rows):
        y = top + pitch * place
        parts += (
            f.box(2, y, 44, 50, 12),
            _letter(letter, 24, y + 34),
            lettering(name, (60, y + 18), 210, cls="e"),
            lettering(example, (60, y + 38), 216),
            f.moved(picture, 290, y - 4),
        )
    return "".join(parts)


def _ringing() -> str:
    return (
        f.box(10, 2, 28, 52, 5)
        + f.path("M10 10H38M10 44H38", stroke_width="1.2")
        + f.circle(24, 49, 1.6, "e")
        + _note(20, 33)
        + f.path("M46 18q5 8 0 18M53 13q8 14 0 28", "r", stroke_width="1.6")
    )


def _chosen_tune() -> str:
    lines = "".join(
        f.circle(14, 12 + 16 * row, 3.4, "e" if row == 1 else "n")
        + f.path(f"M24 {12 + 16 * row}H{50 - 6 * (row == 2)}")
        for row in range(3)
    )
    return f.box(4, 0, 56, 56, 5) + lines + f.tick(44, 29)


def _heard_by_a_friend() -> str:
    return (
        _customer_head(True, 20, 12, LIVELY)
        + _bubble(38, 0, 28, 26, "M44 25L37 33L52 25")
        + _note(48, 19)
    )


def _listening() -> str:
    phone = f.moved(f.box(-6, -15, 12, 30, 3), 44, 34, turn=14)
    return _customer_head(False, 26, 8, GENTLE) + phone + _note(58, 16)


def _customer_head(woman: bool, x: float, y: float, look: str) -> str:
    shoulders = f.path("M-20 48Q-20 42-8 40L0 44L8 40Q20 42 20 48", "p")
    return f.moved(shoulders + f.neck() + f.head(woman, look), x, y)


# -- Two sides, four kinds ---------------------------------------------------------------------------

CELL, HALF = 166, 180  # a square of the four, and where the middle of the figure is
COLUMNS = (2, 192)


def four_kinds(measure) -> str:
    """Four counters: how the papers lie tells the procedure, the face tells the person."""
    kinds = (
        (0, 0, pgettext("kind of service", "friendly"), pgettext("figure", "we are trying")),
        (1, 0, pgettext("kind of service", "quality"), pgettext("figure", "we care about you")),
        (
            0,
            1,
            pgettext("kind of service", "indifferent"),
            pgettext("figure", "we don't care about you"),
        ),
        (1, 1, pgettext("kind of service", "factory"), pgettext("figure", "you are a number")),
    )
    looks = ((FRIENDLY, FRIENDLY), (AWAY, BLANK))
    scenes = (
        f.moved(
            _counter(name, heard, looks[row][column], ordered=column == 1, woman=row == column),
            COLUMNS[column],
            26 + 184 * row,
        )
        for column, row, name, heard in kinds
    )
    axes = _axes(
        up=(
            pgettext("figure", "the personal side"),
            pgettext("figure", "cold"),
            pgettext("figure", "friendly"),
        ),
        right=(
            pgettext("figure", "the procedural side"),
            pgettext("figure", "slow"),
            pgettext("figure", "timely"),
        ),
        middle=178,
        bottom=358,
    )
    return axes + "".join(scenes) + f.tick(340, 34)


def _axes(up, right, *, middle: float, bottom: float) -> str:
    """A cross: the names of the two sides, and the words at their ends."""
    (up_name, low, high), (right_name, left, far) = up, right
    return (
        f.line((HALF, bottom), (HALF, 6), cls="h")
        + f.path(f"M{HALF - 5} 13L{HALF} 5L{HALF + 5} 13", "h")
        + f.line((2, middle), (357, middle), cls="h")
        + f.path(f"M350 {middle - 5}L358 {middle}L350 {middle + 5}", "h")
        + lettering(up_name, (HALF - 10, 16), 165, anchor="end", cls="e")
        + lettering(high, (HALF + 10, 16), 165)
        + lettering(low, (HALF + 10, bottom), 165)
        + lettering(left, (2, middle - 9), 80)
        + lettering(far, (358, middle - 9), 80, anchor="end")
        + lettering(right_name, (358, middle + 19), 165, anchor="end", cls="e")
    )


def _counter(name: str, heard: str, look: str, *, ordered: bool, woman: bool) -> str:
    texts = lettering(heard, (120, 38), 85, anchor="middle")
    lines = texts.count("<tspan") + 1
    return (
        _clerk(woman, look, 38, 34)
        + f.box(0, 110, CELL, 16, 3)
        + (_stack() if ordered else _mess())
        + _bubble(74, 20, 92, 10 + 18 * lines, "M76 36L63 50L76 44")
        + texts
        + lettering(name, (0, 14), CELL, cls="e")
    )


def _stack() -> str:
    return f.box(100, 102, 46, 8, 1) + f.path("M100 106H146", "c") + f.box(104, 94, 38, 8, 1)


def _mess() -> str:
    sheets = ((96, 101, -14), (122, 97, 22), (142, 104, -6))
    return "".join(f.moved(f.box(-16, -5, 32, 10, 1), x, y, turn=turn) for x, y, turn in sheets)


def four_temperaments(measure) -> str:
    """Four customers at the counter, by how much they show and how much they steer."""
    types = (
        (
            0,
            0,
            pgettext("temperament", "amiable"),
            pgettext("figure", "soft-spoken, nods a lot"),
            _amiable(),
        ),
        (
            1,
            0,
            pgettext("temperament", "expressive"),
            pgettext("figure", "a loud voice, many gestures"),
            _expressive(),
        ),
        (
            0,
            1,
            pgettext("temperament", "analytical"),
            pgettext("figure", "brings a pen and old bills"),
            _analytical(),
        ),
        (
            1,
            1,
            pgettext("temperament", "controlling"),
            pgettext("figure", "walks fast, speaks briefly"),
            _controlling(),
        ),
    )
    parts = [
        f.line((HALF, 390), (HALF, 6), cls="h"),
        f.path(f"M{HALF - 5} 13L{HALF} 5L{HALF + 5} 13", "h"),
        f.line((2, 196), (357, 196), cls="h"),
        f.path("M350 191L358 196L350 201", "h"),
        lettering(
            pgettext("figure", "show themselves"), (HALF - 10, 16), 165, anchor="end", cls="e"
        ),
        lettering(pgettext("figure", "take control"), (358, 213), 165, anchor="end", cls="e"),
    ]
    for column, row, name, sign, picture in types:
        parts.append(
            f.moved(
                picture
                + f.box(0, 94, CELL, 12, 3)
                + lettering(name, (0, 126), CELL, cls="e")
                + lettering(sign, (0, 144), CELL),
                COLUMNS[column],
                24 + 192 * row,
            )
        )
    return "".join(parts)


def _sleeve(*joints: f.Point) -> str:
    """A bare forearm out of a short sleeve: shoulder, elbow, wrist."""
    return f.hand(joints[-1], joints[-2]) + f.merged(f.limb(*joints, width=11))


def _amiable() -> str:
    arms = _sleeve((22, 56), (31, 78), (9, 84)) + _sleeve((-22, 56), (-31, 78), (-9, 84))
    nods = f.path("M22 6q6 8 4 18M29 4q8 11 5 24", stroke_width="1.4")
    return _customer(True, GENTLE, 60, 2, arms + nods) + _said(104, 18, 30, 1)


def _expressive() -> str:
    arms = _sleeve((23, 56), (44, 66), (50, 40)) + _sleeve((-23, 56), (-44, 66), (-50, 40))
    return _customer(False, LIVELY, 62, 2, arms) + _said(106, -4, 58, 3)


def _analytical() -> str:
    pen = f.path("M24 68L12 91", stroke_width="3")
    arms = _sleeve((24, 56), (36, 78), (24, 82)) + _sleeve((-24, 56), (-34, 78), (-14, 84))
    bills = f.moved(f.box(-20, -13, 40, 26, 2), 120, 80, turn=-6) + f.moved(
        f.box(-20, -13, 40, 26, 2) + f.path("M-14-6H8M-14 0H12M-14 6H2", stroke_width="1.2"),
        128,
        78,
        turn=4,
    )
    return bills + _customer(False, THOUGHTFUL, 60, 2, arms + pen)


def _controlling() -> str:
    arms = _sleeve((-22, 56), (-34, 76), (-14, 84)) + _sleeve((22, 56), (38, 74), (58, 70))
    finger = f.merged(f.limb((66, 67), (80, 66), width=6))
    return _customer(True, FIRM, 60, 2, finger + arms) + _said(104, 18, 34, 1)


def _said(x: float, y: float, width: float, lines: int) -> str:
    """A bubble with so many lines of talk in it."""
    height = 14 + 10 * lines
    talk = "".join(
        f.path(f"M{n(x + 9)} {n(y + 12 + 10 * row)}h{n(width - 18)}", stroke_width="1.6")
        for row in range(lines)
    )
    return (
        _bubble(
            x,
            y,
            width,
            height,
            f"M{n(x + 2)} {n(y + 14)}L{n(x - 12)} {n(y + 18)}L{n(x + 5)} {n(y + 21)}",
        )
        + talk
    )


# -- A customer's way through the hall ---------------------------------------------------------------


def moments(measure) -> str:
    """In at the door above, along the hall and back below: six numbered meetings on one line."""
    stops = (
        (pgettext("moment", "the door"), _at_the_door()),
        (pgettext("moment", "the ticket"), _at_the_machine()),
        (pgettext("moment", "the wait"), _on_the_chairs()),
        (pgettext("moment", "the counter"), _up_to_the_counter()),
        (pgettext("moment", "the work"), _over_the_counter()),
        (pgettext("moment", "the way out"), _out_again()),
    )
    upper, lower = 108, 246
    way = f.path(
        f"M2 {upper}H330Q352 {upper} 352 {upper + 22}V{lower - 22}Q352 {lower} 330 {lower}H4m8-6l-8 6l8 6",
        "r",
        stroke_dasharray="6 5",
    )
    parts = [way]
    for place, (name, scene) in enumerate(stops):
        back = place > 2
        x, ground = 58 + 118 * (5 - place if back else place), lower if back else upper
        parts += (
            f.moved(scene, x - 56, ground - 13),
            f.circle(x, ground, 10, "p r"),
            f.words(str(place + 1), (x, ground + 5)),
            lettering(name, (x, ground + 27), 114, anchor="middle", cls="e"),
        )
    return "".join(parts)


def _small(
    x: float, *, staff: bool, woman: bool, left: bool = False, arm: str = "", sits: bool = False
) -> str:
    """Somebody 72 high whose feet stand at (x, 0), looking right unless ``left``."""
    cloth = "s" if staff else "p"
    if sits:
        legs = f.merged(f.limb((-2, -26), (13, -24), (13, -4), width=8, fill=cloth))
        shoes = f.path("M10-1H20", stroke_width="4")
    else:
        legs = f.merged(
            f.limb((-4, -26), (-4, -4), width=8, fill=cloth),
            f.limb((4, -26), (4, -4), width=8, fill=cloth),
        )
        shoes = f.path("M-8-1H-1M1-1H9", stroke_width="4")
    body = f.path("M-8-50Q0-54 8-50L11-23H-11z", cloth)
    scarf = f.path("M0-51L5-42L10-50z", "r m", stroke_width="1.4") if staff else ""
    back = f.path("M-9-62Q-14-50-6-51z", "k") if woman else ""
    face = f.circle(0, -61, 9.5) + f.circle(2, -60, 1.1, "e") + f.circle(7, -60, 1.1, "e")
    smile = f.path("M2.5-56q2.5 1.8 4.5-.4", stroke_width="1.3")
    hair = f.path("M-9.5-59C-12-76 11-76 9.5-64C5-63 1-64-2-67C-3-63-6-60-9.5-59z", "k")
    person = back + legs + shoes + body + scarf + face + hair + smile + arm
    return f.mirrored(person, x) if left else f.moved(person, x)


def _reach(joints: tuple[f.Point, ...], *, staff: bool) -> str:
    """An arm and, at its end, the hand."""
    sleeve = f.merged(f.limb(*joints, width=7, fill="s" if staff else "p"))
    return sleeve + f.circle(*joints[-1], 2.6)


def _visitor(x: float, *joints: f.Point, left: bool = False, sits: bool = False) -> str:
    return _small(x, staff=False, woman=True, left=left, sits=sits, arm=_reach(joints, staff=False))


def _staff(x: float, *joints: f.Point, woman: bool = False, left: bool = True) -> str:
    return _small(x, staff=True, woman=woman, left=left, arm=_reach(joints, staff=True))


SHOULDER, WAVING = (-2, -46), ((-2, -46), (12, -42), (18, -56))


def _at_the_door() -> str:
    door = (
        f.path("M8 0V-88H38V0", "p") + f.path("M8 0V-88L22-80V6z", "p") + f.circle(18, -38, 1, "e")
    )
    return door + _visitor(52, SHOULDER, (-8, -36), (-4, -26)) + _staff(96, *WAVING)


def _at_the_machine() -> str:
    machine = (
        f.box(50, -56, 24, 56, 3) + f.box(54, -51, 16, 13, 2) + f.path("M58-31h8v11h-8z", "p b")
    )
    return (
        _staff(100, SHOULDER, (10, -38), (20, -44), woman=True)
        + machine
        + _visitor(28, SHOULDER, (10, -38), (24, -28))
    )


def _on_the_chairs() -> str:
    chairs = f.path("M10-20H60M16-20V0M54-20V0M12-20L9-46M38-20L35-46", stroke_width="2.6")
    cup = f.path("M-5-9H5L4 0H-4z", "p b")
    return (
        chairs
        + _visitor(26, SHOULDER, (8, -36), (20, -40), sits=True)
        + _staff(88, SHOULDER, (8, -36), (22, -40))
        + f.moved(cup, 58, -40)
    )


def _desk() -> str:
    return f.box(42, -38, 20, 38) + f.box(36, -45, 32, 8, 2)


def _up_to_the_counter() -> str:
    return (
        _staff(20, *WAVING, woman=True, left=False)
        + _desk()
        + _visitor(92, SHOULDER, (-8, -36), (-4, -26), left=True)
    )


def _over_the_counter() -> str:
    paper = f.path("M42-50L62-54L64-48L44-44z", "p b")
    return (
        _staff(22, SHOULDER, (8, -40), (22, -48), woman=True, left=False)
        + _visitor(82, SHOULDER, (8, -40), (20, -48), left=True)
        + _desk()
        + paper
    )


def _out_again() -> str:
    door = (
        f.path("M4 0V-88H34V0", "p") + f.path("M4 0V-88L18-80V6z", "p") + f.circle(14, -38, 1, "e")
    )
    return (
        door
        + _visitor(50, SHOULDER, (8, -38), (16, -38), left=True)
        + f.path("M26-46H36V-32H26z", "p b")
        + _staff(98, *WAVING)
    )
