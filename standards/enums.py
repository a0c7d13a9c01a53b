"""Closed vocabularies of the norms; their values are written in fixtures and exports."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    GROOMING = "grooming", _("grooming")
    POSTURE = "posture", _("posture")
    PHONE_SCRIPT = "phone_script", _("phone script")
    VISIT_STEPS = "visit_steps", _("visit steps")
    COMPLAINT_STEPS = "complaint_steps", _("complaint-handling steps")
    COUNTER_STEPS = "counter_steps", _("counter steps")
    PHRASES = "phrases", _("phrases")
    SELLING = "selling", _("selling")
    CONCEPT = "concept", _("concept")
    CASE = "case", _("case")


class Role(models.TextChoices):
    """What a clause is: the heading it stands under and the mark it carries."""

    PRINCIPLE = "principle", pgettext_lazy("clause role", "principle")
    DO = "do", pgettext_lazy("clause role", "do")
    DONT = "dont", pgettext_lazy("clause role", "don't")
    STEP = "step", pgettext_lazy("clause role", "step")
    SAY = "say", pgettext_lazy("clause role", "say")
    AVOID = "avoid", pgettext_lazy("clause role", "never say")
    FACT = "fact", pgettext_lazy("clause role", "fact")
    SITUATION = "situation", pgettext_lazy("clause role", "situation")
    WANT = "want", pgettext_lazy("clause role", "what the customer wants")
    FAULT = "fault", pgettext_lazy("clause role", "what went wrong")
    QUESTION = "question", pgettext_lazy("clause role", "question to discuss")


class Audience(models.TextChoices):
    EVERYONE = "everyone", _("everyone")
    WOMEN = "women", _("women")
    MEN = "men", _("men")


class Comparison(models.TextChoices):
    MAX = "max", _("at most (≤ high)")
    MIN = "min", _("at least (≥ low)")
    RANGE = "range", _("from low to high")
    ABOUT = "about", _("about low")
    EXACTLY = "exactly", _("exactly low")
    WITHIN = "within", _("plus or minus high")
    FRACTION = "fraction", _("fraction (low / high)")


class MeasureUnit(models.TextChoices):
    CM = "cm", pgettext_lazy("measure", "cm")
    M = "m", pgettext_lazy("measure", "m")
    S = "s", pgettext_lazy("measure", "s")
    MIN = "min", pgettext_lazy("measure", "min")
    H = "h", pgettext_lazy("measure", "h")
    DAY = "day", pgettext_lazy("measure", "days")
    TIMES = "times", pgettext_lazy("measure", "times")
    PEOPLE = "people", pgettext_lazy("measure", "people")
    TEETH = "teeth", pgettext_lazy("measure", "teeth")
    FIST = "fist", pgettext_lazy("measure", "fist")
    CHAIR = "chair", pgettext_lazy("measure", "of the chair")
    BUTTON = "button", pgettext_lazy("measure", "buttons down")
    STEP = "step", pgettext_lazy("measure", "step")
    PERCENT = "percent", pgettext_lazy("measure", "%")
