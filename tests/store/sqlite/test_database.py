"""The database: no lost or half-done change, and every error explained."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest
import sqlite_utils

from bot.errors import DatabaseClosedError, SetupError, UserError
from bot.store.library import documents
from bot.store.sqlite.database import SCHEMA_VERSION, Database, open_database


def _count_one(db: sqlite_utils.Database) -> int:
    return documents.next_generation(db)


async def test_500_changes_at_once_lose_nothing(database: Database) -> None:
    numbers = await asyncio.gather(*(database.write(_count_one) for _ in range(500)))
    assert sorted(numbers) == list(range(1, 501))
    assert await database.read(documents.generation) == 500


async def test_a_change_that_raises_leaves_nothing_behind(database: Database) -> None:
    def half_done(db: sqlite_utils.Database) -> None:
        _count_one(db)
        raise KeyError("stopped")

    with pytest.raises(KeyError):
        await database.write(half_done)
    assert await database.read(documents.generation) == 0
    assert await database.write(_count_one) == 1


async def test_readers_refuse_to_write(database: Database) -> None:
    with pytest.raises(UserError, match="can't be written"):
        await database.read(lambda connection: connection.execute("UPDATE state SET generation = 9"))
    assert await database.read(documents.generation) == 0


async def test_a_reader_sees_a_write_as_soon_as_it_is_awaited(database: Database) -> None:
    for expected in range(1, 20):
        await database.write(_count_one)
        assert await database.read(documents.generation) == expected


async def test_closing_finishes_pending_work_and_may_be_repeated(tmp_path: Path) -> None:
    async with open_database(tmp_path / "a.db") as database:
        asked = [asyncio.ensure_future(database.write(_count_one)) for _ in range(20)]
        await asyncio.sleep(0)
        await database.close()
        assert len(await asyncio.gather(*asked)) == 20
    await database.close()
    with pytest.raises(DatabaseClosedError):
        await database.read(documents.generation)
    async with open_database(tmp_path / "a.db") as again:
        assert await again.read(documents.generation) == 20


async def test_a_read_on_the_calling_thread_sees_the_last_write_and_is_refused_after_closing(tmp_path: Path) -> None:
    async with open_database(tmp_path / "a.db") as database:
        await database.write(_count_one)
        assert database.read_here(documents.generation) == 1
        await database.write(_count_one)
        assert await asyncio.to_thread(database.read_here, documents.generation) == 2
    with pytest.raises(DatabaseClosedError):
        database.read_here(documents.generation)


async def test_a_read_during_closing_ends_as_one_after_it(tmp_path: Path) -> None:
    began, closed = threading.Event(), threading.Event()

    def read_twice(connection: sqlite3.Connection) -> int:
        documents.generation(connection)
        began.set()
        closed.wait()
        return documents.generation(connection)

    async with open_database(tmp_path / "a.db") as database:
        reading = asyncio.create_task(asyncio.to_thread(database.read_here, read_twice))
        await asyncio.to_thread(began.wait)
        await database.close()
        closed.set()
        with pytest.raises(DatabaseClosedError):
            await reading


def _read_then_count(db: sqlite_utils.Database) -> int:
    number = documents.generation(db.conn)
    db.execute("UPDATE state SET generation = ?", [number + 1])
    return number + 1


async def test_two_processes_wait_for_each_other(database: Database) -> None:
    async with open_database(database.path) as second:
        both = [one.write(_read_then_count) for _ in range(25) for one in (database, second)]
        await asyncio.gather(*both)
        assert await second.read(documents.generation) == 50


async def test_the_file_uses_wal_foreign_keys_and_strict_tables(database: Database) -> None:
    def pragmas(db: sqlite_utils.Database) -> list[object]:
        names = ("journal_mode", "foreign_keys", "synchronous")
        return [db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert await database.write(pragmas) == ["wal", 1, 1]
    with pytest.raises(sqlite3.IntegrityError):
        await database.write(lambda db: db.execute("UPDATE state SET generation = 'many'"))


async def test_a_newer_version_s_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "factdesk.db"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(SetupError, match="made by a newer factdesk"):
        async with open_database(path):
            pass
    assert path.read_bytes() == before


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "factdesk.db"
    path.write_bytes(b"an article, not a database\n" * 100)
    with pytest.raises(SetupError, match="not a factdesk database"):
        async with open_database(path):
            pass


async def test_a_damaged_file_is_refused_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "factdesk.db"
    async with open_database(path) as database:
        await database.write(_count_one)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(UserError, match="is damaged"):
        async with open_database(path) as database:
            await database.read(documents.count)


async def test_a_folder_where_the_file_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "factdesk.db").mkdir()
    with pytest.raises(SetupError, match="is a folder"):
        async with open_database(tmp_path / "factdesk.db"):
            pass


async def test_a_file_in_the_way_of_the_data_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(SetupError, match="can't be created"):
        async with open_database(tmp_path / "data" / "factdesk.db"):
            pass


async def test_a_full_disk_is_reported_and_loses_nothing(database: Database) -> None:
    def limit(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE filler (x BLOB)")
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 1}")

    await database.write(_count_one)
    await database.write(limit)
    with pytest.raises(UserError, match="is full"):
        await database.write(lambda db: db.execute("INSERT INTO filler VALUES (zeroblob(1000000))"))
    assert await database.read(documents.generation) == 1
