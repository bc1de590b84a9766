"""The data folder: its database and passage index, backed up, restored and examined."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path

from bot.library import sync
from bot.library.health import FILE as HEALTH
from bot.model.notifications import OutboxBacklog
from bot.search.index import Index
from bot.settings import Settings
from bot.store.desk import outbox
from bot.store.library import documents, quarantine
from bot.store.passages.opening import CLUSTER_FOLDER, INDEX, open_index
from bot.store.permissions import create_private_folder
from bot.store.schema.desk import DESK_TABLES
from bot.store.sqlite import backup, copying, known_backups, reading_copy
from bot.store.sqlite.backup import BackupContent
from bot.store.sqlite.database import Database, damage, open_database
from bot.store.sqlite.errors import DatabaseDamagedError, damaged_sentence
from bot.store.sqlite.process_lock import locked

DATABASE = "factdesk.db"
LOCK = "indexing.lock"
BACKUPS = "backups"
SUBMITTED = "submitted"
_LOCK_SECONDS = 5.0


def back_up(data: Path, target: Path) -> int:
    """Copy the database to the file `target`, and return its size in bytes.

    The bot may go on meanwhile. Raises UserError if there is no database yet, `target` exists or can't be written.
    """
    return copying.write(data / DATABASE, target)


def write_reading_copy(data: Path, target: Path) -> dict[str, int]:
    """Write the public views as tables of the file `target`; return the number of rows by view.

    Raises UserError if there is no database yet, or if `target` is another file or can't be written.
    """
    return reading_copy.write(data / DATABASE, target)


def verify_backup(source: Path) -> BackupContent:
    """Return the content of a backup. Raises UserError for an unusable one."""
    return backup.verify(source)


def backups_naming(data: Path, user: int) -> list[Path]:
    """Return the known backups of a data folder that still hold a user."""
    return known_backups.naming(data, user)


async def refuse_damaged_desk(database: Database) -> None:
    """Check the desk's tables, and raise DatabaseDamagedError for damage.

    SQLite reads over many kinds of damage in silence, and would return some of the claims as if they were all.
    """
    if await database.read(partial(damage, tables=DESK_TABLES)) is not None:
        raise DatabaseDamagedError(database.path)


async def restore(data: Path, source: Path, replaced: Path) -> bool:
    """Put the backup `source` in place of the database, and delete the index.

    The old database is moved to the folder `replaced`; return whether there was one. Raises UserError if `source` is
    no usable backup, or while another process is indexing.
    """
    await asyncio.to_thread(create_private_folder, data, "FACTDESK_DATA")
    async with locked(data / LOCK, seconds=_LOCK_SECONDS):
        # The index of the old data, and its damage.
        derived = (data / INDEX, data / CLUSTER_FOLDER, data / HEALTH)
        return await asyncio.to_thread(backup.restore, source, data / DATABASE, replaced, derived)


class StoreHealth:
    """State of an open database and of the passage index derived from it."""

    def __init__(self, database: Database, index: Index) -> None:
        self._database = database
        self._index = index
        self.path = database.path

    async def damage(self) -> str | None:
        """Return the first fault that SQLite finds in the database, or None."""
        return await self._database.read(partial(damage, tables=DESK_TABLES)) or await self._database.read(damage)

    def damage_fix(self) -> str:
        """Return the advice for a damaged database, with its newest backup."""
        return damaged_sentence(self.path)

    async def documents(self) -> int:
        """Return the number of stored documents."""
        return await self._database.read(documents.count)

    async def outbox(self) -> OutboxBacklog:
        """Return count and age of the messages waiting for Discord."""
        return await self._database.read(outbox.backlog)

    async def is_index_in_sync(self) -> bool:
        """Return whether the index holds the documents of the database."""
        return await sync.is_in_sync(self._database, self._index)

    async def quarantined_files(self) -> int:
        """Return the number of files that could not be read, in whole or in part."""
        return await self._database.read(quarantine.count_files)

    async def index_damage(self) -> str | None:
        """Read all files of the index; return its damage, or None."""
        return await asyncio.to_thread(self._index.damage)

    async def passages(self) -> int:
        """Return the number of indexed passages."""
        return await asyncio.to_thread(self._index.passages)

    async def index_server(self) -> str | None:
        """Return version and state of the server that holds the index; None without one."""
        return await asyncio.to_thread(self._index.describe)


@asynccontextmanager
async def open_store_health(settings: Settings) -> AsyncIterator[StoreHealth]:
    """Yield the state of the data folder. Raises SetupError if its database or index can't be opened."""
    async with open_database(settings.data / DATABASE) as database:
        with closing(open_index(settings.data, settings)) as index:
            yield StoreHealth(database, index)
