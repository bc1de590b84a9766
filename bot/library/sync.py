"""Synchronises store and index with folders of articles, batch by batch.

The store is written first and is the truth; the index follows in a commit that carries the store's generation. After
an interruption the next run continues from there.
"""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot import __version__
from bot.corpus.readers import SUFFIXES
from bot.corpus.shared_lines import line_hashes
from bot.library import folder_scan as on_disk
from bot.library.folder_scan import FileFilter, Scan, Skipped, shown
from bot.library.index_building import OnRepair, index_batch, index_changes, set_aside
from bot.library.ingest import READER_VERSION, ChangeBatch, StoredState, read_in_batches
from bot.library.ocr import OFF, OcrRunner, OcrSetting, ocr_setting
from bot.library.reader_pool import ReaderPool
from bot.library.reader_worker import ReadLimits
from bot.library.sync_report import SyncReport
from bot.model.quarantine import QuarantinedItem
from bot.search.index import Index
from bot.store.archive import Archive, ArchiveConnection
from bot.store.library import documents, files, quarantine, shared_lines
from bot.store.passages.damage import IndexDamagedError

_VERSION = f"{__version__}, readers {READER_VERSION}"  # quarantined files are tried again by another one
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

    database: Archive
    index: Index
    on_progress: OnProgress
    on_repair: OnRepair
    ocr: OcrRunner | None = None
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    other_files: dict[str, int] = field(default_factory=dict)


async def sync_folders(
    database: Archive,
    index: Index,
    folders: Sequence[Path],
    *,
    max_file_mb: int,
    follow_links: bool = False,
    limits: ReadLimits | None = None,
    ocr: OcrSetting | None = None,
    on_progress: OnProgress = lambda _: None,
    on_repair: OnRepair = lambda _: None,
) -> SyncReport:
    """Make store and index equal to the folders; return the changes.

    Other stored folders stay as they are, and so do the documents of a missing folder. Raises UserError, before any
    change, if all folders are missing. `on_repair` takes a sentence about each damaged index. The caller fills in
    `SyncReport.seconds`.
    """
    usable, unusable = await asyncio.to_thread(on_disk.check_all, folders)
    true_folders = _outermost(usable)
    await catch_up(database, index, on_repair)
    file_filter = FileFilter(SUFFIXES, max_file_mb * _MEGABYTE, follow_links)
    with (
        _collect_garbage_rarely(),
        ReaderPool(limits or ReadLimits()) as pool,
        OcrRunner(ocr or ocr_setting(OFF, 0)) as runner,
    ):
        run = _SyncRun(database, index, on_progress, on_repair, runner)
        for folder in true_folders:
            await _sync_folder(run, folder, file_filter, pool)
    return replace(await _report(run, [*true_folders, *unusable]), unusable_folders=tuple(unusable.values()))


async def remove(database: Archive, index: Index, folder: str, on_repair: OnRepair = lambda _: None) -> int:
    """Remove a folder from store and index; return its number of documents."""
    await catch_up(database, index, on_repair)
    ids = await database.read(partial(documents.of_folder, folder=folder))
    run = _SyncRun(database, index, lambda _: None, on_repair)
    for chunk in _chunks(ids):
        await _apply(run, folder, ChangeBatch(removed=list(chunk)))
    await database.write(partial(files.remove, folder=folder))
    await database.write(partial(quarantine.remove_folder, folder=folder))
    return run.removed


async def is_in_sync(database: Archive, index: Index) -> bool:
    """Compare the generations of index and store."""
    return await database.read(documents.generation) == await asyncio.to_thread(index.generation)


async def catch_up(database: Archive, index: Index, on_repair: OnRepair = lambda _: None) -> int:
    """Index all changes after the index's generation; return their number.

    An unusable index is rebuilt. A damaged one is moved aside first, with a sentence to `on_repair`.
    """
    is_cancelled = threading.Event()
    try:
        return await asyncio.to_thread(index_changes, database, index, is_cancelled, on_repair)
    finally:
        is_cancelled.set()


async def _sync_folder(run: _SyncRun, folder: Path, file_filter: FileFilter, pool: ReaderPool) -> None:
    scan = await asyncio.to_thread(on_disk.scan, folder, file_filter)
    can_ocr = run.ocr is not None and run.ocr.setting.is_usable
    stored = await run.database.read(partial(_stored_state, folder=str(folder), can_ocr=can_ocr))
    run.skipped += scan.skipped
    for suffix, number in scan.other_files.items():
        run.other_files[suffix] = run.other_files.get(suffix, 0) + number
    to_read = [found for found in scan.files if not stored.is_unchanged(found)]
    _count_unread(run, scan, stored, {found.path for found in to_read})
    batches = read_in_batches(folder, to_read, stored, max_bytes=file_filter.max_bytes, pool=pool, ocr=run.ocr)
    async with aclosing(_read_ahead(batches, pool)) as read:
        await _apply_all(run, folder, read, sum(file.size for file in to_read))
    await _remove_missing(run, str(folder), scan, stored)
    await run.database.write(partial(_quarantine_skipped, folder=str(folder), scan=scan))


