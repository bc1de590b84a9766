"""Schema of the passage index: fields, entries, and hits read from entries."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

import tantivy

from bot.model.documents import Document, Passage
from bot.model.search import Hit
from bot.model.spans import Span
from bot.normalize import WORD, bare, fold, stem

T = TypeVar("T")

_LEAD_WORDS = 60  # an article's first words are context of all its passages, since they name its topic
_BOILERPLATE, _AI_GENERATED = 1, 2
_LONGEST_WORD = 100  # characters; longer words are not indexed
_CACHE_SIZE = 200_000  # words; a large archive has more, most of them once
_SKETCH_SIZE = 16  # numbers of a MinHash sketch
_FEWEST_WORDS = 24  # of a passage with a sketch: short rows and bullets are alike without being copies
FORM = "/"  # occurs in no word
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
    forms: Collection[str]
    title: str
    outlet: str
    published: int
    sketch: bytes


def passage_entries(document: Document, passages: Sequence[Passage]) -> Iterator[PassageEntry]:
    """Yield the entry of each passage: words, context, location."""
    reference = document.reference
    headline = words(reference.title or "")
    about = headline + words(" ".join(filter(None, (reference.outlet, *reference.authors))))
    bodies = [words(passage.span.of(document.text)) for passage in passages]
    stems = [list(map(_STEMS.__getitem__, body)) for body in bodies]
    title = " ".join([_STEMS[word] for word in headline])
    context = [_STEMS[word] for word in about] + (stems[0][:_LEAD_WORDS] if stems else [])
    outlet, day = outlet_key(reference.outlet or ""), day_number(reference.published or "")
    for number, (passage, body) in enumerate(zip(passages, bodies, strict=True)):
        around = [_STEMS[word] for span in passage.context for word in words(span.of(document.text))]
        yield PassageEntry(
            document=document.id,
            sha256=reference.sha256,
            ordinal=passage.ordinal,
            start=passage.span.start,
            end=passage.span.end,
            flags=_BOILERPLATE * passage.boilerplate | _AI_GENERATED * passage.ai_generated,
            body=" ".join(stems[number]),
            context=" ".join(context + around),
            forms=set(map(_FORMS.__getitem__, body if number else about + body)),
            title=title,
            outlet=outlet,
            published=day,
            sketch=_sketch(stems[number]),
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
        entry.add_text("forms", " ".join(passage.forms))
        entry.add_text("title", passage.title)
        entry.add_text("outlet", passage.outlet)
        if passage.published:
            entry.add_unsigned("published", passage.published)
        entry.add_bytes("sketch", passage.sketch)
        yield entry


def hit(entry: tantivy.Document, score: float) -> Hit:
    """Return the hit of a stored entry."""
    ordinal, start, end, flags = (int(entry[name][0]) for name in ("ordinal", "start", "end", "flags"))
    return Hit(
        document=str(entry["document"][0]),
        ordinal=ordinal,
        span=Span(start, end),
        score=float(score),
        boilerplate=bool(flags & _BOILERPLATE),
        ai_generated=bool(flags & _AI_GENERATED),
        day=int(next(iter(entry["published"]), 0)),
        sketch=bytes(entry["sketch"][0]),
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


def words(text: str) -> list[str]:
    """Return the indexable words of a text, as written."""
    return [word for word in WORD.findall(text) if len(word) <= _LONGEST_WORD]


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


class _WordCache(dict[str, T]):
    """Cache of a function of words; its hits cost one dictionary look-up."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> T:
        if len(self) >= _CACHE_SIZE:
            self.clear()
        value = self[word] = self._make(word)
        return value


def _form(word: str) -> str:
    """Return the entry of a written form: folded word, "/", form."""
    return f"{fold(word)}{FORM}{bare(word)}"


_STEMS, _FORMS = _WordCache(stem), _WordCache(_form)
_HASHES = _WordCache(lambda word: crc32(word.encode("utf-8", "ignore")))


def _sketch(stems: Sequence[str]) -> bytes:
    """Return a one-permutation MinHash of the passage's three-word shingles.

    Two sketches agree in about the share of shingles (Jaccard index) that the passages have in common. A short passage
    has none (b""). Li, Owen and Zhang, One Permutation Hashing, 2012.
    """
    if len(stems) < _FEWEST_WORDS:
        return b""
    import numpy as np  # noqa: PLC0415 - a question needs none

    hashes = np.fromiter(map(_HASHES.__getitem__, stems), np.uint32, len(stems))
    shingles = hashes[:-2] + 3 * hashes[1:-1] + 7 * hashes[2:]
    minima = np.full(_SKETCH_SIZE, 0xFFFFFFFF, np.uint32)
    np.minimum.at(minima, shingles % _SKETCH_SIZE, shingles)
    return (minima >> 4).astype(">u2").tobytes()
