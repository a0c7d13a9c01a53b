"""Keeping a picture that was found clean."""

from datetime import datetime

from django.db import transaction

from portal.models import Person

from .files import write_files
from .models import Picture
from .processing import CleanPicture


@transaction.atomic
def keep_picture(
    *, clean: CleanPicture, alt_zh_hans: str, alt_en: str, by: Person, at: datetime
) -> Picture:
    """Write the files and their row; the same picture with the same words is the row it was.

    Call it within ``files.written_files_follow_the_rows``, around the outermost transaction.
    """
    write_files(clean)
    return _row(
        digest=clean.digest,
        alt_zh_hans=alt_zh_hans,
        alt_en=alt_en,
        defaults={
            "large_width": clean.large.width,
            "large_height": clean.large.height,
            "small_width": clean.small.width,
            "small_height": clean.small.height,
            "uploaded_by": by,
            "uploaded_at": at,
        },
    )


@transaction.atomic
def reword_picture(
    *, picture: Picture, alt_zh_hans: str, alt_en: str, by: Person, at: datetime
) -> Picture:
    """The same files under other words, as another row: editions keep the words they had."""
    sides = ("large_width", "large_height", "small_width", "small_height")
    return _row(
        digest=picture.digest,
        alt_zh_hans=alt_zh_hans,
        alt_en=alt_en,
        defaults={name: getattr(picture, name) for name in sides}
        | {"uploaded_by": by, "uploaded_at": at},
    )


def _row(*, defaults: dict, **key: str) -> Picture:
    return Picture.objects.get_or_create(**key, defaults=defaults)[0]
