"""Rows and bullets: they say nothing of their source themselves and take it over from their lead-in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import AttributionKind, BlockKind, SourceKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.attribution.draft import Draft
    from bot.model import Block, Document

_ITEMS = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)


def inherited(document: Document, drafts: Sequence[Draft], ordinals: Sequence[int]) -> Iterator[Draft]:
    """Yield a draft for each row and bullet among the blocks `ordinals` whose lead-in names a source."""
    for ordinal in ordinals:
        block = document.blocks[ordinal]
        if block.kind not in _ITEMS or not any(c.isalnum() for c in block.span.of(document.text)):
            continue
        above, inferred = _lead_in(document, ordinal)
        source = _introduction(above, drafts) if above is not None else None
        if source is None or (inferred and source.source_kind is not SourceKind.DOCUMENT):
            continue
        kind = source.kind if source.kind is AttributionKind.EVIDENTIAL else AttributionKind.INDIRECT
        yield source.but(
            kind=kind, content=(_item(document, block),), inherited=True, inferred=inferred or source.inferred
        )


def _lead_in(document: Document, ordinal: int) -> tuple[Span | None, bool]:
    """Return the sentence that introduces a block, and whether that is only implied."""
    block = document.blocks[ordinal]
    above = _list_above(document, ordinal) if block.kind is BlockKind.TABLE_ROW else None
    if block.lead_in is not None:
        # A table that follows a list has no lead-in of its own: what it is given is the list's.
        return block.lead_in, above is not None and above.lead_in == block.lead_in
    return (above.lead_in, True) if above is not None else (None, False)


def _list_above(document: Document, ordinal: int) -> Block | None:
    """Return the last bullet of the list right above a table in the same section."""
    section = document.blocks[ordinal].headings
    for other in reversed(document.blocks[:ordinal]):
        if other.headings != section:
            return None
        if other.kind is BlockKind.LIST_ITEM:
            return other
        if other.kind not in (BlockKind.TABLE_ROW, BlockKind.TABLE_HEADER):
            return None
    return None


def _introduction(lead_in: Span, drafts: Sequence[Draft]) -> Draft | None:
    """Return the draft of the lead-in that reaches its end: the one whose content the list goes on with."""
    fitting = [
        draft
        for draft in drafts
        if draft.source
        and draft.cue
        and not draft.inherited
        and draft.kind is not AttributionKind.PROVENANCE
        and all(lead_in.overlaps(span) for span in draft.cue)
    ]
    return max(fitting, key=lambda d: (not d.content, d.content[-1].end if d.content else 0), default=None)


def _item(document: Document, block: Block) -> Span:
    """Return the span of a row or bullet without its mark."""
    start, text = block.span.start, document.text
    while start < block.span.end and text[start] in " \t-*+•‣◦▪●·–\u00a0":
        start += 1
    end = block.span.end
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else block.span
