"""Lines of an article from trafilatura's tree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.corpus.structure.text_lines import TextLine, collapse_blanks
from bot.model.documents import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_STRUCTURES = frozenset({"p", "head", "list", "item", "table", "row", "quote", "code", "lb", "ab", "div"})


def lines_of(body: Element | None) -> tuple[TextLine, ...]:
    """Return the lines of trafilatura's tree in order."""
    return tuple(_lines(body, BlockKind.PARAGRAPH)) if body is not None and (len(body) or body.text) else ()


def _lines(element: Element, kind: BlockKind) -> Iterator[TextLine]:
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


def _structure(element: Element, tag: str, kind: BlockKind) -> Iterator[TextLine]:
    if tag == "head":
        depth = element.get("rend", "")[1:]
        yield from _line(BlockKind.HEADING, element.itertext(), int(depth) if depth.isdigit() else 2)
    elif tag == "row":
        cells = [collapse_blanks("".join(_with_gaps(cell))) for cell in element]
        header = bool(len(element)) and all(cell.get("role") == "head" for cell in element)
        if any(cells):
            yield TextLine(BlockKind.TABLE_HEADER if header else BlockKind.TABLE_ROW, " | ".join(cells))
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


def _line(kind: BlockKind, loose: Iterator[str] | list[str], level: int = 0) -> Iterator[TextLine]:
    if text := collapse_blanks("".join(loose)):
        yield TextLine(kind, f"- {text}" if kind is BlockKind.LIST_ITEM else text, level)
