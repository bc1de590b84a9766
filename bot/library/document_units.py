"""Units of documents: from memory, from the database, or split now."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from bot.answer.evidence.packed_units import PACKED_VERSION, pack, unpack
from bot.answer.evidence.units import DocumentUnits, split_units
from bot.library.backlog import Backlog
from bot.library.documents import DocumentService
from bot.library.process_memory import CacheUse
from bot.library.recently_used import LruCache
from bot.model.documents import Document
from bot.store.archive import Archive
from bot.store.library import document_units as stored

T = TypeVar("T")
log = logging.getLogger(__name__)
_CAPACITY = 1_000_000  # characters of text; their units take eleven bytes each
_BATCH = 50


class DocumentUnitsService:
    """Splits documents into units, and caches and stores the results."""

    def __init__(self, database: Archive, documents: DocumentService) -> None:
        self._database = database
        self._documents = documents
        self._backlog = Backlog(database)
        self._threads = ThreadPoolExecutor(2, "factdesk-units")
        self._recent: LruCache[tuple[str, str], DocumentUnits] = LruCache(_CAPACITY, lambda it: len(it.document.text))

    async def get(self, documents: Sequence[Document]) -> dict[str, DocumentUnits]:
        """Return the units of `documents` by document id."""
        found = {document.id: units for document in documents if (units := self._recent.get(_key(document)))}
        missing = [document for document in documents if document.id not in found]
        if missing:
            references = [document.reference for document in missing]
            packed = await self._database.read(lambda connection: stored.get(connection, references, PACKED_VERSION))
            split = await self._run(
                lambda: {document.id: _units(document, packed.get(document.id)) for document in missing}
            )
            for document in missing:
                self._recent.put(_key(document), split[document.id])
            found |= split
        return {document.id: found[document.id] for document in documents}

    async def fill(self) -> int:
        """Split and store all documents without stored units; return their number."""
        count = 0
        async for ids in self._backlog.batches(partial(stored.missing, version=PACKED_VERSION), _BATCH):
            if not count:
                await self._database.write(lambda db: stored.forget_other_versions(db, PACKED_VERSION))
            documents = await self._documents.read(ids)
            for document in documents.values():
                await self._store(document, await self._run(partial(_packed, document)))
            count += len(documents)
        return count

    def caches(self) -> tuple[CacheUse, ...]:
        """Return how full the caches are."""
        return (self._recent.use("sentences of articles", "characters"),)

    async def close(self) -> None:
        """Stop the threads; what they compute at the moment is dropped."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _store(self, document: Document, body: bytes) -> None:
        await self._database.write(lambda db: stored.put(db, document.reference, PACKED_VERSION, body))

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _packed(document: Document) -> bytes:
    return pack(split_units(document))


def _units(document: Document, packed: bytes | None) -> DocumentUnits:
    if packed is not None:
        try:
            return unpack(document, packed)
        except ValueError as error:
            log.warning("stored units can't be used and are computed again: %s", error)
    return split_units(document)


def _key(document: Document) -> tuple[str, str]:
    return document.id, document.reference.sha256
