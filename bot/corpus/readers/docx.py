""".docx to ParsedArticle: mammoth resolves styles, numbering and tracked changes."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

from bot.corpus.dates import iso
from bot.corpus.declared_metadata import fitting_date, fitting_title
from bot.corpus.metadata import is_person_name, merge, read_lines
from bot.corpus.parsed_article import Metadata, ParsedArticle, UnreadableFileError
from bot.corpus.structure.blocks import with_detected_headings
from bot.corpus.structure.plain_text import BULLET
from bot.corpus.structure.text_lines import TextLine, collapse_blanks, lay_out
from bot.model.documents import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='Block Text'] => blockquote:fresh
p[style-name='Quotations'] => blockquote:fresh
"""
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"  # begins old .doc files and encrypted .docx files
_MOST_XML = 20_000_000  # bytes after unpacking: a long article has 300,000; more is made to do harm
_MOST_TAGS = 250_000  # opening and closing; a book has fewer, and mammoth takes 50 s for a million empty paragraphs
_CORE = "docProps/core.xml"
_NAMESPACES = {"dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/"}
_COMMENTS = "word/comments.xml"
_MACROS = "vbaProject.bin"
_TEXT_PART = re.compile(r"word/(?:document|footnotes|endnotes)\d*\.xml\Z")
_TRACKED_CHANGE = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)[ />]")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_KINDS = {"blockquote": BlockKind.QUOTATION, "li": BlockKind.LIST_ITEM}
_STRUCTURES = frozenset({"p", "ul", "ol", "li", "table", "blockquote", "div", "dl", "dt", "dd", *_HEADINGS})
_NOTE_LINK = re.compile(r"#(?:\w+-)?(?:foot|end)note-")
_GENERATED_AUTHORS = frozenset({"microsoft office user", "windows user", "office user"})
_LONGEST_WORK = timedelta(days=31)  # between creation and last change: a longer one means a reused file
_TOP = 3_000  # characters that may name the day of publication
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, ExpatError, EOFError, NotImplementedError, RuntimeError),
    *(KeyError, IndexError, ValueError, AttributeError, TypeError, OSError),
)


def parse_docx(data: bytes) -> ParsedArticle:
    """Return a Word document's article. Raises UnreadableFileError."""
    from lxml import html  # noqa: PLC0415 - only Word documents need it here

    _check(data)
    root = html.fragment_fromstring(_convert(data), create_parent="div")
    lines = [_as_bullet(line) for line in _lines(root, BlockKind.PARAGRAPH)]
    text, raw_blocks = lay_out(lines)
    if not any(raw_block.kind is BlockKind.HEADING for raw_block in raw_blocks):
        raw_blocks = with_detected_headings(text, raw_blocks)
    metadata = merge(read_lines(text, raw_blocks), _core_properties(data, text[:_TOP]))
    comments, tracked_changes, has_macros = _beside_the_text(data)
    return ParsedArticle(
        *(text, tuple(raw_blocks), metadata),
        comments=comments,
        tracked_changes=tracked_changes,
        has_macros=has_macros,
    )


