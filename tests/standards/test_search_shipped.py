"""What staff would type, over all that ships: the page they mean is among the first three.

The same table on every database, so that it also says that all of them order alike.
"""

import pytest
from django.db import transaction

from standards.search.queries import parse, search
from tests.standards.shipped_norms import write_shipped_norms
from tests.standards.test_search import name_of

#: A query and what was meant: a norm's or a term's slug, or a clause's code.
TWO_CHARACTERS = {
    "胸牌": "DRESS-07",
    "递接": "hands-and-papers",
    "投诉": "handling-a-complaint",
    "道歉": "COMPL-21",
    "插队": "case-queue-jumper",
    "停机": "case-suspended-line",
    "微笑": "eyes-smile-and-face",
    "鞠躬": "squatting-and-bowing",
    "敲门": "ARRIVE-15",
    "详单": "case-suspended-line",
}
PARTIAL = {
    "挂机": "telephone-appointment",
    "七步": "counter-seven-steps",
    "没到期": "case-contract-early-exit",
    "complain": "handling-a-complaint",
    "DRESS-0": "DRESS-01",
}
ENGLISH = {
    "hang up": "telephone-appointment",
    "angry customer": "when-a-customer-is-angry",
    "smoking": "case-smoking-in-the-hall",
    "tie clip": "DRESS-42",
    "broadband": "case-installer-no-show",
}
OTHER_NAMES = {
    "胸卡": "DRESS-07",
    "喊号": "case-calling-numbers",
    "携转": "porting-out",
    "name tag": "DRESS-07",
    "invoice": "invoice",
}
MIXED = {
    "dress-07": "DRESS-07",
    "没带身份证": "case-no-id-card",
    "fabe 介绍": "presenting-with-fabe",
    "badge 左胸": "DRESS-07",
    "客户插队": "JUMPED-06",
}


@pytest.fixture(scope="module")
def shipped(django_db_setup, django_db_blocker):
    """Writing takes seconds; every test rolls back to what is here."""
    with django_db_blocker.unblock(), transaction.atomic():
        write_shipped_norms()
        yield
        transaction.set_rollback(True)


def found(q, count):
    return [name_of(entry) for entry in search(parse(q))[:count]]


@pytest.mark.parametrize(
    ("q", "meant"),
    (TWO_CHARACTERS | PARTIAL | ENGLISH | OTHER_NAMES | MIXED).items(),
)
def test_what_is_meant_is_among_the_first_three(shipped, db, q, meant):
    assert meant in found(q, 3)


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("鞠躬", ["bow", "squatting-and-bowing", "slight-bow", "BOW-12", "BOW-13"]),
        ("指甲", ["LOOKS-47", "LOOKS-48", "LOOKS-18", "LOOKS-19"]),
        ("敲门", ["ARRIVE-15", "ARRIVE-17", "arriving", "ARRIVE-12", "OPEN-14"]),
        ("tie clip", ["tie-clip", "DRESS-42"]),
        ("no id", ["case-no-id-card", "case-no-id-sorted"]),
    ],
)
def test_every_database_orders_alike(shipped, db, q, expected):
    assert found(q, len(expected)) == expected
