"""The archive's database as its rows and services see it: a file of SQLite, or a server of PostgreSQL.

Rows are written and read in SQL that both understand; what SQLite alone writes in its own way is turned in
`bot.store.postgresql.dialect`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

T = TypeVar("T")

ArchiveWork: TypeAlias = Literal["indexing", "deriving"]


class ArchiveRows(Protocol):
    """The result of a statement."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...  # noqa: ANN401 - a row's values are of any type

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class ArchiveConnection(Protocol):
    """A connection to the archive, which `sqlite3.Connection` is as well."""

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = (), /) -> ArchiveRows: ...

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> ArchiveRows: ...


class Archive(Protocol):
    """Documents and all that is derived from them, with saved answers and their feedback.

    `is_shared`: other bots read and change it, each with a passage index of its own. `id` tells one archive from
    another; None for that of the data folder.
    """

    @property
    def is_shared(self) -> bool: ...

    @property
    def id(self) -> str | None: ...

    async def describe(self) -> str | None:
        """Return the server and its version, without a password; None for a file."""
        ...

    async def now(self) -> datetime:
        """Return the time by the clock of the machine that holds the archive."""
        ...

    async def refuse_while_away(self) -> None:
        """Raise ArchiveUnreachableError while the server is known to be away; a file never is."""
        ...

    async def read(self, query: Callable[[ArchiveConnection], T]) -> T:
        """Run `query` on a connection that can't write, and return its result."""
        ...

    async def write(self, change: Callable[[ArchiveConnection], T]) -> T:
        """Run `change` in one transaction, and return its result; an exception rolls it back."""
        ...

    def read_blocking(self, query: Callable[[ArchiveConnection], T]) -> T:
        """Run `query` as `read` does, and wait for it. For threads other than the event loop's."""
        ...

    def read_here(self, query: Callable[[ArchiveConnection], T]) -> T:
        """Run `query` on the calling thread, and return its result. For threads that live as long as the archive."""
        ...

    def locked(self, *, seconds: float, work: ArchiveWork = "indexing") -> AbstractAsyncContextManager[None]:
        """Keep other bots from the same work, waiting at most `seconds` for them. Raises BusyError on a timeout."""
        ...

    async def claim(self, folders: Sequence[str], reader: str) -> None:
        """Note that the bot `reader` reads these folders. Raises UserError if another one reads one of them."""
        ...

    def changes(self) -> AsyncIterator[int]:
        """Yield the generation after each change of the documents by any bot."""
        ...
