"""Drawings of how people stand, sit, bow and squat."""

from . import figure as f
from .figure import n

GROUND = 262


def _foot(x: float, y: float, turn: float, *, left: bool) -> str:
    """A shoe seen from above; its heel is at (x, y), the toes point up before it is turned."""
    shoe = f.path(
        "M-11 0C-13-22-16-40-14-58C-12-74 9-76 12-60C14-44 11-22 11 0C11 12-11 12-11 0z", "s"
    ) + f.path("M-9-14H9M-6-40q6-5 12 0", "c")
    return f.moved(shoe if left else f'<g transform="scale(-1 1)">{shoe}</g>', x, y, turn=turn)


def _feet_from_above(content: str) -> str:
    return f.box(196, 74, 148, 150, 10, "h n") + content


def v_stance(measure) -> str:
    """Heels together, toes apart by the measure: seen from the front and from above."""
    fists = float(measure.low)
    half_angle = min(14 + 9 * fists, 40)
    top = f.moved(
        _foot(-9, 0, -half_angle, left=True) + _foot(9, 0, half_angle, left=False), 270, 196
    )
    reach = 66
    left_tip = f.at_angle((261, 196), -90 - half_angle, reach)
    right_tip = f.at_angle((279, 196), -90 + half_angle, reach)
    y = left_tip[1] - 18
    return (
        f.floor(20, 176, GROUND)
        + f.moved(f.standing(False, arms=_folded(False), feet=_v_shoes()), 98, GROUND - 1 - f.SOLE)
        + _feet_from_above(top)
        + f.guide(left_tip, (left_tip[0], y - 6))
        + f.guide(right_tip, (right_tip[0], y - 6))
        + f.span((left_tip[0], y), (right_tip[0], y), measure.label, (270, y - 10))
    )


def _v_shoes() -> str:
    return f.moved(f.shoe_front(0), -13, 0) + f.moved(f.shoe_front(0), 13, 0)


def t_stance(measure) -> str:
    """One heel at the other foot's instep, like the character 丁."""
    top = _foot(250, 208, -16, left=True) + _foot(269, 182, 62, left=False)
    return (
        f.floor(20, 176, GROUND)
        + f.moved(f.standing(True, arms=_folded(True)), 98, GROUND - 1 - f.SOLE)
        + _feet_from_above(top)
        + f.tick(318, 96)
    )


def _folded(woman: bool) -> str:
    """Both arms bent, the hands laid together before the belly."""
    half = (26 if woman else 29) - 4
    left = f.merged(f.limb((half, 54), (half + 9, 88), (9, 108), width=12, fill="s"))
    right = f.merged(f.limb((-half, 54), (-half - 9, 88), (-9, 108), width=12, fill="s"))
    under = f.merged(f.limb((9, 108), (-4, 112), width=10))
    over = f.merged(f.limb((-9, 108), (5, 112), width=10))
    knuckles = f.path("M-1 106v8M3 107v8", "c")
    return left + right + under + over + knuckles


def _wrist_held(woman: bool) -> str:
    """The right hand holds the left wrist: for men."""
    half = (26 if woman else 29) - 4
    left = f.merged(f.limb((half, 54), (half + 9, 88), (5, 111), width=12, fill="s"))
    hand = f.merged(f.limb((3, 112), (-9, 116), width=10))
    right = f.merged(f.limb((-half, 54), (-half - 9, 88), (-9, 106), width=12, fill="s"))
    over = f.merged(f.limb((-9, 106), (6, 109), width=10))
    return left + hand + right + over + f.path("M1 104v9M5 105v9", "c")


def _with_lens(name: str, figure: str, hands: str, x: float) -> str:
    """A whole person, and the hands again at twice the size in a lens."""
    lens = (
        f.circle(252, 128, 64, "p r")
        + f'<clipPath id="{name}"><circle cx="252" cy="128" r="63"/></clipPath>'
    )
    close = f'<g clip-path="url(#{name})">{f.moved(hands, 252, -112, scale=2.2)}</g>'
    mark = f.circle(x, GROUND - 121, 24, "n r") + f.line(
        (x + 24, GROUND - 125), (189, 130), cls="r", stroke_width="1", stroke_dasharray="3 3"
    )
    return f.floor(20, 176, GROUND) + figure + mark + lens + close


def hands_women(measure) -> str:
    """The right hand on the left, laid before the belly."""
    body = f.moved(f.standing(True, arms=_folded(True)), 98, GROUND - 1 - f.SOLE)
    return _with_lens(
        "lens-women", body, f.suit(True, badge=False) + f.skirt_and_legs() + _folded(True), 98
    )


