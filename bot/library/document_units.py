"""Units of documents for a question: lately used ones from memory, others from the database, else split now."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from bot.answer.evidence.packed_units import PACKED_VERSION, pack, unpack
from bot.answer.evidence.units import DocumentUnits, split_units
from bot.library.documents import DocumentService
from bot.library.recently_used import Lru
from bot.model.documents import Document
from bot.store.library import document_units as kept
from bot.store.sqlite.database import Database

T = TypeVar("T")
log = logging.getLogger(__name__)
_KEPT_CHARACTERS = 1_000_000  # of text; its units take eleven bytes a character in memory
_BATCH = 50


class DocumentUnitsService:
    """Splits documents into units, and keeps what it split for the questions to come."""

    def __init__(self, database: Database, documents: DocumentService) -> None:
        self._database = database
        self._documents = documents
        self._threads = ThreadPoolExecutor(2, "factdesk-units")
        self._lately: Lru[tuple[str, str], DocumentUnits] = Lru(_KEPT_CHARACTERS, lambda it: len(it.document.text))

    async def get(self, documents: Sequence[Document]) -> dict[str, DocumentUnits]:
        """Return the units of `documents` by document id."""
        found = {document.id: units for document in documents if (units := self._lately.get(_key(document)))}
        rest = [document for document in documents if document.id not in found]
        if rest:
            references = [document.reference for document in rest]
            packed = await self._database.read(lambda connection: kept.get(connection, references, PACKED_VERSION))
            split = await self._run(
                lambda: {document.id: _units(document, packed.get(document.id)) for document in rest}
            )
            for document in rest:
                self._lately.put(_key(document), split[document.id])
            found |= split
        return {document.id: found[document.id] for document in documents}

    async def fill(self) -> int:
        """Split and store all documents whose units are not stored yet; return how many that were."""
        count = 0
        while ids := await self._database.read(lambda connection: kept.missing(connection, PACKED_VERSION, _BATCH)):
            if not count:
                await self._database.write(lambda db: kept.forget_other_versions(db, PACKED_VERSION))
            documents = await self._documents.get(ids)
            if not documents:
                return count
            for document in documents.values():
                await self._store(document, await self._run(partial(_packed, document)))
            count += len(documents)
        return count

    async def close(self) -> None:
        """Finish the document being split, and begin no other."""
        await asyncio.to_thread(self._threads.shutdown, wait=True, cancel_futures=True)

    async def _store(self, document: Document, body: bytes) -> None:
        await self._database.write(lambda db: kept.put(db, document.reference, PACKED_VERSION, body))

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
