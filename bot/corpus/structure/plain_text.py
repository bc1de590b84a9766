"""Plain text to raw blocks: unmarked structure of copied articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.corpus.metadata import is_metadata_line
from bot.corpus.parsed_article import RawBlock
from bot.corpus.sentences import trimmed
from bot.corpus.structure.tables import is_ruler, table_at
from bot.model.documents import BlockKind
from bot.model.spans import Span

BULLET = re.compile(
    r"""
    \s*
    (?:[-*+•‣◦▪●·–]
      |\(?(?:\d{1,2}|[a-z])[.)]        # "1.", "(a)"
    )
    [ \t\u00a0]+(?=\S)
    """,
    re.VERBOSE,
)
_MARKED_HEADING = re.compile(r"\s{0,3}(#{1,6})[ \t]+(?=\S)")
_QUOTED = re.compile(r"\s{0,3}>[ \t]?")
_LINE_END = re.compile(r"\r\n?|\n")
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 40
_ENDS = ("\n", "\r\n", "\r")


def lines_of(text: str) -> list[Span]:
    """Return the lines of `text` without their line breaks.

    Only CR and LF end a line, as in any editor.
    """
    ends = [match.span() for match in _LINE_END.finditer(text)]
    starts = [0, *(after for _, after in ends)]
    lines = [Span(start, end) for start, (end, _) in zip(starts, ends, strict=False)]
    return lines if starts[-1] == len(text) else [*lines, Span(starts[-1], len(text))]


def split_blocks(text: str) -> list[RawBlock]:
    """Return the raw blocks of a plain text in order.

    They are marked headings, bullets, table lines, quotations and paragraphs.
    """
    lines = lines_of(text)
    raw = [line.of(text) for line in lines]
    blocks: list[RawBlock] = []
    run: list[Span] = []  # lines of prose with no blank line between them
    index = 0
    while index < len(lines):
        table = table_at(raw, index)
        special = None if table else _marked_block(text, lines[index], raw[index])
        if table or special or not raw[index].strip():
            blocks += _paragraphs(text, run)
            run = []
        if table:
            blocks += _table(text, lines[index : table[0]], ruled=table[1])
            index = table[0]
            continue
        if special:
            blocks.append(special)
        elif blocks and not run and _continues_bullet(text, blocks[-1], lines[index], raw[index]):
            blocks[-1] = RawBlock(
                BlockKind.LIST_ITEM, Span(blocks[-1].span.start, lines[index].start + len(raw[index].rstrip()))
            )
        elif raw[index].strip() and not is_ruler(raw[index]):
            run.append(lines[index])
        index += 1
    return blocks + _paragraphs(text, run)


def _marked_block(text: str, line: Span, raw: str) -> RawBlock | None:
    """Return the block of one marked or metadata line, or None."""
    start, kind, level = line.start, BlockKind.PARAGRAPH, 0
    if mark := _MARKED_HEADING.match(raw):
        start, kind, level = start + mark.end(), BlockKind.HEADING, len(mark[1])
    elif BULLET.match(raw):
        kind = BlockKind.LIST_ITEM
    elif mark := _QUOTED.match(raw):
        start, kind = start + mark.end(), BlockKind.QUOTATION
    elif not is_metadata_line(raw):
        return None
    span = trimmed(text, start, line.end)
    return RawBlock(kind, span, level) if span else None


def _continues_bullet(text: str, above: RawBlock, line: Span, raw: str) -> bool:
    """Return True for an indented line right below a bullet."""
    between = text[above.span.end : line.start]
    return (
        above.kind is BlockKind.LIST_ITEM and raw[:2].isspace() and bool(raw.strip()) and between.strip(" \t") in _ENDS
    )


def _table(text: str, lines: Sequence[Span], *, ruled: bool) -> Iterator[RawBlock]:
    for number, line in enumerate(lines):
        span = trimmed(text, line.start, line.end)
        if span and not is_ruler(span.of(text)):
            yield RawBlock(BlockKind.TABLE_HEADER if ruled and number == 0 else BlockKind.TABLE_ROW, span)


def _paragraphs(text: str, run: Sequence[Span]) -> list[RawBlock]:
    """Return a run's paragraphs: one a line, or several hard-wrapped lines together."""
    spans: list[Span] = []
    width = _wrap_width([line.of(text) for line in run])
    for number, line in enumerate(run):
        if width and number and _fills_width(run[number - 1].of(text), line.of(text), width):
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(line)
    trimmed_spans = (trimmed(text, span.start, span.end) for span in spans)
    return [RawBlock(BlockKind.PARAGRAPH, span) for span in trimmed_spans if span]


def _wrap_width(lines: Sequence[str]) -> int:
    """Return the width of hard-wrapped lines, 0 for one paragraph a line.

    Wrapped lines have no room for the next line's first word, and continue in lower case.
    """
    width = max((len(line.rstrip()) for line in lines), default=0)
    if len(lines) < 2 or not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return 0
    inner = list(pairwise(lines))
    full = [below for line, below in inner if _fills_width(line, below, width)]
    return width if len(full) * 2 >= len(inner) and any(below.lstrip()[:1].islower() for below in full) else 0


def _fills_width(line: str, below: str, width: int) -> bool:
    """Return True for a line without room for the next word."""
    first = below.split(maxsplit=1)[:1] or [""]
    return len(line.rstrip()) + 1 + len(first[0]) > width
