"""Detection of unmarked headings: short lines above prose, lists or tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.corpus.metadata import is_metadata_line
from bot.corpus.parsed_article import RawBlock
from bot.model.documents import BlockKind

_LONGEST = 130  # characters
_MOST_WORDS = 20
_MOST_WORDS_OF_A_QUESTION = 14
_SENTENCE_END = re.compile(r"(?:[.!…:;,][\"”’')\]]*|\?[\"”’')\]]+)\Z")
_HEADING_START = re.compile(r"[\"“‘'(\[¿¡]*[^\W_]")
_MOST_IN_A_ROW = 3  # short lines one after another
_STRUCTURES = (BlockKind.LIST_ITEM, BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW, BlockKind.QUOTATION)
TITLE, SECTION = 1, 2


def detect_headings(text: str, raw_blocks: Sequence[RawBlock], boilerplate_indices: Collection[int]) -> list[RawBlock]:
    """Return the raw blocks with unmarked headings as headings.

    The opening line becomes the title, others become sections. A text with marked headings gets only a title.
    """
    marked = any(raw_block.level for raw_block in raw_blocks)
    promoted = list(raw_blocks)
    lines = [raw_block.span.of(text) for raw_block in raw_blocks]
    opening = next(
        (index for index, line in enumerate(lines) if index not in boilerplate_indices and not is_metadata_line(line)),
        None,
    )
    for index, raw_block in enumerate(raw_blocks):
        if (marked or text[raw_block.span.start].islower()) and index != opening:
            continue
        if index in boilerplate_indices or not _is_heading_at(text, raw_blocks, index, boilerplate_indices):
            continue
        promoted[index] = RawBlock(BlockKind.HEADING, raw_block.span, TITLE if index == opening else SECTION)
    return promoted


def _looks_like_heading(text: str, raw_block: RawBlock) -> bool:
    line = raw_block.span.of(text)
    return (
        raw_block.kind is BlockKind.PARAGRAPH
        and len(line) <= _LONGEST
        and len(line.split()) <= (_MOST_WORDS_OF_A_QUESTION if line.endswith("?") else _MOST_WORDS)
        and "\n" not in line
        and _HEADING_START.match(line) is not None
        and _SENTENCE_END.search(line) is None
        and not is_metadata_line(line)
    )


def _is_heading_at(text: str, raw_blocks: Sequence[RawBlock], index: int, boilerplate_indices: Collection[int]) -> bool:
    """Return True for a heading-like line soon before other structure.

    That is prose, a list or a table, at most a few short lines below.
    """
    lines = 0
    for below in range(index, len(raw_blocks)):
        raw_block = raw_blocks[below]
        if below in boilerplate_indices or lines > _MOST_IN_A_ROW:
            return False
        if below > index and is_metadata_line(raw_block.span.of(text)):
            continue
        if not _looks_like_heading(text, raw_block):
            return below > index and (raw_block.kind in _STRUCTURES or _is_prose(text, raw_block))
        lines += 1
    return False


def _is_prose(text: str, raw_block: RawBlock) -> bool:
    line = raw_block.span.of(text)
    return raw_block.kind is BlockKind.PARAGRAPH and (
        len(line) > _LONGEST or _SENTENCE_END.search(line) is not None or line.endswith(("?", '"', "”"))
    )
