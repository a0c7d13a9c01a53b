"""A draft that was fetched before somebody else published does not undo the publishing."""

from standards.models import Clause, Norm
from tests.factories import republish


def test_saving_a_norm_fetched_before_leaves_the_newer_edition(dress_norm):
    stale = Norm.objects.get(pk=dress_norm.pk)
    republish(dress_norm)

    stale.title_zh_hans = "着装（旧窗口）"
    stale.save()

    assert Norm.objects.get(pk=dress_norm.pk).current_edition.number == 2


def test_saving_a_clause_fetched_before_leaves_the_newer_version(dress_norm):
    stale = dress_norm.clauses.order_by("position").first()
    republish(dress_norm)

    stale.reason_zh_hans = "从旧窗口写的。"
    stale.save()

    assert Clause.objects.get(pk=stale.pk).current_version.number == 2
