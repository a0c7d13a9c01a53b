"""The house's way of drawing people: ink outline, flat paper fill, friendly faces.

Everything is text of SVG elements in a drawing's own units (about half a centimetre of a person to
a unit). Classes, not colours, so that one drawing serves light, dark and print: ``p`` paper, ``s``
shade, ``k`` solid ink, ``r`` the rule's line and ``m`` its words, ``x`` what is wrong, ``h`` hair
lines of the surroundings.
"""

from dataclasses import dataclass
from math import cos, hypot, radians, sin

Point = tuple[float, float]


def n(value: float) -> str:
    """A coordinate as short as it can be written: tenths, no trailing zeros."""
    return f"{round(value, 1):g}"


def path(d: str, cls: str = "", **attributes: object) -> str:
    rest = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    css = f' class="{cls}"' if cls else ""
    return f'<path{css} d="{d}"{rest}/>'


def line(*points: Point, cls: str = "", **attributes: object) -> str:
    return path(polyline(points), cls, **attributes)


def polyline(points) -> str:
    (x, y), *rest = points
    return f"M{n(x)} {n(y)}" + "".join(f"L{n(px)} {n(py)}" for px, py in rest)


def circle(x: float, y: float, r: float, cls: str = "p") -> str:
    return f'<circle class="{cls}" cx="{n(x)}" cy="{n(y)}" r="{n(r)}"/>'


def ellipse(x: float, y: float, rx: float, ry: float, cls: str = "p") -> str:
    return f'<ellipse class="{cls}" cx="{n(x)}" cy="{n(y)}" rx="{n(rx)}" ry="{n(ry)}"/>'


def box(x: float, y: float, width: float, height: float, r: float = 0, cls: str = "p") -> str:
    corner = f' rx="{n(r)}"' if r else ""
    return (
        f'<rect class="{cls}" x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}"'
        f"{corner}/>"
    )


def moved(content: str, x: float = 0, y: float = 0, *, turn: float = 0, scale: float = 1) -> str:
    """The content shifted, then turned (degrees, clockwise) and scaled about its own origin."""
    steps = [f"translate({n(x)} {n(y)})"]
    if turn:
        steps.append(f"rotate({n(turn)})")
    if scale != 1:
        steps.append(f"scale({scale:g})")
    return f'<g transform="{"".join(steps)}">{content}</g>'


def mirrored(content: str, x: float) -> str:
    """The content seen in a mirror that stands upright at ``x`` = 0, then shifted."""
    return f'<g transform="translate({n(x)} 0)scale(-1 1)">{content}</g>'


# -- Limbs: thick ink lines with thinner paper lines on top, so that parts grow together ----------


@dataclass(frozen=True)
class Limb:
    points: tuple[Point, ...]
    width: float
    fill: str = "p"


def limb(*points: Point, width: float, fill: str = "p") -> Limb:
    return Limb(points, width, fill)


def merged(*limbs: Limb) -> str:
    """Limbs as one body: their outlines first, their fills over all of them."""
    outlines = (path(polyline(each.points), "o", stroke_width=n(each.width + 2)) for each in limbs)
    fills = (
        path(polyline(each.points), f"l{each.fill}", stroke_width=n(each.width - 2))
        for each in limbs
    )
    return "".join(outlines) + "".join(fills)


def at_angle(start: Point, angle: float, length: float) -> Point:
    """The point ``length`` away; 0 degrees is to the right, 90 is down."""
    return start[0] + length * cos(radians(angle)), start[1] + length * sin(radians(angle))


# -- Dimension lines, as in a technical drawing ----------------------------------------------------


def span(a: Point, b: Point, label: str, at: Point, *, anchor: str = "middle") -> str:
    """A line with an arrow at either end, and the label beside it."""
    return line(a, b, cls="r") + arrow(a, b) + arrow(b, a) + words(label, at, anchor=anchor)


def arrow(tip: Point, origin: Point) -> str:
    length = hypot(tip[0] - origin[0], tip[1] - origin[1]) or 1
    ux, uy = (origin[0] - tip[0]) / length, (origin[1] - tip[1]) / length
    size, half = 6, 3.2
    left = tip[0] + ux * size - uy * half, tip[1] + uy * size + ux * half
    right = tip[0] + ux * size + uy * half, tip[1] + uy * size - ux * half
    return line(left, tip, right, cls="r")


def guide(a: Point, b: Point) -> str:
    """A dashed line that carries an edge over to its dimension line."""
    return line(a, b, cls="r", stroke_width="1", stroke_dasharray="3 3")


