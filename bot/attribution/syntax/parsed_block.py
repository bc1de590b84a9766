"""Blocks as parsed text, and the way back from their tokens to the document's offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.corpus.sentences import LONGEST_SENTENCE, has_overlong_sentence, sentences
from bot.model.documents import BlockKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc, Token

    from bot.model.documents import Block, Document

# A parse takes memory in step with its length; longer blocks are parsed a run of sentences at a time. A block with a
# sentence that had to be cut is no prose: its parts are as short as a sentence, since rules look at pairs of words.
LONGEST = 8_000
_BATCH = 32
_BATCH_CHARACTERS = 10_000
_LONGEST_HEADLINE = 150
_PROSE = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION)
_EDGES = " \t\r\n\u00a0,;:.!?-–—·•*"
_LINES = re.compile(r"\s+")
_LOWER = re.compile(r"\b[a-z]{2,}\b")
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """A block, or a part of a long one, as parsed: `offset` is where `doc` begins in the document's text.

    `text` is what was parsed: as long as the slice of the document, its case and blanks perhaps evened out.
    """

    block: Block
    ordinal: int
    offset: int
    doc: Doc
    text: str

    @property
    def span(self) -> Span:
        return Span(self.offset, self.offset + len(self.text))

    @property
    def headline(self) -> bool:
        """Whether this is a heading, or the one line that an article opens with."""
        opening = self.ordinal == 0 and len(self.text) <= _LONGEST_HEADLINE
        return self.block.kind is BlockKind.HEADING or opening

    def span_of(self, token: Token) -> Span:
        """Return the span of `token` in the document."""
        return Span(self.offset + token.idx, self.offset + token.idx + len(token.text))

    def spans_covering(self, tokens: Iterable[Token]) -> tuple[Span, ...]:
        """Return the fewest spans that cover `tokens`, without the punctuation that hangs at their ends."""
        wanted = {token.i for token in tokens}
        runs: list[list[int]] = []
        for i in sorted(wanted):
            if runs and i == runs[-1][-1] + 1:
                runs[-1].append(i)
            else:
                runs.append([i])
        spans = (Span(self.span_of(self.doc[run[0]]).start, self.span_of(self.doc[run[-1]]).end) for run in runs)
        return tuple(trimmed for span in spans if (trimmed := self.trim(span)))

    def trim(self, span: Span) -> Span | None:
        """Return `span` without blanks and hanging punctuation at its ends, or None where nothing is left."""
        found = trim(self.text, span, self.offset)
        if found is not None:
            start, end = found.start - self.offset, found.end - self.offset
            text = self.text
            if text.count("(", start, end) > text.count(")", start, end) and text.startswith(")", end):
                return Span(found.start, found.end + 1)
        return found

    def within(self, span: Span) -> list[Token]:
        """Return the tokens that lie inside `span`."""
        start, end = max(0, span.start - self.offset), min(len(self.text), span.end - self.offset)
        inside = self.doc.char_span(start, end, alignment_mode="contract") if start < end else None
        return list(inside) if inside is not None else []


def trim(text: str, span: Span, offset: int = 0) -> Span | None:
    """Return `span` without blanks and hanging punctuation at its ends; `text` begins at `offset`."""
    start, end = span.start - offset, span.end - offset
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        # "U.S." and "Corp." keep the full stop that is part of the word.
        if text[end - 1] == "." and end - start > 2 and text[end - 3] == "." and text[end - 2].isupper():
            break
        end -= 1
    return Span(start + offset, end + offset) if start < end else None


def parse(document: Document, ordinals: Iterable[int], nlp: Language) -> list[ParsedBlock]:
    """Return the parsed pieces of the blocks numbered `ordinals`; tables and boilerplate are left out."""
    parts = [
        (document.blocks[ordinal], ordinal, part)
        for ordinal in ordinals
        if document.blocks[ordinal].kind in _PROSE
        for part in _parts(document.text, document.blocks[ordinal].span)
    ]
    lower = set(_LOWER.findall(document.text))
    texts = (_legible(part.of(document.text), lower) for _, _, part in parts)
    docs = (doc for batch in _batches(texts) for doc in nlp.pipe(batch, batch_size=_BATCH, disable=["ner"]))
    return [
        ParsedBlock(block, ordinal, part.start, doc, doc.text)
        for (block, ordinal, part), doc in zip(parts, docs, strict=True)
    ]


def _legible(text: str, lower: set[str]) -> str:
    """Return `text` as the parser reads it best; each character stands where it stood.

    A line break inside a paragraph is no end of a sentence. In headlines in Title Case and in ALL CAPS, words are
    set in lower case that the document writes so elsewhere, or that attribution knows.
    """
    text = _LINES.sub(lambda m: " " * len(m[0]), text)
    words = [m[0] for m in _WORDS.finditer(text)]
    if len(words) < 3 or sum(word[0].isupper() for word in words) < 0.6 * len(words):
        return text
    shouting = text.isupper()
    return _WORDS.sub(lambda m: _cased(m[0], lower, shouting=shouting), text)


def _cased(word: str, lower: set[str], *, shouting: bool) -> str:
    low = word.lower()
    if len(low) != len(word):
        return word
    if low in lower or low in lexicon.PLAIN or (shouting and low in lexicon.COMMON):
        return low
    return word.capitalize() if shouting and len(word) > 3 and len(word.capitalize()) == len(word) else word


def _parts(text: str, span: Span) -> list[Span]:
    if len(span) <= LONGEST_SENTENCE:
        return [span] if span.of(text).strip() else []
    longest = LONGEST_SENTENCE if has_overlong_sentence(text, span) else LONGEST
    if len(span) <= longest:
        return [span]
    parts: list[Span] = []
    for sentence in sentences(text, span):
        if parts and sentence.end - parts[-1].start <= longest:
            parts[-1] = Span(parts[-1].start, sentence.end)
        else:
            parts.append(sentence)
    return parts


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the texts in batches; the parser holds all of a batch in memory at once."""
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) == _BATCH or size + len(text) > _BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def join(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """Return `spans` in order, those merged that touch or have only blanks and punctuation between them."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and not any(c.isalnum() for c in text[merged[-1].end : span.start]):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def subtract(spans: Iterable[Span], holes: Sequence[Span]) -> list[Span]:
    """Return what is left of `spans` where `holes` are cut out."""
    left = list(spans)
    for hole in holes:
        left = [
            piece
            for span in left
            for piece in (
                [span]
                if not span.overlaps(hole)
                else [
                    Span(start, end) for start, end in ((span.start, hole.start), (hole.end, span.end)) if start < end
                ]
            )
        ]
    return left
