"""Change ids: the name that a client gives to each change of an answer.

An id is ``<milliseconds>-<random>``: 13 digits of the server's clock as the client knows it, then
8 to 24 letters or digits. The width is fixed, so ids compare as strings in the order in which the
changes were made, whatever order they arrive in.
"""

import re
import secrets
from datetime import UTC, datetime, timedelta

SHAPE = re.compile(r"([0-9]{13})-[0-9A-Za-z]{8,24}")
#: How far a client's idea of the server's clock may be off.
TOLERANCE = timedelta(seconds=60)


class BadChangeId(ValueError):
    """The id is not of the shape, or names a moment at which it cannot have been made."""


def new_change_id(at: datetime) -> str:
    """Make an id on behalf of a page that runs no script."""
    return f"{round(at.timestamp() * 1000):013d}-{secrets.token_hex(4)}"


def made_at(change_id: object) -> datetime:
    """Read the moment out of an id; raises ``BadChangeId``."""
    match = SHAPE.fullmatch(change_id) if isinstance(change_id, str) else None
    if match is None:
        raise BadChangeId(change_id)
    return datetime.fromtimestamp(int(match[1]) / 1000, UTC)


def checked(change_id: object, *, started_at: datetime, at: datetime) -> str:
    """Return an id that may have been made in an attempt so far; raises ``BadChangeId``.

    One from the future would shut out every later change.
    """
    if not started_at - TOLERANCE <= made_at(change_id) <= at + TOLERANCE:
        raise BadChangeId(change_id)
    return str(change_id)
