"""Readers by file type: bytes to documents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.corpus.parsed_article import ParsedArticle, UnreadableFileError
from bot.corpus.readers import html, jsonl, pdf, text
from bot.corpus.structure.blocks import assemble_blocks
from bot.model.documents import Document, DocumentRef
from bot.normalize import opening

_READERS: dict[str, Callable[[bytes], ParsedArticle]] = {
    ".txt": text.parse_plain_text,
    ".md": text.parse_markdown,
    ".html": html.parse_html,
    ".htm": html.parse_html,
    ".pdf": pdf.parse_pdf,
}
RECORDS = ".jsonl"
SUFFIXES: frozenset[str] = frozenset({*_READERS, RECORDS})


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A .jsonl record with an already known document, `id`."""

    id: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or one `record` of a .jsonl file, without a document.

    `reason` ends the sentence "<file> ...".
    """

    record: str | None
    reason: str


def read(data: bytes, *, folder: str, path: str) -> list[Document | Unreadable]:
    """Return a file's document, or one item for each .jsonl line.

    Bad bytes give an Unreadable and never raise.
    """
    suffix = _suffix(path)
    if suffix == RECORDS:
        return _records(data, folder, path)
    reader = _READERS.get(suffix)
    if reader is None:
        return [Unreadable(None, f"is of an unsupported file type; use one of {', '.join(sorted(SUFFIXES))}.")]
    try:
        article = reader(data)
        if not article.raw_blocks:
            raise UnreadableFileError("holds no text apart from markup and metadata.")
    except UnreadableFileError as error:
        return [Unreadable(None, str(error))]
    return [_document(article, data, name=_stem(path), id_=document_id(folder, path, None))]


def _records(data: bytes, folder: str, path: str) -> list[Document | Unreadable]:
    items = read_records(data.splitlines(), folder=folder, path=path)
    documents = [item for item in items if not isinstance(item, Unchanged)]
    return documents or [Unreadable(None, "is empty." if not data else "holds no text, only blank space.")]


def read_records(
    lines: Iterable[bytes],
    *,
    folder: str,
    path: str,
    known: Mapping[str, str] = MappingProxyType({}),
    first_line: int = 1,
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
            yield _document(item.article, item.data, name=name, id_=document_id(folder, path, item.key))


def document_id(folder: str, path: str, record: str | None) -> str:
    """Return the 16 hexadecimal digits of one path in one folder.

    They are independent of the content.
    """
    place = "\0".join((folder, path, record or ""))
    return hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _document(article: ParsedArticle, data: bytes, *, name: str, id_: str) -> Document:
    metadata = article.metadata
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
        read_in_part=article.read_in_part,
    )
    return Document(reference, article.text, blocks)


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    # A file name in another encoding than UTF-8 holds lone surrogates, which no database stores.
    return stem.encode("utf-8", "replace").decode()


def _suffix(path: str) -> str:
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""
