"""Length of one draft: the words beyond it are left out, and that is said."""

from __future__ import annotations

from dataclasses import replace

from bot.model.documents import Block, Document
from bot.model.spans import Span
from bot.normalize import words

MOST_WORDS = 30_000
_LEAST_KEPT = 0.9  # of the words: a longer block at the end is cut inside


def first_words(document: Document, most: int = MOST_WORDS) -> tuple[Document, str | None]:
    """Return a document of at most `most` words, and the sentence about what is left out."""
    found = words(document.text)
    if len(found) <= most:
        return document, None
    end = found[most - 1].span.end
    whole = max((block.span.end for block in document.blocks if block.span.end <= end), default=0)
    end = whole if whole >= found[int(most * _LEAST_KEPT)].span.end else end
    blocks = tuple(_cut(block, end) for block in document.blocks if block.span.start < end)
    kept = sum(word.span.end <= end for word in found)
    left_out = f"Only the first {kept:,} of {len(found):,} words were checked; check the rest as another draft."
    return replace(document, text=document.text[:end], blocks=blocks), left_out


def _cut(block: Block, end: int) -> Block:
    return block if block.span.end <= end else replace(block, span=Span(block.span.start, end))
