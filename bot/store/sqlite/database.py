"""The SQLite file behind one writer thread and a few read-only connections."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.errors import DatabaseClosedError
from bot.store.sqlite import errors
from bot.store.sqlite.copying import write_before_update
from bot.store.sqlite.schema_check import refuse_foreign_schema

if TYPE_CHECKING:
    import sqlite_utils

T = TypeVar("T")

SCHEMA_VERSION = 20  # number of migrations, saved as SQLite's user_version
_READERS = 4
_STEPS_BETWEEN_LOOKS = 100_000  # of SQLite's virtual machine: some milliseconds
_BUSY_SECONDS = 10.0  # how long a write waits for another process (`factdesk index` beside the bot)


class Database:
    """One SQLite file with one writer and a few readers; see `open_database`."""

    def __init__(self, path: Path, setting: str = "FACTDESK_DATA") -> None:
        """Take the file, and the setting that names its folder."""
        self.path = path
        self._setting = setting
        self._closed = False
        self._writer = ThreadPoolExecutor(1, "factdesk-writer")
        self._readers = ThreadPoolExecutor(_READERS, "factdesk-reader")
        self._writing: sqlite_utils.Database | None = None
        self._reading = threading.local()
        self._connections: list[sqlite3.Connection] = []

    async def prepare(self) -> None:
        """Create or migrate the file.

        Raises SetupError if that is impossible.
        """
        await self._run(self._writer, self._prepare)

    async def write(self, change: Callable[[sqlite_utils.Database], T]) -> T:
        """Run `change` in one transaction, and return its result.

        An exception rolls it back. Raises UserError if the disk is full or the file can't be written, and
        DatabaseClosedError after `close`.
        """
        return await self._run(self._writer, partial(self._write, change))

    async def read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run `query` on a read-only connection, and return its result."""
        return await self._run(self._readers, partial(self._read, query))

    def read_blocking(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run `query` as `read` does, and wait for it. For threads other than the event loop's."""
        if self._closed:
            raise DatabaseClosedError(f"{self.path.name} has been closed")
        return self._readers.submit(self._read, query).result()

    async def checkpoint(self) -> None:
        """Move all writes from the WAL into the database file.

        Readers may hold some of them back.
        """
        await self._run(self._writer, self._checkpoint)

    async def close(self) -> None:
        """Finish pending work and close the file; a second call does nothing."""
        if not self._closed:
            self._closed = True
            await asyncio.to_thread(self._shut)

    async def _run(self, pool: ThreadPoolExecutor, function: Callable[[], T]) -> T:
        if self._closed:
            raise DatabaseClosedError(f"{self.path.name} has been closed")
        return await asyncio.get_running_loop().run_in_executor(pool, function)

    def _write(self, change: Callable[[sqlite_utils.Database], T]) -> T:
        with errors.explained(self.path):
            self._writing = self._writing or self._open_for_writing()
            connection = self._writing.conn
            # IMMEDIATE waits for another process; a deferred transaction would fail at its first write.
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                return change(self._writing)

    def _checkpoint(self) -> None:
        with errors.explained(self.path):
            self._writing = self._writing or self._open_for_writing()
            self._writing.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _open_for_writing(self) -> sqlite_utils.Database:
        # sqlite-utils takes half a second to import, and a warm `factdesk ask` never writes.
        import sqlite_utils  # noqa: PLC0415

        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, check_same_thread=False)
        self._connections.append(connection)
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("PRAGMA synchronous = normal")
        connection.execute("PRAGMA foreign_keys = on")
        return sqlite_utils.Database(connection, strict=True, execute_plugins=False)

    def _read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        with errors.explained(self.path):
            connection: sqlite3.Connection | None = getattr(self._reading, "connection", None)
            if connection is None:
                connection = _connect_to_read(self.path)
                self._reading.connection = connection
                self._connections.append(connection)
            try:
                return query(connection)
            except (ArithmeticError, LookupError, TypeError, ValueError) as error:
                # A value that can't be read back may be damage that SQLite doesn't notice while reading.
                if damage(connection) is not None:
                    raise errors.DatabaseDamagedError(self.path) from error
                raise

    def _prepare(self) -> None:
        with errors.at_start(self.path):
            errors.refuse_unwritable(self.path, self._setting)
            version = _checked_version(self.path)
            if version < SCHEMA_VERSION:
                if version:
                    write_before_update(self.path, version)
                self.path.touch(mode=0o600)
                from bot.store.sqlite.migrations import migrate  # noqa: PLC0415 - imports sqlite-utils

                self._write(migrate)

    def _shut(self) -> None:
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        while self._connections:
            with suppress(sqlite3.Error):
                self._connections.pop().close()


@asynccontextmanager
async def open_database(path: Path, setting: str = "FACTDESK_DATA") -> AsyncIterator[Database]:
    """Yield the database at `path`, created or migrated; `setting` names its folder.

    Raises SetupError if the file can't be created, is not factdesk's, is damaged, or is of a newer version.
    """
    database = Database(path, setting)
    try:
        await database.prepare()
        yield database
    finally:
        await database.close()


def damage(connection: sqlite3.Connection, tables: Sequence[str] = ()) -> str | None:
    """Return the first fault of the database that SQLite finds, or None.

    Without `tables`, indexes are not compared with their tables (quick_check); of `tables` they are (integrity_check).
    """
    checks = [f"PRAGMA integrity_check('{table}')" for table in tables] or ["PRAGMA quick_check(1)"]
    return next(filter(None, (_fault(connection, check) for check in checks)), None)


def full_damage(path: Path, is_cancelled: Callable[[], bool]) -> str | None:
    """Return the first fault that SQLite's integrity check finds, or None.

    Takes seconds a gigabyte, on a connection of its own. Raises sqlite3.OperationalError when it is cancelled.
    """
    with closing(_connect_to_read(path)) as connection:
        connection.set_progress_handler(is_cancelled, _STEPS_BETWEEN_LOOKS)
        return _fault(connection, "PRAGMA integrity_check(1)")


def _fault(connection: sqlite3.Connection, check: str) -> str | None:
    try:
        found = str(connection.execute(check).fetchone()[0])
    except UnicodeDecodeError as error:
        found = str(error)
    except sqlite3.DatabaseError as error:
        if not errors.is_damage(error):
            raise
        found = str(error)
    return None if found == "ok" else " ".join(found.split())


def _connect_to_read(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    return sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, check_same_thread=False)


def _checked_version(path: Path) -> int:
    """Return the file's number of applied migrations; 0 without a file.

    Raises SetupError for a file of a newer factdesk, and for one with other tables, indexes or triggers.
    """
    if not path.is_file():
        return 0
    with closing(_connect_to_read(path)) as connection:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        errors.refuse_newer(path, version, SCHEMA_VERSION)
        refuse_foreign_schema(path, connection, version)
    return version
