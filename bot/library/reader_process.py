"""Reader process: parses files that the reader pool names, under a memory limit, and sends back documents.

The reader pool runs `main` with a file descriptor and a number of megabytes. If a parser crashes or never ends, this
process ends and no other.
"""

from __future__ import annotations

import resource
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import BinaryIO

from bot.corpus import readers
from bot.corpus.draft_files import read_draft
from bot.corpus.metadata_files import NO_FILE_METADATA, FileMetadata
from bot.corpus.readers import RECORDS, Unchanged, Unreadable
from bot.corpus.structure.passages import passages
from bot.library.child_process import connect
from bot.model.documents import Document, Passage
from bot.store.passages.analysis import analyze

ReadItem = Document | Unchanged | Unreadable

_MEGABYTE = 1_000_000
_LONGEST_ANALYZED = 1_000_000  # characters; more could pass the limits of time and memory
_ITEMS = 64
_SECONDS = 0.5  # a slow file must not look like a stalled one
OUT_OF_MEMORY_EXIT = 3


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """One file to parse. Lines of a .jsonl file are parsed from `first_line`.

    `known` holds id and sha256 of stored records; `metadata` comes from files beside it.
    `stepwise` asks for one message a record, so that the pool knows which record ended the process.
    `draft` holds the bytes of a draft, which go through memory alone: `path` is then its name, without a folder.
    """

    folder: str
    path: str
    max_line_bytes: int
    known: Mapping[str, str] = field(default_factory=dict)
    metadata: FileMetadata = NO_FILE_METADATA
    first_line: int = 1
    stepwise: bool = False
    draft: bytes | None = field(default=None, repr=False)

    @property
    def has_records(self) -> bool:
        """Whether the file holds one article a line."""
        return self.draft is None and self.path.lower().endswith(RECORDS)


@dataclass(frozen=True, slots=True)
class ReadItems:
    """Parsed items, the number of the next line, and the bytes read since the last message.

    `passages` are those of the documents, by id, analyzed for the index.
    """

    items: tuple[ReadItem, ...]
    next_line: int
    bytes_read: int
    passages: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadFault:
    """An exception of a reader at `line`, with its traceback for the log. `strerror` is set if the disk failed."""

    line: int
    kind: str
    detail: str
    strerror: str | None = None


@dataclass(frozen=True, slots=True)
class ReadFinished:
    """The end of a file."""


ReadMessage = ReadItems | ReadFault | ReadFinished


def parse(request: ReadRequest) -> Iterator[ReadMessage]:
    """Yield what one file holds. Every exception of a reader becomes a `ReadFault`; memory errors are raised."""
    parsed = _records(request) if request.has_records else _whole(request)
    try:
        for message in parsed:
            yield _with_passages(message) if isinstance(message, ReadItems) and request.draft is None else message
    except OSError as error:
        yield ReadFault(request.first_line, type(error).__name__, traceback.format_exc(), error.strerror or str(error))
    yield ReadFinished()


def _with_passages(message: ReadItems) -> ReadItems:
    """Return the message with the passages of its documents.

    The pool's own process, which has the database and the index to write, need not cut and stem them then.
    """
    documents = [item for item in message.items if isinstance(item, Document) and len(item.text) <= _LONGEST_ANALYZED]
    return replace(message, passages={document.id: _analyzed(document) for document in documents})


def _analyzed(document: Document) -> tuple[Passage, ...]:
    cut = passages(document)
    return tuple(replace(passage, words=held) for passage, held in zip(cut, analyze(document, cut), strict=True))


def _whole(request: ReadRequest) -> Iterator[ReadMessage]:
    data = (Path(request.folder) / request.path).read_bytes() if request.draft is None else request.draft
    try:
        if request.draft is None:
            items = readers.read(data, folder=request.folder, path=request.path, metadata=request.metadata)
        else:
            items = [read_draft(data, request.path)]
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - any fault of a parser leaves out one file and no other
        yield ReadFault(1, type(error).__name__, traceback.format_exc())
    else:
        yield ReadItems(tuple(items), 2, len(data))


