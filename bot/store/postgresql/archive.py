"""The archive on a server: pools of connections, the lock of indexing, and notifications of changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Dumper, Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool, PoolTimeout

from bot.errors import ArchiveUnreachableError, DatabaseClosedError, SetupError, UserError
from bot.store.archive import ArchiveConnection, ArchiveRows, ArchiveWork
from bot.store.postgresql import errors, tables
from bot.store.postgresql.dialect import translated
from bot.store.postgresql.outage import ServerOutage
from bot.store.sqlite.process_lock import BUSY, BusyError

T = TypeVar("T")
logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # it warns of every try; errors.explained once

_READERS = 4
_TRIES = 3  # of a change that another bot's got in the way of
_WAIT_SECONDS = 5.0  # for a connection
_PAUSE_SECONDS = 0.25  # between two tries to lock
_RECONNECT_SECONDS = 5.0
_CONNECT_SECONDS = 5  # for a machine that doesn't answer at all
_NUL = "\U0010ffff"  # stands for U+0000, which PostgreSQL's texts can't hold; no text has this noncharacter
_IN_THE_WAY = (
    psycopg.errors.UniqueViolation,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.SerializationFailure,
    psycopg.errors.ForeignKeyViolation,
)


class PostgresConnection:
    """A connection that takes the archive's statements. Implements bot.store.archive.ArchiveConnection."""

    packs_long_values = True

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = (), /) -> ArchiveRows:
        return self._connection.execute(translated(sql), parameters)

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> ArchiveRows:
        cursor = self._connection.cursor()
        cursor.executemany(translated(sql), parameters)
        return cursor


