"""Uploaded workbooks between the dry run and the import: kept for an hour, for one person.

They lie below ``MEDIA_ROOT`` under random names, which no address of the portal serves. The
database would carry megabytes for nothing, a cache may be one process's own.
"""

import secrets
import time
from pathlib import Path

from django.conf import settings
from django.core import signing

LIFETIME = 60 * 60  # seconds
SALT = "portal.workbooks.uploads"


def keep(content: bytes, *, kind: str, by) -> str:
    """Store the file and return a token for ``fetch``; what has run out is deleted."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(folder)
    name = secrets.token_hex(16)
    path = folder / f"{name}.xlsx"
    path.touch(mode=0o600)
    path.write_bytes(content)
    return signing.dumps({"name": name, "kind": kind, "by": by.pk}, salt=SALT)


def fetch(token: str, *, kind: str, by) -> bytes | None:
    """The file, or None: out of time, already imported, another person's or another kind's."""
    path = _path(token, kind, by)
    try:
        return path.read_bytes() if path else None
    except FileNotFoundError:
        return None


def drop(token: str, *, kind: str, by) -> None:
    if path := _path(token, kind, by):
        path.unlink(missing_ok=True)


def _path(token: str, kind: str, by) -> Path | None:
    try:
        found = signing.loads(token, salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    is_theirs = (found["kind"], found["by"]) == (kind, by.pk)
    return _folder() / f"{found['name']}.xlsx" if is_theirs else None


def _sweep(folder: Path) -> None:
    oldest = time.time() - LIFETIME
    for path in folder.glob("*.xlsx"):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue  # another import's sweep was faster


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "imports"
