"""Inheritance: items and paragraphs take the source of their lead-in or heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.spans.noun_phrases import any_token_in
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.documents import BlockKind
from bot.model.spans import Span
from bot.normalize import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.attribution.candidate import AttributionCandidate
    from bot.model.documents import Block, Document

_ITEMS = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
_PROSE = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)
_TABLE = (BlockKind.TABLE_ROW, BlockKind.TABLE_HEADER)
_ITEM_MARKER = re.compile(
    r"""
    (?:
        [\s\-*+•‣◦▪●·–\u00a0]+            # "- ", "•"
        | \(?(?:\d{1,2}|[a-z])[.)]\s+     # "1. ", "(a) "
    )+
    """,
    re.VERBOSE,
)
_ANNOUNCES_LIST = re.compile(
    r"""
    \b(?:below|following|follows|these|includ(?:e|es|ed|ing)|namely)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
# "The following table shows" has no source.
_LAYOUT = lexicon.words_of("table chart graph graphic list map box")
_OPENING_MARKS = '“‘"'
# Share of a block: the rest is a name and a verb.
_COVERED = 0.6
# Letters: "recommendations" and "recommended" count as one word.
_STEM = 7


def inherited(
    document: Document, candidates: Sequence[AttributionCandidate], ordinals: Sequence[int]
) -> Iterator[AttributionCandidate]:
    """Yield a candidate for each block with an inherited source."""
    for ordinal in ordinals:
        block = document.blocks[ordinal]
        if not any(c.isalnum() for c in block.span.of(document.text)):
            continue
        if block.kind in _ITEMS:
            yield from list_item(document, ordinal, candidates)
        elif block.kind in _PROSE:
            yield from paragraph_below_colon(document, ordinal, candidates)


def list_item(
    document: Document, ordinal: int, candidates: Sequence[AttributionCandidate]
) -> Iterator[AttributionCandidate]:
    """Take the source of the lead-in or heading for an item.

    Items are bullets and table rows.

    Examples:
        The Torvik Institute recommends the following: ⏎ - Close the bridge ⏎ - Check the bolts
            The Torvik Institute | recommends | Close the bridge
            The Torvik Institute | recommends | Check the bolts
        The leaked memos show the following: ⏎ - Twelve ships for Sund ⏎ - Forty guns for Kestria
            The leaked memos | show | Twelve ships for Sund
            The leaked memos | show | Forty guns for Kestria
        The fair opens in May: ⏎ - Night dives ⏎ - Boat trips
    """
    block = document.blocks[ordinal]
    lead_in, inferred = _lead_in(document, ordinal)
    source = _introduction(lead_in, candidates) if lead_in is not None else None
    if lead_in is None or source is None or not _introduces(document, lead_in, source):
        return
    if inferred and not _continues_list(document, block, lead_in, source):
        return
    own = [candidate for candidate in candidates if candidate.block.ordinal == ordinal]
    if any(candidate.kind is AttributionKind.DIRECT and _covers(candidate, block) for candidate in own):
        return  # a quotation with a speaker of its own
    kind = source.kind if source.kind is AttributionKind.EVIDENTIAL else AttributionKind.INDIRECT
    yield source.replace(
        kind=kind,
        content=(_without_marker(document, block),),
        inherited=True,
        inferred=inferred or source.inferred,
    ).found_by(list_item.__name__)


def paragraph_below_colon(
    document: Document, ordinal: int, candidates: Sequence[AttributionCandidate]
) -> Iterator[AttributionCandidate]:
    """Take the speaker before a colon for the paragraph below.

    For a paragraph it is inferred: the reporter may continue there.

    Examples:
        Mara Oll wrote on Monday: ⏎ The bridge will be closed for a year.
            Mara Oll | wrote | The bridge will be closed for a year.
        Ivo Brandt went on: ⏎ Nobody will cross it again.
            Ivo Brandt | went on | Nobody will cross it again.
        There is one problem: ⏎ Nobody will cross it again.
    """
    block = document.blocks[ordinal]
    lead_in, is_quotation = _lead_in_of_prose(document, ordinal), block.kind is BlockKind.QUOTATION
    own = [candidate for candidate in candidates if candidate.block.ordinal == ordinal and candidate.content]
    if lead_in is None or any(_covers(candidate, block) for candidate in own):
        return
    if not is_quotation and any(candidate.role is not Role.THOUGHT and candidate.source for candidate in own):
        return  # another source in the paragraph: the reporter continues
    announced = (c for c in _cued(lead_in, candidates) if c.kind is AttributionKind.DIRECT and not c.content)
    speaker = next(announced, None)
    source = speaker
    if source is None and any(mark in lead_in.of(document.text) for mark in _OPENING_MARKS):
        source = _quoted_report(document, lead_in, candidates)
    if source is None:
        return
    kind = AttributionKind.DIRECT if is_quotation else AttributionKind.INDIRECT
    if not is_quotation and source.source_kind is SourceKind.DOCUMENT:
        kind = AttributionKind.EVIDENTIAL
    yield source.replace(
        kind=kind,
        content=(_without_marker(document, block),),
        inherited=True,
        inferred=speaker is None or not is_quotation,
    ).found_by(paragraph_below_colon.__name__)


