"""Conversion between records and rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from bot.model.answers import Answer, Finding
from bot.model.attribution import Attribution
from bot.model.documents import Block, Document, DocumentRef, ReadingDetails
from bot.store.packing import pack, text_of

T = TypeVar("T")

REFERENCE_COLUMNS = "id, name, sha256, title, outlet, authors, published, url, heading, read_in_part, read_by_ocr"
DOCUMENT_COLUMNS = f"{REFERENCE_COLUMNS}, text, packed, blocks, packed_blocks, details"


def document_row(document: Document, *, packed: bool) -> dict[str, str | int | bytes | None]:
    """Return a document's columns, without its location; with `packed`, its texts are packed."""
    reference = document.reference
    blocks_body = _dump(_blocks(), document.blocks)
    return {
        "id": reference.id,
        "name": reference.name,
        "sha256": reference.sha256,
        "title": reference.title,
        "outlet": reference.outlet,
        "authors": json.dumps(reference.authors, ensure_ascii=False),
        "published": reference.published,
        "url": reference.url,
        "heading": reference.heading,
        "read_in_part": int(reference.read_in_part),
        "read_by_ocr": int(reference.read_by_ocr),
        "text": "" if packed else document.text,
        "packed": pack(document.text) if packed else None,
        "blocks": "" if packed else blocks_body,
        "packed_blocks": pack(blocks_body) if packed else None,
        "details": _dump(_details(), document.details),
    }


def document(row: tuple[Any, ...]) -> Document:
    """Return the document of a row of DOCUMENT_COLUMNS."""
    *head, text, packed, body, packed_body, details = row
    found_blocks = blocks(text_of(body, packed_body))
    return Document(reference(tuple(head)), text_of(text, packed), found_blocks, _details().validate_json(details))


def reference(row: tuple[Any, ...]) -> DocumentRef:
    """Return the reference of a row of REFERENCE_COLUMNS."""
    id_, name, sha256, title, outlet, authors, published, url, heading, in_part, by_ocr = row
    names = tuple(json.loads(authors))
    return DocumentRef(
        id_, name, sha256, title, outlet, names, published, url, heading, bool(in_part), read_by_ocr=bool(by_ocr)
    )


def blocks(body: str) -> tuple[Block, ...]:
    return _blocks().validate_json(body)


def attributions_body(attributions: Iterable[Attribution]) -> str:
    return _dump(_attributions(), tuple(attributions))


def attributions(body: str) -> list[Attribution]:
    return list(_attributions().validate_json(body))


def answer_body(answer: Answer) -> str:
    return _dump(_answers(), answer)


def answer(body: str) -> Answer:
    return _answers().validate_json(body)


def finding_body(finding: Finding) -> str:
    return _dump(_findings(), finding)


def finding(body: str) -> Finding:
    return _findings().validate_json(body)


# An adapter takes milliseconds to build, so each is built on first use.
@cache
def _blocks() -> TypeAdapter[tuple[Block, ...]]:
    return TypeAdapter(tuple[Block, ...])


@cache
def _details() -> TypeAdapter[ReadingDetails]:
    return TypeAdapter(ReadingDetails)


@cache
def _attributions() -> TypeAdapter[tuple[Attribution, ...]]:
    return TypeAdapter(tuple[Attribution, ...])


@cache
def _findings() -> TypeAdapter[Finding]:
    return TypeAdapter(Finding)


@cache
def _answers() -> TypeAdapter[Answer]:
    return TypeAdapter(Answer)


def _dump(adapter: TypeAdapter[T], value: T) -> str:
    return adapter.dump_json(value, exclude_defaults=True).decode()
