"""Parsed blocks: spaCy tokens with cues and their offsets in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.spans.cues import find_cues
from bot.corpus.sentences import LONGEST_SENTENCE, has_overlong_sentence, sentences
from bot.model.documents import BlockKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc, Token

    from bot.attribution.spans.cues import Cue
    from bot.model.documents import Document

# Characters: memory grows with the length of a parse, so longer blocks are parsed in runs of sentences. A block with a
# sentence that had to be cut is no prose: its parts are as short as a sentence, since rules look at pairs of words.
LONGEST = 8_000
_BATCH = 32
_BATCH_CHARACTERS = 10_000
_LONGEST_HEADLINE = 150
_PROSE = (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION)
_EDGES = " \t\r\n\u00a0,;:.!?-–—·•*"
_SPACES = re.compile(r"\s+")
_LOWER_CASE = re.compile(r"\b[a-z]{2,}\b")
_WORD = re.compile(r"[^\W\d_]+")
# Share of capitalised words in Title Case.
_TITLE_CASE = 0.6
_FEWEST_WORDS = 3
_TOKEN = re.compile(r"\w+|[^\w\s]")
# A parse takes 80 microseconds a token, so rulers, runs of marks and one word over and over are left out. In 2,416 news
# articles every part with a letter has at least 0.16 letters a character and 0.17 different tokens a token.
_FEWEST_LETTERS = 0.05
_FEWEST_DISTINCT = 0.1


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """A parsed block, or a part of a long one.

    `offset` is the start of `doc` in the document, `cues` are its attribution verbs.

    `text` is the parsed text. It has the length of the document's slice, but case and spaces may differ.
    """

    kind: BlockKind
    ordinal: int
    offset: int
    doc: Doc
    text: str
    cues: tuple[Cue, ...]

    @property
    def span(self) -> Span:
        return Span(self.offset, self.offset + len(self.text))

    @property
    def headline(self) -> bool:
        """True for a heading and for the first line of an article."""
        opening = self.ordinal == 0 and len(self.text) <= _LONGEST_HEADLINE
        return self.kind is BlockKind.HEADING or opening

    def span_of(self, token: Token) -> Span:
        """Return the span of `token` in the document."""
        return Span(self.offset + token.idx, self.offset + token.idx + len(token.text))

    def spans_covering(self, tokens: Iterable[Token]) -> tuple[Span, ...]:
        """Return the fewest spans over `tokens`, without punctuation at their ends."""
        return self.spans_at(token.i for token in tokens)

    def spans_at(self, numbers: Iterable[int]) -> tuple[Span, ...]:
        """Return the fewest spans over the tokens with these numbers.

        As `spans_covering`, without the cost of making tokens.
        """
        runs: list[list[int]] = []
        for number in sorted(set(numbers)):
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        spans = (Span(self.span_of(self.doc[run[0]]).start, self.span_of(self.doc[run[-1]]).end) for run in runs)
        return tuple(trimmed for span in spans if (trimmed := self.trim(span)))

    def span_between(self, start: int, end: int) -> Span:
        """Return the span in the document of `text[start:end]`."""
        return Span(self.offset + start, self.offset + end)

    def trim(self, span: Span) -> Span | None:
        """Return `span` without spaces and punctuation at its ends, or None."""
        trimmed = trim(self.text, span, self.offset)
        if trimmed is not None:
            start, end, text = trimmed.start - self.offset, trimmed.end - self.offset, self.text
            if text.count("(", start, end) > text.count(")", start, end) and text.startswith(")", end):
                return Span(trimmed.start, trimmed.end + 1)
        return trimmed

    def within(self, span: Span) -> list[Token]:
        """Return the tokens inside `span`."""
        start, end = max(0, span.start - self.offset), min(len(self.text), span.end - self.offset)
        inside = self.doc.char_span(start, end, alignment_mode="contract") if start < end else None
        return list(inside) if inside is not None else []


def trim(text: str, span: Span, offset: int = 0) -> Span | None:
    """Return `span` without spaces and punctuation at its ends.

    `text` begins at `offset`.
    """
    start, end = span.start - offset, span.end - offset
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        # The last full stop of "U.S." is a part of the word.
        if text[end - 1] == "." and end - start > 2 and text[end - 3] == "." and text[end - 2].isupper():
            break
        end -= 1
    return Span(start + offset, end + offset) if start < end else None


def parse(document: Document, ordinals: Iterable[int], nlp: Language) -> list[ParsedBlock]:
    """Return the parsed blocks with the numbers `ordinals`.

    Tables, boilerplate and parts that are no prose are left out.
    """
    parts = [
        (document.blocks[ordinal], ordinal, part)
        for ordinal in ordinals
        if document.blocks[ordinal].kind in _PROSE
        for part in _parts(document.text, document.blocks[ordinal].span)
        if is_prose(part.of(document.text))
    ]
    lower = set(_LOWER_CASE.findall(document.text))
    texts = (_normalized(part.of(document.text), lower) for _, _, part in parts)
    docs = (doc for batch in _batches(texts) for doc in nlp.pipe(batch, batch_size=_BATCH, disable=["ner"]))
    return [
        ParsedBlock(block.kind, ordinal, part.start, doc, doc.text, tuple(find_cues(doc)))
        for (block, ordinal, part), doc in zip(parts, docs, strict=True)
    ]


def _normalized(text: str, lower: set[str]) -> str:
    """Return `text` for the parser, with the same offsets.

    Line breaks become spaces: they end no sentence inside a paragraph. In Title Case and ALL CAPS, words of the lexicon
    and of `lower` (in lower case elsewhere in the document) become lower case.
    """
    text = _SPACES.sub(lambda match: " " * len(match[0]), text)
    words = _WORD.findall(text)
    if len(words) < _FEWEST_WORDS or sum(word[0].isupper() for word in words) < _TITLE_CASE * len(words):
        return text
    is_capitals = text.isupper()
    return _WORD.sub(lambda match: _recased(match[0], lower, is_capitals=is_capitals), text)


def _recased(word: str, lower: set[str], *, is_capitals: bool) -> str:
    low, capitalized = word.lower(), word.capitalize()
    if len(low) != len(word):
        return word
    if low in lower or low in lexicon.PLAIN or (is_capitals and low in lexicon.COMMON):
        return low
    return capitalized if is_capitals and len(word) > 3 and len(capitalized) == len(word) else word


def is_prose(text: str) -> bool:
    """Return False for text almost without letters, and for few tokens repeated.

    >>> is_prose("Ada Lind said so."), is_prose("* * *"), is_prose("said " * 40)
    (True, False, False)
    """
    tokens = _TOKEN.findall(text.lower())
    visible = sum(map(len, tokens))
    has_letters = sum(map(str.isalpha, text)) >= _FEWEST_LETTERS * visible
    return bool(tokens) and has_letters and len(set(tokens)) > _FEWEST_DISTINCT * len(tokens)


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
    """Return `spans` in order, merged across spaces and punctuation."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and not any(c.isalnum() for c in text[merged[-1].end : span.start]):
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def subtract(spans: Iterable[Span], holes: Sequence[Span]) -> list[Span]:
    """Return the parts of `spans` outside of all `holes`.

    >>> subtract([Span(0, 9)], [Span(2, 4), Span(8, 12)])
    [Span(start=0, end=2), Span(start=4, end=8)]
    """
    parts = list(spans)
    for hole in holes:
        parts = [part for span in parts for part in _without(span, hole)]
    return parts


def _without(span: Span, hole: Span) -> list[Span]:
    if not span.overlaps(hole):
        return [span]
    sides = ((span.start, hole.start), (hole.end, span.end))
    return [Span(start, end) for start, end in sides if start < end]
