"""``{% load points_tags %}``: points in words."""

from decimal import Decimal

from django import template
from django.template.defaultfilters import floatformat
from django.utils.translation import ngettext

register = template.Library()


@register.simple_tag
def points_of(points: Decimal, max_points: Decimal) -> str:
    """``"0.5 of 1 point"``, ``"3 of 4 points"``."""
    words = ngettext(
        "%(points)s of %(max)s point", "%(points)s of %(max)s points", _count(max_points)
    )
    return words % {"points": floatformat(points, "-2"), "max": floatformat(max_points, "-2")}


@register.simple_tag
def points_up_to(max_points: Decimal) -> str:
    """``"up to 4 points"``, for an answer that is not marked yet."""
    words = ngettext("up to %(max)s point", "up to %(max)s points", _count(max_points))
    return words % {"max": floatformat(max_points, "-2")}


def _count(points: Decimal) -> int:
    """What ``ngettext``, which knows whole numbers only, should choose by: 0.5 points are many."""
    return 1 if points == 1 else 2
