"""Pictures: drawn anew or refused, kept whole or not at all, frozen with their edition."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.db.models.signals import pre_save
from django.urls import reverse
from django.utils import translation
from PIL import Image

from standards.models import Clause, ClauseVersion, Picture
from standards.pictures.files import path_of, written_files_follow_the_rows
from standards.pictures.processing import MAX_BYTES, PictureRefused, clean_picture
from standards.pictures.services import reword_picture
from standards.services import NothingToPublish, publish_norm
from tests.admin_posts import add_row, errors, values
from tests.standards.picture_files import (
    BLUE,
    RED,
    encoded,
    halves,
    jpeg,
    make_picture,
    moving,
    png_header,
    png_with_long_text,
    upload,
    with_exif,
)
from tests.world import PERSONAS


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def desk(client, song, settings):
    """The editor's browser, in English."""
    client.force_login(song)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


def change_url(norm):
    return reverse("admin:standards_groomingnorm_change", args=[norm.pk])


def publish_url(norm):
    return reverse("admin:standards_groomingnorm_publish", args=[norm.pk])


def kept_files(media) -> set[str]:
    return {path.name for path in Path(media).rglob("*") if path.is_file()}


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def is_like(colour, expected) -> bool:
    return all(abs(a - b) < 40 for a, b in zip(colour, expected, strict=True))


WORDS = {"picture_alt_zh": "工牌的位置", "picture_alt_en": "Where the badge sits"}
HTML = b"<script>alert(1)</script>"
ZIP = b"PK\x05\x06" + b"\0" * 18  # an empty archive, which is read from its end

CLEANED = {
    "a picture with a page glued on": jpeg() + HTML,
    "a picture with an archive glued on": jpeg() + ZIP,
    "CMYK": encoded(halves(mode="CMYK")),
    "grey": encoded(halves(mode="L"), "PNG"),
    "a palette": encoded(halves(mode="P"), "PNG"),
    "16-bit grey": encoded(Image.new("I;16", (900, 600), 60_000), "PNG"),
    "transparent": encoded(Image.new("RGBA", (900, 600), (0, 0, 0, 0)), "PNG"),
    "transparent grey": encoded(Image.new("LA", (900, 600), (0, 0)), "WEBP"),
    "huge EXIF": with_exif(comment="x" * 60_000),
    "long notes": png_with_long_text(),
    "a phone's second exposure": encoded(
        halves(), "MPO", save_all=True, append_images=[Image.new("RGB", (900, 600), "green")]
    ),
    "one pixel": encoded(Image.new("RGB", (1, 1)), "PNG"),
    "a thread": encoded(Image.new("RGB", (5000, 1)), "PNG"),
}
NOT_READ = "not a picture that the portal can read"
DAMAGED = "damaged or not complete"
MOVING = "moving picture"
TOO_MANY = "more than 25 million pixels"
REFUSED = {
    "a bomb": (png_header(50_000, 50_000), TOO_MANY),
    "a smaller bomb": (png_header(7_000, 7_000), TOO_MANY),
    "a bomb between the two": (png_header(10_000, 12_000), TOO_MANY),
    "a header without its pixels": (png_header(300, 300), DAMAGED),
    "a truncated JPEG": (jpeg()[:3000], DAMAGED),
    "a truncated PNG": (encoded(halves(), "PNG")[:-400], DAMAGED),
    "a truncated WebP": (encoded(halves(), "WEBP")[:-400], DAMAGED),
    "a moving GIF": (moving("GIF"), NOT_READ),
    "a moving WebP": (moving("WEBP"), MOVING),
    "a moving PNG": (moving("PNG"), MOVING),
    "a still GIF": (encoded(halves(), "GIF"), NOT_READ),
    "a TIFF": (encoded(halves(), "TIFF"), NOT_READ),
    "a PDF": (encoded(halves(), "PDF"), NOT_READ),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', NOT_READ),
    "text": ("工牌别在左胸口袋上口".encode(), NOT_READ),
    "a page before a picture": (HTML + jpeg(), NOT_READ),
    "only the first bytes": (jpeg()[:4], NOT_READ),
}


# -- Drawn anew ------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", CLEANED.values(), ids=CLEANED)
def test_both_sizes_are_drawn_anew_and_hold_nothing_but_pixels(content):
    clean = clean_picture(upload(content))

    for rendition, longest in ((clean.large, 1280), (clean.small, 640)):
        image = opened(rendition.content)
        assert (image.format, image.mode, image.size) == (
            "WEBP",
            "RGB",
            (rendition.width, rendition.height),
        )
        assert max(image.size) <= longest
        assert not set(image.info) & {"exif", "icc_profile", "xmp", "comment"}
        assert not any(
            leak in rendition.content for leak in (b"script", b"PK\x05", b"secret", b"xxxx")
        )


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_still_picture_is_refused_with_the_reason(in_english, content, said):
    with pytest.raises(PictureRefused, match=said):
        clean_picture(upload(content))


