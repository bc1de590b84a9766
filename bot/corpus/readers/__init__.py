"""The one door from a file's bytes to Documents, whatever its format."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.corpus.parsed_article import ParsedArticle, UnreadableFileError
from bot.corpus.readers import html, jsonl, pdf, text
from bot.corpus.structure.blocks import assembled
from bot.model.documents import Document, DocumentRef
from bot.normalize import opening

_READERS: dict[str, Callable[[bytes], ParsedArticle]] = {
    ".txt": text.plain_draft,
    ".md": text.markdown_draft,
    ".html": html.draft,
    ".htm": html.draft,
    ".pdf": pdf.draft,
}
RECORDS = ".jsonl"
SUFFIXES: frozenset[str] = frozenset({*_READERS, RECORDS})


@dataclass(frozen=True, slots=True)
class Unchanged:
    """One record of a .jsonl file whose document, `id`, is known as it is."""

    id: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or one `record` of a .jsonl file, that gives no document; `reason` ends the sentence "<file> ..."."""

    record: str | None
    reason: str


def read(data: bytes, *, folder: str, path: str) -> list[Document | Unreadable]:
    """Return what one file holds: exactly one item, but for .jsonl one for each line. Never raises on bad bytes."""
    suffix = _suffix(path)
    if suffix == RECORDS:
        return _records(data, folder, path)
    reader = _READERS.get(suffix)
    if reader is None:
        return [Unreadable(None, f"is of a kind that isn't read; give one of {', '.join(sorted(SUFFIXES))}.")]
    try:
        draft = reader(data)
        if not draft.pieces:
            raise UnreadableFileError("holds no text beside its marks and metadata.")
    except UnreadableFileError as error:
        return [Unreadable(None, str(error))]
    return [_document(draft, data, name=_stem(path), id_=document_id(folder, path, None))]


def _records(data: bytes, folder: str, path: str) -> list[Document | Unreadable]:
    found = [
        item for item in read_records(data.splitlines(), folder=folder, path=path) if not isinstance(item, Unchanged)
    ]
    return found or [Unreadable(None, "is empty." if not data else "holds no text, only blank space.")]


def read_records(
    lines: Iterable[bytes], *, folder: str, path: str, known: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Document | Unchanged | Unreadable]:
    """Yield one item for each line of a .jsonl file that isn't blank, as the lines come in.

    `known` holds id and sha256 of the documents that need not be read again.
    """

    def is_known(key: str, data: bytes) -> bool:
        sha256 = known.get(document_id(folder, path, key))
        return sha256 is not None and sha256 == hashlib.sha256(data).hexdigest()

    for item in jsonl.records(lines, is_known):
        if isinstance(item, jsonl.BrokenRecord):
            yield Unreadable(item.id or str(item.line), item.reason)
        elif isinstance(item, jsonl.Same):
            yield Unchanged(document_id(folder, path, item.key))
        else:
            name = item.id or f"{_stem(path)}:{item.line}"
            yield _document(item.draft, item.data, name=name, id_=document_id(folder, path, item.key))


def document_id(folder: str, path: str, record: str | None) -> str:
    """Return the 16 hexadecimal digits that stand for one place in one folder, whatever it holds."""
    place = "\0".join((folder, path, record or ""))
    return hashlib.sha256(place.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _document(draft: ParsedArticle, data: bytes, *, name: str, id_: str) -> Document:
    told = draft.metadata
    blocks = assembled(draft.text, draft.pieces)
    reference = DocumentRef(
        id=id_,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        title=told.title,
        outlet=told.outlet,
        authors=told.authors,
        published=told.published,
        url=told.url,
        heading=None if told.title else opening(draft.text, blocks),
        read_in_part=draft.read_in_part,
    )
    return Document(reference, draft.text, blocks)


def _stem(path: str) -> str:
    name = path.rpartition("/")[2]
    stem = name.rpartition(".")[0] or name
    # A file name that isn't UTF-8 reaches Python with half characters in it, which no database stores.
    return stem.encode("utf-8", "replace").decode()


def _suffix(path: str) -> str:
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""
