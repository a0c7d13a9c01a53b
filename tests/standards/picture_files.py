"""Files as editors and mischief-makers choose them, and pictures that were kept."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from portal.models import Person
from standards.models import Picture
from standards.pictures.processing import clean_picture
from standards.pictures.services import keep_picture
from tests.factories import NOW

RED, BLUE = (200, 30, 30), (30, 30, 200)


def halves(size: tuple[int, int] = (900, 600), *, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right: what lies where can be told after any treatment."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image.convert(mode)


def encoded(image: Image.Image, format: str = "JPEG", **options) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def jpeg(**options) -> bytes:
    return encoded(halves(), "JPEG", quality=92, **options)


def upload(content: bytes, name: str = "badge.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims its size and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checked = kind + body
        return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"IDAT", zlib.compress(b"\0" * 1000)),
            chunk(b"IEND", b""),
        ]
    )


def moving(format: str) -> bytes:
    frames = [Image.new("RGB", (80, 60), colour) for colour in (RED, BLUE)]
    return encoded(frames[0], format, save_all=True, append_images=frames[1:], duration=100)


def with_exif(orientation: int = 1, comment: str = "") -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = comment or "临江营业厅，主管的手机"
    exif.get_ifd(0x8825)[2] = (30.0, 15.0, 0.0)  # the latitude where it was taken
    return jpeg(exif=exif)


def png_with_long_text() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "secret " * 50_000)
    return encoded(halves(), "PNG", pnginfo=notes)


def make_picture(
    by: Person,
    content: bytes | None = None,
    *,
    alt_zh_hans: str = "工牌别在左胸口袋上口",
    alt_en: str = "A badge at the left pocket",
    at=NOW,
) -> Picture:
    """Keep a picture as the form does; the test says where ``MEDIA_ROOT`` is."""
    return keep_picture(
        clean=clean_picture(upload(content or jpeg())),
        alt_zh_hans=alt_zh_hans,
        alt_en=alt_en,
        by=by,
        at=at,
    )