def test_file_over_the_limit_is_refused_unread(in_english):
    large = upload(b"")
    large.size = MAX_BYTES + 1

    with pytest.raises(PictureRefused, match="8 MB"):
        clean_picture(large)
    assert large.tell() == 0


def test_content_decides_and_the_name_does_not():
    as_named = clean_picture(upload(jpeg(), "badge.jpg"))
    misnamed = clean_picture(upload(jpeg(), "../../etc/badge.png.exe"))

    assert as_named.digest == misnamed.digest


@pytest.mark.parametrize(
    ("size", "large", "small"),
    [
        ((4000, 3000), (1280, 960), (640, 480)),
        ((1000, 2000), (640, 1280), (320, 640)),
        ((800, 600), (800, 600), (640, 480)),
        ((300, 200), (300, 200), (300, 200)),
    ],
)
def test_longer_side_is_bounded_and_nothing_grows(size, large, small):
    clean = clean_picture(upload(encoded(halves(size))))

    assert (clean.large.width, clean.large.height) == large
    assert (clean.small.width, clean.small.height) == small


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (900, 600), (10, 300)),
        (2, (900, 600), (890, 300)),
        (3, (900, 600), (890, 300)),
        (4, (900, 600), (10, 300)),
        (5, (600, 900), (300, 10)),
        (6, (600, 900), (300, 10)),
        (7, (600, 900), (300, 890)),
        (8, (600, 900), (300, 890)),
    ],
)
def test_picture_stands_upright_although_its_exif_is_gone(orientation, size, red_at):
    image = opened(clean_picture(upload(with_exif(orientation))).large.content)

    assert image.size == size
    assert is_like(image.getpixel(red_at), RED)
    assert not image.getexif()


def test_unknown_orientation_leaves_the_picture_as_it_lies():
    image = opened(clean_picture(upload(with_exif(99))).large.content)

    assert is_like(image.getpixel((10, 300)), RED)


@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
def test_colours_stay_what_they_were(mode):
    image = opened(clean_picture(upload(encoded(halves(mode=mode)))).large.content)

    assert is_like(image.getpixel((10, 300)), RED)
    assert is_like(image.getpixel((890, 300)), BLUE)


def test_sixteen_bits_become_eight_instead_of_white():
    grey = encoded(Image.new("I;16", (90, 60), 128 * 256), "PNG")

    assert is_like(opened(clean_picture(upload(grey)).large.content).getpixel((5, 5)), (128,) * 3)


def test_what_shows_through_is_white():
    glass = encoded(Image.new("RGBA", (90, 60), (0, 0, 0, 0)), "PNG")

    assert is_like(opened(clean_picture(upload(glass)).large.content).getpixel((5, 5)), (255,) * 3)


# -- Kept whole or not at all ----------------------------------------------------------------------


def test_both_sizes_lie_under_a_name_made_of_their_content(song, media):
    picture = make_picture(song)

    assert kept_files(media) == {f"{picture.digest}-large.webp", f"{picture.digest}-small.webp"}
    assert re.fullmatch("[0-9a-f]{64}", picture.digest)
    assert opened(path_of(picture.digest, "large").read_bytes()).size == (900, 600)
    assert (picture.small_width, picture.small_height) == (640, 427)


def test_same_picture_with_the_same_words_is_the_same_row(song, media, clock):
    first = make_picture(song)

    assert make_picture(song, at=clock + timedelta(days=1)) == first
    assert len(kept_files(media)) == 2


def test_other_words_are_another_row_with_the_same_files(song, media, clock):
    first = make_picture(song)

    reworded = reword_picture(
        picture=first, alt_zh_hans="工牌歪了", alt_en="Crooked", by=song, at=clock
    )

    assert (reworded.pk != first.pk, reworded.digest) == (True, first.digest)
    assert (reworded.large_width, reworded.small_height) == (900, 427)
    assert len(kept_files(media)) == 2


@pytest.mark.parametrize("missing", ["alt_zh_hans", "alt_en"])
def test_database_refuses_a_picture_without_words(song, missing):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_picture(song, **{missing: ""})


