"""Copies of a picture look alike by their hashes; other pictures, and plain ones, don't."""

from __future__ import annotations

import io
from itertools import combinations

import pytest
from PIL import Image, ImageEnhance, ImageOps

from bot.desk.pictures.likeness import hash_distance, likeness
from bot.desk.pictures.picture_hash import picture_hash
from bot.model.attachments import Likeness
from tests.pictures import jpeg, photo, text_page

PHOTO = photo(1)


def hash_of(picture: Image.Image) -> str:
    found = picture_hash(picture)
    assert found is not None
    return found


def compared(picture: Image.Image) -> Likeness | None:
    return likeness(hash_of(PHOTO), hash_of(picture))


def cut(share: float) -> Image.Image:
    width, height = PHOTO.size
    margins = int(width * share / 2), int(height * share / 2)
    return PHOTO.crop((*margins, width - margins[0], height - margins[1]))


@pytest.mark.parametrize(
    "copy",
    [
        Image.open(io.BytesIO(jpeg(PHOTO, 30))),
        PHOTO.resize((96, 72)),
        PHOTO.resize((640, 480)),
        PHOTO.convert("L"),
        ImageEnhance.Color(PHOTO).enhance(1.8),
        ImageEnhance.Contrast(PHOTO).enhance(1.3),
        cut(0.04),
    ],
    ids=["compressed", "small", "large", "grey", "colourful", "contrast", "cut"],
)
def test_a_copy_looks_the_same(copy: Image.Image) -> None:
    assert compared(copy) is Likeness.SAME_PICTURE


def test_a_mirrored_picture_is_another_one() -> None:
    assert compared(ImageOps.mirror(PHOTO)) is None


def test_two_pictures_never_look_alike() -> None:
    hashes = [hash_of(photo(number)) for number in range(60)]
    assert [likeness(one, other) for one, other in combinations(hashes, 2) if likeness(one, other)] == []


@pytest.mark.parametrize(
    ("bits", "level"),
    [
        (0, Likeness.SAME_PICTURE),
        (60, Likeness.SAME_PICTURE),
        (61, Likeness.SIMILAR_PICTURE),
        (80, Likeness.SIMILAR_PICTURE),
        (81, None),
    ],
)
def test_the_number_of_different_bits_decides(bits: int, level: Likeness | None) -> None:
    none, some = f"{0:072x}", f"{(1 << bits) - 1:072x}"
    assert hash_distance(none, some) == bits
    assert likeness(none, some) is level


@pytest.mark.parametrize(
    "plain",
    [
        Image.new("RGB", (300, 200), "navy"),
        text_page("The ferry sank on Friday."),
        text_page("300 people were on board,\nsays the harbour master.\nNobody counted.", dark=True),
    ],
    ids=["one colour", "a line of text", "dark lines of text"],
)
def test_a_picture_too_plain_to_be_told_from_others_has_no_hash(plain: Image.Image) -> None:
    assert picture_hash(plain) is None
