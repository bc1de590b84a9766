"""The archive in SQLite: tables of the same file as the desk's."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TypeVar

from bot.store.archive import ArchiveConnection, ArchiveWork
from bot.store.sqlite.database import Database

T = TypeVar("T")


class SqliteArchive:
    """The archive within a file of SQLite. Implements bot.store.archive.Archive."""

    is_shared = False
    id = None

    def __init__(self, database: Database) -> None:
        self._database = database

    async def describe(self) -> str | None:
        """Return None: no server holds it."""
        return None

    async def now(self) -> datetime:
        """Return the time of this machine."""
        return datetime.now(UTC)

    async def refuse_while_away(self) -> None:
        """Do nothing: a file is always there."""

    async def read(self, query: Callable[[ArchiveConnection], T]) -> T:
        """Run `query` on a read-only connection, and return its result."""
        return await self._database.read(query)

    async def write(self, change: Callable[[ArchiveConnection], T]) -> T:
        """Run `change` in one transaction, and return its result."""
        return await self._database.write(lambda db: change(db.conn))

    def read_blocking(self, query: Callable[[ArchiveConnection], T]) -> T:
        """Run `query` as `read` does, and wait for it."""
        return self._database.read_blocking(query)

    def read_here(self, query: Callable[[ArchiveConnection], T]) -> T:
        """Run `query` on a read-only connection of the calling thread, and return its result."""
        return self._database.read_here(query)

    @asynccontextmanager
    async def locked(self, *, seconds: float, work: ArchiveWork = "indexing") -> AsyncIterator[None]:  # noqa: ARG002
        """Hold nothing: the lock of the data folder is enough."""
        yield

    async def claim(self, folders: Sequence[str], reader: str) -> None:
        """Do nothing: no other bot has this file."""

    async def changes(self) -> AsyncIterator[int]:
        """Yield nothing: another process's changes are found by the next command."""
        none: tuple[int, ...] = ()
        for generation in none:
            yield generation
