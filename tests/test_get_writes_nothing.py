"""Looking changes nothing: every page that can be opened, as everybody who may try."""

import pytest

from tests.test_every_url import TABLE
from tests.world import PERSONAS, ask, rows_of_every_table, signed_in


@pytest.mark.parametrize("persona", PERSONAS)
def test_opening_every_page_writes_nothing(client, world, persona):
    signed_in(client, world, persona)
    before = rows_of_every_table()

    for method, name in TABLE:
        if method == "GET":
            ask(client, world, method, name)

    assert rows_of_every_table() == before
