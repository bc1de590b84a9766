"""Quarantine: lists the files that could not be read, and releases them for another try."""

from __future__ import annotations

from bot.model.quarantine import QuarantinedItem
from bot.store.archive import Archive
from bot.store.library import quarantine as stored


class QuarantineService:
    """The quarantined files of one database."""

    def __init__(self, database: Archive) -> None:
        self._database = database

    async def items(self) -> list[QuarantinedItem]:
        """Return all items, ordered by folder, path and record."""
        return await self._database.read(stored.listed)

    async def count_files(self) -> int:
        """Count the files with at least one item."""
        return await self._database.read(stored.count_files)

    async def release(self) -> list[str]:
        """Let the next sync read all quarantined files again; return their folders."""
        return await self._database.write(stored.release)
