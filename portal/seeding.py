"""Loading shipped content without ever overwriting what an editor wrote.

Every seeded row remembers the digest of what was loaded into it. As long as the row still says
that, a newer file may update it; once somebody edited it, it is theirs.
"""

import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import models


class SeededModel(models.Model):
    """A row that may come from a file; ``loaded_digest`` is of what was loaded, or empty."""

    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class Outcome(Enum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"  # an editor changed the row: the file stands back


def digest(content: dict) -> str:
    """Fingerprint of JSON-like content; decimals count by value, not by spelling."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def settle(
    row: SeededModel, *, incoming: dict, current: Callable[[], dict], write: Callable[[], None]
) -> Outcome:
    """Bring ``row`` to ``incoming`` unless an editor has been there.

    ``current`` reads the row's content in the shape of ``incoming``; ``write`` stores the
    incoming content and must save the row, whose ``loaded_digest`` is set by then.
    """
    wanted = digest(incoming)
    if row.pk is None:
        row.loaded_digest = wanted
        write()
        return Outcome.CREATED
    found = digest(current())
    if found == wanted:
        return Outcome.UNCHANGED
    if found != row.loaded_digest:
        return Outcome.KEPT
    row.loaded_digest = wanted
    write()
    return Outcome.UPDATED


def documents(folder: str) -> Iterator[tuple[Path, dict]]:
    """Parsed TOML files of a folder of the fixtures, in name order."""
    for path in sorted((settings.FIXTURE_ROOT / folder).glob("*.toml")):
        yield path, document(path)


def document(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def columns(document: dict, *names: str) -> dict[str, str]:
    """The named texts in both languages as real columns; absent ones are empty."""
    return {
        f"{name}_{code}": document.get(f"{name}_{code}", "")
        for name in names
        for code in ("zh_hans", "en")
    }


def stored(row: SeededModel, names) -> dict:
    """The row's values in the shape that ``columns`` gives: empty instead of None."""
    return {name: getattr(row, name) or "" for name in names}


def _plain(value):
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    raise TypeError(f"{type(value).__name__} in content")
