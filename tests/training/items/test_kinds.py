"""What the kinds make of answers: tables worked by hand, then what holds for every answer."""

import json
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from training.items.kinds import KINDS, BadAnswer, ForgedAnswer

SLUGS = sorted(KINDS)


def choice(right: str, keys: str = "ABCDE", clauses: str = "ABCDE") -> dict:
    """Options ``keys`` of which ``right`` are right; those in ``clauses`` cite a clause."""
    return {
        "clauses": ["ASKED-1", "ASKED-2"],
        "options": [
            {
                "key": key,
                "text": {"zh-hans": f"选项{key}", "en": f"Option {key}"},
                "correct": key in right,
                "clause": f"OWN-{key}" if key in clauses else None,
            }
            for key in keys
        ],
        "criteria": [],
    }


def statement(is_true: bool | None) -> dict:
    return {"clauses": ["ASKED-1"], "options": [], "criteria": [], "is_true": is_true}


def figure(answer: str, tolerance: str = "0", unit: str = "cm") -> dict:
    key = {"answer": answer, "tolerance": tolerance, "unit": unit}
    return {"clauses": ["ASKED-1"], "options": [], "criteria": [], "number": key}


def rubric(*criteria: tuple[str | None, str], clauses: tuple[str, ...] = ()) -> dict:
    """Criteria as (clause, "0 1 2"): the points of its levels, which are their keys too."""
    return {
        "clauses": list(clauses),
        "options": [],
        "criteria": [
            {
                "key": str(number),
                "clause": clause,
                "levels": [{"key": points, "points": points} for points in levels.split()],
            }
            for number, (clause, levels) in enumerate(criteria)
        ],
    }


PAYLOADS = {
    "single": choice("B"),
    "multiple": choice("ABC"),
    "order": choice(""),
    "boolean": statement(True),
    "number": figure("2", "0.5"),
    "short": rubric(("OWN-A", "0 2"), clauses=("ASKED-1",)),
}


# -- Multiple choice ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        # Three of five are right, worth 2: each right one earns 2/3, each wrong one costs 2/3.
        ("ABC", "2.00"),
        ("AB", "1.33"),
        ("A", "0.67"),
        ("ABCD", "1.33"),
        ("ABD", "0.67"),
        ("ABCDE", "0.67"),
        ("AD", "0.00"),
        ("ADE", "0.00"),  # never below nothing
        ("DE", "0.00"),
    ],
)
def test_a_wrong_tick_takes_back_what_a_right_one_earns(chosen, points):
    mark = KINDS["multiple"].mark(choice("ABC"), Decimal(2), list(chosen))

    assert mark.points == Decimal(points)


ASKED = ("ASKED-1", "ASKED-2")


@pytest.mark.parametrize(
    ("payload", "chosen", "missed", "known"),
    [
        (
            choice("ABC"),
            "ABC",
            (),
            (*ASKED, "OWN-A", "OWN-B", "OWN-C", "OWN-D", "OWN-E"),
        ),
        (choice("ABC"), "AB", ("OWN-C",), ("OWN-A", "OWN-B", "OWN-D", "OWN-E")),
        (choice("ABC"), "ABCD", ("OWN-D",), ("OWN-A", "OWN-B", "OWN-C", "OWN-E")),
        (choice("ABC"), "D", ("OWN-A", "OWN-B", "OWN-C", "OWN-D"), ("OWN-E",)),
        # Where the fault lies in options without a clause, what was asked is missed.
        (choice("ABC", clauses="AE"), "AB", ASKED, ("OWN-A", "OWN-E")),
        (choice("ABC", clauses=""), "AB", ASKED, ()),
        (choice("ABC", clauses=""), "ABC", (), ASKED),
    ],
)
def test_what_was_ticked_shows_what_is_known(payload, chosen, missed, known):
    mark = KINDS["multiple"].mark(payload, Decimal(2), list(chosen))

    assert (mark.missed, mark.known) == (missed, known)