def words(text: str, at: Point, *, anchor: str = "middle", cls: str = "m") -> str:
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text class="{cls}" x="{n(at[0])}" y="{n(at[1])}"{place}>{text}</text>'


def tick(x: float, y: float) -> str:
    return path(f"M{n(x)} {n(y)}l5 6l10-13", "r", stroke_width="3")


def cross(x: float, y: float) -> str:
    return path(f"M{n(x)} {n(y)}l11-12m0 12l-11-12", "x", stroke_width="3")


def floor(x1: float, x2: float, y: float) -> str:
    return line((x1, y), (x2, y), cls="h")


# -- People from the front; (0, 0) is the top of the head, the soles stand at 232 ------------------

SOLE = 232


def head(woman: bool, look: str = "") -> str:
    """A face from the front, 36 high; ``look`` replaces the friendly eyes, brows and mouth."""
    back = path("M-17 18C-20-8 20-8 17 18L16 25H-16z", "k") if woman else ""
    ears = "" if woman else circle(-14.5, 20, 3) + circle(14.5, 20, 3)
    face = path("M-14 15C-14 1 14 1 14 15V21C14 30 7 36 0 36C-7 36-14 30-14 21z", "p")
    if woman:
        hair = path(
            "M-16 19C-19-8 19-8 16 19C13 15 11 11 10 8C3 12-8 12-12 10C-13 13-14 16-16 19z", "k"
        )
    else:
        hair = path(
            "M-15 17C-18-7 18-7 15 17L13 15C13 11 12 9 10 7C3 10-6 9-10 7C-12 9-13 11-13 15z", "k"
        )
    features = look or (
        circle(-5.5, 18.5, 1.5, "e")
        + circle(5.5, 18.5, 1.5, "e")
        + path("M-5 26Q0 30.5 5 26", stroke_width="1.6")
        + path("M-8 14.5q2.5-1.6 5 0M3 14.5q2.5-1.6 5 0", stroke_width="1.2")
    )
    return back + ears + face + hair + features


def neck() -> str:
    return path("M-6 31V42Q0 47 6 42V31z", "p")


def suit(woman: bool, badge: bool = True, *, to_waist: bool = False) -> str:
    """Jacket, shirt, tie or scarf, badge on the wearer's left; no arms."""
    half, waist, hip = (26, 19, 24) if woman else (29, 23, 24)
    hem, below = (92, f"H{waist}") if to_waist else (122, f"L-{hip} 122H{hip}L{waist} 92")
    jacket = path(
        f"M-8 40L-{half - 6} 46Q-{half} 48-{half} 56L-{waist} 92{below}"
        f"L{half} 56Q{half} 48 {half - 6} 46L8 40L0 74z",
        "s",
    )
    shirt = path("M-8 40L0 47L8 40L0 74z", "p")
    front = path(f"M0 74V{hem}M-8 40L-13 52L-8 55L0 74L8 55L13 52L8 40", stroke_width="1.6")
    if woman:
        neckwear = path("M0 47L-7 44L-6 52zM0 47L7 44L6 52z", "r")
    else:
        neckwear = path("M-3 47H3L2 52L4 68L0 73L-4 68L-2 52z", "p", stroke_width="1.4")
    plate = box(8.5, 63, 12, 6, 1.5, "p b") if badge else ""
    return jacket + shirt + front + neckwear + plate


def skirt_and_legs() -> str:
    legs = merged(limb((-7, 160), (-6, 222), width=9), limb((7, 160), (6, 222), width=9))
    skirt = path("M-24 121H24L20 172H-20z", "s")
    return legs + skirt + shoe_front(-6) + shoe_front(6)


def trousers(gap: float = 10) -> str:
    """Both legs; ``gap`` is half the distance between the feet."""
    g = n(gap)
    return (
        path(
            f"M-24 121H24L{n(gap + 8)} 225H{n(gap - 8)}L0 138L-{n(gap - 8)} 225H-{n(gap + 8)}z", "s"
        )
        + shoe_front(-gap)
        + shoe_front(gap)
        + path(f"M-{g} 150V222M{g} 150V222", "c")
    )


def shoe_front(x: float) -> str:
    return path(f"M{n(x - 7)} 231Q{n(x - 8)} 222 {n(x)} 222Q{n(x + 8)} 222 {n(x + 7)} 231z", "k")