@pytest.mark.django_db(transaction=True)
def test_failed_transaction_takes_its_files_along(song, media):
    def keep_and_fail():
        with written_files_follow_the_rows(), transaction.atomic():
            make_picture(song)
            assert len(kept_files(media)) == 2
            raise OSError

    with pytest.raises(OSError):
        keep_and_fail()

    assert kept_files(media) == set()
    assert not Picture.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_failed_transaction_leaves_files_that_others_need(song, media):
    make_picture(song)

    def reword_and_fail():
        with written_files_follow_the_rows(), transaction.atomic():
            make_picture(song, alt_en="Other words")
            raise OSError

    with pytest.raises(OSError):
        reword_and_fail()

    assert len(kept_files(media)) == 2


# -- At the desk -----------------------------------------------------------------------------------


def save(desk, norm, changes):
    page = desk.get(change_url(norm))
    return desk.post(change_url(norm), values(page) | changes)


def on_clause(number: int, **fields) -> dict:
    return {f"clauses-{number}-{name}": value for name, value in fields.items()}


def with_picture(desk, norm, content: bytes | None = None, **words):
    """Put a picture beside DRESS-02 and another at the norm's head."""
    changes = on_clause(1, picture_file=upload(content or jpeg()), **(WORDS | words))
    head = {"picture_file": upload(encoded(halves((400, 400)))), **WORDS}
    assert save(desk, norm, changes | head).status_code == 302
    norm.refresh_from_db()
    return Clause.objects.get(code="DRESS-02")


def test_editor_gives_a_norm_and_a_clause_their_pictures(desk, song, dress_norm, media):
    clause = with_picture(desk, dress_norm)

    assert (clause.picture.alt_zh_hans, clause.picture.alt_en) == tuple(WORDS.values())
    assert clause.picture.uploaded_by == song
    assert dress_norm.picture.large_width == 400
    assert len(kept_files(media)) == 4


def test_saving_again_without_a_file_keeps_the_pictures(desk, dress_norm):
    clause = with_picture(desk, dress_norm)

    save(desk, dress_norm, on_clause(1, text_en="Badge at the pocket."))

    assert Clause.objects.get(code="DRESS-02").picture == clause.picture
    assert Picture.objects.count() == 2


def test_new_words_need_no_new_file(desk, dress_norm):
    clause = with_picture(desk, dress_norm)

    save(desk, dress_norm, on_clause(1, picture_alt_en="Badge, seen from the front"))

    now = Clause.objects.get(code="DRESS-02").picture
    assert (now.alt_en, now.digest) == ("Badge, seen from the front", clause.picture.digest)


def test_editor_takes_a_picture_away(desk, dress_norm):
    with_picture(desk, dress_norm)

    save(desk, dress_norm, on_clause(1, picture_removed="on") | {"picture_removed": "on"})

    dress_norm.refresh_from_db()
    assert (dress_norm.picture, Clause.objects.get(code="DRESS-02").picture) == (None, None)


def test_new_clause_comes_with_its_picture(desk, dress_norm):
    page = desk.get(change_url(dress_norm))
    row = {"role": "do", "text_zh_hans": "皮鞋擦亮。", "picture_file": upload(jpeg()), **WORDS}

    desk.post(change_url(dress_norm), add_row(page, values(page), "clauses", **row))

    assert Clause.objects.get(code="DRESS-07").picture.alt_en == WORDS["picture_alt_en"]


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_refused_file_leaves_nothing_behind(desk, dress_norm, media, content, said):
    response = save(desk, dress_norm, on_clause(1, picture_file=upload(content), **WORDS))

    assert response.status_code == 200
    assert said in errors(response)
    assert kept_files(media) == set()
    assert not Picture.objects.exists()


@pytest.mark.parametrize("missing", WORDS)
@pytest.mark.parametrize("prefix", ["", "clauses-1-"])
def test_picture_needs_its_words_in_both_languages(desk, dress_norm, media, missing, prefix):
    fields = {"picture_file": upload(jpeg()), **WORDS, missing: "  "}

    response = save(desk, dress_norm, {prefix + name: value for name, value in fields.items()})

    assert "Say in a sentence what can be seen" in errors(response)
    assert kept_files(media) == set()


def test_words_without_a_picture_ask_for_it(desk, dress_norm):
    response = save(desk, dress_norm, on_clause(1, **WORDS))

    assert "Choose the picture that these words describe" in errors(response)


