"""How clauses are grouped for their page."""

import pytest
from django.utils.safestring import SafeString

from standards.editions import ClauseVersion
from standards.enums import Audience, Role
from standards.layout import keep_numbers_whole, layout, name_and_rest


def versions(words: str) -> list[ClauseVersion]:
    """``"do dont/men say*"`` -> unsaved versions X-01, X-02 … for men, standing alone."""
    found = []
    for number, word in enumerate(words.split(), start=1):
        role, _slash, audience = word.rstrip("*").partition("/")
        found.append(
            ClauseVersion(
                pk=number,
                code=f"X-{number:02d}",
                role=Role(role),
                text_zh_hans=f"第 {number} 条。",
                applies_to=audience or Audience.EVERYONE,
                stands_alone=word.endswith("*"),
                is_derived=False,
            )
        )
    return found


def shape(parts) -> str:
    """``"pair:1+2 say:1 | men pair:0+1"``: bands by part, with how many clauses they hold."""
    return " | ".join(
        " ".join(
            [part.audience.value] * (part.audience != Audience.EVERYONE)
            + [
                f"{band.shape}:{len(band.do)}+{len(band.dont)}"
                if band.shape == "pair"
                else f"{band.shape}:{len(band.clauses)}"
                for band in part.bands
            ]
        )
        for part in parts
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("do dont", "pair:1+1"),
        ("do do dont do dont dont", "pair:2+1 pair:1+2"),
        ("dont do", "pair:0+1 pair:1+0"),
        ("say say do avoid avoid say", "say:2 pair:1+0 avoid:2 say:1"),
        ("do dont do/men dont/men do/women", "pair:1+1 | men pair:1+1 | women pair:1+0"),
        ("fact fact do", "note:2 pair:1+0"),
        ("situation want want fault", "note:1 note:2 note:1"),
        ("", ""),
    ],
)
def test_neighbours_are_grouped(words, expected):
    assert shape(layout(versions(words), "zh-hans").before) == expected


def test_principles_come_first_wherever_they_stand():
    page = layout(versions("do principle dont principle"), "zh-hans")

    assert [clause.version.code for clause in page.principles] == ["X-02", "X-04"]
    assert shape(page.before) == "pair:1+1"


def test_steps_hold_what_they_own_and_the_rest_stands_before_or_after():
    page = layout(versions("principle dont step say avoid step do do* say step"), "zh-hans")

    assert shape(page.before) == "pair:0+1"
    assert [(step.number, shape(step.parts)) for step in page.steps] == [
        (1, "say:1 avoid:1"),
        (2, "pair:1+0"),
        (3, ""),
    ]
    assert shape(page.after) == "pair:1+0 say:1"


def test_every_clause_stands_on_the_page_once():
    given = versions("do principle dont/men step say do* question step avoid fact want")
    page = layout(given, "en")

    parts = [*page.before, *page.after, *(part for step in page.steps for part in step.parts)]
    shown = [clause for part in parts for band in part.bands for clause in band.clauses]
    shown += [*page.principles, *(step.clause for step in page.steps)]
    assert sorted(clause.version.pk for clause in shown) == [version.pk for version in given]


def test_missing_english_is_counted_and_shown_in_chinese():
    given = versions("do dont do")
    given[0].text_en = "First."
    given[2].text_en = "Third."
    given[2].reason_zh_hans = "因为。"

    page = layout(given, "en")

    assert page.untranslated_count == 2
    first, second = page.before[0].bands[0].clauses
    assert (first.texts["text"], first.is_untranslated) == ("First.", False)
    assert second.texts["text"] == '<span class="untranslated" lang="zh-hans">第 2\u00a0条。</span>'
    assert layout(given, "zh-hans").untranslated_count == 0


def test_texts_are_escaped():
    given = versions("do")
    given[0].text_zh_hans = "看 <b>我</b>\n再看"

    (clause,) = layout(given, "zh-hans").before[0].bands[0].clauses

    assert clause.texts["text"] == "看 &lt;b&gt;我&lt;/b&gt;<br>再看"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("道别：起身前先道谢。", ("道别", "起身前先道谢。")),
        ("Close: thank the customer.", ("Close", "Thank the customer.")),
        ("拨号前写下目的。", ("拨号前写下目的。", "")),
        ("18:00 锁门。", ("18:00 锁门。", "")),
        (f"{'很' * 31}：长。", (f"{'很' * 31}：长。", "")),
        ("：空", ("：空", "")),
        ("只有名字：", ("只有名字：", "")),
        ("", ("", "")),
    ],
)
def test_step_name_is_what_stands_before_the_colon(text, expected):
    assert name_and_rest(text) == expected


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("站在 1 米外", "站在 1\u00a0米外"),
        ("within 2 cm", "within 2\u00a0cm"),
        ("第 2 版", "第 2\u00a0版"),
        ("20 % off", "20\u00a0% off"),
        ("3\u2009m", "3\u00a0m"),
        ("5–10 s", "5\u2060–\u206010\u00a0s"),
        ("坐椅面的 2/3", "坐椅面的 2\u2060/\u20603"),
        ("and/or, A4 – paper", "and/or, A4 – paper"),
    ],
)
def test_number_stays_with_what_it_counts(text, whole):
    assert keep_numbers_whole(text) == whole


def test_whole_numbers_keep_safe_text_safe():
    assert isinstance(keep_numbers_whole(SafeString("1 m")), SafeString)


def test_a_case_is_told_as_one():
    assert layout(versions("situation want step say question"), "zh-hans").is_case
    assert not layout(versions("do dont"), "zh-hans").is_case
