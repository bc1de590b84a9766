"""Opens the archive that the settings name: the data folder's own, or one on a server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from bot.errors import SetupError
from bot.library.archive_copy import refuse_unfinished
from bot.settings import EX_CONFIG, Settings
from bot.store.archive import Archive, ArchiveConnection
from bot.store.sqlite.archive import SqliteArchive
from bot.store.sqlite.database import Database

_MISSING = (
    "FACTDESK_DATABASE is set, but the package psycopg is missing. Install it with "
    "`pip install 'factdesk[postgresql]'`."
)


KNOWN = "archive.json"  # which archive the data folder's index is of, to start while its server is away


@asynccontextmanager
async def open_archive(
    settings: Settings, database: Database, *, accepts_unfinished: bool = False, waits_for_server: bool = False
) -> AsyncIterator[Archive]:
    """Yield the archive of FACTDESK_DATABASE, else that in the `database` of the data folder.

    Raises SetupError if a server's archive can't be used, or is copied only in part, unless that is accepted. With
    `waits_for_server` (the bot), one that was opened before may be away, and is looked at once it is there.
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
    known = database.path.parent / KNOWN
    known_id = await asyncio.to_thread(_known_id, known, address.place) if waits_for_server else None
    refuse = _refuse_nothing if accepts_unfinished else refuse_unfinished
    async with open_postgres_archive(address.conninfo, address.place, known_id, refuse) as archive:
        await asyncio.to_thread(_note_id, known, address.place, archive.id)
        yield archive


def _refuse_nothing(_connection: ArchiveConnection) -> None:
    pass


def _known_id(path: Path, place: str) -> str | None:
    """Return the id of the archive at `place` when it was opened last; None if another one was, or none."""
    try:
        noted = json.loads(path.read_text("utf-8"))
        return str(noted["id"]) if noted["place"] == place else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _note_id(path: Path, place: str, id_: str) -> None:
    if _known_id(path, place) != id_:
        with suppress(OSError):  # a full disk is told by everything else
            path.write_text(json.dumps({"place": place, "id": id_}), "utf-8")
