"""Schema of the passage index: fields, entries, and hits read from entries."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import tantivy

from bot.model.documents import Document, Passage
from bot.model.search import Hit
from bot.model.spans import Span
from bot.normalize import fold
from bot.store.passages.analysis import analyze, sketch

_BOILERPLATE, _AI_GENERATED = 1, 2
_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


def schema() -> tantivy.Schema:
    """Return the index's fields.

    bot.normalize tokenizes and stems; the index only splits at spaces.
    """
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("document", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("ordinal", "start", "end", "flags"):
        fields.add_unsigned_field(name, stored=True)
    for name in ("body", "context"):
        fields.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("forms", "title"):
        fields.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    fields.add_text_field("outlet", tokenizer_name="raw", index_option="basic")
    fields.add_unsigned_field("published", stored=True, indexed=True, fast=True)
    fields.add_bytes_field("sketch", stored=True)
    # One separate entry carries the generation, so that a commit changes it together with the passages.
    fields.add_text_field("marker", tokenizer_name="raw", index_option="basic")
    fields.add_unsigned_field("generation", stored=True)
    return fields.build()


class PassageEntry(NamedTuple):
    """What an index holds of one passage: words as they are indexed, separated by spaces, and its location.

    `published` is the day as YYYYMMDD, 0 if unknown.
    """

    document: str
    sha256: str
    ordinal: int
    start: int
    end: int
    flags: int
    body: str
    context: str
    forms: str
    title: str
    outlet: str
    published: int
    sketch: bytes


def passage_entries(document: Document, passages: Sequence[Passage]) -> Iterator[PassageEntry]:
    """Yield the entry of each passage: words, context, location."""
    reference = document.reference
    outlet, day = outlet_key(reference.outlet or ""), day_number(reference.published or "")
    known = [passage.words for passage in passages if passage.words]
    all_words = known if len(known) == len(passages) else analyze(document, passages)
    for passage, analyzed in zip(passages, all_words, strict=True):
        yield PassageEntry(
            document=document.id,
            sha256=reference.sha256,
            ordinal=passage.ordinal,
            start=passage.span.start,
            end=passage.span.end,
            flags=_BOILERPLATE * passage.boilerplate | _AI_GENERATED * passage.ai_generated,
            body=analyzed.body,
            context=analyzed.context,
            forms=analyzed.forms,
            title=analyzed.title,
            outlet=outlet,
            published=day,
            sketch=sketch(analyzed.body.split()),
        )


def entries(document: Document, passages: Sequence[Passage]) -> Iterator[tantivy.Document]:
    """Yield the entry of each passage for tantivy."""
    for passage in passage_entries(document, passages):
        entry = tantivy.Document()
        entry.add_text("document", passage.document)
        entry.add_unsigned("ordinal", passage.ordinal)
        entry.add_unsigned("start", passage.start)
        entry.add_unsigned("end", passage.end)
        entry.add_unsigned("flags", passage.flags)
        entry.add_text("body", passage.body)
        entry.add_text("context", passage.context)
        entry.add_text("forms", passage.forms)
        entry.add_text("title", passage.title)
        entry.add_text("outlet", passage.outlet)
        if passage.published:
            entry.add_unsigned("published", passage.published)
        entry.add_bytes("sketch", passage.sketch)
        yield entry


def hit(entry: tantivy.Document, score: float) -> Hit:
    """Return the hit of a stored entry."""
    first: Callable[[str], Any] = entry.get_first
    flags = first("flags")
    return Hit(
        document=first("document"),
        ordinal=first("ordinal"),
        span=Span(first("start"), first("end")),
        score=score,
        boilerplate=bool(flags & _BOILERPLATE),
        ai_generated=bool(flags & _AI_GENERATED),
        day=first("published") or 0,
        sketch=first("sketch"),
    )


def hit_of_source(source: Mapping[str, Any], score: float) -> Hit:
    """Return the hit of what OpenSearch stores of an entry."""
    return Hit(
        document=source["document"],
        ordinal=source["ordinal"],
        span=Span(source["start"], source["end"]),
        score=score,
        boilerplate=bool(source["flags"] & _BOILERPLATE),
        ai_generated=bool(source["flags"] & _AI_GENERATED),
        day=source.get("published", 0),
        sketch=b64decode(source["sketch"]),
        sha256=source["sha256"],
    )


def outlet_key(outlet: str) -> str:
    """Return an outlet's key: its name without case, accents and repeated spaces.

    >>> outlet_key("Délta  Watch")
    'delta watch'
    """
    return " ".join(fold(outlet).split())


def day_number(published: str) -> int:
    """Return an ISO date or time as the number YYYYMMDD, or 0.

    >>> day_number("2025-06-12T10:00"), day_number("2025-06"), day_number("")
    (20250612, 20250600, 0)
    """
    found = _DAY.match(published)
    return int("".join(part or "00" for part in found.groups())) if found else 0
