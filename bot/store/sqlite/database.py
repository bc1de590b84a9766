"""The SQLite file behind one writer thread and a few read-only connections."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.errors import DatabaseClosedError
from bot.store import packing
from bot.store.log import capture
from bot.store.sqlite import errors
from bot.store.sqlite.copying import roll_back, write_before_update
from bot.store.sqlite.integrity import damaged_texts, first_fault
from bot.store.sqlite.schema_check import differences, refuse_foreign_schema

if TYPE_CHECKING:
    import sqlite_utils

T = TypeVar("T")

SCHEMA_VERSION = 32  # number of migrations, saved as SQLite's user_version
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
        self._is_capturing = False
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

    def read_here(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run `query` on a read-only connection of the calling thread, and return its result. Blocks.

        For threads that live as long as the database; others leave a connection behind.
        """
        try:
            if not self._closed:
                return self._read(query)
        except sqlite3.ProgrammingError:  # the connection was closed meanwhile
            if not self._closed:
                raise
        raise DatabaseClosedError(f"{self.path.name} has been closed")

    async def overwrite_deleted(self) -> bool:
        """Write the file anew without free pages, and empty the WAL.

        Needs room for a second copy. Return False if another process read the old pages meanwhile; they then stay in
        the WAL until it stops.
        """
        return await self._run(self._writer, self._overwrite_deleted)

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
        """Run `change` in a transaction, with an event for each changed row of a desk."""
        with errors.explained(self.path):
            self._writing = self._writing or self._open_for_writing()
            connection = self._writing.conn
            if not self._is_capturing:
                capture.install(connection)
                self._is_capturing = True
            # IMMEDIATE waits for another process; a deferred transaction would fail at its first write.
            connection.execute("BEGIN IMMEDIATE")
            with connection:
                result = change(self._writing)
                capture.record_rest(connection)
                return result

    def _migrate(self) -> None:
        """Bring the tables to this version; a migration records its changes itself."""
        from bot.store.sqlite.migrations import migrate  # noqa: PLC0415 - imports sqlite-utils

        with errors.explained(self.path):
            self._writing = self._open_for_writing()
            self._writing.conn.execute("BEGIN IMMEDIATE")
            with self._writing.conn:
                migrate(self._writing)

    def _overwrite_deleted(self) -> bool:
        with errors.explained(self.path):
            self._writing = self._writing or self._open_for_writing()
            self._writing.conn.execute("VACUUM")
            [is_busy, *_] = self._writing.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not is_busy

    def _open_for_writing(self) -> sqlite_utils.Database:
        # sqlite-utils takes half a second to import, and a warm `factdesk ask` never writes.
        import sqlite_utils  # noqa: PLC0415

        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, check_same_thread=False)
        self._connections.append(connection)
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("PRAGMA synchronous = normal")
        connection.execute("PRAGMA foreign_keys = on")
        # Deleted and replaced texts are overwritten, so that an erased person's words leave the file.
        connection.execute("PRAGMA secure_delete = on")
        packing.install(connection)
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
                self._migrate()

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


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Let all reads see the database as it is now."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.rollback()


def schema_differences(connection: sqlite3.Connection) -> list[str]:
    """Return what was added, dropped or changed among tables, indexes and triggers."""
    return differences(connection, SCHEMA_VERSION)


def damage(connection: sqlite3.Connection, tables: Sequence[str] = ()) -> str | None:
    """Return the first fault of the database that SQLite finds, or None.

    Without `tables`, indexes are not compared with their tables (quick_check); of `tables` they are (integrity_check).
    """
    if not tables:
        return _fault(connection, "quick_check")
    return next(filter(None, (_fault(connection, "integrity_check", table) for table in tables)), None)


def full_damage(path: Path, is_cancelled: Callable[[], bool]) -> str | None:
    """Return the first fault that SQLite's integrity check finds, or None.

    Takes seconds a gigabyte, on a connection of its own. Raises sqlite3.OperationalError when it is cancelled.
    """
    with closing(_connect_to_read(path)) as connection:
        connection.set_progress_handler(is_cancelled, _STEPS_BETWEEN_LOOKS)
        return _fault(connection, "integrity_check") or damaged_texts(connection)


def _fault(connection: sqlite3.Connection, check: str, table: str | None = None) -> str | None:
    try:
        return first_fault(connection, check, table)
    except UnicodeDecodeError as error:
        return str(error)
    except sqlite3.DatabaseError as error:
        if not errors.is_damage(error):
            raise
        return " ".join(str(error).split())


def _connect_to_read(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, check_same_thread=False)
    packing.install(connection)
    return connection


def _checked_version(path: Path) -> int:
    """Return the file's number of applied migrations; 0 without a file.

    Raises SetupError for a file of a newer factdesk, and for one with other tables, indexes or triggers.
    """
    if not path.is_file():
        return 0
    roll_back(path)
    with closing(_connect_to_read(path)) as connection:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        errors.refuse_newer(path, version, SCHEMA_VERSION)
        refuse_foreign_schema(path, connection, version)
    return version
