""".pdf -> Draft: the text layer's lines made into paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from bot.corpus.metadata import merged, read_lines
from bot.corpus.parsed_article import Metadata, ParsedArticle, UnreadableFileError
from bot.corpus.structure.blocks import promoted
from bot.corpus.structure.plain_text import BULLET, pieces

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

# PDFium is not thread-safe, not even over two documents.
_PDFIUM = Lock()
_LAYOUT_HYPHEN = re.compile("[\u0002\ufffe]\\s*(\\S*) ?")  # stands for the hyphen and the line's end
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
_SHORT_LINE = 0.8  # of the page's usual width: a line that ends before has ended its paragraph


def draft(data: bytes) -> ParsedArticle:
    """Return a PDF's draft. Raises UnreadableFileError where it is encrypted, broken, without pages or a scan."""
    with _PDFIUM:
        pages, info = _read(data)
    paragraphs = [paragraph for page in pages for paragraph in _paragraphs(page)]
    text = "\n\n".join(_across_pages(paragraphs))
    if not text.strip():
        raise UnreadableFileError(
            "is a scan: it has no text layer; run OCR first." if pages else "is a PDF without pages."
        )
    found = promoted(text, pieces(text))
    told = Metadata(
        title=_shown(info.get("Title", ""), pages[0]),
        authors=tuple(name for name in (_shown(info.get("Author", ""), pages[0]),) if name),
    )
    return ParsedArticle(text, tuple(found), merged(read_lines(text, found), told))


def _read(data: bytes) -> tuple[list[str], dict[str, str]]:
    """Return each page's text and the document's own information."""
    import pypdfium2  # noqa: PLC0415 - only PDFs need it

    if not data:
        raise UnreadableFileError("is empty.")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFileError(_why_closed(data, str(error))) from None
    try:
        return [_page_text(document, number) for number in range(len(document))], document.get_metadata_dict()
    except pypdfium2.PdfiumError:
        raise UnreadableFileError("is a broken PDF: one of its pages can't be read.") from None
    finally:
        document.close()


def _why_closed(data: bytes, told: str) -> str:
    # PDFium's error may be left over from an earlier file, so it is believed only where the bytes agree.
    if "password" in told.lower() and b"/Encrypt" in data:
        return "is an encrypted PDF; save it without a password and bring it in again."
    if b"%PDF-" not in data[:1_024]:
        return "is no PDF, whatever its name says."
    return "is a PDF that can't be opened: it is broken, or it has no pages."


def _page_text(document: PdfDocument, number: int) -> str:
    page = document[number]
    layer = page.get_textpage()
    try:
        raw = str(layer.get_text_bounded()).replace("\r\n", "\n").replace("\r", "\n")
    finally:
        layer.close()
        page.close()
    # Only PDFium's own marks say for certain that a hyphen is the layout's and not the word's.
    return _LAYOUT_HYPHEN.sub(r"\1\n", raw).translate(_NO_SIGNS)


def _paragraphs(page: str) -> Iterator[str]:
    """Yield a page's paragraphs, each on one line: PDF knows lines alone."""
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
    """Return whether the line is blank, a bullet or a table row."""
    return not line or BULLET.match(line) is not None or "|" in line


def _ends_paragraph(run: Sequence[str], usual: int) -> bool:
    """Return whether the last line of `run` ends its paragraph: a short one does, with a full stop or as a heading."""
    last = run[-1]
    if len(last) >= _SHORT_LINE * usual:
        return False
    return _END_OF_SENTENCE.search(last) is not None or len(run) == 1


def _across_pages(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs with those joined that a page's end broke in mid-sentence."""
    found: list[str] = []
    for paragraph in paragraphs:
        if found and paragraph[:1].islower() and not _END_OF_SENTENCE.search(found[-1]):
            found[-1] = f"{found[-1]} {paragraph}"
        else:
            found.append(paragraph)
    return found


def _shown(told: str, page: str) -> str | None:
    """Return what the file's information tells where the first page shows it too; the rest is often a leftover."""
    told = " ".join(told.split())
    return told if told and told.casefold() in " ".join(page.split()).casefold() else None
