"""Drawings of scenes: between staff and customer, at the counter, at a door, on the phone."""

from math import sqrt

from . import figure as f
from .figure import n

GROUND = 250


def paces(value, unit: str) -> float:
    """So many metres in drawing units, drawn shorter the farther they reach, within 90 to 200."""
    metres = float(value) / 100 if unit == "cm" else float(value)
    return min(max(70 + 75 * sqrt(metres) * 0.95, 90), 205)


def _walking(woman: bool, x: float, *, near_arm=None, far_arm=None, ground: float = GROUND) -> str:
    """Somebody in mid-step, facing right; ``x`` is where the hip is."""
    hip = (x, ground - 112)
    return f.walker(
        woman,
        hip,
        legs=(
            (hip, (x - 6, ground - 62), (x - 22, ground - 14)),
            (hip, (x + 12, ground - 62), (x + 14, ground - 10)),
        ),
        far_arm=far_arm
        if far_arm is not None
        else ((x + 14, ground - 144), (x + 30, ground - 122)),
        near_arm=near_arm
        if near_arm is not None
        else ((x - 14, ground - 144), (x - 6, ground - 112)),
    )


def _waiting(
    woman: bool, x: float, *, near_arm=None, far_arm=(), ground: float = GROUND, lean: float = 0
) -> str:
    """Somebody who stands, facing right."""
    hip = (x, ground - 112)
    return f.walker(
        woman,
        hip,
        lean=lean,
        legs=(
            (hip, (x - 1, ground - 60), (x - 3, ground - 10)),
            (hip, (x + 3, ground - 60), (x + 2, ground - 10)),
        ),
        far_arm=far_arm,
        near_arm=near_arm
        if near_arm is not None
        else ((x - 5, ground - 143), (x + 6, ground - 112)),
    )


def guiding(measure) -> str:
    """One metre ahead and on the left, the open hand showing the way; a plan says it again."""
    away = paces(measure.low, measure.unit)
    customer = 58
    guide = customer + away
    y = GROUND + 22
    people = _walking(True, customer) + _walking(
        False,
        guide,
        far_arm=((guide + 34, GROUND - 156), (guide + 62, GROUND - 168)),
    )
    plan = (
        f.box(278, 10, 72, 112, 8, "h n")
        + _from_above(330, 96)
        + _from_above(300, 48, staff=True)
        + f.path("M330 78V28m-5 7l5-7l5 7", "r", stroke_width="1.4")
    )
    return (
        f.floor(16, 344, GROUND)
        + people
        + plan
        + f.guide((customer, GROUND + 6), (customer, y + 6))
        + f.guide((guide, GROUND + 6), (guide, y + 6))
        + f.span((customer, y), (guide, y), measure.label, ((customer + guide) / 2, y + 20))
    )


def _from_above(x: float, y: float, *, staff: bool = False) -> str:
    """A person in plan: shoulders and head, walking up the page."""
    body = f.path(
        f"M{n(x - 14)} {n(y + 4)}Q{n(x - 15)} {n(y - 6)} {n(x)} {n(y - 6)}Q{n(x + 15)} {n(y - 6)} {n(x + 14)} {n(y + 4)}"
        f"Q{n(x)} {n(y + 9)} {n(x - 14)} {n(y + 4)}z",
        "s" if staff else "p",
    )
    nose = f.path(f"M{n(x - 2)} {n(y - 7)}l2-4l2 4", "p", stroke_width="1.4")
    return body + nose + f.circle(x, y - 1, 6.5, "k" if staff else "p")


def three_metres(measure) -> str:
    """A customer comes within reach of a smile."""
    away = paces(measure.high, measure.unit)
    staff, y = 286, GROUND + 22
    customer = staff - away
    counter = f.box(212, GROUND - 92, 34, 92, 2, "p") + f.box(204, GROUND - 100, 50, 9, 3, "p")
    clerk = f.mirrored(_waiting(True, 0, near_arm=((-6, GROUND - 143), (26, GROUND - 128))), staff)
    return (
        f.floor(16, 344, GROUND)
        + clerk
        + counter
        + _walking(False, customer)
        + f.guide((customer, GROUND + 6), (customer, y + 6))
        + f.guide((staff, GROUND + 6), (staff, y + 6))
        + f.span((customer, y), (staff, y), measure.label, ((customer + staff) / 2, y + 20))
    )


