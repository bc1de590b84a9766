"""Documents that lack something computed from their text, newest first, each looked for once."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import replace
from functools import partial
from typing import Protocol

from bot.store.archive import Archive, ArchiveConnection
from bot.store.library import documents
from bot.store.library.derived_bodies import DocumentPlace, DocumentRange

_NONE = -1  # before the first generation


class MissingQuery(Protocol):
    """Query of the documents in a range that lack it."""

    def __call__(self, connection: ArchiveConnection, *, limit: int, within: DocumentRange) -> list[DocumentPlace]: ...


class Backlog:
    """The documents that are left to compute, from one batch to the next.

    It keeps its place, so that what is done is not read again. New documents go first, and those of an archive that
    was put back to an earlier state are all looked through again.
    """

    def __init__(self, database: Archive) -> None:
        self._database = database
        self._seen = _NONE
        self._ranges: list[DocumentRange] = []  # the newest last

    async def batches(self, missing: MissingQuery, size: int) -> AsyncGenerator[list[str], None]:
        """Yield ids of at most `size` documents until none is left.

        A batch is left behind once the next one is asked for, and comes again if it was interrupted.
        """
        while current := await self._newest():
            found = await self._database.read(partial(missing, limit=size, within=current))
            if found:
                yield [document.id for document in found]
            rest = [replace(current, before=found[-1].place)] if len(found) == size else []
            position = self._ranges.index(current)
            self._ranges[position : position + 1] = rest

    async def _newest(self) -> DocumentRange | None:
        generation = await self._database.read(documents.generation)
        if generation < self._seen:
            self._seen = _NONE
            self._ranges.clear()
        if generation > self._seen:
            self._ranges.append(DocumentRange(above=self._seen))
            self._seen = generation
        return self._ranges[-1] if self._ranges else None
