""".html -> Draft: trafilatura finds the article in the page; the text and its offsets are made here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.corpus.metadata import merged, read_lines
from bot.corpus.parsed_article import ParsedArticle, RawBlock, UnreadableFileError, decode
from bot.corpus.readers.html_metadata import page_metadata
from bot.model.documents import BlockKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DECLARED_ENCODING = re.compile(
    rb"""
    <(?:meta[^>]+charset|\?xml[^>]+encoding)
    \s*=\s*["']?\s*([\w-]+)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_HEAD = 4_096  # bytes: where a page declares its encoding
_BLANK = re.compile(r"\s+")
_STRUCTURES = frozenset({"p", "head", "list", "item", "table", "row", "quote", "code", "lb", "ab", "div"})
_CLOSE = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)  # stand on neighbouring lines
_Line = tuple[BlockKind, str, int]


def draft(data: bytes) -> ParsedArticle:
    """Return a page's draft, of its article alone. Raises UnreadableFileError."""
    import trafilatura  # noqa: PLC0415 - half a second to import, and only pages need it

    declared = _DECLARED_ENCODING.search(data[:_HEAD])
    source = decode(data, declared[1].decode("ascii") if declared else None)
    tree = trafilatura.load_html(source)
    if tree is None:
        raise UnreadableFileError("holds no HTML that can be read.")
    told = page_metadata(tree)
    # Recall mode: in the ordinary one, bullets inside a table's cell vanish.
    article = trafilatura.bare_extraction(source, favor_recall=True, include_comments=False, include_tables=True)
    body = article.body if isinstance(article, trafilatura.settings.Document) else ()
    lines = list(_lines(body, BlockKind.PARAGRAPH)) if len(body) else []
    if not lines:
        raise UnreadableFileError("holds no article text that can be found in the page.")
    if told.title and all(level != 1 and line != told.title for _, line, level in lines):
        lines.insert(0, (BlockKind.HEADING, told.title, 1))
    text, pieces = _laid_out(lines)
    return ParsedArticle(text, tuple(pieces), merged(told, read_lines(text, pieces)))


def _laid_out(lines: list[_Line]) -> tuple[str, list[RawBlock]]:
    """Return the article's text, its structures apart by a blank line, and where each stands in it."""
    parts: list[str] = []
    pieces: list[RawBlock] = []
    at = 0
    for kind, line, level in lines:
        gap = ("\n" if pieces[-1].kind is kind and kind in _CLOSE else "\n\n") if pieces else ""
        at += len(gap)
        parts += [gap, line]
        pieces.append(RawBlock(kind, Span(at, at + len(line)), level))
        at += len(line)
    return "".join(parts), pieces


def _lines(element: Element, kind: BlockKind) -> Iterator[_Line]:
    """Yield the text of each structure below `element`, in order; `kind` is what loose text here counts as."""
    loose = element.text or ""
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _STRUCTURES:
            yield from _line(kind, loose)
            loose = child.tail or ""
            yield from _structure(child, tag, kind)
        else:
            loose += "".join(child.itertext()) if tag else ""
            loose += child.tail or ""
    yield from _line(kind, loose)


def _structure(element: Element, tag: str, kind: BlockKind) -> Iterator[_Line]:
    if tag == "head":
        depth = element.get("rend", "")[1:]
        yield from _line(BlockKind.HEADING, "".join(element.itertext()), int(depth) if depth.isdigit() else 2)
    elif tag == "row":
        cells = [_flat("".join(_with_gaps(cell))) for cell in element]
        header = bool(len(element)) and all(cell.get("role") == "head" for cell in element)
        if any(cells):
            yield (BlockKind.TABLE_HEADER if header else BlockKind.TABLE_ROW), " | ".join(cells), 0
    elif tag == "item":
        yield from _lines(element, BlockKind.LIST_ITEM)
    elif tag == "quote":
        yield from _lines(element, BlockKind.QUOTATION)
    elif tag != "lb":
        yield from _lines(element, kind)


def _with_gaps(element: Element) -> Iterator[str]:
    """Yield the element's texts with a blank between its structures, which have none of their own."""
    yield element.text or ""
    for child in element:
        yield from (" ", *_with_gaps(child), " ") if child.tag in _STRUCTURES else _with_gaps(child)
        yield child.tail or ""


def _line(kind: BlockKind, loose: str, level: int = 0) -> Iterator[_Line]:
    if line := _flat(loose):
        yield kind, f"- {line}" if kind is BlockKind.LIST_ITEM else line, level


def _flat(text: str) -> str:
    return _BLANK.sub(" ", text).strip()