def eight_teeth(measure) -> str:
    """A smile near by, with as many upper teeth as it may show."""
    count = int(measure.high)
    left, right, top, bottom = 116, 204, 132, 166
    face = f.path(
        "M76 84C76 6 244 6 244 84V118C244 176 204 214 160 214C116 214 76 176 76 118z", "p"
    )
    hair = f.path(
        "M74 104C60-18 260-18 246 104C240 86 234 72 230 60C214 52 204 46 198 36C170 60 124 64 92 56C86 72 80 86 74 104z",
        "k",
    )
    eyes = (
        f.circle(128, 104, 5, "e")
        + f.circle(192, 104, 5, "e")
        + f.path("M114 90q14-8 28 0M178 90q14-8 28 0")
        + f.path("M160 110q-6 12 2 14", stroke_width="1.6")
    )
    mouth = f.path(
        f"M{left} {top}Q160 {top + 14} {right} {top}Q196 {bottom + 8} 160 {bottom + 8}Q124 {bottom + 8} {left} {top}z",
        "p",
    )
    width = (right - left - 14) / max(count, 1)
    gaps = "".join(_tooth_gap(left + 7 + width * i, left, right, top) for i in range(1, count))
    gum = f.path(
        f"M{left + 6} {top + 9}Q160 {bottom - 4} {right - 6} {top + 9}", stroke_width="1.6"
    )
    return (
        face
        + hair
        + eyes
        + mouth
        + gum
        + gaps
        + f.guide((left + 8, top + 4), (left + 8, 196))
        + f.guide((right - 8, top + 4), (right - 8, 196))
        + f.span((left + 8, 190), (right - 8, 190), "", (0, 0))
        + f.words(measure.label, (254, 195), anchor="start")
    )


def _tooth_gap(x: float, left: float, right: float, top: float) -> str:
    """The line between two teeth, from the lip's curve down to the teeth's edge."""
    share = (x - left) / (right - left)
    bend = 4 * share * (1 - share)
    upper = top + 7 * bend
    lower = top + 9 + 10 * bend
    return f.line((x, upper), (x, lower), stroke_width="1.4")


def both_hands(measure) -> str:
    """Papers go over the counter from two hands into two hands."""
    y = GROUND - 128
    counter = f.box(150, GROUND - 96, 60, 96, 2, "p") + f.box(140, GROUND - 104, 80, 9, 3, "p")
    paper = f.path(f"M158 {y - 8}L202 {y - 12}L204 {y + 2}L160 {y + 6}z", "p b")
    customer = _waiting(
        False,
        88,
        far_arm=((118, y + 8), (150, y - 2)),
        near_arm=((106, y + 18), (146, y + 6)),
        lean=5,
    )
    clerk = f.mirrored(
        _waiting(
            True,
            0,
            far_arm=((30, y + 8), (64, y - 4)),
            near_arm=((18, y + 18), (60, y + 4)),
            lean=8,
        ),
        272,
    )
    return f.floor(16, 344, GROUND) + customer + clerk + counter + paper + f.tick(172, 66)


def knock(measure) -> str:
    """A bent finger at the door, and as many short strokes as knocks."""
    times = min(int(measure.low), 6)
    door = (
        f.path("M210 8V206M210 8H300V206", "p")
        + f.box(228, 30, 54, 66, 2, "n c")
        + f.box(228, 116, 54, 70, 2, "n c")
        + f.circle(222, 112, 5)
    )
    sleeve = f.path("M10 96L96 84V136L10 164z", "s")
    cuff = f.box(96, 82, 14, 54, 2)
    hand = f.path(
        "M110 88C128 78 150 74 168 80L200 72Q209 71 208 79L186 98Q184 108 178 114Q182 124 170 126Q166 134 156 131C140 136 122 132 110 128z",
        "p",
    ) + f.path("M168 80L156 98H178M150 112H178M148 124H170", stroke_width="1.5")
    strokes = "".join(
        f.path(f"M{n(196 - 9 * i)} {n(56 - 10 * i)}q12-8 24-2", "r", stroke_width="2.5")
        for i in range(times)
    )
    return door + sleeve + cuff + hand + strokes + f.words(measure.label, (150, 34), anchor="end")


