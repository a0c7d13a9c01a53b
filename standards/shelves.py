"""The shelves that readers browse: topics with their published norms, two levels.

Plain rows, not models: the page of all shelves shows a hundred norms, and a norm's row needs seven
columns out of thirty.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from portal.languages import localized

from .editions import Edition
from .models import Norm, Topic


@dataclass(frozen=True)
class NormOnShelf:
    """What the current edition says of itself, with the job roles that the norm binds."""

    job_roles: list[str]
    slug: str
    title_zh_hans: str
    title_en: str
    summary_zh_hans: str
    summary_en: str
    read_minutes: int

    def get_absolute_url(self) -> str:
        return reverse("standards:norm", args=[self.slug])


@dataclass(frozen=True)
class Shelf:
    topic: Topic
    norms: list[NormOnShelf]
    shelves: list["Shelf"]

    @property
    def norm_count(self) -> int:
        return len(self.norms) + sum(shelf.norm_count for shelf in self.shelves)

    @property
    def minutes(self) -> int:
        own = sum(norm.read_minutes for norm in self.norms)
        return own + sum(shelf.minutes for shelf in self.shelves)


def shelves(user) -> list[Shelf]:
    """Top shelves in their order; those without a published norm are left out."""
    return _arranged(Topic.objects.all(), user)


def shelf_of(topic: Topic, user) -> Shelf:
    """The shelf of one topic with those below it, empty if nothing is published there."""
    topics = Topic.objects.filter(Q(pk=topic.pk) | Q(parent=topic)).select_related("parent")
    return next(iter(_arranged(topics, user, top=topic.parent_id)), Shelf(topic, [], []))


def _arranged(topics: Iterable[Topic], user, top: int | None = None) -> list[Shelf]:
    """Shelves of the topics whose parent is ``top``, each with those of ``topics`` below it."""
    below = defaultdict(list)
    for topic in topics:
        below[topic.parent_id].append(topic)
    norms = _norms_by_topic([topic.pk for each in below.values() for topic in each], user)

    def shelf(topic: Topic) -> Shelf:
        inner = [shelf(child) for child in below[topic.pk]]
        return Shelf(topic, norms[topic.pk], [one for one in inner if one.norm_count])

    return [one for one in map(shelf, below[top]) if one.norm_count]


def _norms_by_topic(topic_ids: list[int], user) -> dict[int, list[NormOnShelf]]:
    roles = defaultdict(list)
    binds = Norm.job_roles.through.objects.filter(norm__topic__in=topic_ids)
    for row in binds.order_by("jobrole__position", "jobrole").values_list(
        "norm_id", "jobrole__name_zh_hans", "jobrole__name_en", named=True
    ):
        roles[row.norm_id].append(localized(row, "jobrole__name"))
    norms = defaultdict(list)
    editions = Edition.objects.visible_to(user).current().filter(norm__topic__in=topic_ids)
    for norm_id, topic_id, *columns in editions.order_by(
        "norm__position", "norm__slug"
    ).values_list(
        "norm_id",
        "norm__topic_id",
        "norm__slug",
        "title_zh_hans",
        "title_en",
        "summary_zh_hans",
        "summary_en",
        "read_minutes",
    ):
        norms[topic_id].append(NormOnShelf(roles[norm_id], *columns))
    return norms