def test_two_options_with_one_clause_must_both_be_right():
    payload = choice("AB", keys="ABC")
    payload["options"][1]["clause"] = "OWN-A"

    mark = KINDS["multiple"].mark(payload, Decimal(1), ["A"])

    assert (mark.missed, mark.known) == (("OWN-A",), ("OWN-C",))


@pytest.mark.parametrize(
    ("payload", "count"),
    [
        (choice("AB", keys="ABC"), 0),
        (choice("ABCDEFG", keys="ABCDEFGH"), 0),
        (choice("A", keys="ABC"), 1),
        (choice("", keys="ABC"), 1),
        (choice("ABC", keys="ABC"), 1),
        (choice("AB", keys="AB"), 2),
        (choice("AB", keys="ABCDEFGHI"), 1),
        (choice("", keys=""), 3),
    ],
)
def test_a_multiple_choice_has_several_right_options_and_a_wrong_one(payload, count):
    assert len(KINDS["multiple"].problems(payload)) == count


chosen_sets = st.sets(st.sampled_from("ABCDE"))
right_sets = st.sets(st.sampled_from("ABCDE"), min_size=1, max_size=4)
worths = st.decimals("0.5", "99", places=1)


@given(right=right_sets, chosen=chosen_sets, worth=worths, rng=st.randoms())
def test_ticks_earn_from_nothing_to_all_in_any_order(right, chosen, worth, rng):
    kind, payload = KINDS["multiple"], choice("".join(right))
    keys = sorted(chosen)
    rng.shuffle(keys)

    value = kind.clean(payload, keys)
    mark = kind.mark(payload, worth, value)

    assert value == (sorted(chosen) or None)
    assert 0 <= mark.points <= worth
    assert (mark.points == worth) == (chosen == right)
    assert not set(mark.missed) & set(mark.known)


@given(right=right_sets, chosen=chosen_sets, one=st.sampled_from("ABCDE"))
def test_a_right_tick_more_is_never_worse_and_a_wrong_one_never_better(right, chosen, one):
    kind, payload = KINDS["multiple"], choice("".join(right))
    before = kind.mark(payload, Decimal(3), sorted(chosen - {one})).points

    after = kind.mark(payload, Decimal(3), sorted(chosen | {one})).points

    assert after >= before if one in right else after <= before


# -- True or false ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_true", "value", "points", "missed", "known"),
    [
        (True, "true", "2.00", (), ("ASKED-1",)),
        (True, "false", "0.00", ("ASKED-1",), ()),
        (False, "false", "2.00", (), ("ASKED-1",)),
        (False, "true", "0.00", ("ASKED-1",), ()),
        (False, None, "0.00", ("ASKED-1",), ()),
    ],
)
def test_a_statement_is_judged_rightly_or_not(is_true, value, points, missed, known):
    mark = KINDS["boolean"].mark(statement(is_true), Decimal(2), value)

    assert (mark.points, mark.missed, mark.known) == (Decimal(points), missed, known)


def test_a_statement_says_whether_it_is_true_before_it_is_published():
    problems = [len(KINDS["boolean"].problems(statement(value))) for value in (True, False, None)]

    assert problems == [0, 0, 1]


def test_true_stands_before_false_everywhere():
    kind, payload = KINDS["boolean"], statement(False)

    html = kind.compose(kind.render(payload, "q1", "en"), [], "false")

    assert html.index('value="true"') < html.index('value="false" checked')


