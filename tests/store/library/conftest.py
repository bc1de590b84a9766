"""The archive's database: tests of its rows run over both kinds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.archive import Archive
from bot.store.postgresql.archive import open_postgres_archive
from bot.store.sqlite.archive import SqliteArchive
from bot.store.sqlite.database import open_database


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Archive]:
    if request.param == "sqlite":
        async with open_database(tmp_path / "factdesk.db") as opened:
            yield SqliteArchive(opened)
    else:
        async with open_postgres_archive(request.getfixturevalue("archive_url"), "test") as archive:
            yield archive
