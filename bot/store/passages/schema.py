"""What the passage index holds of each passage: its schema, its entries, and a hit read back from one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from zlib import crc32

import tantivy

from bot.model.documents import Document, Passage
from bot.model.search import Hit
from bot.model.spans import Span
from bot.normalize import WORD, bare, fold, stem

T = TypeVar("T")

_LEAD_WORDS = 60  # an article's opening says what it is about: each of its passages is found by it, too
_BOILERPLATE, _AI_GENERATED = 1, 2
_LONGEST_WORD = 100  # characters; what is longer is no word that anybody asks for
_REMEMBERED = 200_000  # words; a large archive holds more, most of them once
_SKETCHED = 16  # numbers of a sketch
_FEWEST_SKETCHED = 24  # words: rows and bullets are alike without being copies
FORM = "/"  # stands in no word
_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")


def schema() -> tantivy.Schema:
    """Return the index's fields. bot.normalize alone cuts and stems words; they come with spaces between them."""
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
    # One entry of its own carries the generation, so that each commit changes it with the passages.
    fields.add_text_field("marker", tokenizer_name="raw", index_option="basic")
    fields.add_unsigned_field("generation", stored=True)
    return fields.build()


def entries(document: Document, passages: Sequence[Passage]) -> Iterator[tantivy.Document]:
    """Yield what the index holds of each passage: its words, what it is about, and where it stands."""
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
        forms = set(map(_FORMS.__getitem__, body if number else about + body))
        entry = tantivy.Document()
        entry.add_text("document", document.id)
        entry.add_unsigned("ordinal", passage.ordinal)
        entry.add_unsigned("start", passage.span.start)
        entry.add_unsigned("end", passage.span.end)
        entry.add_unsigned("flags", _BOILERPLATE * passage.boilerplate | _AI_GENERATED * passage.ai_generated)
        entry.add_text("body", " ".join(stems[number]))
        entry.add_text("context", " ".join(context + around))
        entry.add_text("forms", " ".join(forms))
        entry.add_text("title", title)
        entry.add_text("outlet", outlet)
        if day:
            entry.add_unsigned("published", day)
        entry.add_bytes("sketch", _sketch(stems[number]))
        yield entry


def hit(entry: tantivy.Document, score: float) -> Hit:
    """Return what a stored entry tells of its passage."""
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


def words(text: str) -> list[str]:
    """Return the words that are indexed of `text`, as they stand there."""
    return [word for word in WORD.findall(text) if len(word) <= _LONGEST_WORD]


def outlet_key(outlet: str) -> str:
    """Return what an outlet is kept under: its name without case, accents or doubled blanks."""
    return " ".join(fold(outlet).split())


def day_number(published: str) -> int:
    """Return an ISO date, or the date of an ISO time, as YYYYMMDD (day 00 where only the month is told); 0 for none."""
    found = _DAY.match(published)
    return int("".join(part or "00" for part in found.groups())) if found else 0


class _Remembered(dict[str, T]):
    """What `make` gives for each word; a million passages have no time for more than a dictionary's look-up."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> T:
        if len(self) >= _REMEMBERED:
            self.clear()
        made = self[word] = self._make(word)
        return made


def _form(word: str) -> str:
    """Return the entry of a word as it is written, which is found by what it folds to."""
    return f"{fold(word)}{FORM}{bare(word)}"


_STEMS, _FORMS = _Remembered(stem), _Remembered(_form)
_HASHES = _Remembered(lambda word: crc32(word.encode("utf-8", "ignore")))


def _sketch(stems: Sequence[str]) -> bytes:
    """Return a one-permutation MinHash (Li, Owen and Zhang 2012) of the passage's shingles, or nothing for a short one.

    The numbers at one place are equal about as often as the passages share shingles.
    """
    if len(stems) < _FEWEST_SKETCHED:
        return b""
    import numpy as np  # noqa: PLC0415 - a question needs none

    one = np.fromiter(map(_HASHES.__getitem__, stems), np.uint32, len(stems))
    shingles = one[:-2] + 3 * one[1:-1] + 7 * one[2:]
    least = np.full(_SKETCHED, 0xFFFFFFFF, np.uint32)
    np.minimum.at(least, shingles % _SKETCHED, shingles)
    return (least >> 4).astype(">u2").tobytes()
