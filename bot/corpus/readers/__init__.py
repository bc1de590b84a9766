"""Readers by file type: bytes to documents."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from bot.corpus.metadata_files import NO_FILE_METADATA, FileMetadata
from bot.corpus.parsed_article import Metadata, ParsedArticle, ScanError, UnreadableFileError
from bot.corpus.readers import docx, eml, html, jsonl, pdf, text
from bot.corpus.structure.blocks import assemble_blocks
from bot.model.documents import Document, DocumentRef, ReadingDetails
from bot.normalize import opening

_READERS: dict[str, Callable[[bytes], ParsedArticle]] = {
    ".txt": text.parse_plain_text,
    ".md": text.parse_markdown,
    ".html": html.parse_html,
    ".htm": html.parse_html,
    ".docx": docx.parse_docx,
    ".eml": eml.parse_eml,
}
PDF = ".pdf"
RECORDS = ".jsonl"
SUFFIXES: frozenset[str] = frozenset({*_READERS, PDF, RECORDS})
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")  # JSON and YAML can write one; no database stores it
SUFFIX_NAMES = ".txt, .md, .html, .pdf, .docx, .eml or .jsonl"  # as people read them


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A .jsonl record with an already known document, `id`."""

    id: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or one `record` of a .jsonl file, without a document.

    `reason` ends the sentence "<file> ...". `is_scan`: OCR could read it.
    """

    record: str | None
    reason: str
    is_scan: bool = False


def read(
    data: bytes,
    *,
    folder: str,
    path: str,
    metadata: FileMetadata = NO_FILE_METADATA,
    ocr_pages: Mapping[int, str] = MappingProxyType({}),
) -> list[Document | Unreadable]:
    """Return a file's document, or one item for each .jsonl line.

    `metadata` comes from files beside it. `ocr_pages` gives the text of a PDF's scanned pages by index. Bad bytes give
    an Unreadable and never raise.
    """
    suffix = _suffix(path)
    if suffix == RECORDS:
        return _records(data, folder, path, metadata)
    reader = partial(pdf.parse_pdf, ocr_pages=ocr_pages) if suffix == PDF else _READERS.get(suffix)
    if reader is None:
        return [Unreadable(None, f"is of an unsupported file type; use one of {', '.join(sorted(SUFFIXES))}.")]
    try:
        article = reader(data)
        if not article.raw_blocks:
            raise UnreadableFileError("holds no text apart from markup and metadata.")
    except UnreadableFileError as error:
        return [Unreadable(None, str(error), is_scan=isinstance(error, ScanError))]
    return [_document(article, data, metadata, name=_stem(path), id_=document_id(folder, path, None))]


def _records(data: bytes, folder: str, path: str, metadata: FileMetadata) -> list[Document | Unreadable]:
    items = read_records(data.splitlines(), folder=folder, path=path, metadata=metadata)
    documents = [item for item in items if not isinstance(item, Unchanged)]
    return documents or [Unreadable(None, "is empty." if not data else "holds no text, only blank space.")]


def read_records(
    lines: Iterable[bytes],
    *,
    folder: str,
    path: str,
    known: Mapping[str, str] = MappingProxyType({}),
    first_line: int = 1,
    metadata: FileMetadata = NO_FILE_METADATA,
) -> Iterator[Document | Unchanged | Unreadable]:
    """Yield one item for each non-blank line of a .jsonl file.

    It reads line by line. `known` holds id and sha256 of documents to skip.
    """

    def is_known(key: str, data: bytes) -> bool:
        sha256 = known.get(document_id(folder, path, key))
        return sha256 is not None and sha256 == hashlib.sha256(data).hexdigest()

    for item in jsonl.records(lines, is_known, first_line=first_line):
        if isinstance(item, jsonl.BrokenRecord):
            yield Unreadable(item.id or str(item.line), item.reason)
        elif isinstance(item, jsonl.KnownRecord):
            yield Unchanged(document_id(folder, path, item.key))
        else:
            name = item.id or f"{_stem(path)}:{item.line}"
            yield _document(item.article, item.data, metadata, name=name, id_=document_id(folder, path, item.key))


def document_id(folder: str, path: str, record: str | None) -> str:
    """Return the 16 hexadecimal digits of one path in one folder.

    They are independent of the content.
    """
    place = "\0".join((folder, path, record or ""))
    return hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _document(article: ParsedArticle, data: bytes, file_metadata: FileMetadata, *, name: str, id_: str) -> Document:
    metadata = file_metadata.complete(_with_whole_characters(article.metadata))
    blocks = assemble_blocks(article.text, article.raw_blocks)
    reference = DocumentRef(
        id=id_,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        title=metadata.title,
        outlet=metadata.outlet,
        authors=metadata.authors,
        published=metadata.published,
        url=metadata.url,
        heading=None if metadata.title else opening(article.text, blocks),
        read_in_part=article.read_in_part or bool(article.unread_pages),
        read_by_ocr=article.ocr_pages > 0,
    )
    details = ReadingDetails(
        language=file_metadata.language,
        rights=file_metadata.rights,
        attachments=tuple(map(_whole_characters, article.attachments)),
        unread_pages=len(article.unread_pages),
        metadata_files=tuple(map(_whole_characters, file_metadata.files)),
        comments=article.comments,
        tracked_changes=article.tracked_changes,
        has_macros=article.has_macros,
    )
    return Document(reference, article.text, blocks, details)


def _with_whole_characters(metadata: Metadata) -> Metadata:
    title, outlet, published, url = (
        text and _whole_characters(text) for text in (metadata.title, metadata.outlet, metadata.published, metadata.url)
    )
    return Metadata(title, outlet, tuple(map(_whole_characters, metadata.authors)), published, url)


def _whole_characters(text: str) -> str:
    """Return `text` with the replacement character for each lone surrogate."""
    return _HALF_CHARACTER.sub("\ufffd", text)


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    # A file name in another encoding than UTF-8 holds lone surrogates, which no database stores.
    return stem.encode("utf-8", "replace").decode()


def _suffix(path: str) -> str:
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""
