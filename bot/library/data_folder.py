"""The data folder: its database and passage index, backed up, restored and examined."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path

from bot.errors import UserError
from bot.library import sync
from bot.library.archive_copy import CopyProgress, copy_archive
from bot.library.archive_opening import open_archive
from bot.library.health import FILE as HEALTH
from bot.model.notifications import OutboxBacklog
from bot.search.index import Index
from bot.settings import Settings
from bot.store.archive import Archive
from bot.store.desk import outbox
from bot.store.library import documents, files, public_quotes, quarantine
from bot.store.library.answer_feedback import pseudonym
from bot.store.passages.opening import IndexFolders, open_index
from bot.store.permissions import create_private_folder
from bot.store.schema.desk import DESK_TABLES
from bot.store.sqlite import backup, copying, known_backups, reading_copy
from bot.store.sqlite.archive import SqliteArchive
from bot.store.sqlite.backup import BackupContent
from bot.store.sqlite.database import Database, damage, open_database
from bot.store.sqlite.errors import DatabaseDamagedError, damaged_sentence
from bot.store.sqlite.integrity import damaged_texts
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


async def write_reading_copy(data: Path, target: Path, archive: Archive | None = None) -> dict[str, int]:
    """Write the public views as tables of the file `target`; return the number of rows by view.

    The quotes are those of a shared `archive`, if there is one. Raises UserError if there is no database yet, or if
    `target` is another file or can't be written.
    """
    quotes = None
    if archive is not None and archive.is_shared:
        quotes = await archive.read(lambda connection: list(public_quotes.rows(connection)))
    return await asyncio.to_thread(reading_copy.write, data / DATABASE, target, quotes)


async def write_reading_copy_of(settings: Settings, target: Path) -> dict[str, int]:
    """Write the copy as `write_reading_copy` does, of what the settings name."""
    if settings.database_url is None:
        return await write_reading_copy(settings.data, target)
    async with open_database(settings.data / DATABASE) as database, open_archive(settings, database) as archive:
        return await write_reading_copy(settings.data, target, archive)


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
        folders = IndexFolders(data)
        derived = (folders.local, folders.cluster, data / HEALTH)
        return await asyncio.to_thread(backup.restore, source, data / DATABASE, replaced, derived)


async def copy_to_server(settings: Settings, on_progress: Callable[[CopyProgress], None]) -> int:
    """Copy the archive of the data folder to that of FACTDESK_DATABASE; return the number of documents.

    Raises UserError if there is none, if the server's holds articles already, or while another process indexes.
    """
    if not (settings.data / DATABASE).is_file():
        raise UserError(f"There is nothing to copy yet: {settings.data / DATABASE} doesn't exist.")
    async with (
        locked(settings.data / LOCK, seconds=_LOCK_SECONDS),
        open_database(settings.data / DATABASE) as database,
        open_archive(settings, database, accepts_unfinished=True) as target,
        target.locked(seconds=_LOCK_SECONDS),
    ):
        count = await copy_archive(SqliteArchive(database), target, on_progress)
        # Before another bot with a folder of the same path starts there, and removes what it doesn't see.
        reader = await database.read(lambda connection: pseudonym(connection, 0))
        await target.claim(await database.read(files.folders), reader)
        return count


class StoreHealth:
    """State of an open database and of the passage index derived from it."""

    def __init__(self, database: Database, archive: Archive, index: Index) -> None:
        self._database = database
        self._archive = archive
        self._index = index
        self.path = database.path

    async def damage(self) -> str | None:
        """Return the first fault of the database, or None."""
        return (
            await self._database.read(partial(damage, tables=DESK_TABLES))
            or await self._database.read(damage)
            or await self._database.read(damaged_texts)
        )

    def damage_fix(self) -> str:
        """Return the advice for a damaged database, with its newest backup."""
        return damaged_sentence(self.path)

    async def documents(self) -> int:
        """Return the number of stored documents."""
        return await self._archive.read(documents.count)

    async def archive_server(self) -> str | None:
        """Return version and place of the server that holds the documents; None without one."""
        return await self._archive.describe()

    async def outbox(self) -> OutboxBacklog:
        """Return count and age of the messages waiting for Discord."""
        return await self._database.read(outbox.backlog)

    async def is_index_in_sync(self) -> bool:
        """Return whether the index holds the documents of the database."""
        return await sync.is_in_sync(self._archive, self._index)

    async def quarantined_files(self) -> int:
        """Return the number of files that could not be read, in whole or in part."""
        return await self._archive.read(quarantine.count_files)

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
    """Yield the state of data folder, archive and index. Raises SetupError if one of them can't be opened."""
    async with (
        open_database(settings.data / DATABASE) as database,
        open_archive(settings, database) as archive,
    ):
        with closing(open_index(index_folders(settings.data, archive), settings)) as index:
            yield StoreHealth(database, archive, index)


def index_folders(data: Path, archive: Archive) -> IndexFolders:
    """Return the folders of an archive's passage index; the index of one archive never serves another."""
    return IndexFolders(data, "" if archive.id is None else f"-{archive.id[:8]}")
