"""Figures of ideas: they say what their norm says, in lines that fit, and say it to ears too."""

import gzip
import tomllib
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.utils import translation

from standards.drawings import DRAWINGS
from standards.drawings.lettering import LEADING, SIZE, broken, lettering, width_of

NORMS = Path(__file__).parents[2] / "fixtures" / "norms"
TAUGHT_BY = {
    "service-letters": "what-service-is",
    "care-letters": "what-service-is",
    "spin-questions": "asking",
    "fabe-chain": "presenting-with-fabe",
    "four-kinds": "four-kinds-of-service",
    "four-temperaments": "four-temperaments",
    "moments-of-truth": "moment-of-truth",
}
BIG = 26
MOST_BYTES = 2500
LANGUAGES = {"zh-hans": "zh_hans", "en": "en"}

in_both_languages = pytest.mark.parametrize("language", LANGUAGES)
of_each_figure = pytest.mark.parametrize("name", TAUGHT_BY)


def figure(name: str, language: str):
    with translation.override(language):
        return ElementTree.fromstring(DRAWINGS[name].svg(None))


def all_words(svg, language: str) -> list[str]:
    """The figure's texts as they are read, their lines put together again."""
    space = " " if language == "en" else ""
    return [space.join(text.itertext()).casefold() for text in svg.iter("text")]


def clauses(slug: str) -> list[dict]:
    return tomllib.loads((NORMS / f"{slug}.toml").read_text())["clauses"]


@of_each_figure
@in_both_languages
def test_each_word_of_a_figure_stands_in_the_clauses_of_its_norm(name, language):
    ending = LANGUAGES[language]
    norm = "\n".join(
        clause.get(f"{field}_{ending}", "")
        for clause in clauses(TAUGHT_BY[name])
        for field in ("text", "reason", "line")
    ).casefold()

    strange = [
        words
        for words in all_words(figure(name, language), language)
        if words not in norm and not words.isdigit()
    ]

    assert strange == []


@of_each_figure
def test_a_figure_stands_at_one_clause_of_its_norm(name):
    assert [clause.get("drawing") for clause in clauses(TAUGHT_BY[name])].count(name) == 1


@of_each_figure
@in_both_languages
def test_who_cannot_see_a_figure_hears_all_its_words(name, language):
    svg = figure(name, language)
    label = svg.get("aria-label").casefold()

    assert [words for words in all_words(svg, language) if words not in label] == []


@of_each_figure
@in_both_languages
def test_words_of_a_figure_are_neither_cut_off_nor_on_top_of_each_other(name, language):
    svg = figure(name, language)
    _, _, width, height = map(float, svg.get("viewBox").split())

    boxes = [box for group, dx, dy in shifted(svg) for box in boxes_of(group, dx, dy)]

    assert boxes
    for left, top, right, bottom in boxes:
        assert 0 <= left < right <= width
        assert 0 <= top < bottom <= height
    for one, other in combinations(boxes, 2):
        assert not overlap(one, other), (one, other)


def shifted(element, dx=0.0, dy=0.0):
    """Each text with how far the groups around it move it."""
    transform = element.get("transform", "")
    if transform.startswith("translate("):
        x, y = transform[len("translate(") :].split(")")[0].split()
        dx, dy = dx + float(x), dy + float(y)
    if element.tag == "text":
        yield element, dx, dy
    for child in element:
        yield from shifted(child, dx, dy)


def boxes_of(text, dx: float, dy: float):
    """Where each line of a text stands, by the estimate of its width."""
    size = BIG if "big" in text.get("class") else SIZE
    x, y = float(text.get("x")) + dx, float(text.get("y")) + dy
    for row, line in enumerate(text.itertext()):
        width = width_of(line, size)
        left = x - width * {None: 0, "middle": 0.5, "end": 1}[text.get("text-anchor")]
        baseline = y + LEADING * row
        yield left, baseline - size, left + width, baseline + size * 0.2


def overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@of_each_figure
@in_both_languages
def test_a_figure_is_light_on_a_weak_line(name, language):
    with translation.override(language):
        assert len(gzip.compress(str(DRAWINGS[name].svg(None)).encode())) <= MOST_BYTES


# -- Lettering: a text in lines ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("进门", 100, ["进门"]),
        ("我们不关心你", 50, ["我们不", "关心你"]),
        ("we don't care about you", 80, ["we don't", "care", "about you"]),
        ("现在用的是哪个套餐，一个月多少钱", 212, ["现在用的是哪个套餐，", "一个月多少钱"]),
        ("好处在哪（Advantage）", 100, ["好处在哪", "（Advantage）"]),
    ],
)
def test_a_text_is_broken_into_few_and_even_lines(text, width, lines):
    assert broken(text, width) == lines


@pytest.mark.parametrize("width", [80, 120, 200, 300])
@pytest.mark.parametrize(
    "text",
    [
        "客户每接触我们一次，就是一个真实一刻。这一刻要做到八样，每样配一个厅里的做法。",
        "Every contact with a customer is a moment of truth: eight things are asked of it.",
    ],
)
def test_no_line_is_wider_than_its_box_and_none_loses_a_word(text, width):
    lines = broken(text, width)

    assert all(width_of(line) <= width for line in lines)
    assert not any(line.startswith(tuple("，。：")) for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_lettering_escapes_what_a_translation_brings():
    assert "A &lt; B &amp; C" in lettering("A < B & C", (0, 0))
