"""Plain text -> pieces: unmarked structure as newsrooms' copy-and-paste leaves it."""

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
    """Return the lines of `text` without their ends; only CR and LF end a line, as in any editor."""
    ends = [match.span() for match in _LINE_END.finditer(text)]
    starts = [0, *(after for _, after in ends)]
    lines = [Span(start, end) for start, (end, _) in zip(starts, ends, strict=False)]
    return lines if starts[-1] == len(text) else [*lines, Span(starts[-1], len(text))]


def pieces(text: str) -> list[RawBlock]:
    """Return the pieces of a plain text in order: marked headings, bullets, table lines, quotations, paragraphs."""
    lines = lines_of(text)
    raw = [line.of(text) for line in lines]
    found: list[RawBlock] = []
    run: list[Span] = []  # lines of prose with no blank line between them
    at = 0
    while at < len(lines):
        table = table_at(raw, at)
        special = None if table else _special(text, lines[at], raw[at])
        if table or special or not raw[at].strip():
            found += _paragraphs(text, run)
            run = []
        if table:
            found += _table(text, lines[at : table[0]], ruled=table[1])
            at = table[0]
            continue
        if special:
            found.append(special)
        elif found and not run and _continues(text, found[-1], lines[at], raw[at]):
            found[-1] = RawBlock(
                BlockKind.LIST_ITEM, Span(found[-1].span.start, lines[at].start + len(raw[at].rstrip()))
            )
        elif raw[at].strip() and not is_ruler(raw[at]):
            run.append(lines[at])
        at += 1
    return found + _paragraphs(text, run)


def _special(text: str, line: Span, raw: str) -> RawBlock | None:
    """Return the piece that one line is by itself: by its mark, or because it tells who wrote the article."""
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


def _continues(text: str, above: RawBlock, line: Span, raw: str) -> bool:
    """Return whether an indented line goes on with the bullet on the line above it."""
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
    """Return the paragraphs of a run: one a line, or several lines together where the text was wrapped by hand."""
    spans: list[Span] = []
    width = _wrap_width([line.of(text) for line in run])
    for number, line in enumerate(run):
        if width and number and _is_full(run[number - 1].of(text), line.of(text), width):
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(line)
    found = (trimmed(text, span.start, span.end) for span in spans)
    return [RawBlock(BlockKind.PARAGRAPH, span) for span in found if span]


def _wrap_width(lines: Sequence[str]) -> int:
    """Return the width that the lines were wrapped at, 0 where each of them is a paragraph of its own.

    Wrapped lines are those that had no room for the next line's first word, and that go on in small letters.
    """
    width = max((len(line.rstrip()) for line in lines), default=0)
    if len(lines) < 2 or not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return 0
    inner = list(pairwise(lines))
    full = [below for line, below in inner if _is_full(line, below, width)]
    return width if len(full) * 2 >= len(inner) and any(below.lstrip()[:1].islower() for below in full) else 0


def _is_full(line: str, below: str, width: int) -> bool:
    """Return whether `line` had no room, at `width`, for the first word of the line below."""
    first = below.split(maxsplit=1)[:1] or [""]
    return len(line.rstrip()) + 1 + len(first[0]) > width
