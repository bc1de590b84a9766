"""Packs the texts that an earlier version stored plain, a batch at a time."""

from __future__ import annotations

import logging
from functools import partial

from bot.store.library import packed_texts
from bot.store.sqlite.database import Database

_BATCH = 100  # texts in one transaction: some hundredths of a second
_REPORTED = 100  # batches
_MUCH_FREE = 0.25  # of the file

_log = logging.getLogger(__name__)


class TextPackingService:
    """Packs stored texts; an interrupted run goes on with the next one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def fill(self) -> int:
        """Pack all plain texts, and return their number."""
        count = batches = 0
        while packed := await self._database.write(partial(packed_texts.pack_some, limit=_BATCH)):
            count, batches = count + packed, batches + 1
            if batches % _REPORTED == 0:
                _log.info("packed %d texts", count)
        return count

    async def shrink(self) -> bool:
        """Give the free pages of the file back, if they are many; return whether it did so.

        It needs room for a second copy of the file, and nothing is written meanwhile.
        """
        if await self._database.write(packed_texts.free_share) < _MUCH_FREE:
            return False
        return await self._database.overwrite_deleted()
