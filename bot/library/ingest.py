"""Files read into batches of changes: bounded in memory, and each fit to be stored by itself."""

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

# Raise it when the readers, or the blocks that they make, give something else for the same file.
READING = 3
# Large batches are quicker to commit and to merge; the seconds keep slow files from hiding the progress.
_BATCH_DOCUMENTS = 1_000
_BATCH_CHARACTERS = 8_000_000
_BATCH_SECONDS = 5.0


@dataclass(slots=True)
class ChangeBatch:
    """Changes that belong in one transaction. `bytes_read` counts for the progress alone."""

    put: list[tuple[DocumentLocation, Document]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    added: int = 0
    unchanged: int = 0
    bytes_read: int = 0
    characters: int = 0
    begun: float = field(default_factory=time.monotonic)

    def full(self) -> bool:
        return (
            len(self.put) >= _BATCH_DOCUMENTS
            or self.characters >= _BATCH_CHARACTERS
            or time.monotonic() - self.begun >= _BATCH_SECONDS
        )


@dataclass(frozen=True, slots=True)
class Before:
    """What is stored of a folder: its files by path, and id and sha256 of the documents of each."""

    files: Mapping[str, StoredFile]
    documents: Mapping[str, Mapping[str, str]]

    def is_as_it_was(self, found: FoundFile) -> bool:
        """Return whether a file's size and time say that it needs no reading."""
        file = self.files.get(found.path)
        known = file and (file.size, file.mtime_ns, file.reading)
        return known == (found.size, found.mtime_ns, READING)

    def same_readers(self, found: FoundFile) -> bool:
        """Return whether what is stored of a file, if anything, was read as it would be read now."""
        file = self.files.get(found.path)
        return file is None or file.reading == READING


def read_in_batches(folder: Path, found: Iterable[FoundFile], before: Before, max_bytes: int) -> Iterator[ChangeBatch]:
    """Yield what reading the files `found` in `folder` changes. Blocks: it reads and parses as it is drawn from.

    A file that can't be opened keeps what is stored of it, and is tried again next time.
    """
    batch = ChangeBatch()
    for file in found:
        try:
            for part in _parts(folder, file, before, max_bytes):
                _join(batch, part)
                if batch.full():
                    yield batch
                    batch = ChangeBatch()
        except OSError as error:
            batch.skipped.append(Skipped(shown(file.path), f"can't be read ({error.strerror})."))
    yield batch


def _parts(folder: Path, found: FoundFile, before: Before, max_bytes: int) -> Iterator[ChangeBatch]:
    """Yield what one file comes to, a document at a time; the last part marks the file as read."""
    if found.path.lower().endswith(RECORDS):
        return _records(folder, found, before, max_bytes)
    return _whole(folder, found, before)


def _whole(folder: Path, found: FoundFile, before: Before) -> Iterator[ChangeBatch]:
    data = (folder / found.path).read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if _only_touched(found, before, sha256):
        yield _touched(found, before, sha256)
        return
    yield from _compared(folder, found, before, sha256, readers.read(data, folder=str(folder), path=found.path))
    yield ChangeBatch(bytes_read=found.size)


def _records(folder: Path, found: FoundFile, before: Before, max_bytes: int) -> Iterator[ChangeBatch]:
    with (folder / found.path).open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if _only_touched(found, before, sha256):
            yield _touched(found, before, sha256)
            return
        file.seek(0)
        too_long: list[Unreadable] = []
        lines = _lines(file, max_bytes, too_long)
        known = before.documents.get(found.path, {}) if before.same_readers(found) else {}
        results = readers.read_records(lines, folder=str(folder), path=found.path, known=known)
        at = 0
        for part in _compared(folder, found, before, sha256, chain(results, too_long)):
            part.bytes_read, at = file.tell() - at, file.tell()
            yield part


def _lines(file: BinaryIO, max_bytes: int, too_long: list[Unreadable]) -> Iterator[bytes]:
    """Yield the lines of `file`; one above `max_bytes` is noted, and an empty one stands in its place."""
    number = 0
    while line := file.readline(max_bytes):
        number += 1
        if len(line) < max_bytes or line.endswith(b"\n"):
            yield line
            continue
        while (rest := file.readline(max_bytes)) and not rest.endswith(b"\n"):
            pass
        too_long.append(Unreadable(str(number), f"holds more than {max_bytes // 1_000_000} MB in line {number}."))
        yield b"\n"


def _only_touched(found: FoundFile, before: Before, sha256: str) -> bool:
    file = before.files.get(found.path)
    return file is not None and (file.sha256, file.reading) == (sha256, READING)


def _touched(found: FoundFile, before: Before, sha256: str) -> ChangeBatch:
    reason = before.files[found.path].reason
    batch = ChangeBatch(files=[_file(found, sha256, reason)], unchanged=len(before.documents.get(found.path, {})))
    batch.bytes_read = found.size
    if reason:
        batch.skipped.append(Skipped(shown(found.path), reason))
    return batch


def _compared(
    folder: Path, found: FoundFile, before: Before, sha256: str, results: Iterable[Document | Unchanged | Unreadable]
) -> Iterator[ChangeBatch]:
    """Yield what of `results` differs from what is stored; at the end, what is stored and did not come again."""
    stored = before.documents.get(found.path, {})
    same_readers = before.same_readers(found)
    seen: set[str] = set()
    unreadable: list[Unreadable] = []
    for result in results:
        document = _usable(result)
        if isinstance(document, Unreadable):
            unreadable.append(document)
            continue
        seen.add(document.id)
        if isinstance(document, Unchanged) or (same_readers and stored.get(document.id) == document.reference.sha256):
            yield ChangeBatch(unchanged=1)
        else:
            place, added = DocumentLocation(str(folder), found.path), int(document.id not in stored)
            yield ChangeBatch(put=[(place, document)], added=added, characters=len(document.text))
    if not seen and not unreadable:
        unreadable.append(Unreadable(None, "holds no records."))
    yield ChangeBatch(
        removed=[id_ for id_ in stored if id_ not in seen],
        files=[_file(found, sha256, _summary(unreadable))],
        skipped=[Skipped(shown(found.path), one.reason) for one in unreadable],
    )


def _usable(result: Document | Unchanged | Unreadable) -> Document | Unchanged | Unreadable:
    """Return `result`, or why it can't be stored."""
    if not isinstance(result, Document):
        return result
    try:
        f"{result.text}{result.reference}".encode()
    except UnicodeEncodeError:
        return Unreadable(result.name, "holds half a character (a lone surrogate).")
    return result


def _summary(unreadable: Sequence[Unreadable]) -> str | None:
    """Return what the file's row says of the records left out, for the runs that don't read it again."""
    if not unreadable:
        return None
    first = unreadable[0]
    if len(unreadable) == 1:
        return first.reason
    return f"gives no document for {len(unreadable):,} of its records; the first {first.reason}"


def _file(found: FoundFile, sha256: str, reason: str | None) -> StoredFile:
    return StoredFile(found.path, found.size, found.mtime_ns, sha256, READING, reason)


def _join(batch: ChangeBatch, part: ChangeBatch) -> None:
    for name in ("put", "removed", "files", "skipped"):
        getattr(batch, name).extend(getattr(part, name))
    batch.added += part.added
    batch.unchanged += part.unchanged
    batch.bytes_read += part.bytes_read
    batch.characters += part.characters