class PostgresArchive:
    """The archive in a schema of a server's database. Implements bot.store.archive.Archive."""

    is_shared = True

    def __init__(
        self,
        conninfo: str,
        place: str,
        known_id: str | None = None,
        refuse: Callable[[ArchiveConnection], None] = lambda _: None,
    ) -> None:
        """Take how to connect, and the name of the database for messages, without a password.

        With `known_id`, the archive is used although its server is away: its tables are looked at once it is there.
        `refuse` raises SetupError for an archive that is not to be used.
        """
        self._conninfo = _with_timeout(conninfo)
        self._place = place
        self._known_id = known_id
        self._refuse = refuse
        self._outage = ServerOutage(place, _RECONNECT_SECONDS)
        self._id = ""
        self._is_closed = False
        self._reading = self._pool(_READERS, read_only=True)
        self._writing = self._pool(1, read_only=False)
        self._readers = ThreadPoolExecutor(_READERS, "factdesk-archive-reader")
        self._writer = ThreadPoolExecutor(1, "factdesk-archive-writer")

    @property
    def id(self) -> str:
        """Return the archive's own name, made with its tables."""
        return self._id

    async def prepare(self) -> None:
        """Connect, and create or migrate the tables. Raises SetupError if that is impossible."""
        try:
            await asyncio.to_thread(self._prepare)
        except SetupError as error:
            if self._known_id is None or not errors.is_away(error.__cause__):
                raise
            self._id = self._known_id
            self._outage.begin(ArchiveUnreachableError(), errors.reason(error.__cause__))

    async def now(self) -> datetime:
        """Return the time of the server, which all bots share."""
        return await self.read(_server_time)

    async def refuse_while_away(self) -> None:
        """Raise ArchiveUnreachableError while the server is known to be away, after a try if one is due."""
        await self._run(self._readers, self._reach)

    async def describe(self) -> str:
        """Return the version of the server and the place of the database."""
        return f"PostgreSQL {await self.read(_server_version)} at {self._place}"

    async def read(self, query: Callable[[ArchiveConnection], T]) -> T:
        """Run `query` on a connection that can't write, and return its result.

        Raises ArchiveUnreachableError if the server doesn't answer, and DatabaseClosedError after `close`.
        """
        return await self._run(self._readers, partial(self._read, query))

    async def write(self, change: Callable[[ArchiveConnection], T]) -> T:
        """Run `change` in one transaction, and return its result.

        It is repeated if a change by another bot got in its way. Raises as `read`; nothing is saved then, unless the
        connection was lost at the very end.
        """
        return await self._run(self._writer, partial(self._write, change))

    def read_blocking(self, query: Callable[[ArchiveConnection], T]) -> T:
        """Run `query` as `read` does, and wait for it."""
        self._refuse_closed()
        return self._readers.submit(self._read, query).result()

    def read_here(self, query: Callable[[ArchiveConnection], T]) -> T:
        """Run `query` on a connection of the pool, and return its result."""
        self._refuse_closed()
        return self._read(query)

    @asynccontextmanager
    async def locked(self, *, seconds: float, work: ArchiveWork = "indexing") -> AsyncIterator[None]:
        """Keep other bots from the same work; the server ends the lock with the connection."""
        connection = await asyncio.to_thread(self._connect_to_lock)
        try:
            for _ in range(max(1, round(seconds / _PAUSE_SECONDS))):
                if await asyncio.to_thread(_try_lock, connection, tables.LOCKS[work]):
                    break
                await asyncio.sleep(_PAUSE_SECONDS)
            else:
                raise BusyError(BUSY)
            yield
        finally:
            await asyncio.to_thread(connection.close)

    async def claim(self, folders: Sequence[str], reader: str) -> None:
        """Note that the bot `reader` reads these folders. Raises UserError if another one does, or did within a day."""
        for folder in folders:
            if not await self.write(partial(_claim, folder=folder, reader=reader)):
                raise UserError(
                    f"Another bot reads a folder {folder} into this archive. Give that of one of them another path; a "
                    "folder that both see is read by one bot alone."
                )

    async def changes(self) -> AsyncIterator[int]:
        """Yield the generation now, and after each change by any bot; a lost connection is made again."""
        while not self._is_closed:
            with suppress(psycopg.Error, UserError):
                async with await self._connect_to_listen() as connection:
                    await connection.execute(f"LISTEN {tables.CHANNEL}".encode())
                    yield await self.read(_generation)
                    async for notification in connection.notifies():
                        yield int(notification.payload)
            await asyncio.sleep(_RECONNECT_SECONDS)

    async def _connect_to_listen(self) -> psycopg.AsyncConnection:
        try:
            return await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True)
        except psycopg.OperationalError as error:
            self._outage.begin(ArchiveUnreachableError(), errors.reason(error))
            raise

    async def close(self) -> None:
        """Finish pending work and close the connections; a second call does nothing."""
        if not self._is_closed:
            self._is_closed = True
            await asyncio.to_thread(self._shut)

    async def _run(self, pool: ThreadPoolExecutor, function: Callable[[], T]) -> T:
        self._refuse_closed()
        return await asyncio.get_running_loop().run_in_executor(pool, function)

    def _refuse_closed(self) -> None:
        if self._is_closed:
            raise DatabaseClosedError(f"{self._place} has been closed")

    def _prepare(self) -> None:
        with errors.at_start(self._place), self._connect() as connection:
            id_ = tables.migrate(connection, self._place)
            _configure(connection, read_only=True)
            self._refuse(PostgresConnection(connection))
        if self._id not in ("", id_):
            raise SetupError(
                f"The archive {self._place} is another one than before: it was made anew or restored. Start the bot "
                "again, so that it builds an index of it."
            )
        self._id = id_
        self._reading.open()
        self._writing.open()

    def _reach(self) -> None:
        """Look at the archive again if it was away and a try is due. Raises UserError while it is away."""
        if not self._outage.is_try_due():
            return
        try:
            self._prepare()
        except SetupError as error:
            if not errors.is_away(error.__cause__):
                self._outage.begin(error, error.message)
                raise
            self._outage.begin(ArchiveUnreachableError(), errors.reason(error.__cause__))
            raise ArchiveUnreachableError from error
        self._outage.end()

    @contextmanager
    def _connection(self, pool: ConnectionPool) -> Iterator[psycopg.Connection]:
        """Yield a connection of a pool; if the server is away, the first caller tells all others."""
        self._reach()
        with errors.explained(), ExitStack() as opened:
            try:
                connection = opened.enter_context(pool.connection())
            except PoolTimeout:
                self._try_to_connect().close()  # others' long queries may have them all
                raise
            yield connection

    def _try_to_connect(self) -> psycopg.Connection:
        with errors.explained():
            try:
                return self._connect()
            except psycopg.OperationalError as error:
                self._outage.begin(ArchiveUnreachableError(), errors.reason(error))
                raise

    def _connect_to_lock(self) -> psycopg.Connection:
        self._reach()
        return self._try_to_connect()

    def _read(self, query: Callable[[ArchiveConnection], T]) -> T:
        with self._connection(self._reading) as connection:
            return query(PostgresConnection(connection))

    def _write(self, change: Callable[[ArchiveConnection], T]) -> T:
        for tries_left in reversed(range(_TRIES)):
            try:
                with self._connection(self._writing) as connection, connection.transaction():
                    return change(PostgresConnection(connection))
            except _IN_THE_WAY:
                if not tries_left:
                    raise
        raise AssertionError

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self._conninfo, autocommit=True)

    def _pool(self, size: int, *, read_only: bool) -> ConnectionPool:
        return ConnectionPool(
            self._conninfo,
            min_size=1,
            max_size=size,
            open=False,
            timeout=_WAIT_SECONDS,
            reconnect_timeout=_RECONNECT_SECONDS,  # then the next query tries; psycopg's own pauses grow to minutes
            kwargs={"autocommit": True},
            configure=partial(_configure, read_only=read_only),
            check=ConnectionPool.check_connection,
            name="factdesk-readers" if read_only else "factdesk-writer",
        )

    def _shut(self) -> None:
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self._reading.close()
        self._writing.close()


