"""Lines of an article from trafilatura's tree, and their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.corpus.parsed_article import RawBlock
from bot.model.documents import BlockKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLANK = re.compile(r"\s+")
_STRUCTURES = frozenset({"p", "head", "list", "item", "table", "row", "quote", "code", "lb", "ab", "div"})
_CLOSE = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)  # stand on neighbouring lines


@dataclass(frozen=True, slots=True)
class Line:
    """One structure of a page: a paragraph, heading, bullet or row. `level` is a heading's depth, 0 otherwise."""

    kind: BlockKind
    text: str
    level: int = 0


def lines_of(body: Element | None) -> tuple[Line, ...]:
    """Return the lines of trafilatura's tree in order."""
    return tuple(_lines(body, BlockKind.PARAGRAPH)) if body is not None and (len(body) or body.text) else ()


def laid_out(lines: Sequence[Line]) -> tuple[str, list[RawBlock]]:
    """Join lines to one text with the block of each."""
    parts: list[str] = []
    raw_blocks: list[RawBlock] = []
    at = 0
    for line in lines:
        gap = ("\n" if raw_blocks[-1].kind is line.kind and line.kind in _CLOSE else "\n\n") if raw_blocks else ""
        at += len(gap)
        parts += [gap, line.text]
        raw_blocks.append(RawBlock(line.kind, Span(at, at + len(line.text)), line.level))
        at += len(line.text)
    return "".join(parts), raw_blocks


def _lines(element: Element, kind: BlockKind) -> Iterator[Line]:
    """Yield the lines below `element`, loose text as `kind`."""
    loose = [element.text or ""]
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _STRUCTURES and not _is_inline_code(child):
            yield from _line(kind, loose)
            loose = [child.tail or ""]
            yield from _structure(child, tag, kind)
        else:
            loose.append("".join(child.itertext()) if tag else "")
            loose.append(child.tail or "")
    yield from _line(kind, loose)


def _is_inline_code(element: Element) -> bool:
    """Detect code within a sentence."""
    return element.tag == "code" and len(element) == 0 and "\n" not in (element.text or "")


def _structure(element: Element, tag: str, kind: BlockKind) -> Iterator[Line]:
    if tag == "head":
        depth = element.get("rend", "")[1:]
        yield from _line(BlockKind.HEADING, element.itertext(), int(depth) if depth.isdigit() else 2)
    elif tag == "row":
        cells = [_flat("".join(_with_gaps(cell))) for cell in element]
        header = bool(len(element)) and all(cell.get("role") == "head" for cell in element)
        if any(cells):
            yield Line(BlockKind.TABLE_HEADER if header else BlockKind.TABLE_ROW, " | ".join(cells))
    elif tag == "item":
        yield from _lines(element, BlockKind.LIST_ITEM)
    elif tag == "quote":
        yield from _lines(element, BlockKind.QUOTATION)
    elif tag != "lb":
        yield from _lines(element, kind)


def _with_gaps(element: Element) -> Iterator[str]:
    """Yield an element's texts with a blank between its structures."""
    yield element.text or ""
    for child in element:
        yield from (" ", *_with_gaps(child), " ") if child.tag in _STRUCTURES else _with_gaps(child)
        yield child.tail or ""


def _line(kind: BlockKind, loose: Iterator[str] | list[str], level: int = 0) -> Iterator[Line]:
    if text := _flat("".join(loose)):
        yield Line(kind, f"- {text}" if kind is BlockKind.LIST_ITEM else text, level)


def _flat(text: str) -> str:
    return _BLANK.sub(" ", text).strip()
