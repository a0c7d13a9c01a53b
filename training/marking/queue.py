"""The order of marking: question by question, and within one in an order nobody chose.

Markers grow harsher or milder down a list, so answers to a question stand neither by time nor by
name but by a digest of their keys: the same for everybody, different for every question.
"""

import hashlib
from datetime import datetime

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce

from portal.models import Person
from portal.times import day_start

from ..attempts.models import Response
from ..items.kinds import KINDS
from ..items.models import Item
from .models import Score

JUDGED_KINDS = [slug for slug, kind in KINDS.items() if kind.is_judged]


def judged_answers(user: Person):
    """Answers that the user may mark, marked already or not, and their own."""
    seen = Q(pk__in=Response.objects.visible_to(user)) | Q(attempt__duty__person=user)
    return Response.objects.filter(
        seen, item_version__kind__in=JUDGED_KINDS, value__isnull=False
    ).select_related("attempt__duty", "item_version__item")


def waiting_questions(user: Person, at: datetime):
    """``{"item", "waiting", "oldest"}`` of each question with unmarked answers, oldest first."""
    handed_in_at = Coalesce("attempt__submitted_at", "attempt__ends_at")
    return (
        Response.objects.visible_to(user)
        .to_mark(at)
        .order_by()
        .values(item=F("item_version__item"))
        .annotate(waiting=Count("pk"), oldest=Min(handed_in_at))
        .order_by("oldest", "item")
    )


def waiting_answers(user: Person, item: Item, at: datetime) -> list[int]:
    """Keys of the unmarked answers to a question, in the order of marking."""
    waiting = Response.objects.visible_to(user).to_mark(at).filter(item_version__item=item)
    keys = waiting.values_list("pk", flat=True)
    return sorted(keys, key=lambda key: rank(item, key))


def rank(item: Item, key: int) -> str:
    return hashlib.sha256(f"{item.pk}:{key}".encode()).hexdigest()


def next_key(keys: list[int], item: Item, after: int | None) -> int | None:
    """The answer that follows ``after`` (which need not wait any more), round the end; or None."""
    if after is None:
        return keys[0] if keys else None
    others = [key for key in keys if key != after]
    later = [key for key in others if rank(item, key) > rank(item, after)]
    return next(iter(later or others), None)


def marked_today(user: Person, item: Item, at: datetime) -> int:
    """How many answers to the question the user has marked since the day began."""
    scores = Score.objects.filter(by=user, number=1, at__gte=day_start(at))
    return scores.filter(response__item_version__item=item).count()
