"""Synchronises store and index with folders of articles, batch by batch.

The store is written first and is the truth; the index follows in a commit that carries the store's generation. After
an interruption the next run continues from there.
"""

from __future__ import annotations

import asyncio
import gc
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.corpus.readers import SUFFIXES
from bot.corpus.structure.passages import passages
from bot.library import folder_scan as on_disk
from bot.library.folder_scan import FileFilter, FoundFile, Scan, Skipped, shown
from bot.library.ingest import ChangeBatch, StoredState, read_in_batches
from bot.library.sync_report import SyncReport
from bot.model.documents import Document
from bot.store.library import documents, files
from bot.store.passages.index import TantivyIndex
from bot.store.sqlite.database import Database

if TYPE_CHECKING:
    import sqlite_utils

_BATCH = 1_000
_MEGABYTE = 1_000_000
_COLLECTED_AFTER = 100_000  # allocations


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes and documents read so far, and the bytes to read."""

    bytes_read: int
    bytes_total: int
    documents: int


OnProgress = Callable[[Progress], None]


@dataclass(slots=True)
class _SyncRun:
    """One run over the folders: its targets and its counts."""

    database: Database
    index: TantivyIndex
    on_progress: OnProgress
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    other_files: dict[str, int] = field(default_factory=dict)


async def sync_folders(
    database: Database,
    index: TantivyIndex,
    folders: Sequence[Path],
    *,
    max_file_mb: int,
    follow_links: bool = False,
    on_progress: OnProgress = lambda _: None,
) -> SyncReport:
    """Make store and index equal to the folders; return the changes.

    Other stored folders stay as they are. Raises UserError, before any change, if a folder is missing. The caller fills
    in `SyncReport.seconds`.
    """
    true_folders = _outermost([await asyncio.to_thread(on_disk.check, folder) for folder in folders])
    await catch_up(database, index)
    run = _SyncRun(database, index, on_progress)
    file_filter = FileFilter(SUFFIXES, max_file_mb * _MEGABYTE, follow_links)
    with _collect_garbage_rarely():
        for folder in true_folders:
            await _sync_folder(run, folder, file_filter)
    return await _report(run, true_folders)


async def remove(database: Database, index: TantivyIndex, folder: str) -> int:
    """Remove a folder from store and index; return its number of documents."""
    await catch_up(database, index)
    ids = await database.read(partial(documents.of_folder, folder=folder))
    run = _SyncRun(database, index, lambda _: None)
    for chunk in _chunks(ids):
        await _apply(run, folder, ChangeBatch(removed=list(chunk)))
    await database.write(partial(files.remove, folder=folder))
    return run.removed


async def is_in_sync(database: Database, index: TantivyIndex) -> bool:
    """Compare the generations of index and store."""
    return await database.read(documents.generation) == await asyncio.to_thread(index.generation)


async def catch_up(database: Database, index: TantivyIndex) -> int:
    """Index all changes after the index's generation; return their number.

    An unusable index is rebuilt.
    """
    generation = await database.read(documents.generation)
    seen = await asyncio.to_thread(index.generation)
    if seen == generation:
        return 0
    if not 0 <= seen < generation:
        await asyncio.to_thread(index.clear)
        seen = 0
    gone = await database.read(partial(documents.removed_since, seen=seen))
    changed = await database.read(partial(documents.changed_since, seen=seen))
    await asyncio.to_thread(_index, index, [], gone, seen if changed else generation)
    for at in range(0, len(changed), _BATCH):
        chunk = [id_ for id_, _ in changed[at : at + _BATCH]]
        found = await database.read(partial(documents.get, ids=chunk))
        # The generation before the next chunk: an interrupted run continues there.
        seen = changed[at + _BATCH][1] - 1 if at + _BATCH < len(changed) else generation
        await asyncio.to_thread(_index, index, list(found.values()), [], seen)
    return len(changed) + len(gone)


async def _sync_folder(run: _SyncRun, folder: Path, file_filter: FileFilter) -> None:
    scan = await asyncio.to_thread(on_disk.scan, folder, file_filter)
    stored = await run.database.read(partial(_stored_state, folder=str(folder)))
    run.skipped += scan.skipped
    for suffix, number in scan.other_files.items():
        run.other_files[suffix] = run.other_files.get(suffix, 0) + number
    to_read = [found for found in scan.files if not stored.is_unchanged(found)]
    _count_unread(run, scan, stored, {found.path for found in to_read})
    await _read(run, folder, to_read, stored, file_filter)
    await _remove_missing(run, str(folder), scan, stored)


def _count_unread(run: _SyncRun, scan: Scan, stored: StoredState, to_read: set[str]) -> None:
    for found in scan.files:
        if found.path not in to_read:
            run.unchanged += len(stored.documents.get(found.path, {}))
            reason = stored.files[found.path].reason
            if reason:
                run.skipped.append(Skipped(shown(found.path), reason))


async def _read(
    run: _SyncRun, folder: Path, to_read: Sequence[FoundFile], stored: StoredState, file_filter: FileFilter
) -> None:
    total_bytes, bytes_read, documents_read = sum(found.size for found in to_read), 0, 0
    batches = read_in_batches(folder, to_read, stored, file_filter.max_bytes)
    while batch := await asyncio.to_thread(next, batches, None):
        await _apply(run, str(folder), batch)
        bytes_read += batch.bytes_read
        documents_read += len(batch.put) + batch.unchanged
        run.on_progress(Progress(bytes_read, total_bytes, documents_read))


async def _remove_missing(run: _SyncRun, folder: str, scan: Scan, stored: StoredState) -> None:
    """Remove the documents of missing files, except below unreadable folders."""
    present = {found.path for found in scan.files}
    known = stored.files.keys() | stored.documents.keys()
    gone = [path for path in sorted(known - present) if not scan.may_hold(path)]
    ids = [id_ for path in gone for id_ in stored.documents.get(path, {})]
    for chunk in _chunks(ids):
        await _apply(run, folder, ChangeBatch(removed=list(chunk)))
    if gone:
        await run.database.write(partial(files.remove, folder=folder, paths=gone))


async def _apply(run: _SyncRun, folder: str, batch: ChangeBatch) -> None:
    """Store one batch, then index it."""
    if batch.put or batch.removed:
        seen = await asyncio.to_thread(run.index.generation)
        generation = await run.database.write(partial(_store, folder=folder, batch=batch, seen=seen))
        changed = [document for _, document in batch.put]
        await asyncio.to_thread(_index, run.index, changed, batch.removed, generation)
    elif batch.files:
        await run.database.write(partial(files.put, folder=folder, read=batch.files))
    run.added += batch.added
    run.changed += len(batch.put) - batch.added
    run.removed += len(batch.removed)
    run.unchanged += batch.unchanged
    run.skipped += batch.skipped


def _store(db: sqlite_utils.Database, *, folder: str, batch: ChangeBatch, seen: int) -> int:
    """Write one batch and return the store's new generation."""
    documents.forget_removals(db, seen)
    generation = documents.next_generation(db)
    documents.put(db, batch.put, generation)
    documents.remove(db, batch.removed, generation)
    files.put(db, folder, batch.files)
    return generation


