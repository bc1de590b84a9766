"""Passages of a document, the units of retrieval.

Each word of the article is in one, and none mixes different kinds of blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.corpus.sentences import sentences
from bot.model.documents import Block, BlockKind, Document, Passage
from bot.model.spans import Span

_LARGEST = 350  # words; smaller passages find less: docs/search.md
_LONG_WORD = 10  # characters, for scripts without blanks between words
_PROSE = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)


def passages(document: Document) -> list[Passage]:
    """Return the document's passages in order.

    A passage is a run of whole sentences within a section, or one row or bullet. Headings, lead-in and table header are
    its context. A heading without a block below it is a passage of its own.
    """
    used = {heading for block in document.blocks if block.kind is not BlockKind.HEADING for heading in block.headings}
    headers = {block.header for block in document.blocks}
    searched = [
        block
        for block in document.blocks
        if not (block.kind is BlockKind.HEADING and block.span in used)
        and not (block.kind is BlockKind.TABLE_HEADER and block.span in headers)
    ]
    collected: list[Passage] = []
    for _, group in groupby(searched, _grouping_key):
        section = list(group)
        for span in (
            _merge_paragraphs(document.text, section)
            if section[0].kind in _PROSE
            else _split_each(document.text, section)
        ):
            collected.append(_passage(document, len(collected), span, _block_at(section, span)))
    return collected


def _grouping_key(block: Block) -> tuple[object, ...]:
    """Return the common properties of blocks in one passage."""
    own_span = () if block.kind in _PROSE else (block.span,)
    return block.headings, block.ai_generated, block.kind in _PROSE, own_span


def _block_at(section: Sequence[Block], span: Span) -> Block:
    return next(block for block in section if block.span.end > span.start)


def _passage(document: Document, ordinal: int, span: Span, block: Block) -> Passage:
    introductions = (*block.headings, block.lead_in, block.header)
    return Passage(
        document=document.id,
        ordinal=ordinal,
        span=span,
        context=tuple(part for part in introductions if part and not span.contains(part)),
        boilerplate=block.kind is BlockKind.BOILERPLATE,
        ai_generated=block.ai_generated,
    )


def _word_count(text: str, span: Span) -> int:
    return max(len(span.of(text).split()), len(span) // _LONG_WORD)


def _split_each(text: str, section: Sequence[Block]) -> Iterator[Span]:
    for block in section:
        yield from _split_long(text, block.span)


def _merge_paragraphs(text: str, section: Sequence[Block]) -> Iterator[Span]:
    """Yield runs of paragraphs up to the limit, longer ones split."""
    run: Span | None = None
    count = 0
    for block in section:
        words = _word_count(text, block.span)
        if run and count + words <= _LARGEST:
            run, count = Span(run.start, block.span.end), count + words
            continue
        if run:
            yield run
        run, count = (block.span, words) if words <= _LARGEST else (None, 0)
        if run is None:
            yield from _split_long(text, block.span)
    if run:
        yield run


def _split_long(text: str, span: Span) -> Iterator[Span]:
    """Yield `span` in parts of whole sentences and of similar size."""
    words = _word_count(text, span)
    if words <= _LARGEST:
        yield span
        return
    share = words / -(-words // _LARGEST)
    run: Span | None = None
    count = 0
    for sentence in sentences(text, span):
        words = _word_count(text, sentence)
        if run and (count + words > _LARGEST or count + words / 2 > share):
            yield run
            run, count = None, 0
        run, count = Span(run.start if run else sentence.start, sentence.end), count + words
    if run:
        yield run
