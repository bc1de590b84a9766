"""The archive's database, in which its rows are tested."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.archive import Archive
from bot.store.sqlite.archive import SqliteArchive
from bot.store.sqlite.database import open_database


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Archive]:
    async with open_database(tmp_path / "factdesk.db") as opened:
        yield SqliteArchive(opened)
