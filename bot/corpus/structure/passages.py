"""Document -> Passages: what is searched. Nothing of the article is lost, and nothing unlike is mixed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.corpus.sentences import sentences
from bot.model.documents import Block, BlockKind, Document, Passage
from bot.model.spans import Span

_LARGEST = 350  # words; smaller passages find less: docs/search.md
_LONG_WORD = 10  # characters: a script without blanks is measured by these
_PROSE = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)


def passages(document: Document) -> list[Passage]:
    """Return the passages in order: runs of whole sentences within a section, or one row or bullet each.

    Headings, lead-in and table header are their context. A heading that heads nothing is a passage of its own.
    """
    used = {heading for block in document.blocks if block.kind is not BlockKind.HEADING for heading in block.headings}
    headers = {block.header for block in document.blocks}
    searched = [
        block
        for block in document.blocks
        if not (block.kind is BlockKind.HEADING and block.span in used)
        and not (block.kind is BlockKind.TABLE_HEADER and block.span in headers)
    ]
    found: list[Passage] = []
    for _, group in groupby(searched, _company):
        section = list(group)
        for span in _runs(document.text, section) if section[0].kind in _PROSE else _each(document.text, section):
            found.append(_passage(document, len(found), span, _block_at(section, span)))
    return found


def _company(block: Block) -> tuple[object, ...]:
    """Return what blocks must have in common to stand in one passage."""
    alone = () if block.kind in _PROSE else (block.span,)
    return block.headings, block.ai_generated, block.kind in _PROSE, alone


def _block_at(section: Sequence[Block], span: Span) -> Block:
    return next(block for block in section if block.span.end > span.start)


def _passage(document: Document, ordinal: int, span: Span, block: Block) -> Passage:
    around = (*block.headings, block.lead_in, block.header)
    return Passage(
        document=document.id,
        ordinal=ordinal,
        span=span,
        context=tuple(part for part in around if part and not span.contains(part)),
        boilerplate=block.kind is BlockKind.BOILERPLATE,
        ai_generated=block.ai_generated,
    )


def _size(text: str, span: Span) -> int:
    return max(len(span.of(text).split()), len(span) // _LONG_WORD)


def _each(text: str, section: Sequence[Block]) -> Iterator[Span]:
    for block in section:
        yield from _split(text, block.span)


def _runs(text: str, section: Sequence[Block]) -> Iterator[Span]:
    """Yield neighbouring paragraphs together up to the limit; a longer one by itself, split between sentences."""
    run: Span | None = None
    count = 0
    for block in section:
        words = _size(text, block.span)
        if run and count + words <= _LARGEST:
            run, count = Span(run.start, block.span.end), count + words
            continue
        if run:
            yield run
        run, count = (block.span, words) if words <= _LARGEST else (None, 0)
        if run is None:
            yield from _split(text, block.span)
    if run:
        yield run


def _split(text: str, span: Span) -> Iterator[Span]:
    """Yield `span` in parts of whole sentences, of much the same size."""
    words = _size(text, span)
    if words <= _LARGEST:
        yield span
        return
    share = words / -(-words // _LARGEST)
    run: Span | None = None
    count = 0
    for sentence in sentences(text, span):
        words = _size(text, sentence)
        if run and (count + words > _LARGEST or count + words / 2 > share):
            yield run
            run, count = None, 0
        run, count = Span(run.start if run else sentence.start, sentence.end), count + words
    if run:
        yield run
