"""Drawings of norms as SVG: named by a clause, measured by the clause's version.

A drawing is a function of the measure: publish another number and the new edition's drawing
changes, in figure and geometry, while the old edition keeps its own. Everything is drawn by code of
the project (``figure`` holds the people); ``DRAWINGS`` lists what editors can choose from.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from ..enums import Comparison
from ..measures import Measure
from . import charts, concepts, grooming, hall, ideas, posture


@dataclass(frozen=True)
class Drawing:
    """``label`` is what editors read, ``alt`` says in words what is seen; ``%(measure)s`` in it is
    the measure's. ``needs`` are the comparisons that the geometry can show; empty needs none. A
    figure (``is_figure``) shows an idea in words and pictures and needs the column's whole width."""

    label: str | Promise
    alt: str | Promise
    draw: Callable[[Measure | None], str]
    size: tuple[int, int]
    needs: tuple[Comparison, ...] = ()
    is_figure: bool = False

    def fits(self, measure: Measure | None) -> bool:
        return not self.needs or (measure is not None and measure.comparison in self.needs)

    def svg(self, measure: Measure | None) -> SafeString:
        """The picture in the active language, with its words for those who cannot see it."""
        width, height = self.size
        return format_html(
            '<svg class="drawing{}" viewBox="0 0 {} {}" width="{}" height="{}" role="img"'
            ' aria-label="{}">{}</svg>',
            " is-figure" if self.is_figure else "",
            width,
            height,
            width,
            height,
            str(self.alt) % {"measure": measure.words} if measure and self.needs else self.alt,
            mark_safe(self.draw(measure)),  # our own elements; a label is of a number and a unit
        )


SMALL, SHIRT, HALL, SCENE = (320, 212), (320, 236), (360, 276), (360, 300)
LOW = (Comparison.EXACTLY, Comparison.ABOUT, Comparison.MIN)

