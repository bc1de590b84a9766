"""Media type of an attached file by its content, and the perceptual hash of a picture.

The declared type and the name are the sender's, so that neither is believed.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image

from bot.desk.pictures.media_types import PDF, SUFFIXES
from bot.desk.pictures.picture_hash import picture_hash

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_MAX_PIXELS = 32_000_000  # decoded for the hash; a larger picture is kept, but not compared
_LONGEST_SIDE = 512  # JPEG is decoded at a fraction of its size
_PDF_HEAD = 1_024  # bytes in which readers look for "%PDF-"
# The brand of an ISO media file (bytes 8 to 12), where it says more than "some video".
_BRANDS = {b"qt  ": "video/quicktime"}
_STILL_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1", b"M4A ", b"M4B ")
_JPEG_OF_SEVERAL = "MPO"  # what Pillow calls the JPEG of a telephone that holds a preview or a depth map as well


@dataclass(frozen=True, slots=True)
class FileContent:
    """What a file is: its type, its SHA-256, and of a picture the perceptual hash."""

    media_type: str
    sha256: str
    picture_hash: str | None = None


def examine(content: bytes) -> FileContent | None:
    """Return what a file is, or None for all but pictures, videos and PDFs. Slow: for a worker thread."""
    sha256 = hashlib.sha256(content).hexdigest()
    if media_type := _video_or_pdf(content):
        return FileContent(media_type, sha256)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _picture(content, sha256)
    except Exception:  # noqa: BLE001 - decoders of damaged pictures raise anything: libavif RuntimeError
        return None


def _picture(content: bytes, sha256: str) -> FileContent | None:
    """Return what a picture is. Raises any exception for one that can't be read."""
    with Image.open(io.BytesIO(content), formats=_FORMATS) as checked:
        known = "JPEG" if checked.format == _JPEG_OF_SEVERAL else checked.format
        media_type = Image.MIME.get(known or "", "")
        pixels = checked.width * checked.height
        checked.verify()
    if media_type not in SUFFIXES:
        return None
    if pixels > _MAX_PIXELS:
        return FileContent(media_type, sha256)
    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        picture.draft("L", (_LONGEST_SIDE, _LONGEST_SIDE))
        picture.load()
        return FileContent(media_type, sha256, picture_hash(_on_white(picture)))


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a picture without transparency, as Discord's light theme shows it."""
    if not picture.has_transparency_data:
        return picture
    see_through = picture.convert("RGBA")
    ground = Image.new("RGBA", see_through.size, "white")
    return Image.alpha_composite(ground, see_through)


def _video_or_pdf(content: bytes) -> str | None:
    """Return the type of a video or PDF by its first bytes (magic numbers)."""
    if b"%PDF-" in content[:_PDF_HEAD]:
        return PDF
    if content.startswith(b"\x1aE\xdf\xa3") and b"webm" in content[:64]:
        return "video/webm"
    brand = content[8:12]
    if content[4:8] == b"ftyp" and brand not in _STILL_BRANDS:
        return _BRANDS.get(brand, "video/mp4")
    return None
