""".pdf to ParsedArticle: paragraphs from the lines of the text layer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.corpus.declared_metadata import fitting_date, fitting_title, pdf_date
from bot.corpus.metadata import merge, read_lines
from bot.corpus.parsed_article import Metadata, ParsedArticle, ScanError, UnreadableFileError
from bot.corpus.structure.blocks import with_detected_headings
from bot.corpus.structure.plain_text import BULLET, split_blocks

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

# PDFium is not thread-safe, not even across two documents.
_PDFIUM = Lock()
_LAYOUT_HYPHEN = re.compile("[\u0002\ufffe]\\s*(\\S*) ?")  # a layout hyphen and the line break behind it
_NO_SIGNS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
_PAGE_NUMBER = re.compile(
    r"""
    \s*(?:page\s+)?\d{1,4}
    (?:\s*(?:/|of)\s*\d{1,4})?      # "3 of 12"
    \s*\Z
    """,
    re.IGNORECASE | re.VERBOSE,
)
_END_OF_SENTENCE = re.compile(r"[.!?:…][\"”’')\]]*\Z")
_LONGEST_STAMP = 40  # characters: "Scanned with Example Scanner"
_SCANNED_SHARE = 0.5  # of the page
_SHORT_LINE = 0.8  # of the page's usual width: a shorter line may end its paragraph


@dataclass(frozen=True, slots=True)
class _PdfContent:
    """Text of each page, indices of scanned pages, information dictionary."""

    pages: list[str]
    scanned: tuple[int, ...]
    info: dict[str, str]


def parse_pdf(data: bytes, ocr_pages: Mapping[int, str] = MappingProxyType({})) -> ParsedArticle:
    """Return a PDF's article.

    `ocr_pages` gives the text of scanned pages by index. Raises UnreadableFileError for an encrypted, damaged or empty
    PDF, and ScanError for a scan without any text.
    """
    with _PDFIUM:
        content = _read(data)
    pages = [ocr_pages.get(number, page) for number, page in enumerate(content.pages)]
    paragraphs = [paragraph for page in pages for paragraph in _paragraphs(page)]
    text = "\n\n".join(_across_pages(paragraphs))
    if not text.strip():
        if not pages:
            raise UnreadableFileError("is a PDF without pages.")
        raise ScanError(
            "holds no text that OCR could read." if ocr_pages else "is a scan: it has no text layer; run OCR first."
        )
    raw_blocks = with_detected_headings(text, split_blocks(text))
    return ParsedArticle(
        text,
        tuple(raw_blocks),
        merge(read_lines(text, raw_blocks), _declared(content, pages[0])),
        unread_pages=tuple(number for number in content.scanned if number not in ocr_pages),
        ocr_pages=len(ocr_pages),
    )


def scanned_pages(data: bytes) -> tuple[int, ...]:
    """Return the indices of pages without a text layer.

    Raises UnreadableFileError.
    """
    with _PDFIUM:
        content = _read(data)
    has_text = any(page.strip() for page in content.pages)
    return content.scanned if has_text or content.scanned else tuple(range(len(content.pages)))


def _declared(content: _PdfContent, page: str) -> Metadata:
    info = content.info
    author = _if_on_page(info.get("Author", ""), page)
    # A scan declares the day of scanning.
    created = None if content.scanned else pdf_date(info.get("CreationDate", ""))
    return Metadata(
        title=fitting_title(info.get("Title", ""), page=page),
        authors=(author,) if author else (),
        published=fitting_date(created, page=page),
    )


def _read(data: bytes) -> _PdfContent:
    import pypdfium2  # noqa: PLC0415 - only PDFs need it

    if not data:
        raise UnreadableFileError("is empty.")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError(_open_error_reason(data, str(error))) from None
    try:
        pages = [_page_text(document, number) for number in range(len(document))]
        scanned = tuple(number for number, text in enumerate(pages) if _is_scanned(document, number, text))
        return _PdfContent(pages, scanned, document.get_metadata_dict())
    except pypdfium2.PdfiumError:
        raise UnreadableFileError("is a damaged PDF: one of its pages can't be read.") from None
    finally:
        document.close()


def _is_scanned(document: PdfDocument, number: int, text: str) -> bool:
    """Return True for a page-wide picture with hardly any text.

    A scanner's program may stamp its name on the page as text.
    """
    if len(text.strip()) > _LONGEST_STAMP:
        return False
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - only PDFs need it

    page = document[number]
    try:
        width, height = page.get_size()
        for picture in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
            left, bottom, right, top = picture.get_bounds()
            if (right - left) * (top - bottom) > _SCANNED_SHARE * width * height:
                return True
        return False
    finally:
        page.close()


def _open_error_reason(data: bytes, error: str) -> str:
    # PDFium's error may be left over from an earlier file, so the bytes have to agree with it.
    if "password" in error.lower() and b"/Encrypt" in data:
        return "is an encrypted PDF; save it without a password and add it again."
    if b"%PDF-" not in data[:1_024]:
        return "is not a PDF, despite its name; rename it or replace it."
    return "is a PDF that can't be opened: it is damaged, or it has no pages."


def _page_text(document: PdfDocument, number: int) -> str:
    page = document[number]
    layer = page.get_textpage()
    try:
        raw = str(layer.get_text_bounded()).replace("\r\n", "\n").replace("\r", "\n")
    finally:
        layer.close()
        page.close()
    # Only PDFium's own marks distinguish a layout hyphen from a hyphen of the word.
    return _LAYOUT_HYPHEN.sub(r"\1\n", raw).translate(_NO_SIGNS)


def _paragraphs(page: str) -> Iterator[str]:
    """Yield a page's paragraphs, each on one line."""
    lines = [line.strip() for line in page.split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(len(lengths) * 0.8)] if lengths else 0
    run: list[str] = []
    for line in lines:
        if run and (_begins_structure(line) or _ends_paragraph(run, usual)):
            yield " ".join(run)
            run = []
        if line and not _PAGE_NUMBER.match(line):
            run.append(line)
    if run:
        yield " ".join(run)


def _begins_structure(line: str) -> bool:
    """Return True for a blank line, a bullet or a table row."""
    return not line or BULLET.match(line) is not None or "|" in line


def _ends_paragraph(run: Sequence[str], usual: int) -> bool:
    """Return True for a short last line with a full stop.

    A short line by itself, such as a heading, ends its paragraph without one.
    """
    last = run[-1]
    if len(last) >= _SHORT_LINE * usual:
        return False
    return _END_OF_SENTENCE.search(last) is not None or len(run) == 1


def _across_pages(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs, those broken by a page's end joined."""
    joined: list[str] = []
    for paragraph in paragraphs:
        if joined and paragraph[:1].islower() and not _END_OF_SENTENCE.search(joined[-1]):
            joined[-1] = f"{joined[-1]} {paragraph}"
        else:
            joined.append(paragraph)
    return joined


def _if_on_page(value: str, page: str) -> str | None:
    """Return a declared value visible on the first page, or None.

    Other values are often left over from another document.
    """
    value = " ".join(value.split())
    return value if value and value.casefold() in " ".join(page.split()).casefold() else None
