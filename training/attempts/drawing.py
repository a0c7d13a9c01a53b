"""Which items an attempt asks: the fixed ones, and draws from the bank."""

from collections import defaultdict
from random import Random

from ..items.models import Item, ItemVersion
from ..quizzes.models import Quiz


def draw(quiz: Quiz, rng: Random) -> list[ItemVersion]:
    """Choose the item versions of one attempt, in the order of the quiz's entries.

    A draw takes items whose published version asks about a clause of its norm; no item is asked
    twice. Items without a published version are left out, and a draw from too small a bank takes
    what is there.
    """
    entries = list(quiz.entries.all())
    pools = _pools({entry.draw_from_id for entry in entries if entry.draw_from_id})
    taken = {entry.item_id for entry in entries if entry.item_id}
    item_ids: list[int] = []
    for entry in entries:
        if entry.item_id:
            item_ids.append(entry.item_id)
        elif entry.draw_from_id and entry.draw_count:
            pool = [item_id for item_id in pools[entry.draw_from_id] if item_id not in taken]
            drawn = rng.sample(pool, min(entry.draw_count, len(pool)))
            taken.update(drawn)
            item_ids += drawn
    versions = _current_versions(item_ids)
    if quiz.shuffle_items:
        rng.shuffle(versions)
    return versions


def question_count(quiz: Quiz) -> int:
    """How many questions an attempt would ask today."""
    return len(draw(quiz, Random()))


def _pools(norm_ids: set[int]) -> dict[int, list[int]]:
    """``{norm id: item ids}`` of what a draw may take."""
    pools = defaultdict(list)
    norm = "current_version__clause_versions__clause__norm"
    rows = Item.objects.filter(**{f"{norm}__in": norm_ids}).order_by("pk")
    for norm_id, item_id in rows.values_list(norm, "pk").distinct():
        pools[norm_id].append(item_id)
    return pools


def _current_versions(item_ids: list[int]) -> list[ItemVersion]:
    items = Item.objects.select_related("current_version").defer("current_version__html")
    found = items.in_bulk(item_ids)
    versions = (found[item_id].current_version for item_id in item_ids)
    return [version for version in versions if version]
