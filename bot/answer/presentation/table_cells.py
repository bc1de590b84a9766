"""Table rows with column names: "Course: diving · Duration: 4 weeks"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.model.answers import Finding, TableCell
from bot.model.documents import Block, BlockKind, Document
from bot.model.spans import Span

_BAR = re.compile(r"(?<!\\)\|")
_MARKUP = " \t\r\n*_`"
BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class DrawnQuote:
    """A quote as displayed; `highlights` are spans of `text`.

    `is_row` marks a table row with column names put in.
    """

    text: str
    highlights: tuple[Span, ...]
    is_row: bool = False


def table_cells(document: Document, block: Block) -> tuple[TableCell, ...]:
    """Return the filled cells of a table row; none without a header."""
    if block.kind is not BlockKind.TABLE_ROW or block.header is None:
        return ()
    columns = [span.of(document.text) for span in _cells(document.text, block.header)]
    row = list(_cells(document.text, block.span))
    if len(row) > len(columns):
        return ()
    return tuple(TableCell(" ".join(name.split()), span) for name, span in zip(columns, row, strict=False) if len(span))


def drawn_quote(finding: Finding) -> DrawnQuote:
    """Return a quote as displayed: a row with column names, others unchanged."""
    start = finding.quote.span.start
    inside = [span for span in finding.highlights if finding.quote.span.contains(span)]
    if not finding.cells:
        highlights = tuple(Span(span.start - start, span.end - start) for span in inside)
        return DrawnQuote(finding.quote.text, highlights)
    text, moved = "", list[Span]()
    for cell in finding.cells:
        text += (BETWEEN if text else "") + (f"{cell.column}: " if cell.column else "")
        shift = len(text) - cell.span.start
        common = ((max(span.start, cell.span.start), min(span.end, cell.span.end)) for span in inside)
        moved += [Span(begin + shift, end + shift) for begin, end in common if begin < end]
        text += finding.quote.text[cell.span.start - start : cell.span.end - start]
    return DrawnQuote(text, tuple(moved), is_row=True)


def _cells(text: str, line: Span) -> Iterator[Span]:
    """Yield the cells of a pipe table's line, without blanks and emphasis."""
    bars = [line.start + bar.start() for bar in _BAR.finditer(line.of(text))]
    edges = [line.start - 1, *bars, line.end]
    cells = [Span(before + 1, after) for before, after in pairwise(edges)]
    if bars and not cells[0].of(text).strip():
        cells = cells[1:]
    if bars and len(cells) > 1 and line.of(text).rstrip().endswith("|"):
        cells = cells[:-1]
    for cell in cells:
        raw = cell.of(text)
        begin = cell.start + len(raw) - len(raw.lstrip(_MARKUP))
        yield Span(begin, max(begin, cell.end - len(raw) + len(raw.rstrip(_MARKUP))))