def _covers(candidate: AttributionCandidate, block: Block) -> bool:
    return sum(len(span) for span in candidate.content) > _COVERED * len(block.span)


# Lead-ins


def _lead_in_of_prose(document: Document, ordinal: int) -> Span | None:
    """Return the lead-in of a paragraph or of several block quotations."""
    block = document.blocks[ordinal]
    while block.kind is BlockKind.QUOTATION and block.lead_in is None:
        if ordinal == 0 or document.blocks[ordinal - 1].kind is not BlockKind.QUOTATION:
            return None
        ordinal -= 1
        block = document.blocks[ordinal]
    return block.lead_in


def _quoted_report(
    document: Document, lead_in: Span, candidates: Sequence[AttributionCandidate]
) -> AttributionCandidate | None:
    """Return the report behind a lead-in with quotation marks, without a speaker.

    It is the last one of the paragraph above.
    """
    above = [c for c in candidates if c.name and c.content and not c.inferred and c.start < lead_in.start]
    last = max((candidate.block.ordinal for candidate in above), default=-1)
    if not document.blocks[last + 1].span.contains(lead_in):
        return None
    reports = [
        candidate
        for candidate in above
        if candidate.block.ordinal == last
        and (candidate.role is Role.REPORTED or candidate.document is not None)
        and candidate.kind is not AttributionKind.PROVENANCE
    ]
    return reports[-1] if reports else None


def _lead_in(document: Document, ordinal: int) -> tuple[Span | None, bool]:
    """Return the sentence or heading before an item, and its inferred flag."""
    block = document.blocks[ordinal]
    above = _list_above(document, ordinal) if block.kind is BlockKind.TABLE_ROW else None
    if block.lead_in is not None:
        # The lead-in of a table behind a list is the list's.
        return block.lead_in, above is not None and above.lead_in == block.lead_in
    if above is not None and above.lead_in is not None:
        return above.lead_in, True
    return (block.headings[-1], False) if block.headings else (None, False)


def _list_above(document: Document, ordinal: int) -> Block | None:
    """Return the last bullet right above a table of the same section."""
    section = document.blocks[ordinal].headings
    for block in reversed(document.blocks[:ordinal]):
        if block.headings != section:
            return None
        if block.kind is BlockKind.LIST_ITEM:
            return block
        if block.kind not in _TABLE:
            return None
    return None


def _introduces(document: Document, lead_in: Span, source: AttributionCandidate) -> bool:
    """Recognise a heading or a sentence before a list."""
    text = lead_in.of(document.text)
    announces = text.rstrip().endswith(":") or _ANNOUNCES_LIST.search(text) is not None
    return announces or not source.content or source.block.kind is BlockKind.HEADING


def _continues_list(document: Document, block: Block, lead_in: Span, source: AttributionCandidate) -> bool:
    """Recognise a table with the source of the list above.

    The source is a document, or the header has a word of the lead-in.
    """
    if source.source_kind is SourceKind.DOCUMENT:
        return True
    header = _stems(document, block.header) if block.header is not None else set[str]()
    content = _stems(document, lead_in).difference(*(_stems(document, span) for span in source.source))
    return bool(header & content)


def _stems(document: Document, span: Span) -> set[str]:
    low = (word.text.lower() for word in words(span.of(document.text)))
    return {word.removesuffix("s")[:_STEM] for word in low if len(word) > 3}


def _introduction(lead_in: Span, candidates: Sequence[AttributionCandidate]) -> AttributionCandidate | None:
    """Return the candidate of the lead-in nearest to the list."""
    cued = _cued(lead_in, candidates)
    fitting = [candidate for candidate in cued if candidate.content or candidate.kind is not AttributionKind.DIRECT]
    return max(
        fitting or cued,
        key=lambda candidate: (not candidate.content, candidate.content[-1].end if candidate.content else 0),
        default=None,
    )


def _cued(lead_in: Span, candidates: Sequence[AttributionCandidate]) -> list[AttributionCandidate]:
    """Return the candidates with a source and a cue in the lead-in."""
    return [
        candidate
        for candidate in candidates
        if all(lead_in.overlaps(span) for span in candidate.cue) and _can_introduce(candidate)
    ]


def _can_introduce(candidate: AttributionCandidate) -> bool:
    if not candidate.source or not candidate.cue or candidate.inherited:
        return False
    is_layout = candidate.head is not None and any_token_in(candidate.head, _LAYOUT)
    return not is_layout and candidate.kind is not AttributionKind.PROVENANCE


def _without_marker(document: Document, block: Block) -> Span:
    """Return the span of a block without its bullet or number."""
    start, end, text = block.span.start, block.span.end, document.text
    if block.kind is BlockKind.LIST_ITEM and (marker := _ITEM_MARKER.match(text, start, end)):
        start = marker.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else block.span
