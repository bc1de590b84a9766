"""Pictures for tests: each number gives another one, as full of detail as a photo."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64)
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"


def photo(number: int, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """Return a picture of coarse and fine spots."""
    spots = np.random.default_rng(number)
    coarse, fine = (spots.integers(0, 256, (side, side, 3), dtype=np.uint8) for side in (9, 40))
    grounds = [Image.fromarray(some).resize(size, Image.Resampling.BICUBIC) for some in (coarse, fine)]
    return Image.blend(*grounds, 0.3)


def png(picture: Image.Image) -> bytes:
    return _encoded(picture, "PNG")


def jpeg(picture: Image.Image, quality: int = 90) -> bytes:
    return _encoded(picture, "JPEG", quality=quality)


def jpeg_of_two(first: Image.Image, second: Image.Image) -> bytes:
    """Return a JPEG that holds a second picture, as telephones make them."""
    return _encoded(first, "MPO", save_all=True, append_images=[second])


def damaged_avif() -> bytes:
    """Return an AVIF whose head is whole and whose pixels are not."""
    head, _, pixels = _encoded(photo(1), "AVIF").partition(b"mdat")
    return head + b"mdat" + b"\xff" * len(pixels)


def text_page(words: str, *, dark: bool = False) -> Image.Image:
    """Return what a screenshot of a post looks like."""
    ground, ink = ("#15202b", "white") if dark else ("white", "black")
    page = Image.new("RGB", (600, 400), ground)
    ImageDraw.Draw(page).text((20, 20), words, fill=ink, font=ImageFont.load_default(size=22))
    return page


def _encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