# -- Number -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2", "2"),
        (" 2 ", "2"),
        ("2.50", "2.5"),
        (".5", "0.5"),
        ("２．５", "2.5"),
        ("2。5", "2.5"),
        ("2，5", "2.5"),
        ("2、5", "2.5"),
        ("2。", "2"),
        ("2，", "2"),
        ("1,000", "1000"),
        ("12，000.5", "12000.5"),
        ("0,500", "0.5"),
        ("-3", "-3"),
        ("－３", "-3"),
        ("−3", "-3"),
        ("+3", "3"),
        ("-0", "0"),
        ("007", "7"),
        ("2cm", "2"),
        ("2 CM", "2"),
        ("2厘米", "2"),
        ("2 厘米。", "2"),
        ("２ｃｍ", "2"),
        ("2 公分", "2"),
        ("\u30002\u3000", "2"),
        ("", None),
        ("  ", None),
        ("。", None),
    ],
)
def test_a_number_is_read_as_it_was_meant(typed, stored):
    assert KINDS["number"].clean(figure("2"), typed) == stored


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("两", "cm"),
        ("cm", "cm"),
        ("2 mm", "cm"),
        ("2 米", "cm"),
        ("2-3", "cm"),
        ("2 3", "cm"),
        ("1.2.3", "cm"),
        ("1e3", "cm"),
        ("NaN", "cm"),
        ("∞", "cm"),
        ("2\x00", "cm"),
        ("\ud83d", "cm"),
        ("9" * 13, "cm"),
        ("0" * 41, "cm"),
        ("<b>2</b>", "cm"),
        ("2 cm", "s"),
    ],
)
def test_what_is_no_number_is_not_guessed(typed, unit):
    with pytest.raises(BadAnswer) as caught:
        KINDS["number"].clean(figure("2", unit=unit), typed)

    assert (caught.value.code, caught.value.text) == ("not_a_number", typed)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("30秒", "s"), ("30 seconds", "s"), ("3 分钟", "min"), ("8颗牙", "teeth"), ("60%", "percent"),
     ("60％", "percent"), ("2天", "day"), ("3 times", "times"), ("1 个小时", "h")],
)  # fmt: skip
def test_the_unit_may_be_typed_behind_the_number(typed, unit):
    digits = "".join(character for character in typed if character.isdigit())

    assert KINDS["number"].clean(figure("2", unit=unit), typed) == digits


@pytest.mark.parametrize(
    ("answer", "tolerance", "value", "points"),
    [
        ("2", "0", "2", "2.00"),
        ("2", "0", "2.001", "0.00"),
        ("2", "0.5", "1.5", "2.00"),
        ("2", "0.5", "2.5", "2.00"),
        ("2", "0.5", "2.501", "0.00"),
        ("2", "0.5", "-2", "0.00"),
        ("0.3", "0.1", "0.2", "2.00"),  # a float would miss by a hair
        ("-5", "1", "-6", "2.00"),
        ("0", "1", None, "0.00"),  # blank is not nought
    ],
)
def test_a_number_is_right_within_its_tolerance(answer, tolerance, value, points):
    mark = KINDS["number"].mark(figure(answer, tolerance), Decimal(2), value)

    assert mark.points == Decimal(points)
    assert (mark.known, mark.missed) == ((("ASKED-1",), ()) if mark.points else ((), ("ASKED-1",)))


numbers = st.decimals("-99999", "99999", places=3)


@given(answer=numbers, tolerance=st.decimals("0", "99", places=3), value=numbers, worth=worths)
def test_nearer_to_the_number_is_never_worse(answer, tolerance, value, worth):
    kind, payload = KINDS["number"], figure(str(answer), str(tolerance))
    nearer = (answer + value) / 2

    far, near = (kind.mark(payload, worth, str(each)).points for each in (value, nearer))

    assert far in (0, worth)
    assert near >= far
    assert kind.mark(payload, worth, kind.clean(payload, f"{answer:f}")).points == worth


@given(typed=st.text(max_size=60))
def test_every_text_is_a_number_or_nothing_or_refused(typed):
    kind, payload = KINDS["number"], figure("2", "0.5")
    try:
        value = kind.clean(payload, typed)
    except BadAnswer:
        return
    assert value is None or Decimal(value).is_finite()
    assert kind.clean(payload, value) == value
    assert kind.mark(payload, Decimal(1), value).points in (0, 1)