def test_good_file_is_not_kept_when_something_else_is_wrong(desk, dress_norm, media):
    changes = on_clause(1, picture_file=upload(jpeg()), text_zh_hans="", **WORDS)

    response = save(desk, dress_norm, changes)

    assert kept_files(media) == set()
    assert "Choose the picture once more" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_save_that_breaks_half_way_leaves_no_file(desk, dress_norm, media):
    """The norm and its picture are written first; then the disk fails a clause."""
    page = desk.get(change_url(dress_norm))
    changes = {"picture_file": upload(jpeg()), **WORDS} | on_clause(1, text_zh_hans="换了。")

    def fail(**_):
        raise OSError("no space left")

    pre_save.connect(fail, sender=Clause)
    try:
        with pytest.raises(OSError, match="no space left"):
            desk.post(change_url(dress_norm), values(page) | changes)
    finally:
        pre_save.disconnect(fail, sender=Clause)

    assert kept_files(media) == set()
    assert not Picture.objects.exists()


def test_second_editor_is_told_of_a_picture_that_came_meanwhile(desk, dress_norm):
    page = desk.get(change_url(dress_norm))
    with_picture(desk, dress_norm)

    response = desk.post(change_url(dress_norm), values(page) | {"title_en": "Clothes"})

    assert "Somebody saved this after you opened it" in errors(response)


def test_form_shows_the_picture_it_has(desk, dress_norm):
    clause = with_picture(desk, dress_norm)

    page = desk.get(change_url(dress_norm)).content.decode()

    assert 'enctype="multipart/form-data"' in page
    assert page.count(f'src="{clause.picture.small_url}"') == 1
    assert page.count(f'src="{dress_norm.picture.small_url}"') == 1


def test_list_of_pictures_says_what_shows_each(desk, dress_norm, clock):
    clause = with_picture(desk, dress_norm)
    publish_norm(norm=dress_norm, by=None, at=clock)

    listed = desk.get(reverse("admin:standards_picture_changelist")).content.decode()
    page = desk.get(reverse("admin:standards_picture_change", args=[clause.picture_id]))

    assert listed.count('class="thumbnail"') == 2
    assert "DRESS-02 · 2" in page.content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_list_of_pictures_has_a_flat_query_count(
    desk, song, clock, count, django_assert_num_queries
):
    picture = make_picture(song)
    for i in range(1, count):
        words = {"alt_zh_hans": f"图 {i}", "alt_en": f"Picture {i}"}
        reword_picture(picture=picture, by=song, at=clock, **words)

    with django_assert_num_queries(6):
        desk.get(reverse("admin:standards_picture_changelist"))


# -- Frozen with the edition -----------------------------------------------------------------------


def test_picture_waits_for_the_next_edition(desk, dress_norm, clock):
    clause = with_picture(desk, dress_norm)
    before = desk.get(dress_norm.get_absolute_url()).content.decode()

    edition = publish_norm(norm=dress_norm, by=None, at=clock)
    after = desk.get(dress_norm.get_absolute_url()).content.decode()

    assert (clause.picture.digest in before, clause.picture.digest in after) == (False, True)
    assert edition.picture == dress_norm.picture
    assert ClauseVersion.objects.current().get(code="DRESS-02").picture == clause.picture


def test_publishing_page_names_the_new_picture(desk, dress_norm):
    with_picture(desk, dress_norm)

    changes = desk.get(publish_url(dress_norm)).context["changes"]

    assert [change.after.split(" · ")[0] for change in changes.heading] == [WORDS["picture_alt_en"]]
    [clause] = changes.clauses
    assert [change.label for change in clause.changes] == ["picture"]


def test_readers_are_told_which_pictures_an_edition_changed(
    client, lin, song, pictured, django_assert_num_queries
):
    client.force_login(lin)

    with django_assert_num_queries(6):  # as many as without pictures
        page = client.get(reverse("standards:changes", args=["dress", 2]))

    history = page.context["history"]
    assert [change.after.split(" · ")[0] for change in history.heading] == ["整身"]
    [clause] = history.clauses
    assert [change.after.split(" · ")[0] for change in clause.changes] == ["工牌别在左胸口袋上口"]


def test_only_a_picture_makes_an_edition_and_the_same_again_makes_none(desk, dress_norm, clock):
    with_picture(desk, dress_norm)
    publish_norm(norm=dress_norm, by=None, at=clock)

    with_picture(desk, dress_norm)  # chooses the same files again

    with pytest.raises(NothingToPublish):
        publish_norm(norm=dress_norm, by=None, at=clock)


def test_head_picture_alone_makes_an_edition(song, dress_norm, clock):
    dress_norm.picture = make_picture(song)
    dress_norm.save()

    assert publish_norm(norm=dress_norm, by=None, at=clock).number == 2


