"""The shelves that readers browse: topics with their published norms, two levels."""

from collections import defaultdict
from dataclasses import dataclass

from .models import Norm, Topic


@dataclass(frozen=True)
class Shelf:
    topic: Topic
    norms: list[Norm]  # each with its current edition and its job roles
    shelves: list["Shelf"]

    @property
    def norm_count(self) -> int:
        return len(self.norms) + sum(shelf.norm_count for shelf in self.shelves)

    @property
    def minutes(self) -> int:
        editions = [norm.current_edition for norm in self.norms if norm.current_edition]
        own = sum(edition.read_minutes for edition in editions)
        return own + sum(shelf.minutes for shelf in self.shelves)


def shelves(user) -> list[Shelf]:
    """Top shelves in their order; those without a published norm are left out."""
    norms = defaultdict(list)
    published = Norm.objects.visible_to(user).select_related("current_edition")
    for norm in published.prefetch_related("job_roles").order_by("position", "slug"):
        norms[norm.topic_id].append(norm)
    below = defaultdict(list)
    for topic in Topic.objects.all():
        below[topic.parent_id].append(topic)

    def shelf(topic: Topic) -> Shelf:
        inner = [shelf(child) for child in below[topic.pk]]
        return Shelf(topic, norms[topic.pk], [one for one in inner if one.norm_count])

    return [one for one in map(shelf, below[None]) if one.norm_count]


def shelf_of(topic: Topic, user) -> Shelf:
    """The shelf of one topic, empty if nothing is published on it."""
    for top in shelves(user):
        for one in (top, *top.shelves):
            if one.topic == topic:
                return one
    return Shelf(topic, [], [])