@pytest.mark.parametrize(
    ("answer", "unit", "count"), [("2", "cm", 0), ("", "cm", 1), ("2", "", 1), ("0", "cm", 0)]
)
def test_a_number_question_needs_its_number_and_unit(answer, unit, count):
    assert len(KINDS["number"].problems(figure(answer, unit=unit))) == count


@pytest.mark.parametrize(
    ("tolerance", "language", "answer", "key"),
    [
        ("0.5", "en", "3 cm", "2 cm (±0.5)"),
        ("0", "en", "3 cm", "2 cm"),
        ("0.5", "zh-hans", "3 厘米", "2 厘米 (±0.5)"),
    ],
)
def test_a_number_is_shown_with_its_unit(tolerance, language, answer, key):
    feedback = KINDS["number"].feedback(figure("2", tolerance), "3", language)

    assert (feedback.answer, feedback.key) == ([answer], [key])


# -- Known, in the older kinds ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "value", "known"),
    [
        ("single", "B", ("ASKED-1", "ASKED-2", "OWN-B")),
        ("single", "A", ()),
        ("order", list("ABCDE"), (*ASKED, "OWN-A", "OWN-B", "OWN-C", "OWN-D", "OWN-E")),
        ("order", list("ABCED"), (*ASKED, "OWN-A", "OWN-B", "OWN-C")),
        ("order", list("EDCBA"), ()),  # nothing was kept right
    ],
)
def test_a_choice_and_an_order_show_what_is_known(slug, value, known):
    assert KINDS[slug].mark(PAYLOADS[slug], Decimal(4), value).known == known


@pytest.mark.parametrize("slug", SLUGS)
def test_a_blank_answer_shows_nothing_to_be_known(slug):
    mark = KINDS[slug].mark(PAYLOADS[slug], Decimal(2), None)

    assert (mark.points, mark.known) == (0, ())
    assert mark.missed


TWO = rubric(("OWN-A", "0 1 2"), ("OWN-B", "0 1 3"), clauses=("ASKED-1",))


@pytest.mark.parametrize(
    ("payload", "levels", "missed", "known"),
    [
        (TWO, "2 3", (), ("OWN-A", "OWN-B", "ASKED-1")),
        (TWO, "0 3", ("OWN-A",), ("OWN-B", "ASKED-1")),  # 3 of 5 are the 60 %
        (TWO, "1 3", ("OWN-A",), ("OWN-B", "ASKED-1")),  # half is not more than half
        (TWO, "2 1", ("OWN-B",), ("OWN-A", "ASKED-1")),  # 3 of 5 again
        (TWO, "1 1", ("OWN-A", "OWN-B", "ASKED-1"), ()),
        (TWO, "0 0", ("OWN-A", "OWN-B", "ASKED-1"), ()),
        # A clause that a criterion names follows that criterion, asked about or not.
        (rubric(("ASKED-1", "0 1"), (None, "0 4"), clauses=("ASKED-1",)), "0 4", ("ASKED-1",), ()),
        # One clause in two criteria is known when both say so.
        (rubric(("OWN-A", "0 1"), ("OWN-A", "0 1")), "1 0", ("OWN-A",), ()),
    ],
)
def test_levels_show_what_is_known(payload, levels, missed, known):
    chosen = {str(number): level for number, level in enumerate(levels.split())}

    findings = KINDS["short"].findings(payload, chosen)

    assert (findings.missed, findings.known) == (missed, known)
    assert findings.points == sum(map(Decimal, levels.split()))


def test_levels_that_the_rubric_does_not_have_show_nothing():
    with pytest.raises(ForgedAnswer):
        KINDS["short"].findings(TWO, {"0": "2", "1": "7"})


# -- Every kind ---------------------------------------------------------------------------------


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("ABZ"), inner),
    max_leaves=6,
)


