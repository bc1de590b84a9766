"""Bringing store and index in step with folders of articles, a batch at a time; stopped anywhere, it goes on there.

The store is written first and is the truth; the index follows in a commit that carries the store's generation.
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
from bot.corpus.shared_lines import line_hashes
from bot.corpus.structure.passages import passages
from bot.library import folder_scan as on_disk
from bot.library.folder_scan import FileFilter, FoundFile, Scan, Skipped, shown
from bot.library.ingest import Before, ChangeBatch, read_in_batches
from bot.library.sync_report import SyncReport
from bot.model.documents import Document
from bot.store.library import documents, files, shared_lines
from bot.store.passages.index import TantivyIndex
from bot.store.sqlite.database import Database

if TYPE_CHECKING:
    import sqlite_utils

_BATCH = 1_000
_MEGABYTE = 1_000_000
_COLLECTED_AFTER = 100_000  # new objects


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come: bytes of the files that have to be read, and documents met in them so far."""

    bytes_read: int
    bytes_in_all: int
    documents: int


Watcher = Callable[[Progress], None]


@dataclass(slots=True)
class _Run:
    """One run over the folders: where its changes go, and what they come to."""

    database: Database
    index: TantivyIndex
    watch: Watcher
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    others: dict[str, int] = field(default_factory=dict)


async def bring_in_step(
    database: Database,
    index: TantivyIndex,
    folders: Sequence[Path],
    *,
    max_file_mb: int,
    watch: Watcher = lambda _: None,
) -> SyncReport:
    """Return what changed, once the store and the index hold just what the folders do.

    Folders that are stored but not named here stay as they are. Raises UserError, before anything is changed, where
    a folder is missing. `Report.seconds` is the caller's to fill in.
    """
    true_folders = _outermost([await asyncio.to_thread(on_disk.check, folder) for folder in folders])
    await catch_up(database, index)
    run = _Run(database, index, watch)
    wanted = FileFilter(SUFFIXES, max_file_mb * _MEGABYTE)
    with _seldom_collecting():
        for folder in true_folders:
            await _bring_in_step(run, folder, wanted)
    return await _report(run, true_folders)


async def remove(database: Database, index: TantivyIndex, folder: str) -> int:
    """Take a folder's documents out of store and index, and return how many they were; the disk is not touched."""
    await catch_up(database, index)
    ids = await database.read(partial(documents.of_folder, folder=folder))
    run = _Run(database, index, lambda _: None)
    for some in _chunks(ids):
        await _apply(run, folder, ChangeBatch(removed=list(some)))
    await database.write(partial(files.remove, folder=folder))
    return run.removed


async def in_step(database: Database, index: TantivyIndex) -> bool:
    """Return whether the index has seen all that the store holds."""
    return await database.read(documents.generation) == await asyncio.to_thread(index.generation)


async def catch_up(database: Database, index: TantivyIndex) -> int:
    """Tell the index what it has missed, or all where it can't be used; return how many documents that took."""
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
        some = [id_ for id_, _ in changed[at : at + _BATCH]]
        found = await database.read(partial(documents.get, ids=some))
        # The index has seen all that is older than what comes next, so that a stop goes on from there.
        seen = changed[at + _BATCH][1] - 1 if at + _BATCH < len(changed) else generation
        await asyncio.to_thread(_index, index, list(found.values()), [], seen)
    return len(changed) + len(gone)


async def _bring_in_step(run: _Run, folder: Path, wanted: FileFilter) -> None:
    scan = await asyncio.to_thread(on_disk.scan, folder, wanted)
    before = await run.database.read(partial(_before, folder=str(folder)))
    run.skipped += scan.skipped
    for suffix, number in scan.others.items():
        run.others[suffix] = run.others.get(suffix, 0) + number
    to_read = [found for found in scan.files if not before.is_as_it_was(found)]
    _count_unread(run, scan, before, {found.path for found in to_read})
    await _read(run, folder, to_read, before, wanted)
    await _remove_missing(run, str(folder), scan, before)


def _count_unread(run: _Run, scan: Scan, before: Before, to_read: set[str]) -> None:
    for found in scan.files:
        if found.path not in to_read:
            run.unchanged += len(before.documents.get(found.path, {}))
            reason = before.files[found.path].reason
            if reason:
                run.skipped.append(Skipped(shown(found.path), reason))


async def _read(run: _Run, folder: Path, to_read: Sequence[FoundFile], before: Before, wanted: FileFilter) -> None:
    in_all, so_far, met = sum(found.size for found in to_read), 0, 0
    batches = read_in_batches(folder, to_read, before, wanted.max_bytes)
    while batch := await asyncio.to_thread(next, batches, None):
        await _apply(run, str(folder), batch)
        so_far += batch.bytes_read
        met += len(batch.put) + batch.unchanged
        run.watch(Progress(so_far, in_all, met))


async def _remove_missing(run: _Run, folder: str, scan: Scan, before: Before) -> None:
    """Take out what stood in files that are not there any more; a file below an unreadable folder may still be."""
    there = {found.path for found in scan.files}
    known = before.files.keys() | before.documents.keys()
    gone = [path for path in sorted(known - there) if not scan.may_hold(path)]
    ids = [id_ for path in gone for id_ in before.documents.get(path, {})]
    for some in _chunks(ids):
        await _apply(run, folder, ChangeBatch(removed=list(some)))
    if gone:
        await run.database.write(partial(files.remove, folder=folder, paths=gone))


async def _apply(run: _Run, folder: str, batch: ChangeBatch) -> None:
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
    """Write one batch, and return the store's generation after it."""
    documents.forget_removals(db, seen)
    generation = documents.next_generation(db)
    documents.put(db, batch.put, generation)
    shared_lines.count(db, [line_hashes(document) for _, document in batch.put])
    documents.remove(db, batch.removed, generation)
    files.put(db, folder, batch.files)
    return generation


def _index(index: TantivyIndex, changed: Sequence[Document], removed: Sequence[str], generation: int) -> None:
    index.put([(document, passages(document)) for document in changed], removed, generation)


def _before(connection: sqlite3.Connection, *, folder: str) -> Before:
    return Before(files.known(connection, folder), documents.by_file(connection, folder))


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Let Python look for cycles of garbage seldom: articles hold none, and to look takes a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(_COLLECTED_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


async def _report(run: _Run, folders: Sequence[Path]) -> SyncReport:
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
        others=run.others,
        read_in_part=tuple(shown(reference.display_title) for reference in in_part),
        strays=tuple(sorted(stored.keys() - {str(folder) for folder in folders})),
    )


def _outermost(folders: Sequence[Path]) -> list[Path]:
    """Return the folders without those that stand below another of them, which would be read twice."""
    return [folder for folder in dict.fromkeys(folders) if not any(above in folders for above in folder.parents)]


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
