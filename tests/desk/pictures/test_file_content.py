"""What a file is, by its content alone."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image

from bot.desk.pictures.file_content import examine
from bot.desk.pictures.likeness import likeness
from bot.desk.pictures.media_types import may_be_kept
from bot.model.attachments import Likeness
from tests.pictures import MP4, PDF, damaged_avif, jpeg, jpeg_of_two, photo, png

PHOTO = photo(1)


def huge_png(width: int, height: int) -> bytes:
    """Return the head of a PNG that unpacks to very many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    packed = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (png(PHOTO), "image/png"),
        (jpeg(PHOTO), "image/jpeg"),
        (jpeg(PHOTO.convert("CMYK")), "image/jpeg"),
        (jpeg_of_two(PHOTO, photo(2)), "image/jpeg"),
        (PDF, "application/pdf"),
        (b"\n" * 20 + PDF, "application/pdf"),
        (MP4, "video/mp4"),
        (MP4.replace(b"ftypmp42", b"ftypqt  "), "video/quicktime"),
        (b"\x1aE\xdf\xa3\x01\x00\x00\x00B\x82\x84webm" + bytes(40), "video/webm"),
    ],
)
def test_the_content_says_what_a_file_is(content: bytes, media_type: str) -> None:
    found = examine(content)
    assert found is not None
    assert (found.media_type, found.sha256) == (media_type, hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        png(PHOTO)[:200],
        jpeg(PHOTO)[:600],
        b"GIF89a" + bytes(10),
        b"MZ\x90\x00" + bytes(100),
        b"\x00\x00\x00\x18ftypM4A " + bytes(60),
        huge_png(60_000, 60_000),
        damaged_avif(),
    ],
    ids=[
        "nothing",
        "html",
        "svg",
        "half a png",
        "half a jpeg",
        "half a gif",
        "program",
        "sound",
        "bomb",
        "half an avif",
    ],
)
def test_what_is_no_readable_picture_video_or_pdf_is_nothing(content: bytes) -> None:
    assert examine(content) is None


def test_a_picture_of_too_many_pixels_is_one_but_not_unpacked_to_compare_it() -> None:
    found = examine(huge_png(8_000, 4_001))
    assert found is not None
    assert (found.media_type, found.picture_hash) == ("image/png", None)


def test_a_picture_is_compared_as_it_looks_on_white() -> None:
    see_through = PHOTO.convert("RGBA")
    see_through.paste((0, 0, 0, 0), (0, 0, 160, 240))
    on_white = PHOTO.copy()
    on_white.paste("white", (0, 0, 160, 240))
    one, other = examine(png(see_through)), examine(png(on_white))
    assert one is not None
    assert other is not None
    assert one.picture_hash == other.picture_hash
    assert one.sha256 != other.sha256


def test_an_animated_picture_is_compared_by_its_first_image() -> None:
    still, moving = PHOTO.convert("P"), photo(2).convert("P")
    moves = examine(_gif(still, moving))
    stands = examine(_gif(still))
    assert moves is not None
    assert stands is not None
    assert moves.picture_hash == stands.picture_hash is not None


@pytest.mark.parametrize(
    ("declared", "kept"),
    [
        ("image/png", True),
        ("video/x-unheard-of", True),
        ("application/pdf", True),
        ("application/pdf; charset=binary", True),
        ("application/pdfx", False),
        ("text/plain", False),
        ("audio/ogg", False),
        ("", False),
    ],
)
def test_only_pictures_videos_and_pdfs_are_worth_fetching(declared: str, kept: bool) -> None:
    assert may_be_kept(declared) is kept


def _gif(first: Image.Image, *further: Image.Image) -> bytes:
    out = io.BytesIO()
    first.save(out, "GIF", save_all=bool(further), append_images=further)
    return out.getvalue()


def test_a_jpeg_with_a_second_picture_is_compared_by_its_first() -> None:
    several, one = examine(jpeg_of_two(PHOTO, photo(2))), examine(jpeg(PHOTO))
    assert several is not None
    assert one is not None
    assert several.picture_hash is not None
    assert likeness(several.picture_hash, one.picture_hash or "") is Likeness.SAME_PICTURE