def test_edition_shows_for_ever_what_it_showed(desk, dress_norm, clock):
    first = with_picture(desk, dress_norm).picture
    first_head = dress_norm.picture
    publish_norm(norm=dress_norm, by=None, at=clock)
    address = reverse("standards:edition", args=["dress", 2])

    other = encoded(halves((500, 700)), "PNG")
    save(desk, dress_norm, on_clause(1, picture_file=upload(other), picture_alt_en="Another"))
    save(desk, dress_norm, {"picture_removed": "on"})
    publish_norm(norm=dress_norm, by=None, at=clock)

    old = desk.get(address).content.decode()
    new = desk.get(dress_norm.get_absolute_url()).content.decode()
    assert (first.large_url in old, first_head.large_url in old) == (True, True)
    assert (first.large_url in new, first_head.large_url in new) == (False, False)
    assert 'alt="Another"' not in old
    assert desk.get(first.large_url).status_code == 200


# -- Shown and served ------------------------------------------------------------------------------


@pytest.fixture
def pictured(dress_norm, song, clock):
    """DRESS-02 shows a badge, the norm a square; both published."""
    badge = make_picture(song)
    square = make_picture(
        song, encoded(halves((400, 400))), alt_zh_hans="整身", alt_en="Head to toe"
    )
    Clause.objects.filter(code="DRESS-02").update(picture=badge)
    dress_norm.picture = square
    dress_norm.save()
    publish_norm(norm=dress_norm, by=None, at=clock)
    return badge


def figures(page: str) -> list[str]:
    return re.findall(r'<figure class="picture".*?</figure>', page, re.DOTALL)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zh-hans", ["整身", "工牌别在左胸口袋上口"]),
        ("en", ["Head to toe", "A badge at the left pocket"]),
    ],
)
def test_norm_page_shows_pictures_with_their_words_and_sides(client, lin, pictured, text, words):
    client.force_login(lin)

    shown = figures(client.get(f"/standards/norms/dress/?text={text}").content.decode())

    assert [re.search('alt="([^"]*)"', figure)[1] for figure in shown] == words
    assert 'width="900" height="600"' in shown[1]
    assert f"{pictured.small_url} 640w, {pictured.large_url} 900w" in shown[1]


def test_norm_page_with_pictures_asks_the_database_no_more(
    client, lin, pictured, django_assert_num_queries
):
    client.force_login(lin)

    with django_assert_num_queries(5):
        client.get(reverse("standards:norm", args=["dress"]))


def test_words_cannot_leave_their_attribute(song, client, lin, dress_norm, clock):
    evil = make_picture(song, alt_zh_hans='"><script>alert(1)</script>')
    Clause.objects.filter(code="DRESS-02").update(picture=evil)
    publish_norm(norm=dress_norm, by=None, at=clock)
    client.force_login(lin)

    page = client.get(reverse("standards:norm", args=["dress"])).content.decode()

    assert "<script>alert(1)" not in page
    assert "&quot;&gt;&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("persona", PERSONAS[1:])
def test_published_picture_is_for_everybody_who_signs_in(client, request, pictured, persona):
    client.force_login(request.getfixturevalue(persona))

    for url, size in ((pictured.large_url, (900, 600)), (pictured.small_url, (640, 427))):
        response = client.get(url)
        assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
        assert opened(response.content).size == size


def test_anonymous_sign_in_first(client, pictured):
    assert client.get(pictured.large_url)["Location"].startswith(reverse("login"))


def test_picture_is_kept_by_the_browser_alone_and_taken_for_nothing_else(client, lin, pictured):
    client.force_login(lin)

    response = client.get(pictured.large_url)

    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("persona", "status"), [("lin", 404), ("mei", 404), ("song", 200)])
def test_picture_of_a_draft_is_the_editors_affair(client, request, song, persona, status):
    draft = make_picture(song)
    client.force_login(request.getfixturevalue(persona))

    assert client.get(draft.large_url).status_code == status


def test_picture_whose_file_was_taken_away_is_not_found(client, lin, pictured):
    path_of(pictured.digest, "large").unlink()
    client.force_login(lin)

    assert client.get(pictured.large_url).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/pictures/" + "0" * 64 + "-large.webp",
        "/pictures/" + "0" * 64 + "-huge.webp",
        "/pictures/../settings.py",
        "/pictures/%2e%2e%2f%2e%2e%2fsettings.py",
        "/pictures/" + "A" * 64 + "-large.webp",
        "/media/pictures/",
    ],
)
def test_made_up_addresses_are_not_found(client, lin, pictured, address):
    client.force_login(lin)

    assert client.get(address).status_code == 404
