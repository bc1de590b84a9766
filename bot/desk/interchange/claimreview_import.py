"""Import of ClaimReview JSON-LD, in any of its usual containers.

A file holds an object, a list, a graph, a data feed, or JSON lines.
"""

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
    """Yield a file's ClaimReviews by item number, or by line number.

    Raises UserError if the file is not JSON or contains no ClaimReview.
    """
    content = file.read()
    try:
        found = list(_reviews(json.loads(content.decode("utf-8-sig")), _DEEPEST))
    except UnicodeDecodeError:
        raise UserError(f"{path} is not UTF-8. Save it as UTF-8 and import it again.") from None
    except (json.JSONDecodeError, RecursionError):
        yield from _lines(path, content)
        return
    if not found:
        raise UserError(f"{path} contains no ClaimReview. Check that its objects have the “@type” ClaimReview.")
    for place, review in enumerate(found, start=1):
        yield row(place, cells(review))


def _lines(path: Path, content: bytes) -> Iterator[ImportRow | LeftOut]:
    """Yield the ClaimReviews of JSON lines."""
    lines = content.decode("utf-8-sig").split("\n")
    read = [(place, _object(line)) for place, line in enumerate(lines, start=1) if line.strip()]
    if not any(isinstance(value, dict) for _, value in read):
        raise UserError(f"{path} is not JSON. Save the ClaimReviews as JSON-LD or CSV and import them again.")
    for place, value in read:
        reviews = list(_reviews(value, _DEEPEST))
        if not reviews:
            yield LeftOut(place, "it is not JSON" if value is None else "it is not a ClaimReview")
        for review in reviews:
            yield row(place, cells(review))


def _object(line: str) -> object:
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None


def _reviews(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    """Yield the ClaimReviews inside `value`, in order, at most `depth` levels down."""
    if isinstance(value, list) and depth:
        for element in value:
            yield from _reviews(element, depth - 1)
    elif isinstance(value, dict):
        types = value.get("@type")
        if "ClaimReview" in (types if isinstance(types, list) else [types]):
            yield value
        elif depth:
            for name in _LISTS:
                yield from _reviews(value.get(name), depth - 1)


def cells(review: Mapping[str, object]) -> dict[str, str]:
    """Return a ClaimReview's values by the import's column names."""
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
    """Return a rating's name, or its value as in "2 of 5"."""
    if isinstance(value, list):
        value = value[0] if value else None
    if not isinstance(value, dict):
        return _text(value)
    name = _text(value.get("alternateName")) or _text(value.get("name"))
    number, best = _text(value.get("ratingValue")), _text(value.get("bestRating"))
    return name or (f"{number} of {best}" if number and best else number)


def _text(value: object, depth: int = 4) -> str:
    """Return a JSON value as text, with lists and objects flattened.

    A list gives the texts of its elements, an object its name, value or URL.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, list) and depth:
        return ", ".join(filter(None, (_text(element, depth - 1) for element in value[:_MOST_TEXTS])))
    if isinstance(value, dict) and depth:
        return next(filter(None, (_text(value.get(key), depth - 1) for key in _NAMING)), "")
    return ""