def _count_unread(run: _SyncRun, scan: Scan, stored: StoredState, to_read: set[str]) -> None:
    for found in scan.files:
        if found.path not in to_read:
            run.unchanged += len(stored.documents.get(found.path, {}))
            reason = stored.files[found.path].reason
            if reason:
                run.skipped.append(Skipped(shown(found.path), reason))


async def _read_ahead(batches: Iterator[ChangeBatch], pool: ReaderPool) -> AsyncGenerator[ChangeBatch, None]:
    """Yield each batch while a thread reads the next one, so that two at most are in memory.

    If the caller stops before the end, the pool is closed.
    """
    reading = asyncio.create_task(asyncio.to_thread(next, batches, None))
    try:
        while batch := await reading:
            reading = asyncio.create_task(asyncio.to_thread(next, batches, None))
            yield batch
    finally:
        if not reading.done():
            pool.close()
            await asyncio.gather(reading, return_exceptions=True)


async def _apply_all(run: _SyncRun, folder: Path, batches: AsyncIterable[ChangeBatch], total_bytes: int) -> None:
    bytes_read = documents_read = 0
    async for batch in batches:
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
        # Other bots' indexes may not have seen the removals yet.
        seen = -1 if run.database.is_shared else await asyncio.to_thread(run.index.generation)
        generation = await run.database.write(partial(_store, folder=folder, batch=batch, seen=seen))
        changed = [document for _, document in batch.put]
        try:
            indexing = partial(index_batch, run.index, changed, batch.removed, generation, cut=batch.passages)
            await asyncio.to_thread(indexing, after=generation - 1)
        except IndexDamagedError as error:
            await asyncio.to_thread(set_aside, run.index, error, run.on_repair)
            await catch_up(run.database, run.index, run.on_repair)
    elif batch.files or batch.quarantined:
        await run.database.write(partial(_store_files, folder=folder, batch=batch))
    run.added += batch.added
    run.changed += len(batch.put) - batch.added
    run.removed += len(batch.removed)
    run.unchanged += batch.unchanged
    run.skipped += batch.skipped


def _store(db: ArchiveConnection, *, folder: str, batch: ChangeBatch, seen: int) -> int:
    """Write one batch and return the store's new generation."""
    documents.forget_removals(db, seen)
    generation = documents.next_generation(db)
    documents.put(db, batch.put, generation)
    shared_lines.count(db, [line_hashes(document) for _, document in batch.put])
    documents.remove(db, batch.removed, generation)
    _store_files(db, folder=folder, batch=batch)
    return generation


def _store_files(db: ArchiveConnection, *, folder: str, batch: ChangeBatch) -> None:
    """Write which files were read, and which of them are quarantined."""
    files.put(db, folder, batch.files)
    items = [
        _quarantined(folder, shown(path), unreadable.record, unreadable.reason)
        for path, unread in batch.quarantined.items()
        for unreadable in unread
    ]
    quarantine.replace(db, items, [(folder, shown(path)) for path in batch.quarantined])


def _quarantine_skipped(db: ArchiveConnection, *, folder: str, scan: Scan) -> None:
    """Quarantine what the scan of the folder skipped; forget files that are gone."""
    items = [_quarantined(folder, skipped.path, None, skipped.reason) for skipped in scan.skipped]
    quarantine.replace(db, items, [(folder, skipped.path) for skipped in scan.skipped])
    if not scan.unreadable:
        present = {shown(found.path) for found in scan.files} | {skipped.path for skipped in scan.skipped}
        quarantine.keep_only(db, folder, present)


def _quarantined(folder: str, path: str, record: str | None, reason: str) -> QuarantinedItem:
    return QuarantinedItem(folder, path, record, reason, datetime.now(UTC), _VERSION)


def _stored_state(connection: ArchiveConnection, *, folder: str, can_ocr: bool) -> StoredState:
    return StoredState(
        files.known(connection, folder),
        documents.by_file(connection, folder),
        quarantine.outdated(connection, folder, _VERSION),
        can_ocr,
    )


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
    in_part = await run.database.read(documents.read_in_part)
    return SyncReport(
        documents=sum(stored.values()),
        passages=await asyncio.to_thread(run.index.passages),
        added=run.added,
        changed=run.changed,
        removed=run.removed,
        unchanged=run.unchanged,
        skipped=tuple(run.skipped),
        other_files=run.other_files,
        read_in_part=tuple(shown(reference.display_title) for reference in in_part),
        other_folders=tuple(sorted(stored.keys() - {str(folder) for folder in folders})),
    )


def _outermost(folders: Sequence[Path]) -> list[Path]:
    """Return the folders without subfolders of others, to read nothing twice."""
    return [folder for folder in dict.fromkeys(folders) if not any(above in folders for above in folder.parents)]


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
