"""A draft's file to Document: the reader is chosen by the content, for a name may be wrong."""

from __future__ import annotations

import zipfile
from io import BytesIO

from bot.corpus.parsed_article import UnreadableFileError
from bot.corpus.readers import Unreadable, read
from bot.model.documents import Document

NAMES = ".docx, .pdf, .txt, .md, .html or .eml"  # as people read them
_SPREADSHEET = "is a spreadsheet; save its text as .docx or .txt, and check that."
_PRESENTATION = "is a presentation; save its text as .docx or .txt, and check that."
_OPEN_DOCUMENT = "is an OpenDocument file; save it as .docx, and check that."
_IMAGE = "is an image, and only text can be checked; paste the text, or save the scan as .pdf."
_ARCHIVE = "is an archive; unpack it, and check the draft in it."
_SPREADSHEETS = frozenset({".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".numbers"})
_WORD = frozenset({".docx", ".docm", ".dotx", ".dotm"})
_SUFFIXES = {
    "": ".txt",
    ".txt": ".txt",
    ".text": ".txt",
    ".md": ".md",
    ".markdown": ".md",
    ".html": ".html",
    ".htm": ".html",
    ".eml": ".eml",
    ".pdf": ".pdf",
} | dict.fromkeys(_WORD, ".docx")
SUFFIXES = frozenset(filter(None, _SUFFIXES))  # of files that may be drafts
_PDF_HEAD = 1_024  # bytes in which readers look for "%PDF-"
_HTML_HEAD = 200
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
_MAGIC = (
    (b"\xd0\xcf\x11\xe0", "is encrypted or an old Office file; save it as .docx without a password."),
    (b"{\\rtf", "is an RTF file; save it as .docx, and check that."),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\0", _IMAGE),
    (b"MM\0*", _IMAGE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
)
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"avif", b"avis")  # bytes 8 to 12 of an ISO media file
_PARTS = {"word/": None, "xl/": _SPREADSHEET, "ppt/": _PRESENTATION}  # folders in an Office file
_BROKEN = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)


def read_draft(data: bytes, name: str) -> Document | Unreadable:
    """Return a draft's document. Bad bytes give an Unreadable and never raise."""
    try:
        suffix = suffix_of(data, name)
    except UnreadableFileError as error:
        return Unreadable(None, str(error))
    (item,) = read(data, folder="draft", path=f"{_stem(name)}{suffix}")
    return item


def suffix_of(data: bytes, name: str) -> str:
    """Return the suffix whose reader takes these bytes. Raises UnreadableFileError for anything but a text.

    >>> suffix_of(b"%PDF-1.7", "draft.txt"), suffix_of(b"He said so.", "draft.docx")
    ('.pdf', '.txt')
    """
    if not data.strip():
        raise UnreadableFileError("is empty." if not data else "holds no text, only blank space.")
    if data.startswith(_ZIPS):
        return _office_suffix(data)
    if b"%PDF-" in data[:_PDF_HEAD]:
        return ".pdf"
    _refuse_by_first_bytes(data)
    declared = _suffix(name)
    if declared in _SPREADSHEETS:
        raise UnreadableFileError(_SPREADSHEET)
    suffix = _SUFFIXES.get(declared)
    if suffix is None:
        raise UnreadableFileError(f"is of a type that can't be checked; save it as {NAMES}.")
    if suffix in (".md", ".eml", ".html"):
        return suffix
    return ".html" if _is_page(data) else ".txt"


def _refuse_by_first_bytes(data: bytes) -> None:
    for magic, reason in _MAGIC:
        if data.startswith(magic):
            raise UnreadableFileError(reason)
    is_webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    if is_webp or (data[4:8] == b"ftyp" and data[8:12] in _PICTURE_BRANDS):
        raise UnreadableFileError(_IMAGE)


def _office_suffix(data: bytes) -> str:
    """Return the suffix of a Word document. Raises UnreadableFileError for every other archive."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except _BROKEN:
        raise UnreadableFileError("is damaged; save it again as .docx, and check that.") from None
    for folder, reason in _PARTS.items():
        if any(name.startswith(folder) for name in names):
            if reason:
                raise UnreadableFileError(reason)
            return ".docx"
    raise UnreadableFileError(_OPEN_DOCUMENT if "mimetype" in names else _ARCHIVE)


def _is_page(data: bytes) -> bool:
    head = data[:_HTML_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html"))


def _suffix(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return f".{last.rpartition('.')[2].lower()}" if "." in last else ""


def _stem(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    return (last[: -len(_suffix(last))] if _suffix(last) else last) or "draft"
