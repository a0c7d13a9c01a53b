"""The files of pictures below ``MEDIA_ROOT``: named by their content, never written over."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings

from .models import Picture
from .processing import LONGER_SIDE, CleanPicture

SIZES = tuple(LONGER_SIDE)

#: Digests whose files were written within ``written_files_follow_the_rows``.
_written: ContextVar[list[str] | None] = ContextVar("written_pictures", default=None)


def path_of(digest: str, size: str) -> Path:
    """Where a size lies; both parts come from our own rows, never from an address as it is."""
    return Path(settings.MEDIA_ROOT) / "pictures" / digest[:2] / f"{digest}-{size}.webp"


def write_files(picture: CleanPicture) -> None:
    """Put both sizes in their places; those that are there already are the same and stay."""
    for size in SIZES:
        path = path_of(picture.digest, size)
        if not path.exists():
            _write_whole(path, getattr(picture, size).content)
    written = _written.get()
    if written is not None:
        written.append(picture.digest)


def _write_whole(path: Path, content: bytes) -> None:
    """Write under another name first: whoever reads meanwhile finds all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


@contextmanager
def written_files_follow_the_rows() -> Iterator[None]:
    """Stands around a transaction: where it fails, the files that it wrote go again.

    Files are written before the commit, so that no row ever names a file that is not there; a
    database has no hook for what was rolled back.
    """
    written: list[str] = []
    token = _written.set(written)
    try:
        yield
    except BaseException:
        for digest in written:
            if not Picture.objects.filter(digest=digest).exists():
                _remove_files(digest)
        raise
    finally:
        _written.reset(token)


def _remove_files(digest: str) -> None:
    for size in SIZES:
        path_of(digest, size).unlink(missing_ok=True)