DRAWINGS: dict[str, Drawing] = {
    "badge": Drawing(
        _("badge at the pocket"),
        _("A badge at the opening of the left breast pocket: %(measure)s, upwards or downwards."),
        grooming.badge,
        SMALL,
        (Comparison.WITHIN,),
    ),
    "cuff": Drawing(
        _("cuff and sleeve"),
        _("A shirt cuff shows below the jacket's sleeve: %(measure)s."),
        grooming.cuff,
        (320, 168),
        LOW,
    ),
    "hem": Drawing(
        _("trouser leg and floor"),
        _("A trouser leg ends above the floor, over the shoe: %(measure)s."),
        grooming.hem,
        SMALL,
        LOW,
    ),
    "tie-tip": Drawing(
        _("tie at the buckle"),
        _("The tip of the tie lies on the belt buckle, between its upper and its lower edge."),
        grooming.tie_tip,
        SMALL,
    ),
    "tie-too-long": Drawing(
        _("tie below the belt"),
        _("A tie hangs below the belt; the limit is marked: %(measure)s."),
        grooming.tie_too_long,
        SMALL,
        (Comparison.MAX,),
    ),
    "tie-clip": Drawing(
        _("tie clip between buttons"),
        _("A tie clip sits between two shirt buttons, counted from the collar: %(measure)s."),
        grooming.tie_clip,
        SHIRT,
        (Comparison.RANGE,),
    ),
    "v-stance": Drawing(
        _("V stance"),
        _("A man stands with his heels together; from above, the toes are apart: %(measure)s."),
        posture.v_stance,
        HALL,
        LOW,
    ),
    "t-stance": Drawing(
        _("T stance"),
        _("A woman stands; from above, one heel rests at the middle of the other foot."),
        posture.t_stance,
        HALL,
    ),
    "hands-women": Drawing(
        _("hands in front, women"),
        _("A woman stands, the right hand laid on the left before the belly."),
        posture.hands_women,
        HALL,
    ),
    "hands-men": Drawing(
        _("hands in front, men"),
        _("A man stands, the right hand on the left wrist before the belly."),
        posture.hands_men,
        HALL,
    ),
    "chair": Drawing(
        _("on the chair"),
        _("Somebody sits upright on the front of the chair, away from its back: %(measure)s."),
        posture.chair,
        HALL,
        (Comparison.FRACTION,),
    ),
    "bow": Drawing(
        _("three bows"),
        _(
            "Three people bow from the waist, back and head in one line: "
            "15 degrees, 30 degrees and 45 degrees."
        ),
        posture.bow,
        (360, 290),
    ),
    "squat": Drawing(
        _("squatting down"),
        _("Somebody squats beside a box, the back upright, one knee higher than the other."),
        posture.squat,
        HALL,
    ),
    "guiding": Drawing(
        _("leading the way"),
        _("A member of staff walks ahead of a customer, on the left: %(measure)s."),
        hall.guiding,
        SCENE,
        LOW,
    ),
    "three-metres": Drawing(
        _("smile from afar"),
        _("Behind the counter somebody smiles at a customer who comes near: %(measure)s."),
        hall.three_metres,
        SCENE,
        (Comparison.MAX,),
    ),
    "eight-teeth": Drawing(
        _("a smile and its teeth"),
        _("A smiling face; the upper teeth show: %(measure)s."),
        hall.eight_teeth,
        (320, 220),
        (Comparison.MAX,),
    ),
    "both-hands": Drawing(
        _("with both hands"),
        _("Over the counter a paper goes from two hands into two hands."),
        hall.both_hands,
        HALL,
    ),
    "knock": Drawing(
        _("knocking"),
        _("A bent finger knocks at a door: %(measure)s."),
        hall.knock,
        SMALL,
        (Comparison.EXACTLY,),
    ),
    "door-distance": Drawing(
        _("waiting at the door"),
        _("A visitor waits before the door: %(measure)s."),
        hall.door_distance,
        SCENE,
        LOW,
    ),
    "handset": Drawing(
        _("handset at the mouth"),
        _("A telephone's mouthpiece near the lips, not touching: %(measure)s."),
        hall.handset,
        (360, 240),
        LOW,
    ),
    "service-letters": Drawing(
        _("SERVICE, seven letters"),
        _(
            "The letters of SERVICE under each other, a small picture beside each: smile for "
            "everyone, a smiling face; excellence in everything, a finished form; reaching out, "
            "an open hand; viewing every customer as special, one face among many; inviting to "
            "return, a door and the way back in; creating a warm atmosphere, a cup of tea; eye "
            "contact that shows care, an eye."
        ),
        ideas.service,
        (360, 326),
        is_figure=True,
    ),
    "care-letters": Drawing(
        _("CARE, four letters"),
        _(
            "The letters of CARE beside each other, a picture under each: credible, a day ticked "
            "in the calendar above a telephone; attractive, somebody before the mirror; "
            "responsive, somebody at work who looks up and raises a hand; empathic, two people "
            "face to face with the same knot on their minds."
        ),
        ideas.care,
        (360, 172),
        is_figure=True,
    ),
    "spin-questions": Drawing(
        _("SPIN, four questions"),
        _(
            "Two people talk above a funnel of four layers, S, P, I and N. Situation: How many "
            "at home use it? Problem: Does it last to the end of the month? Implication: When "
            "it ran out, what did you miss? Need-payoff: Would that help? What drops out below "
            "is a need."
        ),
        ideas.spin,
        (360, 378),
        is_figure=True,
    ),
    "fabe-chain": Drawing(
        _("FABE, four sentences"),
        _(
            "The ring-back tone in four sentences, linked as a chain. F, Feature: friends who "
            "call hear music. A, Advantage: any tune you like. B, Benefit: it carries their "
            "personality. E, Evidence: let them hear one."
        ),
        ideas.fabe,
        (360, 300),
        is_figure=True,
    ),
    "four-kinds": Drawing(
        _("four kinds of service"),
        _(
            "Four counters on two axes. The personal side runs from cold to friendly, the "
            "procedural side from slow to timely. Indifferent, cold and slow: “we don't care "
            "about you”. Factory, cold and timely: “you are a number”. Friendly, friendly and "
            "slow: “we are trying”. Quality, friendly and timely, is ticked: “we care about you”."
        ),
        ideas.four_kinds,
        (360, 362),
        is_figure=True,
    ),
    "four-temperaments": Drawing(
        _("four temperaments"),
        _(
            "Four customers at the counter on two axes: how much they show themselves and how "
            "much they take control. Expressive, strong in both: a loud voice, many gestures. "
            "Controlling, strong in control alone: walks fast, speaks briefly. Amiable, strong in "
            "showing alone: soft-spoken, nods a lot. Analytical, strong in neither: brings a pen "
            "and old bills."
        ),
        ideas.four_temperaments,
        (360, 392),
        is_figure=True,
    ),
    "moments-of-truth": Drawing(
        _("six moments of truth"),
        _(
            "A customer's way through the hall, with somebody of the staff at each of six places: "
            "1 the door, 2 the ticket, 3 the wait, 4 the counter, 5 the work, 6 the way out."
        ),
        ideas.moments,
        (360, 280),
        is_figure=True,
    ),
    "listening-levels": Drawing(
        _("three levels of listening"),
        _(
            "Three levels of listening as three steps, somebody on each. 1: what is said, spoken out "
            "loud. 2: what someone wants to say but can’t, in broken lines. 3: what someone would "
            "rather not say, a thought with a lock on it."
        ),
        concepts.listening_levels,
        (340, 324),
        is_figure=True,
    ),
    "one-two-three-four": Drawing(
        _("one, two, three, four"),
        _(
            "Four courses of stones. 1, one result: the service is complete. 2, two ideas: take the "
            "user’s worry away, leave Haier’s sincerity behind. 3, three controls: the rate of "
            "complaints, of things missed, of dissatisfaction. 4, four things never missed: record "
            "and handle the problem, check the result again and report it."
        ),
        concepts.one_two_three_four,
        (340, 390),
        is_figure=True,
    ),
    "customer-on-top": Drawing(
        _("the pyramid turned over"),
        _(
            "A pyramid that stands on its tip; on each level people hold up the level above with "
            "raised arms. From the top: customers, first-line supervisors, middle managers, the "
            "president."
        ),
        concepts.customer_on_top,
        (340, 340),
        is_figure=True,
    ),
    "needs": Drawing(
        _("Maslow’s needs"),
        _(
            "A pyramid of five levels and an arrow upwards. From the bottom: bodily needs, a bowl of "
            "rice; safety, a roof; belonging, two people; esteem, a rosette; self-fulfilment, a plant "
            "in flower."
        ),
        concepts.needs,
        (340, 306),
        is_figure=True,
    ),
    "message-path": Drawing(
        _("a message on its way"),
        _(
            "Two people face each other; what one thinks goes to the other in nine stages: 1 thought, "
            "2 sender, 3 putting into words, 4 transmission, 5 noise, 6 reception, 7 decoding, "
            "8 receiver, 9 understanding. An arrow leads back: listen for what comes back."
        ),
        concepts.message_path,
        (340, 360),
        is_figure=True,
    ),
    **{
        name: Drawing(chart.title, chart.alt, chart.draw, chart.size, is_figure=True)
        for name, chart in charts.CHARTS.items()
    },
}


def svg_of(name: str, measure: Measure | None) -> SafeString:
    """The drawing of that name, or nothing where there is none or the measure does not fit it."""
    drawing = DRAWINGS.get(name)
    return drawing.svg(measure) if drawing and drawing.fits(measure) else SafeString("")