def hands_men(measure) -> str:
    """The right hand on the left wrist, before the belly."""
    body = f.moved(f.standing(False, arms=_wrist_held(False)), 98, GROUND - 1 - f.SOLE)
    return _with_lens(
        "lens-men", body, f.suit(False, badge=False) + f.trousers() + _wrist_held(False), 98
    )


def chair(measure) -> str:
    """Sitting on so many parts of the seat, the back free of the chair's back."""
    parts, whole = int(measure.low), int(measure.high)
    seat, front, back = 176, 216, 90
    depth = front - back
    sat = front - depth * parts / whole
    hip = (sat + 24, seat - 17)
    knee, ankle = (hip[0] + 74, seat - 14), (hip[0] + 72, GROUND - 10)
    stool = (
        f.path(f"M{back} {seat + 12}V{GROUND}M{front - 8} {seat + 12}V{GROUND}", stroke_width="4")
        + f.path(f"M{back - 4} {seat + 4}L{back - 14} 92", stroke_width="5")
        + f.box(back - 6, seat, depth + 10, 12, 4, "p")
    )
    marks = "".join(
        f.line(
            (back + depth * i / whole, seat + 18),
            (back + depth * i / whole, seat + 40),
            cls="r",
            stroke_width="1",
        )
        for i in range(whole + 1)
    )
    person = f.walker(
        False,
        hip,
        lean=4,
        legs=((hip, knee, ankle),),
        near_arm=((hip[0] + 20, hip[1] - 30), (hip[0] + 52, hip[1] - 14)),
    )
    y = seat + 32
    return (
        f.floor(20, 320, GROUND)
        + stool
        + person
        + marks
        + f.span((sat, y), (front, y), "", (0, 0))
        + f.words(measure.label, ((sat + front) / 2 - 4, y + 22))
    )


#: How deep for what, in degrees: greeting and leaving, thanks, an apology.
BOWS = (15, 30, 45)


def bow(measure) -> str:
    """From the waist, head, neck and back in one line; three depths for three occasions."""
    people = []
    for place, angle in enumerate(BOWS):
        hip = (46 + 104 * place, GROUND - 110)
        shoulder = f.at_angle(hip, angle - 90, 68)
        people.append(
            f.walker(
                place != 1,
                hip,
                lean=angle,
                legs=(
                    ((hip[0], hip[1] + 2), (hip[0] - 1, GROUND - 58), (hip[0] - 4, GROUND - 10)),
                ),
                near_arm=(
                    (shoulder[0] - 4, shoulder[1] + 36),
                    (shoulder[0] - 8 + (10 - angle) * 0.2, shoulder[1] + 66),
                ),
            )
            + f.line(hip, (hip[0], hip[1] - 96), cls="r", stroke_width="1", stroke_dasharray="3 3")
            + _arc(hip, 88, angle)
            + f.words(f"{angle}°", (hip[0], GROUND + 20))
        )
    return f.floor(16, 344, GROUND) + "".join(people)


def _arc(centre, radius: float, angle: float) -> str:
    end = f.at_angle(centre, angle - 90, radius)
    return f.path(
        f"M{n(centre[0])} {n(centre[1] - radius)}A{n(radius)} {n(radius)} 0 0 1 {n(end[0])} {n(end[1])}",
        "r",
    )


def squat(measure) -> str:
    """Down beside the thing, back upright, one knee higher than the other."""
    hip = (140, GROUND - 56)
    box = f.box(216, GROUND - 34, 56, 34, 3) + f.path(
        f"M216 {GROUND - 22}H272M244 {GROUND - 34}V{GROUND - 22}", "c"
    )
    person = f.walker(
        False,
        hip,
        lean=6,
        legs=(
            (hip, (178, GROUND - 24), (132, GROUND - 10)),
            (hip, (190, GROUND - 62), (180, GROUND - 10)),
        ),
        far_arm=((186, GROUND - 92), (216, GROUND - 44)),
        near_arm=((150, GROUND - 84), (180, GROUND - 66)),
    )
    x = hip[0] - 30
    return (
        f.floor(20, 320, GROUND)
        + box
        + person
        + f.line(
            (x, GROUND - 150), (x, GROUND - 46), cls="r", stroke_width="1", stroke_dasharray="3 3"
        )
        + f.tick(x - 26, GROUND - 120)
    )