def door_distance(measure) -> str:
    """After knocking: a step back, and wait in sight."""
    away = paces(measure.low, measure.unit)
    door, y = 288, GROUND + 22
    person = door - away
    frame = (
        f.box(door, 34, 14, GROUND - 34, 0, "s")
        + f.path(f"M{door - 8} {GROUND}V26H{door + 22}", "h")
        + f.path(f"M{door - 1} {GROUND - 92}h-8v6", stroke_width="3")
    )
    bag = f.box(person - 34, GROUND - 96, 30, 40, 4, "s") + f.path(
        f"M{n(person - 26)} {GROUND - 96}v-6h14v6", stroke_width="1.6"
    )
    return (
        f.floor(16, 344, GROUND)
        + frame
        + bag
        + _waiting(True, person, near_arm=((person - 8, GROUND - 143), (person - 18, GROUND - 112)))
        + f.guide((person, GROUND + 6), (person, y + 6))
        + f.guide((door, GROUND + 2), (door, y + 6))
        + f.span((person, y), (door, y), measure.label, ((person + door) / 2, y + 20))
    )


def handset(measure) -> str:
    """The mouthpiece a little way off the lips."""
    away = min(max(float(measure.low) * 18, 6), 70)
    lips = 176
    mic = lips + away
    body = f.path(
        "M58 232V188H112V232M58 222C30 224 12 232 4 244M112 222C140 224 158 232 166 244", "p"
    )
    face = f.path(
        "M60 190C34 170 26 120 38 82C52 34 132 22 156 62C162 74 164 84 164 96L184 128L168 134C172 138 174 142 170 147"
        "C176 150 176 156 170 159C172 174 160 184 144 182C132 182 122 180 112 190z",
        "p",
    )
    hair = f.path(
        "M62 176C30 158 22 108 40 72C60 24 140 22 160 68C134 76 110 76 102 96C98 112 100 124 90 128C78 142 72 160 62 176z",
        "k",
    )
    bun = f.circle(24, 104, 20, "k")
    features = f.circle(144, 106, 4, "e") + f.path(
        "M130 92q12-8 24-2M170 147H156q-6 1-9-3", stroke_width="1.8"
    )
    grip = (96, 122)
    phone = f.merged(f.limb(grip, (118, 196), (mic - 2, 190), width=20, fill="s"))
    ends = f.merged(f.limb((grip[0] - 2, 112), (grip[0] + 4, 134), width=30, fill="s")) + f.merged(
        f.limb((mic + 10, 192), (mic + 10, 170), width=22, fill="s")
    )
    hand = (
        f.merged(f.limb((66, 250), (100, 196), width=30, fill="s"))
        + f.path(
            "M96 186C90 166 104 156 116 166L134 176Q142 182 136 190L140 196Q142 206 132 206L124 212Q108 220 98 206z",
            "p",
        )
        + f.path("M116 180l18 6M114 192l22 4", stroke_width="1.4")
    )
    return (
        bun
        + body
        + face
        + hair
        + features
        + ends
        + phone
        + hand
        + f.guide((lips, 150), (lips, 40))
        + f.guide((mic, 168), (mic, 40))
        + f.line((lips - 26, 50), (lips, 50), cls="r")
        + f.arrow((lips, 50), (lips - 26, 50))
        + f.line((mic + 26, 50), (mic, 50), cls="r")
        + f.arrow((mic, 50), (mic + 26, 50))
        + f.words(measure.label, (mic + 34, 55), anchor="start")
    )
