"""Reads files into batches of changes, bounded in memory."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from bot.corpus import readers
from bot.corpus.readers import RECORDS, Unchanged, Unreadable
from bot.library.folder_scan import FoundFile, Skipped, shown
from bot.model.documents import Document
from bot.store.library.documents import DocumentLocation
from bot.store.library.files import StoredFile

# Raise this after any change of the readers' results: all files are then read again.
READER_VERSION = 2
# Large batches commit and merge faster; the limit of seconds keeps the progress visible for slow files.
_BATCH_DOCUMENTS = 1_000
_BATCH_CHARACTERS = 8_000_000
_BATCH_SECONDS = 5.0


@dataclass(slots=True)
class ChangeBatch:
    """Changes of one transaction; `bytes_read` is for the progress only."""

    put: list[tuple[DocumentLocation, Document]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    added: int = 0
    unchanged: int = 0
    bytes_read: int = 0
    characters: int = 0
    started: float = field(default_factory=time.monotonic)

    def is_full(self) -> bool:
        return (
            len(self.put) >= _BATCH_DOCUMENTS
            or self.characters >= _BATCH_CHARACTERS
            or time.monotonic() - self.started >= _BATCH_SECONDS
        )


@dataclass(frozen=True, slots=True)
class StoredState:
    """Stored files of a folder by path, and their documents' hashes."""

    files: Mapping[str, StoredFile]
    documents: Mapping[str, Mapping[str, str]]

    def is_unchanged(self, file: FoundFile) -> bool:
        """Compare a file with its stored size, times and reader version."""
        stored = self.files.get(file.path)
        known = stored and (stored.size, stored.mtime_ns, stored.ctime_ns, stored.reading)
        return known == (file.size, file.mtime_ns, file.ctime_ns, READER_VERSION)

    def is_current_reading(self, file: FoundFile) -> bool:
        """Return True for a file not stored by an older reader version."""
        stored = self.files.get(file.path)
        return stored is None or stored.reading == READER_VERSION


def read_in_batches(
    folder: Path, files: Iterable[FoundFile], stored: StoredState, max_bytes: int
) -> Iterator[ChangeBatch]:
    """Read `files` and yield their changes.

    Blocks on reading and parsing. A file that can't be opened keeps its stored documents and is tried again next time.
    """
    batch = ChangeBatch()
    for file in files:
        try:
            for part in _read_file(folder, file, stored, max_bytes):
                _extend(batch, part)
                if batch.is_full():
                    yield batch
                    batch = ChangeBatch()
        except OSError as error:
            batch.skipped.append(Skipped(shown(file.path), f"can't be read ({error.strerror})."))
    yield batch


def _read_file(folder: Path, file: FoundFile, stored: StoredState, max_bytes: int) -> Iterator[ChangeBatch]:
    """Yield the changes of one file, one document at a time.

    The last batch marks the file as read.
    """
    if file.path.lower().endswith(RECORDS):
        return _read_records(folder, file, stored, max_bytes)
    return _read_article(folder, file, stored)


def _read_article(folder: Path, file: FoundFile, stored: StoredState) -> Iterator[ChangeBatch]:
    data = (folder / file.path).read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if _has_same_content(file, stored, sha256):
        yield _touched_batch(file, stored, sha256)
        return
    yield from _changes(folder, file, stored, sha256, readers.read(data, folder=str(folder), path=file.path))
    yield ChangeBatch(bytes_read=file.size)


def _read_records(folder: Path, file: FoundFile, stored: StoredState, max_bytes: int) -> Iterator[ChangeBatch]:
    with (folder / file.path).open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        if _has_same_content(file, stored, sha256):
            yield _touched_batch(file, stored, sha256)
            return
        content.seek(0)
        too_long: list[Unreadable] = []
        lines = _read_lines(content, max_bytes, too_long)
        known = stored.documents.get(file.path, {}) if stored.is_current_reading(file) else {}
        results = readers.read_records(lines, folder=str(folder), path=file.path, known=known)
        position = 0
        for part in _changes(folder, file, stored, sha256, chain(results, too_long)):
            part.bytes_read, position = content.tell() - position, content.tell()
            yield part