def _index(index: TantivyIndex, changed: Sequence[Document], removed: Sequence[str], generation: int) -> None:
    index.put([(document, passages(document)) for document in changed], removed, generation)


def _stored_state(connection: sqlite3.Connection, *, folder: str) -> StoredState:
    return StoredState(files.known(connection, folder), documents.by_file(connection, folder))


@contextmanager
def _collect_garbage_rarely() -> Iterator[None]:
    """Make Python's cyclic garbage collector run rarely.

    Articles hold no reference cycles, and looking for them takes a tenth of the time.
    """
    stored = gc.get_threshold()
    gc.set_threshold(_COLLECTED_AFTER, *stored[1:])
    try:
        yield
    finally:
        gc.set_threshold(*stored)


async def _report(run: _SyncRun, folders: Sequence[Path]) -> SyncReport:
    stored = await run.database.read(documents.folders)
    return SyncReport(
        documents=sum(stored.values()),
        passages=await asyncio.to_thread(run.index.passages),
        added=run.added,
        changed=run.changed,
        removed=run.removed,
        unchanged=run.unchanged,
        skipped=tuple(run.skipped),
        other_files=run.other_files,
        other_folders=tuple(sorted(stored.keys() - {str(folder) for folder in folders})),
    )


def _outermost(folders: Sequence[Path]) -> list[Path]:
    """Return the folders without subfolders of others, to read nothing twice."""
    return [folder for folder in dict.fromkeys(folders) if not any(above in folders for above in folder.parents)]


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
