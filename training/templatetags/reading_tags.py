"""``{% load reading_tags %}``: what a reader has confirmed of a norm, on pages of the norms.

The norms know nothing of training; their page asks for this line where it is put together.
"""

from django import template
from django.db.models import OuterRef, Subquery

from standards.models import Norm

from ..modules.models import Module, Reading

register = template.Library()


@register.inclusion_tag("training/modules/_reading_state.html")
def reading_state(edition, person):
    """Say in one line, from one query, whether and where the person can confirm the edition.

    ``confirmed`` is the newest edition number that they have confirmed, or None.
    """
    newest = Reading.objects.filter(person=person, edition__norm=OuterRef("pk")).order_by(
        "-edition__number"
    )
    rows = list(
        Norm.objects.filter(pk=edition.norm_id)
        .annotate(
            confirmed=Subquery(newest.values("edition__number")[:1]),
            confirmed_at=Subquery(newest.values("confirmed_at")[:1]),
        )
        .order_by("modules__position", "modules__slug")
        .values(
            "confirmed",
            "confirmed_at",
            "modules__slug",
            "modules__title_zh_hans",
            "modules__title_en",
        )
    )
    return {
        "edition": edition,
        "confirmed": rows[0]["confirmed"],
        "confirmed_at": rows[0]["confirmed_at"],
        "modules": [
            Module(
                slug=row["modules__slug"],
                title_zh_hans=row["modules__title_zh_hans"],
                title_en=row["modules__title_en"],
            )
            for row in rows
            if row["modules__slug"]
        ],
    }
