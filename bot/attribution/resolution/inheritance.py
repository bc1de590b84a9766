"""Rows, bullets and block quotations: they take their source over from the lead-in or heading above them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.quotations.adjacent_speakers import colon_introduction
from bot.attribution.rules.headlines import listed
from bot.attribution.spans import sources
from bot.attribution.spans.cues import cues
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.documents import BlockKind
from bot.model.spans import Span
from bot.normalize import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.attribution.candidate import AttributionCandidate
    from bot.attribution.syntax.parsed_block import ParsedBlock
    from bot.model.documents import Block, Document

_ITEMS = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
_PROSE = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)
_MARK = re.compile(r"(?:[\s\-*+•‣◦▪●·–\u00a0]+|\(?(?:\d{1,2}|[a-z])[.)]\s+)+")
_PROMISE = re.compile(r"\b(?:below|following|follows|these|includ(?:e|es|ed|ing)|namely)\b", re.IGNORECASE)
_LAYOUT = lexicon.words_of("table chart graph graphic list map box")  # "the following table shows" tells nobody's
_MOST = 0.6  # of a block: what somebody says there leaves no more than a name and a verb
_STEM = 7  # letters: "recommendations" and "recommended" are one word here


def openings(piece: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Yield drafts without content for a heading or a lead-in that names who says what stands below it."""
    if piece.text.rstrip().endswith(":"):
        draft = colon_introduction(
            piece, [cue for cue in cues(piece.doc) if set("qc") & set(cue.frame) and not cue.thought]
        )
        if draft is not None and draft.verb is not None and draft.verb.tag_ != "VB":
            yield draft
            return
    yield from listed(piece)


def inherited(
    document: Document, drafts: Sequence[AttributionCandidate], ordinals: Sequence[int]
) -> Iterator[AttributionCandidate]:
    """Yield a draft for each of the blocks `ordinals` that goes on from a lead-in or heading which names a source."""
    for ordinal in ordinals:
        block = document.blocks[ordinal]
        if not any(c.isalnum() for c in block.span.of(document.text)):
            continue
        if block.kind in _ITEMS:
            yield from _item(document, ordinal, drafts)
        elif block.kind in _PROSE:
            yield from _prose(document, ordinal, drafts)


def _item(document: Document, ordinal: int, drafts: Sequence[AttributionCandidate]) -> Iterator[AttributionCandidate]:
    block = document.blocks[ordinal]
    above, inferred = _lead_in(document, ordinal)
    source = _introduction(above, drafts) if above is not None else None
    if above is None or source is None or not _introduces(document, above, source):
        return
    if inferred and not _goes_on(document, block, above, source):
        return
    if any(d.kind is AttributionKind.DIRECT and _covers(d, block) for d in drafts if d.piece.ordinal == ordinal):
        return  # a quotation with a speaker of its own
    kind = source.kind if source.kind is AttributionKind.EVIDENTIAL else AttributionKind.INDIRECT
    yield source.replace(
        kind=kind, content=(_unmarked(document, block),), inherited=True, inferred=inferred or source.inferred
    )


def _prose(document: Document, ordinal: int, drafts: Sequence[AttributionCandidate]) -> Iterator[AttributionCandidate]:
    """Yield the draft of a paragraph or block quotation below a colon; only the block quotation is surely quoted."""
    block = document.blocks[ordinal]
    lead_in, quotation = _colon(document, ordinal), block.kind is BlockKind.QUOTATION
    own = [d for d in drafts if d.piece.ordinal == ordinal and d.content]
    if lead_in is None or any(_covers(d, block) for d in own):
        return
    if not quotation and any(d.role is not Role.THOUGHT and d.source for d in own):
        return  # somebody else speaks in it: the reporter goes on
    source = next((d for d in _cued(lead_in, drafts) if d.kind is AttributionKind.DIRECT and not d.content), None)
    inferred = source is None or not quotation
    if source is None and any(mark in lead_in.of(document.text) for mark in '“‘"'):
        source = _reporter(document, lead_in, drafts)
    if source is None:
        return
    kind = AttributionKind.DIRECT if quotation else AttributionKind.INDIRECT
    if not quotation and source.source_kind is SourceKind.DOCUMENT:
        kind = AttributionKind.EVIDENTIAL
    yield source.replace(kind=kind, content=(_unmarked(document, block),), inherited=True, inferred=inferred)


