from datetime import timedelta

import pytest

from tests.factories import NOW
from training.attempts import changes


def test_new_change_id_reads_back_as_the_moment_it_was_made():
    made = changes.made_at(changes.new_change_id(NOW))

    assert made == NOW


def test_ids_sort_as_strings_in_the_order_of_their_moments():
    moments = [NOW + timedelta(milliseconds=step) for step in (0, 1, 999, 60_000, 86_400_000)]

    ids = [changes.new_change_id(moment) for moment in moments]

    assert ids == sorted(ids)


@pytest.mark.parametrize(
    "garbage",
    [
        "",
        None,
        17,
        ["1772416800000-aaaaaaaa"],
        "1772416800000",
        "1772416800000-",
        "1772416800000-short",
        "177241680000-aaaaaaaa",
        "1772416800000-" + "a" * 25,
        "1772416800000-aaaa aaaa",
        "1772416800000-aaaaaaaa\n",
        "١٧٧٢٤١٦٨٠٠٠٠٠-aaaaaaaa",
        "<script>-aaaaaaaa",
    ],
)
def test_made_at_refuses_what_is_not_an_id(garbage):
    with pytest.raises(changes.BadChangeId):
        changes.made_at(garbage)


@pytest.mark.parametrize("seconds", [-60, 0, 60])
def test_checked_allows_a_minute_around_the_attempt_so_far(seconds):
    at = NOW if seconds <= 0 else NOW + timedelta(minutes=5)
    change_id = changes.new_change_id(at + timedelta(seconds=seconds))

    assert changes.checked(change_id, started_at=NOW, at=at) == change_id


@pytest.mark.parametrize("milliseconds", [-60_001, 60_001])
def test_checked_refuses_ids_from_outside_that_time(milliseconds):
    change_id = changes.new_change_id(NOW + timedelta(milliseconds=milliseconds))

    with pytest.raises(changes.BadChangeId):
        changes.checked(change_id, started_at=NOW, at=NOW)
