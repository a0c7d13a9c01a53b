"""Codes of new clauses."""

import pytest

from standards.codes import next_codes
from standards.enums import Role
from standards.models import Clause, Norm
from tests.factories import make_clause, make_norm


def test_codes_go_on_from_the_highest_number(dress_norm):
    assert next_codes(dress_norm, 2) == ["DRESS-07", "DRESS-08"]


def test_codes_typed_in_the_same_form_are_left_out(dress_norm):
    assert next_codes(dress_norm, 2, typed={"DRESS-08", "OTHER-40"}) == ["DRESS-09", "DRESS-10"]


def test_withdrawn_and_moved_clauses_keep_their_codes(dress_norm, phone_norm):
    Clause.objects.filter(code="DRESS-06").update(withdrawn=True, norm=phone_norm)

    assert next_codes(dress_norm, 1) == ["DRESS-07"]


def test_numbers_pass_ninety_nine(dress_norm):
    make_clause(dress_norm, "DRESS-99", Role.DO, "第九十九条。")

    assert next_codes(dress_norm, 1) == ["DRESS-100"]


@pytest.mark.parametrize(
    ("slug", "code"),
    [
        ("greeting", "GREETING-01"),
        ("telephone-appointment", "TELEPHONE-01"),
        ("2024-7", "NORM-01"),
        ("a" * 50, f"{'A' * 14}-01"),
        ("dress-winter", "DRESSWINTER-01"),
        ("dress", "DRESSA-01"),
    ],
)
def test_first_code_is_made_of_the_address(dress_norm, slug, code):
    assert next_codes(Norm(slug=slug), 1) == [code]


def test_codes_fit_their_column(db):
    norm = make_norm("x" * 50, clauses=(), published=False)
    [code] = next_codes(norm, 1)

    clause = make_clause(norm, code, Role.DO, "一条。")
    clause.full_clean(exclude=["norm"])


def test_a_drill_keeps_its_letter_and_number_in_its_codes(db):
    norm = make_norm("drill", "案例", "Drill", clauses=[("CASE-B1-01", Role.DO, "一。", "One.")])

    assert next_codes(norm, 2) == ["CASE-B1-02", "CASE-B1-03"]