def _covers(draft: AttributionCandidate, block: Block) -> bool:
    return sum(len(span) for span in draft.content) > _MOST * len(block.span)


def _colon(document: Document, ordinal: int) -> Span | None:
    """Return the lead-in of a paragraph below a colon, or of the first of the block quotations that it stands among."""
    while document.blocks[ordinal].kind is BlockKind.QUOTATION and document.blocks[ordinal].lead_in is None:
        if ordinal == 0 or document.blocks[ordinal - 1].kind is not BlockKind.QUOTATION:
            return None
        ordinal -= 1
    return document.blocks[ordinal].lead_in


def _reporter(document: Document, lead_in: Span, drafts: Sequence[AttributionCandidate]) -> AttributionCandidate | None:
    """Return the statement of the report that a lead-in with words in marks, but without a speaker, goes on quoting.

    It is the last one of the paragraph right above, where that is an outlet's or a named body's report.
    """
    above = [d for d in drafts if d.name and d.content and not d.inferred and d.start < lead_in.start]
    last = max((d.piece.ordinal for d in above), default=-1)
    if not document.blocks[last + 1].span.contains(lead_in):
        return None
    reports = [d for d in above if d.piece.ordinal == last and (d.role is Role.REPORTED or d.document is not None)
               and d.kind is not AttributionKind.PROVENANCE]  # fmt: skip
    return reports[-1] if reports else None


def _lead_in(document: Document, ordinal: int) -> tuple[Span | None, bool]:
    """Return the sentence or heading that introduces a row or bullet, and whether that is only implied."""
    block = document.blocks[ordinal]
    above = _list_above(document, ordinal) if block.kind is BlockKind.TABLE_ROW else None
    if block.lead_in is not None:
        # A table that follows a list has no lead-in of its own: what it is given is the list's.
        return block.lead_in, above is not None and above.lead_in == block.lead_in
    if above is not None and above.lead_in is not None:
        return above.lead_in, True
    return (block.headings[-1], False) if block.headings else (None, False)


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


def _introduces(document: Document, lead_in: Span, source: AttributionCandidate) -> bool:
    """Holds for a heading, and for a sentence that promises what stands below it; others merely stand above."""
    text = lead_in.of(document.text)
    promised = text.rstrip().endswith(":") or _PROMISE.search(text) is not None
    return promised or not source.content or source.piece.block.kind is BlockKind.HEADING


def _goes_on(document: Document, block: Block, lead_in: Span, source: AttributionCandidate) -> bool:
    """Holds where a table below a list is the list's source's, too: a document's, or one whose header says so."""
    if source.source_kind is SourceKind.DOCUMENT:
        return True
    header = _stems(document, block.header) if block.header is not None else set[str]()
    said = _stems(document, lead_in).difference(*(_stems(document, span) for span in source.source))
    return bool(header & said)


def _stems(document: Document, span: Span) -> set[str]:
    return {
        low.removesuffix("s")[:_STEM]
        for word in words(span.of(document.text))
        if len(low := word.text.lower()) > 3
    }  # fmt: skip


def _introduction(lead_in: Span, drafts: Sequence[AttributionCandidate]) -> AttributionCandidate | None:
    """Return the draft of the lead-in that reaches its end: the one whose content the list goes on with."""
    fitting = [d for d in _cued(lead_in, drafts) if d.content or d.kind is not AttributionKind.DIRECT]
    return max(
        fitting or _cued(lead_in, drafts),
        key=lambda d: (not d.content, d.content[-1].end if d.content else 0),
        default=None,
    )


def _cued(lead_in: Span, drafts: Sequence[AttributionCandidate]) -> list[AttributionCandidate]:
    return [
        draft
        for draft in drafts
        if draft.source
        and draft.cue
        and not draft.inherited
        and (draft.head is None or not sources.any_token_in(draft.head, _LAYOUT))
        and draft.kind is not AttributionKind.PROVENANCE
        and all(lead_in.overlaps(span) for span in draft.cue)
    ]


def _unmarked(document: Document, block: Block) -> Span:
    """Return the span of a row, bullet or paragraph without its mark or number."""
    start, end, text = block.span.start, block.span.end, document.text
    if block.kind is BlockKind.LIST_ITEM and (mark := _MARK.match(text, start, end)):
        start = mark.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else block.span
