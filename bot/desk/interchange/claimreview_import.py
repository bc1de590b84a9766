"""Import of ClaimReview from JSON-LD in any container, and from Google's Fact Check Tools.

A file holds one or more JSON values, JSON lines, or a page with JSON-LD.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.corpus.parsed_article import UnreadableFileError
from bot.corpus.readers import html, linked_data
from bot.desk.interchange import factcheck_tools
from bot.desk.interchange.claimreview_cells import cells_of_review
from bot.desk.interchange.import_row import ImportRow, LeftOut, row
from bot.errors import UserError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 20
_PAGES = ("article", "webpage", "report", "blogposting")  # ends of the types of pages
_CANONICAL = "string(//link[@rel='canonical']/@href | //meta[@property='og:url']/@content)"
_UNREAD = "from here on it is not JSON; what stands before is imported"
_MEDIA_REVIEW = "it is a MediaReview, of a picture or recording, and not of a claim"

Item = Mapping[str, object]


def rows(path: Path, text: str) -> Iterator[ImportRow | LeftOut]:
    """Yield a file's ClaimReviews by item number, or by line number.

    Raises UserError if the text is not JSON or contains no ClaimReview.
    """
    values, unread = ([], None) if _begins_with_a_line_of_json(text) else _whole(text)
    if values:
        yield from _numbered(path, _found(values, "", _items_by_id(values)))
        if unread:
            yield LeftOut(unread, _UNREAD)
    else:
        yield from _lines(path, text)


def page_rows(path: Path, source: str) -> Iterator[ImportRow | LeftOut]:
    """Yield the ClaimReviews of a saved page's JSON-LD. Raises UserError without one."""
    page = _page(path, source)
    scripts = [script for script in page.iter("script") if "ld+json" in (script.get("type") or "").lower()]
    values = [value for script in scripts for value in linked_data.script_values(script.text or "")]
    yield from _numbered(path, _found(values, str(page.xpath(_CANONICAL)), _items_by_id(values)))


def _page(path: Path, source: str) -> Element:
    """Return a page's tree, also of a head alone, which is no article but may hold the review."""
    for text in (source, f"<html><body><p>.</p>{source}</body></html>"):
        with suppress(UnreadableFileError):
            return html.parsed(text)
    raise UserError(f"{path} holds no readable HTML. Save the page again, or its ClaimReview as JSON-LD.")


def _begins_with_a_line_of_json(text: str) -> bool:
    first, _, more = text.strip().partition("\n")
    return bool(more) and isinstance(_strict(first), dict)


def _whole(text: str) -> tuple[list[object], int | None]:
    """Return the JSON values of a text, and the line from which on it can't be read, or None."""
    value = _strict(text)
    return ([value], None) if value is not None else linked_data.values_and_place(text)


def _strict(text: str) -> object:
    """Return a text's one JSON value, None for anything else."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _numbered(path: Path, found: Iterator[Mapping[str, str] | LeftOut]) -> Iterator[ImportRow | LeftOut]:
    place = 0
    for place, cells in enumerate(found, start=1):
        yield _row(place, cells)
    if place == 0:
        raise UserError(f"{path} contains no ClaimReview. Check that its objects have the “@type” ClaimReview.")


def _lines(path: Path, text: str) -> Iterator[ImportRow | LeftOut]:
    """Yield the ClaimReviews of JSON lines."""
    lines = [(place, line) for place, line in enumerate(text.split("\n"), 1) if line.strip()]
    read = [(place, *linked_data.values_and_place(line)) for place, line in lines]
    if not any(isinstance(value, dict | list) for _, values, _ in read for value in values):
        raise UserError(f"{path} is not JSON. Save the ClaimReviews as JSON-LD or CSV and import them again.")
    for place, values, unread in read:
        found = list(_found(values, "", _items_by_id(values)))
        if not found:
            yield LeftOut(place, "it is not a ClaimReview" if values else "it is not JSON")
        for cells in found:
            yield _row(place, cells)
        if found and unread:
            yield LeftOut(place, _UNREAD)


def _row(place: int, cells: Mapping[str, str] | LeftOut) -> ImportRow | LeftOut:
    return LeftOut(place, cells.why) if isinstance(cells, LeftOut) else row(place, cells)


def _found(
    value: object, page: str, by_id: Mapping[str, Item], depth: int = _DEEPEST
) -> Iterator[Mapping[str, str] | LeftOut]:
    """Yield the cells of all reviews inside `value`, in order; `page` is the address of the page that holds it."""
    if not depth:
        return
    if isinstance(value, list):
        for element in value:
            yield from _found(element, page, by_id, depth - 1)
    elif isinstance(value, dict):
        kinds = {kind.casefold() for kind in linked_data.kinds(value)}
        if "claimreview" in kinds:
            yield from cells_of_review(value, page, by_id)
        elif "mediareview" in kinds:
            yield LeftOut(0, _MEDIA_REVIEW)
        elif factcheck_tools.is_claim(value) or factcheck_tools.is_markup(value):
            yield from factcheck_tools.cells(value)
        else:
            url = value.get("url")
            if isinstance(url, str) and url.startswith("http") and any(kind.endswith(_PAGES) for kind in kinds):
                page = url
            for inner in value.values():
                yield from _found(inner, page, by_id, depth - 1)


def _items_by_id(value: object, depth: int = _DEEPEST) -> dict[str, Item]:
    """Return the items that others may refer to by their "@id"."""
    found: dict[str, Item] = {}
    if depth and isinstance(value, list | dict):
        if isinstance(value, dict) and isinstance(id_ := value.get("@id"), str) and len(value) > 1:
            found[id_] = value
        for inner in value.values() if isinstance(value, dict) else value:
            for id_, item in _items_by_id(inner, depth - 1).items():
                found.setdefault(id_, item)
    return found
