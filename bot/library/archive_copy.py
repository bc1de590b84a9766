"""Moves the archive of a data folder to a server: copies its rows, and goes on after an interruption."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial

from bot.errors import SetupError, UserError
from bot.store.archive import Archive, ArchiveConnection
from bot.store.library import documents
from bot.store.postgresql import copying

_PAGE_ROWS = 500
_BY_PAGE = {"documents": 100, "sentence_vectors": 100, "document_units": 100, "attributions": 100}  # long rows


@dataclass(frozen=True, slots=True)
class CopyProgress:
    """Rows copied so far, those of an earlier run included, and all rows."""

    rows: int
    total: int


async def copy_archive(source: Archive, target: Archive, on_progress: Callable[[CopyProgress], None]) -> int:
    """Copy all rows of `source` into the empty or half-copied `target`; return the number of documents.

    If the source has changed since an interrupted copy, or was another one, the copy begins anew.

    Raises UserError if there is nothing to copy, or if `target` holds articles of its own.
    """
    generation = await source.read(documents.generation)
    if not generation:
        raise UserError("The data folder holds no articles to copy. Set FACTDESK_DATABASE, and run `factdesk index`.")
    if await target.read(documents.generation) > 0:
        raise UserError("The archive in FACTDESK_DATABASE holds articles already; nothing was copied.")
    secret = await source.read(copying.secret)
    if not await _is_begun(source, target, generation, secret):
        await target.write(partial(copying.begin, generation=generation, pseudonym_secret=secret))
    total = await source.read(copying.count)
    rows = await target.read(copying.count)
    for table in copying.COPIED_TABLES:
        async for copied in _copy_table(source, target, table):
            rows += copied
            on_progress(CopyProgress(rows, total))
    await target.write(partial(copying.finish, generation=generation))
    return await target.read(documents.count)


def refuse_unfinished(connection: ArchiveConnection) -> None:
    """Raise SetupError for an archive on a server that holds a part of another one."""
    if copying.is_unfinished(connection):
        raise SetupError(
            "The archive in FACTDESK_DATABASE is copied only in part. Stop the bot, and run `factdesk migrate` with "
            "the data folder that it is copied from; it goes on where it was."
        )


async def _is_begun(source: Archive, target: Archive, generation: int, secret: bytes) -> bool:
    """Return True if all rows of `target` are the first ones of `source` as it is now."""
    if await target.read(documents.generation) != -generation or await target.read(copying.secret) != secret:
        return False
    for table in copying.COPIED_TABLES:
        copied = await target.read(partial(copying.last_copied, table=table))
        if copied is None:
            continue
        key = await source.read(partial(copying.key_of, table=table, copied=copied))
        same = await source.read(partial(copying.rows_up_to, table=table, key=key))
        if same != await target.read(partial(copying.rows_of, table=table)):
            return False
    return True


async def _copy_table(source: Archive, target: Archive, table: str) -> AsyncIterator[int]:
    """Copy the rows of a table after those copied before; yield the number of each page."""
    columns = await target.read(partial(copying.columns_of, table=table))
    copied = await target.read(partial(copying.last_copied, table=table))
    last = None if copied is None else await source.read(partial(copying.key_of, table=table, copied=copied))
    size = _BY_PAGE.get(table, _PAGE_ROWS)
    while rows := await source.read(partial(copying.page_after, table=table, columns=columns, last=last, size=size)):
        keys = len(copying.COPIED_TABLES[table])
        values = [row[keys:] for row in rows]
        await target.write(partial(copying.insert, table=table, columns=columns, rows=values))
        last = rows[-1][:keys]
        yield len(rows)
