"""Lines to text and raw blocks, for formats without plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.corpus.parsed_article import RawBlock
from bot.model.documents import BlockKind
from bot.model.spans import Span

_BLANK = re.compile(r"\s+")
_ADJACENT = (BlockKind.LIST_ITEM, BlockKind.TABLE_HEADER, BlockKind.TABLE_ROW)  # no blank line between them


@dataclass(frozen=True, slots=True)
class TextLine:
    """One structure as a line; `level` is a heading's depth, else 0."""

    kind: BlockKind
    text: str
    level: int = 0


def lay_out(lines: Iterable[TextLine]) -> tuple[str, list[RawBlock]]:
    """Return the article's text and its blocks, separated by blank lines."""
    parts: list[str] = []
    raw_blocks: list[RawBlock] = []
    position = 0
    for line in lines:
        gap = _gap(raw_blocks[-1].kind, line.kind) if raw_blocks else ""
        position += len(gap)
        parts += [gap, line.text]
        raw_blocks.append(RawBlock(line.kind, Span(position, position + len(line.text)), line.level))
        position += len(line.text)
    return "".join(parts), raw_blocks


def collapse_blanks(text: str) -> str:
    """Return `text` with each run of blanks as one blank."""
    return _BLANK.sub(" ", text).strip()


def _gap(above: BlockKind, below: BlockKind) -> str:
    are_rows = above is BlockKind.TABLE_HEADER and below is BlockKind.TABLE_ROW
    return "\n" if are_rows or (above is below and below in _ADJACENT) else "\n\n"