def _records(request: ReadRequest) -> Iterator[ReadMessage]:
    with (Path(request.folder) / request.path).open("rb") as file:
        lines = _RecordLines(file, request.max_line_bytes, request.first_line)
        while not lines.ended:
            try:
                yield from _chunks(request, lines)
            except (MemoryError, OSError):
                raise
            except Exception as error:  # noqa: BLE001 - any fault of a parser leaves out one record and no other
                yield ReadFault(lines.number, type(error).__name__, traceback.format_exc())


def _chunks(request: ReadRequest, lines: _RecordLines) -> Iterator[ReadItems]:
    """Yield the items of the remaining lines in chunks, each sent after `_ITEMS` records or `_SECONDS`."""
    chunk: list[ReadItem] = []
    sent_at = time.monotonic()
    parsed = readers.read_records(
        lines,
        folder=request.folder,
        path=request.path,
        known=request.known,
        first_line=lines.number + 1,
        metadata=request.metadata,
    )
    try:
        for item in parsed:
            chunk.append(item)
            if request.stepwise or len(chunk) >= _ITEMS or time.monotonic() - sent_at >= _SECONDS:
                yield lines.chunk_of(chunk)
                chunk, sent_at = [], time.monotonic()
    except Exception:
        # A fault must not take along what was parsed before it.
        yield lines.chunk_of(chunk, behind=1)
        raise
    yield lines.chunk_of(chunk)


class _RecordLines(Iterator[bytes]):
    """Lines of a .jsonl file and the number of the last one. A line over the limit is given as an empty one."""

    def __init__(self, file: BinaryIO, max_bytes: int, first: int) -> None:
        self._file = file
        self._max_bytes = max_bytes
        self._told_at = 0
        self.number = 0
        self.ended = False
        self.too_long: list[Unreadable] = []
        while self.number < first - 1 and not self.ended:
            next(self, None)
        self.too_long.clear()

    def __next__(self) -> bytes:
        line = self._file.readline(self._max_bytes)
        if not line:
            self.ended = True
            raise StopIteration
        self.number += 1
        if len(line) < self._max_bytes or line.endswith(b"\n"):
            return line
        while (remainder := self._file.readline(self._max_bytes)) and not remainder.endswith(b"\n"):
            pass
        limit = self._max_bytes // _MEGABYTE
        self.too_long.append(Unreadable(str(self.number), f"has more than {limit} MB in line {self.number}."))
        return b"\n"

    def chunk_of(self, items: list[ReadItem], behind: int = 0) -> ReadItems:
        """Return the items with the long lines met since the last chunk; `behind` lines have given no item yet."""
        position = self._file.tell()
        chunk = ReadItems((*items, *self.too_long), self.number + 1 - behind, position - self._told_at)
        self._told_at = position
        self.too_long.clear()
        return chunk


def limit_memory(megabytes: int) -> None:
    """Let this process allocate at most so many megabytes of private memory."""
    limit = megabytes * _MEGABYTE
    for kind in (resource.RLIMIT_DATA, resource.RLIMIT_CORE):
        size = limit if kind == resource.RLIMIT_DATA else 0
        resource.setrlimit(kind, (size, size))


def main() -> None:
    """Answer requests from the pool until it closes the connection."""
    connection: Connection[ReadMessage, ReadRequest] = connect()
    sys.setrecursionlimit(2_000)  # deep pages end in RecursionError before the C stack does
    limit_memory(int(sys.argv[2]))
    try:
        while True:
            for message in parse(connection.recv()):
                connection.send(message)
    except (EOFError, ConnectionError):
        return
    except MemoryError:
        # Freed memory stays fragmented: a new process reads the next file.
        sys.exit(OUT_OF_MEMORY_EXIT)