def _read_lines(file: BinaryIO, max_bytes: int, too_long: list[Unreadable]) -> Iterator[bytes]:
    """Yield the lines; one over `max_bytes` is reported and yielded empty."""
    number = 0
    while line := file.readline(max_bytes):
        number += 1
        if len(line) < max_bytes or line.endswith(b"\n"):
            yield line
            continue
        while (remainder := file.readline(max_bytes)) and not remainder.endswith(b"\n"):
            pass
        too_long.append(Unreadable(str(number), f"has more than {max_bytes // 1_000_000} MB in line {number}."))
        yield b"\n"


def _has_same_content(file: FoundFile, stored: StoredState, sha256: str) -> bool:
    known = stored.files.get(file.path)
    return known is not None and (known.sha256, known.reading) == (sha256, READER_VERSION)


def _touched_batch(file: FoundFile, stored: StoredState, sha256: str) -> ChangeBatch:
    reason = stored.files[file.path].reason
    batch = ChangeBatch(files=[_stored_file(file, sha256, reason)], unchanged=len(stored.documents.get(file.path, {})))
    batch.bytes_read = file.size
    if reason:
        batch.skipped.append(Skipped(shown(file.path), reason))
    return batch


def _changes(
    folder: Path,
    file: FoundFile,
    stored: StoredState,
    sha256: str,
    results: Iterable[Document | Unchanged | Unreadable],
) -> Iterator[ChangeBatch]:
    """Yield new, changed and unchanged documents, and finally the removed ones."""
    hashes = stored.documents.get(file.path, {})
    is_current_reading = stored.is_current_reading(file)
    seen: set[str] = set()
    unreadable: list[Unreadable] = []
    for result in results:
        document = _check_encodable(result)
        if isinstance(document, Unreadable):
            unreadable.append(document)
            continue
        seen.add(document.id)
        if isinstance(document, Unchanged) or (
            is_current_reading and hashes.get(document.id) == document.reference.sha256
        ):
            yield ChangeBatch(unchanged=1)
        else:
            location, added = DocumentLocation(str(folder), file.path), int(document.id not in hashes)
            yield ChangeBatch(put=[(location, document)], added=added, characters=len(document.text))
    if not seen and not unreadable:
        unreadable.append(Unreadable(None, "contains no records."))
    yield ChangeBatch(
        removed=[id_ for id_ in hashes if id_ not in seen],
        files=[_stored_file(file, sha256, _skip_reason(unreadable))],
        skipped=[Skipped(shown(file.path), record.reason) for record in unreadable],
    )


def _check_encodable(result: Document | Unchanged | Unreadable) -> Document | Unchanged | Unreadable:
    """Return `result`, or Unreadable for a text with a lone surrogate."""
    if not isinstance(result, Document):
        return result
    try:
        f"{result.text}{result.reference}".encode()
    except UnicodeEncodeError:
        return Unreadable(result.name, "contains half a character (a lone surrogate).")
    return result


def _skip_reason(unreadable: Sequence[Unreadable]) -> str | None:
    """Return the stored reason for skipped records, to report it again later."""
    if not unreadable:
        return None
    first = unreadable[0]
    if len(unreadable) == 1:
        return first.reason
    return f"gives no document for {len(unreadable):,} of its records; the first {first.reason}"


def _stored_file(file: FoundFile, sha256: str, reason: str | None) -> StoredFile:
    return StoredFile(file.path, file.size, file.mtime_ns, file.ctime_ns, sha256, READER_VERSION, reason)


def _extend(batch: ChangeBatch, part: ChangeBatch) -> None:
    for name in ("put", "removed", "files", "skipped"):
        getattr(batch, name).extend(getattr(part, name))
    batch.added += part.added
    batch.unchanged += part.unchanged
    batch.bytes_read += part.bytes_read
    batch.characters += part.characters
