"""Figures of ideas and of numbers: they say what the clauses say, in words that have room."""

import gzip
import re
import tomllib
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.utils import translation

from standards.drawings import DRAWINGS
from standards.drawings.charts import CHARTS, SOURCES
from standards.drawings.lettering import broken, width_of
from standards.posters import COLUMN_MM, FIGURE_MM

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
NORMS = {path.stem: tomllib.loads(path.read_text()) for path in (FIXTURES / "norms").glob("*.toml")}
CLAUSES = [clause for norm in NORMS.values() for clause in norm["clauses"]]
IDEAS = {
    "listening-levels": "listening",
    "one-two-three-four": "one-two-three-four",
    "customer-on-top": "customer-on-top",
    "needs": "customer-on-top",
    "message-path": "how-a-message-gets-through",
}
LANGUAGES = ["zh-hans", "en"]
IN_WORDS = {3: "three", 5: "five", 6: "six", 8: "eight", 10: "ten", 20: "twenty"}
SIZES = {"w": 12, "big": 26}


@dataclass(frozen=True)
class Line:
    """A line of a figure's words, and how far it reaches to the left and to the right."""

    text: str
    left: float
    right: float
    y: float
    size: float
    at: float


def drawn(name: str, language: str) -> ElementTree.Element:
    with translation.override(language):
        return ElementTree.fromstring(DRAWINGS[name].svg(None))


def texts(svg: ElementTree.Element, language: str) -> list[str]:
    joint = "" if language == "zh-hans" else " "
    return [joint.join(each.itertext()) for each in svg.iter("text")]


def lines(svg: ElementTree.Element) -> list[Line]:
    found = []
    for text in svg.iter("text"):
        size = next((SIZES[cls] for cls in text.get("class").split() if cls in SIZES), 14)
        at, y = float(text.get("x")), float(text.get("y"))
        for words, step in [(text.text, 0.0), *((t.text, float(t.get("dy"))) for t in text)]:
            y += step
            width = width_of(words, size)
            left = at - width * {"middle": 0.5, "end": 1}.get(text.get("text-anchor"), 0)
            found.append(Line(words, left, left + width, y, size, at))
    return found


def english(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9%’–-]+", text.lower().replace("'", "’")))


def parts(text: str) -> list[str]:
    return [part for part in re.split(r"[\s，。：；、（）]+", text) if part]


def agrees(words: str, text: str, language: str) -> bool:
    if language == "en":
        return english(words) <= english(text)
    return all(part in text for part in parts(words))


def gives(number: int, clause: dict) -> bool:
    """The clause's text has the number, in either language, in digits or as a word."""
    in_word = IN_WORDS.get(number, f"{number}")
    return bool(
        re.search(rf"(?<!\d){number}(?!\d)", clause["text_zh_hans"])
        and re.search(rf"(?<!\d){number}(?!\d)|\b{in_word}\b", clause["text_en"])
    )


@pytest.mark.parametrize("name", CHARTS)
def test_each_number_is_that_of_a_clause_with_the_same_citation(name):
    missing = [
        (bar.label, cite)
        for bar in CHARTS[name].bars
        for cite in bar.cites
        for number in (bar.value, bar.most)
        if number
        and not any(
            gives(number, clause) for clause in CLAUSES if cite in clause.get("citations", [])
        )
    ]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_numbers_in_a_charts_words_stand_in_the_clauses_that_it_cites(name, language):
    chart = CHARTS[name]
    cited = {cite for bar in chart.bars for cite in bar.cites}
    source = " ".join(
        clause["text_zh_hans"] + clause["reason_zh_hans"]
        for clause in CLAUSES
        if cited & set(clause.get("citations", []))
    )
    with translation.override(language):
        words = " ".join(str(each) for each in [chart.note, *(row.words for row in chart.rows)])

    assert [number for number in re.findall(r"\d+%?", words) if number not in source] == []