@pytest.mark.parametrize("slug", SLUGS)
@given(raw=JSON_VALUES)
def test_whatever_json_says_is_refused_or_marked(slug, raw):
    kind, payload = KINDS[slug], PAYLOADS[slug]
    try:
        value = kind.clean(payload, raw)
    except ForgedAnswer:
        return
    mark = kind.mark(payload, Decimal(2), value)
    assert mark.points is None or 0 <= mark.points <= 2
    assert kind.clean(payload, value) == value
    json.dumps(value)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("slug", SLUGS)
def test_what_people_meet_never_holds_the_key(slug, language):
    """The same page for another key: nothing in it depends on what is right."""
    others = {
        "single": choice("A"),
        "multiple": choice("DE"),
        "boolean": statement(False),
        "number": figure("77", "9"),
        "short": rubric(("OWN-A", "0 3")),
        "order": choice("E"),
    }
    with override("en"):
        one, other = (
            KINDS[slug].render(payload, "q1", language)
            for payload in (PAYLOADS[slug], others[slug])
        )

    assert one == other


@pytest.mark.parametrize(
    ("slug", "post", "value"),
    [
        ("single", "q1=B", "B"),
        ("multiple", "q1=C&q1=A", ["A", "C"]),
        ("multiple", "q1=A&q1=A", ["A"]),
        ("multiple", "", None),
        ("boolean", "q1=false", "false"),
        ("boolean", "", None),
        ("number", "q1=2%20cm", "2"),
        ("number", "q1=", None),
    ],
)
def test_a_form_without_scripts_is_read(slug, post, value):
    kind = KINDS[slug]

    assert kind.clean(PAYLOADS[slug], kind.read(QueryDict(post), "q1")) == value


@pytest.mark.parametrize(
    ("slug", "raw"),
    [
        ("multiple", "A"),
        ("multiple", ["A", "Z"]),
        ("multiple", ["A", ["B"]]),
        ("multiple", {"A": 1}),
        ("multiple", 0),
        ("boolean", True),
        ("boolean", "yes"),
        ("boolean", ["true"]),
        ("number", 2),
        ("number", ["2"]),
    ],
)
def test_an_answer_of_another_shape_is_refused(slug, raw):
    with pytest.raises(ForgedAnswer):
        KINDS[slug].clean(PAYLOADS[slug], raw)


@pytest.mark.parametrize(
    ("slug", "value", "shown"),
    [
        ("multiple", ["A", "C"], ['value="A" checked', 'value="C" checked']),
        ("boolean", "true", ['value="true" checked']),
        ("number", "2.5", ['value="2.5"']),
        ("number", '"><b>', ['value="&quot;&gt;&lt;b&gt;"']),
    ],
)
def test_an_answer_is_shown_again(slug, value, shown):
    kind, payload = KINDS[slug], PAYLOADS[slug]

    html = kind.compose(kind.render(payload, "q1", "en"), list("EDCBA"), value)

    assert [piece for piece in shown if piece not in html] == []
    assert html.count(" checked") == sum("checked" in piece for piece in shown)


@pytest.mark.parametrize(
    ("slug", "data"),
    [
        ("boolean", {"is_true": True}),
        ("number", {"answer": 2, "tolerance": 0.5, "unit": "cm"}),
    ],
)
def test_the_key_is_exported(slug, data):
    assert KINDS[slug].export(PAYLOADS[slug]) == data


def test_options_are_exported_without_their_random_keys():
    exported = KINDS["multiple"].export(choice("AB", keys="ABC"))

    assert [option["correct"] for option in exported["options"]] == [True, True, False]
    assert {key for option in exported["options"] for key in option} == {"text", "correct"}


def test_options_of_a_multiple_choice_are_told_in_the_editors_order():
    feedback = KINDS["multiple"].feedback(choice("ABC"), ["C", "D"], "en")

    assert feedback.answer == ["Option C", "Option D"]
    assert feedback.key == ["Option A", "Option B", "Option C"]
