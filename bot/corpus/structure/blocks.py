"""Raw blocks to blocks, with headings, lead-in, table header and AI ranges."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.corpus.ai_disclosure import find_ai_generated
from bot.corpus.boilerplate import find_boilerplate
from bot.corpus.parsed_article import RawBlock
from bot.corpus.sentences import sentences
from bot.corpus.structure import plain_text
from bot.corpus.structure.headings import detect_headings
from bot.model.documents import Block, BlockKind
from bot.model.spans import Span

_PROSE = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)
_LONGEST_LABEL = 6  # words
_END_OF_SENTENCE = tuple(".!?…;,")


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text, in order."""
    return assemble_blocks(text, with_detected_headings(text, plain_text.split_blocks(text)))


def with_detected_headings(text: str, raw_blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Return the raw blocks with unmarked headings detected."""
    return detect_headings(text, raw_blocks, find_boilerplate(text, raw_blocks))


def assemble_blocks(text: str, raw_blocks: Sequence[RawBlock]) -> tuple[Block, ...]:
    """Return one block for each raw block, with its context."""
    boilerplate_indices = find_boilerplate(text, raw_blocks)
    generated = find_ai_generated(text, raw_blocks)
    lead_ins = _lead_ins(text, raw_blocks, boilerplate_indices)
    path: list[RawBlock] = []
    header: Span | None = None
    assembled: list[Block] = []
    for index, raw_block in enumerate(raw_blocks):
        is_heading = raw_block.kind is BlockKind.HEADING and index not in boilerplate_indices
        if is_heading:
            path = [above for above in path if above.level < raw_block.level]
        if raw_block.kind is not BlockKind.TABLE_ROW:
            header = raw_block.span if raw_block.kind is BlockKind.TABLE_HEADER else None
        assembled.append(
            Block(
                kind=BlockKind.BOILERPLATE if index in boilerplate_indices else raw_block.kind,
                span=raw_block.span,
                headings=tuple(above.span for above in path),
                lead_in=lead_ins.get(index),
                header=header if raw_block.kind is BlockKind.TABLE_ROW else None,
                ai_generated=index in generated,
            )
        )
        if is_heading:
            path.append(raw_block)
    return tuple(assembled)


def _lead_ins(text: str, raw_blocks: Sequence[RawBlock], boilerplate_indices: frozenset[int]) -> dict[int, Span]:
    """Return the introductory sentence of each list item and table line.

    A paragraph below a colon has one, too. Neighbouring lists and tables share the sentence above them.
    """
    labels = _labels(text, raw_blocks)
    introductions: dict[int, Span] = {}
    leading: RawBlock | None = None
    lead_in: Span | None = None  # the last sentence of `leading`, found on demand
    links: Span | None = None
    for index, raw_block in enumerate(raw_blocks):
        if index in boilerplate_indices:
            # An advertisement between a list and its lead-in introduces only links.
            if raw_block.kind in _PROSE or raw_block.kind is BlockKind.HEADING:
                links = raw_block.span
            elif links:
                introductions[index] = links
        elif raw_block.kind is BlockKind.HEADING:
            leading = lead_in = links = None
        elif raw_block.kind in _PROSE:
            if leading and raw_blocks[index - 1] is leading and text[leading.span.end - 1] == ":":
                introductions[index] = sentences(text, leading.span)[-1]
            leading, lead_in = raw_block, None
        elif index in labels:
            introductions[index] = labels[index]
        elif leading:
            lead_in = lead_in or sentences(text, leading.span)[-1]
            introductions[index] = lead_in
    return introductions


def _labels(text: str, raw_blocks: Sequence[RawBlock]) -> dict[int, Span]:
    """Return the label bullet above each sentence bullet of an alternating list.

    "- Label", "- Sentence.", "- Label", "- Sentence.".
    """
    labels: dict[int, Span] = {}
    for is_list, group in groupby(range(len(raw_blocks)), lambda index: raw_blocks[index].kind is BlockKind.LIST_ITEM):
        items = list(group)
        if not is_list or len(items) < 4 or len(items) % 2:
            continue
        pairs = list(zip(items[::2], items[1::2], strict=True))
        if all(_is_label(text, raw_blocks[a]) and not _is_label(text, raw_blocks[b]) for a, b in pairs):
            labels |= {sentence: raw_blocks[label].span for label, sentence in pairs}
    return labels


def _is_label(text: str, raw_block: RawBlock) -> bool:
    line = raw_block.span.of(text)
    return not line.endswith(_END_OF_SENTENCE) and len(line.split()) - 1 <= _LONGEST_LABEL
