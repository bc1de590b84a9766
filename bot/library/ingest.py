"""Reads files into batches of changes, bounded in memory."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.corpus.readers import RECORDS, Unchanged, Unreadable
from bot.library.file_reading import FileFailed, FileHash, FileMessage, FileToRead
from bot.library.folder_scan import FoundFile, Skipped, shown
from bot.library.ocr import OcrRunner
from bot.library.reader_pool import ReaderPool
from bot.library.reader_process import ReadItem, ReadItems, ReadRequest
from bot.library.scanned_files import has_scanned_pages, read_scanned
from bot.model.documents import Document, DocumentRef, Passage, ReadingDetails
from bot.store.library.documents import DocumentLocation
from bot.store.library.files import StoredFile

# Raise this after any change of the readers' results: all files are then read again.
READER_VERSION = 5
# Large batches commit and merge faster; the limit of seconds keeps the progress visible for slow files.
_BATCH_DOCUMENTS = 1_000
_BATCH_CHARACTERS = 8_000_000
_BATCH_SECONDS = 5.0


@dataclass(slots=True)
class ChangeBatch:
    """Changes of one transaction; `bytes_read` is for the progress only."""

    put: list[tuple[DocumentLocation, Document]] = field(default_factory=list)
    passages: dict[str, Sequence[Passage]] = field(default_factory=dict)  # by document, as far as readers cut them
    removed: list[str] = field(default_factory=list)
    files: list[StoredFile] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    quarantined: dict[str, list[Unreadable]] = field(default_factory=dict)  # by path; empty for a file read whole
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
    """Stored files of a folder by path, and their documents' hashes.

    With `can_ocr`, files that need OCR count as changed.
    """

    files: Mapping[str, StoredFile]
    documents: Mapping[str, Mapping[str, str]]
    to_retry: frozenset[str] = frozenset()  # files that another version of factdesk could not read
    can_ocr: bool = False

    def is_unchanged(self, file: FoundFile) -> bool:
        """Compare a file with its stored size, times and way of reading."""
        stored = self.files.get(file.path)
        if stored is None or (stored.size, stored.mtime_ns, stored.ctime_ns) != (
            file.size,
            file.mtime_ns,
            file.ctime_ns,
        ):
            return False
        return self.is_current_reading(file) and file.path not in self.to_retry

    def is_current_reading(self, file: FoundFile) -> bool:
        """Return True for a file with an up-to-date reading."""
        stored = self.files.get(file.path)
        if stored is None:
            return True
        is_same = (stored.reading, stored.metadata) == (READER_VERSION, file.metadata.fingerprint)
        return is_same and not (stored.needs_ocr and self.can_ocr)


def read_in_batches(
    folder: Path,
    files: Iterable[FoundFile],
    stored: StoredState,
    *,
    max_bytes: int,
    pool: ReaderPool,
    ocr: OcrRunner | None = None,
) -> Iterator[ChangeBatch]:
    """Read `files` and yield their changes.

    Blocks on reading and parsing. A file that can't be opened keeps its stored documents and is tried again next time.
    """
    batch = ChangeBatch()
    by_path = {file.path: file for file in files}
    for to_read, messages in pool.read(_file_to_read(folder, file, stored, max_bytes) for file in by_path.values()):
        for part in _read_file(folder, by_path[to_read.request.path], stored, messages, ocr):
            _extend(batch, part)
            if batch.is_full():
                yield batch
                batch = ChangeBatch()
    yield batch


def _file_to_read(folder: Path, file: FoundFile, stored: StoredState, max_bytes: int) -> FileToRead:
    """Return the request to the reader pool, with the sha256 of a file that the same readers read before."""
    is_current_reading = stored.is_current_reading(file)
    known = stored.documents.get(file.path, {}) if is_current_reading and file.path.lower().endswith(RECORDS) else {}
    before = stored.files.get(file.path)
    request = ReadRequest(str(folder), file.path, max_bytes, known, file.metadata)
    may_be_known = is_current_reading and file.path not in stored.to_retry
    return FileToRead(request, before.sha256 if before and may_be_known else None)


def _read_file(
    folder: Path, file: FoundFile, stored: StoredState, messages: Iterator[FileMessage], ocr: OcrRunner | None
) -> Iterator[ChangeBatch]:
    """Yield the changes of one file, one document at a time.

    The last batch marks the file as read.
    """
    first = next(messages)
    if isinstance(first, FileFailed):
        yield _failed_batch(file, first)
    elif isinstance(first, FileHash) and first.is_known:
        yield _touched_batch(file, stored)
    elif isinstance(first, FileHash) and file.path.lower().endswith(RECORDS):
        yield from _changes(folder, file, stored, first.sha256, messages)
    elif isinstance(first, FileHash):
        read, needs_ocr = _with_ocr(folder, file, list(messages), ocr)
        yield from _changes(folder, file, stored, first.sha256, read, needs_ocr=needs_ocr)


def _with_ocr(
    folder: Path, file: FoundFile, messages: list[FileMessage], ocr: OcrRunner | None
) -> tuple[Iterable[FileMessage], bool]:
    """Return a file's messages with its scanned pages read, and whether OCR is still needed."""
    items = [item for message in messages if isinstance(message, ReadItems) for item in message.items]
    if not has_scanned_pages(items):
        return messages, False
    if ocr is None:
        return messages, True
    read = ReadItems(tuple(read_scanned(items, folder, file, ocr)), 2, file.size)
    return [read], not ocr.setting.is_usable