def _check(data: bytes) -> None:
    """Raise UnreadableFileError for all but Word documents of bearable size."""
    if not data:
        raise UnreadableFileError("is empty.")
    if data.startswith(_COMPOUND_FILE):
        raise UnreadableFileError("is encrypted or an old .doc file; save it as .docx without a password.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            is_word = any(entry.filename.startswith("word/") for entry in entries)
    except _BROKEN:
        raise UnreadableFileError("is not a Word document, or it is damaged; save it again as .docx.") from None
    if sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels"))) > _MOST_XML:
        raise UnreadableFileError(f"unpacks to more than {_MOST_XML // 1_000_000} MB of text; split it.")
    if not is_word:
        raise UnreadableFileError("is not a Word document, despite its name; rename it or replace it.")
    if _count_tags(data) > _MOST_TAGS:
        raise UnreadableFileError(f"has more than {_MOST_TAGS:,} marks of layout; save it again as .docx, or split it.")


def _count_tags(data: bytes) -> int:
    """Return the number of XML tags in the text and its notes."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
            return sum(archive.read(name).count(b"<") for name in names)
    except _BROKEN:
        return 0  # mammoth says what is damaged


def _beside_the_text(data: bytes) -> tuple[int, int, bool]:
    """Return the number of comments and of tracked changes, and whether there are macros."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            changes = sum(len(_TRACKED_CHANGE.findall(archive.read(name))) for name in names if _TEXT_PART.match(name))
            comments = archive.read(_COMMENTS).count(b"<w:comment ") if _COMMENTS in names else 0
    except _BROKEN:
        return 0, 0, False
    return comments, changes, any(name.endswith(_MACROS) for name in names)


def _convert(data: bytes) -> str:
    """Return the document as HTML, without pictures, comments and deleted text."""
    import mammoth  # noqa: PLC0415 - only Word documents need it

    try:
        result = mammoth.convert_to_html(
            BytesIO(data), style_map=_STYLES, include_embedded_style_map=False, convert_image=lambda _image: []
        )
    except RecursionError:
        raise UnreadableFileError("is nested too deeply to be read; save it again as .docx.") from None
    except _BROKEN:
        raise UnreadableFileError("is a damaged Word document; save it again as .docx.") from None
    return str(result.value)


def _lines(element: Element, kind: BlockKind) -> Iterator[TextLine]:
    """Yield the text of each structure below `element`, in order.

    `kind` is the kind of loose text here.
    """
    loose = element.text or ""
    for child in element:
        if child.tag in _STRUCTURES:
            yield from _line(kind, loose)
            yield from _structure(child, kind)
            loose = child.tail or ""
        else:
            loose += _inline(child) + (child.tail or "")
    yield from _line(kind, loose)


def _structure(element: Element, kind: BlockKind) -> Iterator[TextLine]:
    if element.tag == "table":
        yield from _table(element)
    elif element.tag in _HEADINGS:
        yield from _line(BlockKind.HEADING, "".join(map(_inline_or_text, _nodes(element))), _HEADINGS[element.tag])
    else:
        yield from _lines(element, _KINDS.get(str(element.tag), kind))


def _table(element: Element) -> Iterator[TextLine]:
    for row in element.iter("tr"):
        if next(row.iterancestors("table")) is not element:  # a table in a cell is part of that cell
            continue
        cells = [collapse_blanks(" ".join(cell.itertext())) for cell in row]
        is_header = bool(len(row)) and all(cell.tag == "th" for cell in row)
        if any(cells):
            yield TextLine(BlockKind.TABLE_HEADER if is_header else BlockKind.TABLE_ROW, " | ".join(cells))


def _nodes(element: Element) -> Iterator[Element | str]:
    yield element.text or ""
    for child in element:
        yield child
        yield child.tail or ""


def _inline_or_text(node: Element | str) -> str:
    return node if isinstance(node, str) else _inline(node)


def _inline(element: Element) -> str:
    """Return an inline element's text without its links to notes."""
    if element.tag == "br":
        return " "
    if element.tag == "a" and _NOTE_LINK.match(element.get("href") or ""):
        return ""
    return "".join(map(_inline_or_text, _nodes(element)))


def _line(kind: BlockKind, loose: str, level: int = 0) -> Iterator[TextLine]:
    if line := collapse_blanks(loose):
        yield TextLine(kind, f"- {line}" if kind is BlockKind.LIST_ITEM else line, level)


def _as_bullet(line: TextLine) -> TextLine:
    """Return a paragraph with a typed bullet as a list item."""
    is_bullet = line.kind is BlockKind.PARAGRAPH and BULLET.match(line.text)
    return TextLine(BlockKind.LIST_ITEM, line.text) if is_bullet else line


def _core_properties(data: bytes, page: str) -> Metadata:
    """Return the core properties, without those contradicted by the article."""
    from lxml import etree  # noqa: PLC0415 - only Word documents need it here

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            core = archive.read(_CORE)
        root = etree.fromstring(core, etree.XMLParser(resolve_entities=False, no_network=True))
    except (*_BROKEN, etree.XMLSyntaxError):
        return Metadata()
    creator = collapse_blanks(_property(root, "dc:creator"))
    is_author = is_person_name(creator) and creator.casefold() not in _GENERATED_AUTHORS
    return Metadata(
        title=fitting_title(_property(root, "dc:title"), page=page),
        authors=(creator,) if is_author else (),
        published=fitting_date(_written(root), page=page),
    )


def _written(root: Element) -> str | None:
    """Return the date of creation; None for a file reused later."""
    created, modified = (iso(_property(root, f"dcterms:{name}")) for name in ("created", "modified"))
    if not created:
        return None
    if modified and _day(modified) - _day(created) > _LONGEST_WORK:
        return None
    return created


def _day(value: str) -> datetime:
    return datetime.fromisoformat(value[:10])


def _property(root: Element, name: str) -> str:
    return root.findtext(name, "", _NAMESPACES) or ""
