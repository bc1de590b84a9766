""".html to ParsedArticle: trafilatura extracts the article, offsets are made here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.corpus.metadata import merge, read_lines
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
_HEAD = 4_096  # bytes of a page that may declare its encoding
_BLANK = re.compile(r"\s+")
_STRUCTURES = frozenset({"p", "head", "list", "item", "table", "row", "quote", "code", "lb", "ab", "div"})
_CLOSE = (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)  # on neighbouring lines, without a blank one between
_Line = tuple[BlockKind, str, int]


def parse_html(data: bytes) -> ParsedArticle:
    """Return the article of a page. Raises UnreadableFileError."""
    import trafilatura  # noqa: PLC0415 - half a second to import, and only pages need it

    declared = _DECLARED_ENCODING.search(data[:_HEAD])
    source = decode(data, declared[1].decode("ascii") if declared else None)
    tree = trafilatura.load_html(source)
    if tree is None:
        raise UnreadableFileError("holds no readable HTML.")
    metadata = page_metadata(tree)
    # Recall mode, because the ordinary mode loses bullets inside a table cell.
    article = trafilatura.bare_extraction(source, favor_recall=True, include_comments=False, include_tables=True)
    body = article.body if isinstance(article, trafilatura.settings.Document) else ()
    lines = list(_collect_lines(body, BlockKind.PARAGRAPH)) if len(body) else []
    if not lines:
        raise UnreadableFileError("holds no recognisable article text.")
    if metadata.title and all(level != 1 and line != metadata.title for _, line, level in lines):
        lines.insert(0, (BlockKind.HEADING, metadata.title, 1))
    text, raw_blocks = _lay_out(lines)
    return ParsedArticle(text, tuple(raw_blocks), merge(metadata, read_lines(text, raw_blocks)))


def _lay_out(lines: list[_Line]) -> tuple[str, list[RawBlock]]:
    """Return the article's text and its blocks, separated by blank lines."""
    parts: list[str] = []
    raw_blocks: list[RawBlock] = []
    position = 0
    for kind, line, level in lines:
        gap = ("\n" if raw_blocks[-1].kind is kind and kind in _CLOSE else "\n\n") if raw_blocks else ""
        position += len(gap)
        parts += [gap, line]
        raw_blocks.append(RawBlock(kind, Span(position, position + len(line)), level))
        position += len(line)
    return "".join(parts), raw_blocks


def _collect_lines(element: Element, kind: BlockKind) -> Iterator[_Line]:
    """Yield the text of each structure below `element`, in order.

    `kind` is the kind of loose text here.
    """
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
        cells = [_collapse_blanks("".join(_texts_with_gaps(cell))) for cell in element]
        header = bool(len(element)) and all(cell.get("role") == "head" for cell in element)
        if any(cells):
            yield (BlockKind.TABLE_HEADER if header else BlockKind.TABLE_ROW), " | ".join(cells), 0
    elif tag == "item":
        yield from _collect_lines(element, BlockKind.LIST_ITEM)
    elif tag == "quote":
        yield from _collect_lines(element, BlockKind.QUOTATION)
    elif tag != "lb":
        yield from _collect_lines(element, kind)


def _texts_with_gaps(element: Element) -> Iterator[str]:
    """Yield the element's texts, with a blank between its structures."""
    yield element.text or ""
    for child in element:
        yield from (" ", *_texts_with_gaps(child), " ") if child.tag in _STRUCTURES else _texts_with_gaps(child)
        yield child.tail or ""


def _line(kind: BlockKind, loose: str, level: int = 0) -> Iterator[_Line]:
    if line := _collapse_blanks(loose):
        yield kind, f"- {line}" if kind is BlockKind.LIST_ITEM else line, level


def _collapse_blanks(text: str) -> str:
    return _BLANK.sub(" ", text).strip()
