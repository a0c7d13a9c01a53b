"""From an uploaded file to two clean pictures, in memory; nothing here touches the disk.

Only pixels survive. What else a file carried (the place where it was taken, a colour profile, a
second file glued to its end) stays behind, because both sizes are drawn and encoded anew. Memory
is bounded by ``MAX_PIXELS``, which is compared with the header before anything is decoded.
"""

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError
from PIL.Image import Transpose

MEGABYTE = 1_000_000
MAX_BYTES = 8 * MEGABYTE
MAX_PIXELS = 25_000_000  # a phone's full resolution; see docs/operators.md for the memory
FORMATS = ("JPEG", "PNG", "WEBP")
#: The longer side of each size, in pixels; a smaller picture keeps its own.
LONGER_SIDE = {"large": 1280, "small": 640}
QUALITY = 80  # of WebP: 0 to 100

#: What brings a picture upright, by the orientation that a camera wrote into its EXIF.
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}


class PictureRefused(Exception):
    """The file cannot become a picture; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Rendition:
    """One size as it is stored and served: WebP; its sides in pixels."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class CleanPicture:
    large: Rendition
    small: Rendition

    @property
    def digest(self) -> str:
        """SHA-256 of both sizes, in hex: a name that never comes to mean another picture."""
        return hashlib.sha256(self.large.content + self.small.content).hexdigest()


def clean_picture(upload: UploadedFile) -> CleanPicture:
    """Check the file and draw it anew; raise ``PictureRefused`` for what is no still picture.

    Content decides: the file's name and the type that the browser claims are not looked at.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise PictureRefused(
            _("The file is larger than %(size)s MB. Save the picture smaller and choose it again.")
            % {"size": MAX_BYTES // MEGABYTE}
        )
    content = upload.read(MAX_BYTES)
    with _faults_in_words():
        _check_header(content)
        pixels = _decoded(content)
    return CleanPicture(**{name: _rendition(pixels, side) for name, side in LONGER_SIDE.items()})


@contextmanager
def _faults_in_words() -> Iterator[None]:
    """Turn what Pillow says of a file into a sentence for the editor."""
    try:
        yield
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused(_too_many_pixels()) from error
    except UnidentifiedImageError as error:
        raise PictureRefused(
            _("This is not a picture that the portal can read. Choose a JPEG, PNG or WebP file.")
        ) from error
    except Exception as error:  # a broken file leads each format to an exception of its own
        raise PictureRefused(
            _("The file is damaged or not complete. Save the picture anew and choose it again.")
        ) from error


def _too_many_pixels() -> str:
    return _(
        "The picture has more than %(count)s million pixels. Save it smaller and choose it again."
    ) % {"count": MAX_PIXELS // 1_000_000}


def _check_header(content: bytes) -> None:
    """Refuse what is too large, moving or damaged, before a pixel is decoded."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        if image.width * image.height > MAX_PIXELS:
            raise PictureRefused(_too_many_pixels())
        # A phone hides a depth map or a second exposure in its JPEG (MPO); the first is meant.
        if image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
            raise PictureRefused(_("This is a moving picture. Choose one that stands still."))
        image.verify()


def _decoded(content: bytes) -> Image.Image:
    """The pixels as RGB, upright, on white where something showed through, nothing else."""
    with Image.open(io.BytesIO(content), formats=FORMATS) as image:
        side = LONGER_SIDE["large"]
        image.draft(None, (side, side))  # a JPEG is decoded at a half or a quarter if that will do
        image.load()
        shown = _on_white(image)
        shown.thumbnail((side, side))
        shown = _upright(shown, image)
    pixels = Image.new("RGB", shown.size)
    pixels.paste(shown)
    return pixels


def _on_white(image: Image.Image) -> Image.Image:
    """As RGB: what shows through on white, CMYK, palettes and 16 bits converted.

    Copies as little as it can: at this point the picture may still have all its pixels.
    """
    if image.mode.startswith("I"):  # 16-bit grey, which a plain conversion cuts off at 255
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if not image.has_transparency_data:
        return image if image.mode == "RGB" else image.convert("RGB")
    transparent = image if image.mode == "RGBA" else image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(transparent, mask=transparent)
    return ground


def _upright(pixels: Image.Image, original: Image.Image) -> Image.Image:
    orientation = None
    with suppress(Exception):  # broken EXIF is no reason to refuse: all of it is dropped anyway
        orientation = original.getexif().get(ExifTags.Base.Orientation)
    method = UPRIGHT.get(orientation) if isinstance(orientation, int) else None
    return pixels if method is None else pixels.transpose(method)


def _rendition(pixels: Image.Image, longer_side: int) -> Rendition:
    image = pixels.copy()
    image.thumbnail((longer_side, longer_side))
    encoded = io.BytesIO()
    image.save(encoded, "WEBP", quality=QUALITY)
    return Rendition(encoded.getvalue(), image.width, image.height)
