"""Claims from ClaimReview JSON-LD: one object, a list, a graph, a data feed, or one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from bot.desk.interchange.import_row import ImportRow, LeftOut, row
from bot.errors import UserError

_LISTS = ("@graph", "dataFeedElement", "itemListElement", "item")
_NAMING = ("name", "value", "url", "@value")
_DEEPEST = 20
_MOST_TEXTS = 20


def rows(path: Path, file: BinaryIO) -> Iterator[ImportRow | LeftOut]:
    """Yield the ClaimReviews by their place in the file, or by their lines where each has one.

    Raises UserError where the file is no JSON, or holds no ClaimReview.
    """
    whole = file.read()
    try:
        found = list(_reviews(json.loads(whole.decode("utf-8-sig")), _DEEPEST))
    except UnicodeDecodeError:
        raise UserError(f"{path} is not UTF-8: save it as that and import it again.") from None
    except (json.JSONDecodeError, RecursionError):
        yield from _lines(path, whole)
        return
    if not found:
        raise UserError(f"{path} holds no ClaimReview: its objects should say so in “@type”.")
    for place, review in enumerate(found, start=1):
        yield row(place, cells(review))


def _lines(path: Path, whole: bytes) -> Iterator[ImportRow | LeftOut]:
    """Yield what stands in the lines, each an object of its own."""
    lines = whole.decode("utf-8-sig").split("\n")
    read = [(place, _object(line)) for place, line in enumerate(lines, start=1) if line.strip()]
    if not any(isinstance(value, dict) for _, value in read):
        raise UserError(f"{path} is not JSON: save the ClaimReviews as JSON-LD, or as CSV, and import them again.")
    for place, value in read:
        reviews = list(_reviews(value, _DEEPEST))
        if not reviews:
            yield LeftOut(place, "it is not JSON" if value is None else "it is no ClaimReview")
        for review in reviews:
            yield row(place, cells(review))


def _object(line: str) -> object:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None


def _reviews(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    """Yield the ClaimReviews inside `value`, in order."""
    if isinstance(value, list) and depth:
        for each in value:
            yield from _reviews(each, depth - 1)
    elif isinstance(value, dict):
        types = value.get("@type")
        if "ClaimReview" in (types if isinstance(types, list) else [types]):
            yield value
        elif depth:
            for name in _LISTS:
                yield from _reviews(value.get(name), depth - 1)


def cells(review: Mapping[str, object]) -> dict[str, str]:
    """Return what a ClaimReview tells by the names of our columns."""
    return {
        "id": _text(review.get("identifier")) or _text(review.get("@id")),
        "claim": _text(review.get("claimReviewed")),
        "title": _text(review.get("headline")) or _text(review.get("name")),
        "rating": _rating(review.get("reviewRating")),
        "url": _text(review.get("url")),
        "published": _text(review.get("datePublished")),
        "author": _text(review.get("author")),
        "explanation": _text(review.get("reviewBody")),
        "tags": _text(review.get("keywords")),
    }


def _rating(value: object) -> str:
    """Return a rating's own word, or its number out of the best."""
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, dict):
        return _text(value)
    told = _text(value.get("alternateName")) or _text(value.get("name"))
    number, best = _text(value.get("ratingValue")), _text(value.get("bestRating"))
    return told or (f"{number} of {best}" if number and best else number)


def _text(value: object, depth: int = 4) -> str:
    """Return the text of a value: of a list those of all, of an object its name, value or url."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, list) and depth:
        return ", ".join(filter(None, (_text(each, depth - 1) for each in value[:_MOST_TEXTS])))
    if isinstance(value, dict) and depth:
        return next(filter(None, (_text(value.get(key), depth - 1) for key in _NAMING)), "")
    return ""