def _failed_batch(file: FoundFile, failure: FileFailed) -> ChangeBatch:
    reason = f"can't be read ({failure.strerror})."
    return ChangeBatch(skipped=[Skipped(shown(file.path), reason)], quarantined={file.path: [Unreadable(None, reason)]})


def _touched_batch(file: FoundFile, stored: StoredState) -> ChangeBatch:
    known = stored.files[file.path]
    reason = known.reason
    touched = replace(known, size=file.size, mtime_ns=file.mtime_ns, ctime_ns=file.ctime_ns)
    batch = ChangeBatch(files=[touched], unchanged=len(stored.documents.get(file.path, {})))
    batch.bytes_read = file.size
    if reason:
        batch.skipped.append(Skipped(shown(file.path), reason))
    return batch


def _changes(
    folder: Path,
    file: FoundFile,
    stored: StoredState,
    sha256: str,
    messages: Iterable[FileMessage],
    *,
    needs_ocr: bool = False,
) -> Iterator[ChangeBatch]:
    """Yield new, changed and unchanged documents, and finally the removed ones."""
    hashes = stored.documents.get(file.path, {})
    is_current_reading = stored.is_current_reading(file)
    seen: set[str] = set()
    unreadable: list[Unreadable] = []
    for message in messages:
        if isinstance(message, FileFailed):
            yield _failed_batch(file, message)
            return
        if not isinstance(message, ReadItems):
            continue
        yield ChangeBatch(bytes_read=message.bytes_read)
        for item in message.items:
            document = _check_storable(item, seen)
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
                cut: dict[str, Sequence[Passage]] = (
                    {document.id: message.passages[document.id]} if document.id in message.passages else {}
                )
                characters = len(document.text)
                yield ChangeBatch(put=[(location, document)], passages=cut, added=added, characters=characters)
    if not seen and not unreadable:
        unreadable.append(Unreadable(None, "contains no records."))
    yield ChangeBatch(
        removed=[id_ for id_ in hashes if id_ not in seen],
        files=[_stored_file(file, sha256, _skip_reason(unreadable), needs_ocr=needs_ocr)],
        skipped=[Skipped(shown(file.path), record.reason) for record in unreadable],
        quarantined={file.path: unreadable},
    )


def _check_storable(result: ReadItem, seen: Collection[str]) -> ReadItem:
    """Return `result`, or Unreadable for a lone surrogate or an id in `seen`."""
    if isinstance(result, Unreadable):
        return result
    if result.id in seen:
        # The reader notices that itself, unless its process was replaced between the two records.
        return Unreadable(None, "gives an id a second time; the first record was kept.")
    if isinstance(result, Unchanged):
        return result
    try:
        "\0".join((result.text, *_texts(result.reference), *_texts(result.details))).encode()
    except UnicodeEncodeError:
        return Unreadable(result.name, "contains half a character (a lone surrogate).")
    return result


def _texts(record: DocumentRef | ReadingDetails) -> Iterator[str]:
    """Yield the texts among a record's values; its repr would escape what can't be stored."""
    for name in record.__slots__:
        value = getattr(record, name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value


def _skip_reason(unreadable: Sequence[Unreadable]) -> str | None:
    """Return the stored reason for skipped records, to report it again later."""
    if not unreadable:
        return None
    first = unreadable[0]
    if len(unreadable) == 1:
        return first.reason
    return f"gives no document for {len(unreadable):,} of its records; the first {first.reason}"


def _stored_file(file: FoundFile, sha256: str, reason: str | None, *, needs_ocr: bool) -> StoredFile:
    times = (file.mtime_ns, file.ctime_ns)
    fingerprint = file.metadata.fingerprint
    return StoredFile(file.path, file.size, *times, sha256, READER_VERSION, reason, fingerprint, needs_ocr)


def _extend(batch: ChangeBatch, part: ChangeBatch) -> None:
    for name in ("put", "removed", "files", "skipped"):
        getattr(batch, name).extend(getattr(part, name))
    batch.passages |= part.passages
    batch.quarantined |= part.quarantined
    batch.added += part.added
    batch.unchanged += part.unchanged
    batch.bytes_read += part.bytes_read
    batch.characters += part.characters
