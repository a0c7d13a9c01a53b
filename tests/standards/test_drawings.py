"""Drawings: shown with their clause, in its numbers, and frozen with its edition."""

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from standards.drawings import DRAWINGS
from standards.enums import Comparison, MeasureUnit
from standards.measures import NEEDS, Measure
from standards.models import Clause
from standards.reading import page_body
from standards.services import NotPublishable, publish_norm
from tests.factories import republish

IN_METRES = {"guiding", "three-metres", "door-distance"}
LOW = {"chair": (1, 2), "tie-clip": (3, 4)}


def a_measure(name: str, factor: int = 1) -> Measure | None:
    needs = DRAWINGS[name].needs
    if not needs:
        return None
    low, high = LOW.get(name, (1, 1))
    uses_low, uses_high = NEEDS[needs[0]]
    return Measure(
        needs[0],
        Decimal(low * factor) if uses_low else None,
        Decimal((high + 1) * factor if uses_low else high * factor) if uses_high else None,
        MeasureUnit.M if name in IN_METRES else MeasureUnit.CM,
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", DRAWINGS)
def test_each_drawing_is_sound_and_says_in_words_what_it_shows(name, language):
    with translation.override(language):
        svg = ElementTree.fromstring(DRAWINGS[name].svg(a_measure(name)))

    assert svg.get("role") == "img"
    assert len(svg.get("aria-label")) > 10
    assert "%(" not in svg.get("aria-label")
    assert not re.search(r"nan|inf|None", ElementTree.tostring(svg, encoding="unicode"))


@pytest.mark.parametrize("name", [name for name, each in DRAWINGS.items() if each.needs])
def test_another_number_is_another_drawing(name):
    once, twice = (DRAWINGS[name].svg(a_measure(name, factor)) for factor in (1, 2))

    assert geometry(once) != geometry(twice)
    assert DRAWINGS[name].fits(a_measure(name))
    assert not DRAWINGS[name].fits(None)


def geometry(svg: str) -> list[str]:
    return re.findall(r' d="([^"]+)"', svg)


@pytest.fixture
def badge(dress_norm):
    clause = Clause.objects.get(code="DRESS-02")
    clause.drawing = "badge"
    clause.save()
    return clause


def test_a_new_measure_changes_the_new_editions_drawing_and_not_the_old_ones(
    dress_norm, badge, song, clock
):
    old = republish(dress_norm).current_edition
    before = drawing_on(old)
    badge.refresh_from_db()
    badge.measure_high = Decimal(1)
    badge.save()

    new = publish_norm(norm=dress_norm, by=song, at=clock)

    assert "±2" in before
    assert "±1" in drawing_on(new)
    assert geometry(drawing_on(new)) != geometry(before)
    assert drawing_on(old) == before


def drawing_on(edition) -> str:
    with translation.override("zh-hans"):
        body = page_body(edition, "zh-hans")
    return body[body.index('id="DRESS-02"') : body.index('id="DRESS-05"')]


def test_a_drawing_stands_in_the_readers_language(dress_norm, badge):
    edition = republish(dress_norm).current_edition

    english, chinese = page_body(edition, "en"), page_body(edition, "zh-hans")

    assert "+2 cm</text>" in english
    assert "+2 厘米</text>" in chinese


@pytest.mark.parametrize(
    ("name", "comparison"), [("nothing-like-it", Comparison.WITHIN), ("chair", Comparison.WITHIN)]
)
def test_what_cannot_be_drawn_is_not_published(dress_norm, badge, song, clock, name, comparison):
    badge.drawing, badge.measure_comparison = name, comparison
    badge.save()

    with pytest.raises(NotPublishable) as refusal:
        publish_norm(norm=dress_norm, by=song, at=clock)

    assert any("DRESS-02" in problem for problem in refusal.value.problems)