@asynccontextmanager
async def open_postgres_archive(
    conninfo: str,
    place: str,
    known_id: str | None = None,
    refuse: Callable[[ArchiveConnection], None] = lambda _: None,
) -> AsyncIterator[PostgresArchive]:
    """Yield the archive of a server's database, created or migrated.

    Raises SetupError if it can't be used, which a server that is away is not for an archive of a known id.
    """
    archive = PostgresArchive(conninfo, place, known_id, refuse)
    try:
        await archive.prepare()
        yield archive
    finally:
        await archive.close()


class _TextDumper(Dumper):
    """Texts for the server, with a stand-in for U+0000."""

    def dump(self, obj: str) -> Buffer:
        return obj.replace("\0", _NUL).encode()


class _TextLoader(Loader):
    """Texts from the server as they were before `_TextDumper`."""

    def load(self, data: Buffer) -> str:
        return bytes(data).decode().replace(_NUL, "\0")


def _with_timeout(conninfo: str) -> str:
    """Return how to connect within a time, that of the address if it has one."""
    return make_conninfo("", **{"connect_timeout": _CONNECT_SECONDS} | conninfo_to_dict(conninfo))


def _configure(connection: psycopg.Connection, *, read_only: bool) -> None:
    connection.execute(f"SET search_path = {tables.SCHEMA}".encode())
    if read_only:
        connection.execute("SET default_transaction_read_only = on")
    connection.adapters.register_dumper(str, _TextDumper)
    connection.adapters.register_loader("text", _TextLoader)


def _try_lock(connection: psycopg.Connection, lock: int) -> bool:
    with errors.explained():
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [lock]).fetchone()
    return bool(row and row[0])


def _generation(connection: ArchiveConnection) -> int:
    return int(connection.execute("SELECT generation FROM state").fetchone()[0])


def _server_version(connection: ArchiveConnection) -> str:
    return str(connection.execute("SELECT current_setting('server_version')").fetchone()[0]).split()[0]


def _server_time(connection: ArchiveConnection) -> datetime:
    [moment] = connection.execute("SELECT now()").fetchone()
    assert isinstance(moment, datetime)
    return moment.astimezone(UTC)


def _claim(connection: ArchiveConnection, *, folder: str, reader: str) -> bool:
    claimed = connection.execute(
        """
        INSERT INTO readers (folder, reader, read_at) VALUES (?, ?, now())
        ON CONFLICT (folder) DO UPDATE SET reader = excluded.reader, read_at = excluded.read_at
        WHERE readers.reader = excluded.reader OR readers.read_at < now() - interval '1 day'
        """,
        [folder, reader],
    )
    return bool(claimed.rowcount)
