"""What ships: every fact of the sources is taught, in both languages, and can be asked about."""

import pytest

from standards.editions import ClauseVersion
from standards.enums import Role
from standards.models import SourcePoint
from training.items.models import Item
from training.quizzes.models import Quiz

pytestmark = [pytest.mark.slow, pytest.mark.shipped]


def test_every_point_of_the_sources_is_cited_by_a_published_clause(demo):
    cited = set()
    for citations in ClauseVersion.objects.current().values_list("citations", flat=True):
        cited.update(citations)

    points = set(SourcePoint.objects.values_list("code", flat=True))
    assert len(points) == 443
    assert points - cited == set()


def test_every_clause_stands_in_both_languages(demo):
    missing = ClauseVersion.objects.current().filter(text_en="")

    assert list(missing.values_list("code", flat=True)) == []


def test_every_question_is_published_and_explains_its_key(demo):
    assert not Item.objects.filter(current_version=None).exists()
    unexplained = [
        item.code
        for item in Item.objects.select_related("current_version")
        if not all(item.current_version.payload["explanation"].values())
    ]
    assert unexplained == []


def test_every_quiz_can_be_given(demo):
    assert set(Quiz.objects.all()) == set(Quiz.objects.ready())


def test_every_line_serves_at_a_moment_of_the_phrase_book(demo):
    lines = ClauseVersion.objects.current().filter(role__in=(Role.SAY, Role.AVOID))

    assert lines.count() > 300
    assert list(lines.filter(clause__moments=None).values_list("code", flat=True)) == []