@pytest.mark.parametrize("name", CHARTS)
def test_bars_begin_at_zero_and_are_as_long_as_their_numbers(name):
    chart = CHARTS[name]
    bars = [rect for rect in drawn(name, "en").iter("rect") if rect.get("stroke") == "none"]

    assert len(bars) == len(chart.bars)
    for row in chart.rows:
        assert float(bars[chart.bars.index(row.bars[0])].get("x")) == 2
    units = [
        float(rect.get("width")) / bar.value for rect, bar in zip(bars, chart.bars, strict=True)
    ]
    assert max(units) - min(units) < 0.1


@pytest.mark.parametrize("name", [n for n, c in CHARTS.items() if len(c.rows[0].bars) > 1])
def test_parts_of_a_whole_are_no_more_than_the_whole(name):
    for row in CHARTS[name].rows:
        assert sum(bar.value for bar in row.bars) <= 100


@pytest.mark.parametrize(("language", "column"), [("zh-hans", "title_zh_hans"), ("en", "title_en")])
def test_documents_are_called_as_in_the_bibliography(language, column):
    bibliography = tomllib.loads((FIXTURES / "sources.toml").read_text())["sources"]
    titles = {source["code"]: source[column] for source in bibliography}

    with translation.override(language):
        assert {letter: str(title) for letter, title in SOURCES.items()}.items() <= titles.items()


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_names_each_place_that_it_takes_a_number_from(name):
    source = texts(drawn(name, "en"), "en")[-1]

    assert source.startswith("Source: ")
    assert {cite for bar in CHARTS[name].bars for cite in bar.cites} <= set(
        re.findall(r"[A-Z]\d+-\d+", source)
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "norm"), IDEAS.items())
def test_a_figures_words_stand_in_its_norm(name, norm, language):
    column = language.replace("-", "_")
    norm = NORMS[norm]
    said = [norm[f"summary_{column}"], *(clause[f"text_{column}"] for clause in norm["clauses"])]
    words = [each for each in texts(drawn(name, language), language) if re.search(r"\w\D", each)]

    assert words
    assert [each for each in words if not any(agrees(each, text, language) for text in said)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*IDEAS, *CHARTS])
def test_ears_get_all_that_eyes_see(name, language):
    svg = drawn(name, language)

    unsaid = [
        words
        for words in texts(svg, language)
        if words != "…?" and not agrees(words, svg.get("aria-label"), language)
    ]

    assert unsaid == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*IDEAS, *CHARTS])
def test_words_stay_in_their_boxes_and_off_each_other(name, language):
    svg = drawn(name, language)
    width, height = (float(svg.get(side)) for side in ("width", "height"))
    boxes = [
        tuple(float(rect.get(side)) for side in ("x", "y", "width", "height"))
        for rect in svg.findall("rect")
        if rect.get("stroke") != "none"
    ]

    for line in lines(svg):
        around = [
            (w, x, x + w)
            for x, y, w, h in boxes
            if x < line.at < x + w and y < line.y - line.size / 3 < y + h
        ]
        _, left, right = min(around, default=(width, 0, width))
        assert left <= line.left, line
        assert line.right <= right, line
        assert line.y <= height - 2, line
    for one, other in combinations(lines(svg), 2):
        is_beside = one.right <= other.left or other.right <= one.left
        assert is_beside or abs(one.y - other.y) >= 0.9 * min(one.size, other.size), (one, other)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*IDEAS, *CHARTS])
def test_a_figure_is_light_and_fits_a_posters_column(name, language):
    with translation.override(language):
        svg = DRAWINGS[name].svg(None)
        width, height = DRAWINGS[name].size

    assert len(gzip.compress(svg.encode())) < 2500
    assert FIGURE_MM * height / width < COLUMN_MM / 2


@pytest.mark.parametrize("name", [*IDEAS, *CHARTS])
def test_a_clause_shows_the_figure(name):
    assert any(clause.get("drawing") == name for clause in CLAUSES)


def test_words_break_between_words_and_where_the_text_says_so():
    assert broken("take the user’s worry away", 120) == ["take the user’s", "worry away"]
    assert broken("报给\n主管部门", 200) == ["报给", "主管部门"]
