"""Builds the passage index from the documents of the database."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from bot.corpus.structure.passages import passages
from bot.model.documents import Document, Passage
from bot.search.index import Index
from bot.store.archive import Archive
from bot.store.library import documents
from bot.store.passages.damage import IndexDamagedError

_log = logging.getLogger(__name__)

_BATCH = 1_000  # documents in one commit

OnRepair = Callable[[str], None]  # takes the sentence about a damaged index


def index_batch(
    index: Index,
    changed: Sequence[Document],
    removed: Sequence[str],
    generation: int,
    *,
    after: int | None = None,
    cut: Mapping[str, Sequence[Passage]] = MappingProxyType({}),
) -> None:
    """Write one batch of documents to the index, as passages.

    `cut` are passages of documents whose readers have cut them. With `after`, the index must be of that generation.
    Raises IndexDamagedError if it is not, or is damaged.
    """
    put = [(document, cut[document.id] if document.id in cut else passages(document)) for document in changed]
    index.put(put, removed, generation, after)


def index_changes(
    database: Archive, index: Index, is_cancelled: threading.Event, on_repair: OnRepair = lambda _: None
) -> int:
    """Index all changes after the index's generation; return their number.

    An unusable index is built anew, with a sentence to `on_repair` if it was damaged. Blocks; `is_cancelled` ends it
    between two batches.
    """
    generation = database.read_blocking(documents.generation)
    seen = index.generation()
    if seen == generation:
        return 0
    if seen >= 0 and (damage := index.damage()) is not None:  # its files would be merged with the new ones
        set_aside(index, IndexDamagedError(damage), on_repair)
        seen = -1
    if not 0 <= seen < generation:
        _discard(index, on_repair)
        seen = 0
    try:
        return _index_after(database, index, seen, generation, is_cancelled)
    except IndexDamagedError as error:
        set_aside(index, error, on_repair)
        return _index_after(database, index, 0, generation, is_cancelled)


def set_aside(index: Index, error: IndexDamagedError, on_repair: OnRepair) -> None:
    """Move a damaged index aside; give one sentence about it to the log and to `on_repair`."""
    folder = index.set_aside()
    moved = f"moved to {folder}" if folder else "gone"
    _log.warning("The search index was damaged (%s): it was %s, and is rebuilt from the database.", error.detail, moved)
    sentence = (
        f"The search index was damaged ({error.detail}). It was moved aside and is rebuilt from the database: nothing "
        "is lost. If this happens again, check the disk."
    )
    on_repair(sentence if folder else sentence.replace("It was moved aside and is", "It is"))


def _index_after(database: Archive, index: Index, seen: int, generation: int, is_cancelled: threading.Event) -> int:
    removed = database.read_blocking(partial(documents.removed_since, seen=seen))
    changed = database.read_blocking(partial(documents.changed_since, seen=seen))
    index_batch(index, [], removed, seen if changed else generation)
    for at in range(0, len(changed), _BATCH):
        if is_cancelled.is_set():
            break
        chunk = [id_ for id_, _ in changed[at : at + _BATCH]]
        found = database.read_blocking(partial(documents.get, ids=chunk))
        # The generation before the next chunk: an interrupted run continues there.
        seen = changed[at + _BATCH][1] - 1 if at + _BATCH < len(changed) else generation
        index_batch(index, list(found.values()), [], seen)
        if len(changed) > _BATCH:
            _log.info("indexed %d of %d documents", min(at + _BATCH, len(changed)), len(changed))
    return len(changed) + len(removed)


def _discard(index: Index, on_repair: OnRepair) -> None:
    """Delete an index of another version, and move a damaged one aside."""
    if (damage := index.damage()) is not None:
        set_aside(index, IndexDamagedError(damage), on_repair)
    index.clear()