def arms_down(woman: bool) -> str:
    half = 26 if woman else 29
    return arm((half - 4, 54), (half + 4, 90), (half + 5, 118)) + arm(
        (4 - half, 54), (-half - 4, 90), (-half - 5, 118)
    )


def arm(shoulder: Point, elbow: Point, wrist: Point, *, width: float = 12) -> str:
    """A sleeve and a hand."""
    return hand(wrist, elbow) + merged(limb(shoulder, elbow, wrist, width=width, fill="s"))


def hand(wrist: Point, elbow: Point) -> str:
    length = hypot(wrist[0] - elbow[0], wrist[1] - elbow[1]) or 1
    ux, uy = (wrist[0] - elbow[0]) / length, (wrist[1] - elbow[1]) / length
    end = wrist[0] + ux * 11, wrist[1] + uy * 11
    return merged(limb(wrist, end, width=9))


def standing(woman: bool, *, arms: str | None = None, feet: str = "") -> str:
    """Somebody of the hall from the front; ``arms`` and ``feet`` replace the hanging arms and the
    plain shoes."""
    lower = skirt_and_legs() if woman else trousers()
    hanging = arms_down(woman) if arms is None else ""
    return lower + hanging + suit(woman) + (arms or "") + feet + neck_and_head(woman)


def neck_and_head(woman: bool) -> str:
    return neck() + head(woman)


# -- People from the side, facing right --------------------------------------------------------


def profile(woman: bool) -> str:
    """A head from the side about its neck's top at (0, 0): it reaches from -36 to 2."""
    bun = circle(-17, -17, 6.5, "k") if woman else ""
    face = path(
        "M-6 2V-7C-15-12-16-24-11-30C-5-37 9-37 13-29C14-26 14-24 14-22L18-15.5L14.5-14"
        "C15-10 15-7 12-5C9-3.5 7-4 5-4V2z",
        "p",
    )
    if woman:
        hair = path(
            "M-6-7C-17-11-18-26-11-32C-4-39 10-39 14-28C8-27 2-26 0-19C-1-14-3-10-6-7z", "k"
        )
    else:
        hair = path(
            "M-6-9C-15-12-17-25-11-31C-4-39 10-39 14-28C8-28 3-28 1-24L-1-18C-3-14-4-11-6-9z", "k"
        )
    ear = path("M0-17q4-3 4 1t-4 3", stroke_width="1.4")
    features = circle(9, -20, 1.5, "e") + path("M14.5-9.5Q11-7.5 8-10", stroke_width="1.6")
    return bun + face + hair + ear + features


def walker(
    woman: bool,
    hip: Point,
    *,
    lean: float = 0,
    legs: tuple[tuple[Point, ...], ...] = (),
    far_arm: tuple[Point, ...] = (),
    near_arm: tuple[Point, ...] = (),
    nod: float = 0,
) -> str:
    """Somebody from the side: joints are given, clothes and head follow.

    ``lean`` is the back's angle from upright in degrees (positive is forward); ``legs`` are
    (hip, knee, ankle) points, far one first; arms are (elbow, wrist) from the shoulder.
    """
    shoulder = at_angle(hip, lean - 90, 68)
    neck_top = at_angle(shoulder, lean - 90, 16)
    parts = []
    if far_arm:
        parts.append(arm(shoulder, *far_arm))
    for leg in legs:
        parts.append(shoe_side(leg[-1]) + merged(*_leg(woman, leg)))
    parts.append(merged(limb(at_angle(shoulder, lean - 90, 2), neck_top, width=10)))
    chest = at_angle(shoulder, lean + 90, 6)
    parts.append(merged(limb(chest, hip, width=30 if woman else 33, fill="s")))
    parts.append(moved(profile(woman), *neck_top, turn=lean + nod))
    if near_arm:
        parts.append(arm(shoulder, *near_arm))
    return "".join(parts)


def _leg(woman: bool, leg: tuple[Point, ...]) -> tuple[Limb, ...]:
    hip, knee, ankle = leg
    if woman:
        return limb(knee, ankle, width=10), limb(hip, knee, width=19, fill="s")
    return limb(knee, ankle, width=14, fill="s"), limb(hip, knee, width=18, fill="s")


def shoe_side(ankle: Point) -> str:
    x, y = ankle
    return path(
        f"M{n(x - 7)} {n(y + 10)}V{n(y)}H{n(x + 6)}Q{n(x + 18)} {n(y + 3)} {n(x + 19)} {n(y + 10)}z",
        "k",
    )
