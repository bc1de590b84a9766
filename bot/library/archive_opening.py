"""Opens the archive that the settings name: the data folder's own, or one on a server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import SetupError
from bot.library.archive_copy import refuse_unfinished
from bot.settings import EX_CONFIG, Settings
from bot.store.archive import Archive
from bot.store.sqlite.archive import SqliteArchive
from bot.store.sqlite.database import Database

_MISSING = (
    "FACTDESK_DATABASE is set, but the package psycopg is missing. Install it with "
    "`pip install 'factdesk[postgresql]'`."
)


@asynccontextmanager
async def open_archive(
    settings: Settings, database: Database, *, accepts_unfinished: bool = False
) -> AsyncIterator[Archive]:
    """Yield the archive of FACTDESK_DATABASE, else that in the `database` of the data folder.

    Raises SetupError if a server's archive can't be used, or is copied only in part, unless that is accepted.
    """
    url = settings.database_url
    if url is None:
        yield SqliteArchive(database)
        return
    try:
        from bot.store.postgresql.address import archive_address  # noqa: PLC0415 - an extra
        from bot.store.postgresql.archive import open_postgres_archive  # noqa: PLC0415 - likewise
    except ImportError as error:
        raise SetupError(_MISSING, exit_code=EX_CONFIG) from error
    address = archive_address(url, settings.database_password)
    async with open_postgres_archive(address.conninfo, address.place) as archive:
        if not accepts_unfinished:
            await refuse_unfinished(archive)
        yield archive
