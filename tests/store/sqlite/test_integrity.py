"""SQLite's checks: real faults are found, a false alarm of SQLite 3.40 is not one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.app import open_desk
from bot.desk.desk import Desk
from bot.library.data_folder import DATABASE, StoreHealth, back_up, verify_backup
from bot.model.claim_input import NewClaim, NewVerdict
from bot.model.claims import Actor, DeskSettings
from bot.settings import Settings
from bot.store.passages.index import TantivyIndex
from bot.store.sqlite.archive import SqliteArchive
from bot.store.sqlite.database import open_database
from bot.store.sqlite.integrity import first_fault
from tests.bench.kills.scenario import utc_now

GUILD = 5
EDITOR, MEMBER = Actor(14, "Zoë", is_editor=True), Actor(15, "Ada")

# SQLite 3.40.0 to 3.41.0 report "NULL value in waiting.desk" for each of its rows.
KEY_NOT_FIRST = "CREATE TABLE waiting (message INT NOT NULL, desk INT NOT NULL, person INT NOT NULL, {}) WITHOUT ROWID"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "checked.db")) as opened:
        opened.execute(KEY_NOT_FIRST.format("PRIMARY KEY (message, person)"))
        opened.executemany("INSERT INTO waiting VALUES (?, 1, 2)", [(number,) for number in range(150)])
        opened.commit()
        yield opened


@pytest.mark.parametrize("check", ["quick_check", "integrity_check"])
def test_a_table_whose_key_columns_are_not_its_first_ones_is_sound(connection: sqlite3.Connection, check: str) -> None:
    assert first_fault(connection, check) is None
    assert first_fault(connection, "integrity_check", "waiting") is None


@pytest.mark.parametrize("check", ["quick_check", "integrity_check"])
def test_a_null_that_is_there_is_a_fault_behind_any_number_of_false_alarms(
    connection: sqlite3.Connection, tmp_path: Path, check: str
) -> None:
    connection.execute("CREATE TABLE ruled (number INTEGER PRIMARY KEY, rating TEXT)")
    connection.execute("INSERT INTO ruled (rating) VALUES (NULL)")
    connection.execute("PRAGMA writable_schema = on")
    connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'rating TEXT', 'rating TEXT NOT NULL')")
    connection.commit()
    with closing(sqlite3.connect(tmp_path / "checked.db")) as reopened:
        assert first_fault(reopened, check) == "NULL value in ruled.rating"
        assert first_fault(reopened, "integrity_check", "ruled") == "NULL value in ruled.rating"


async def test_a_desk_with_a_waiting_notification_is_sound_and_can_be_backed_up(tmp_path: Path) -> None:
    async with open_database(tmp_path / DATABASE) as database:
        desk = Desk(database, utc_now)
        await desk.set_up(desk.request(GUILD, EDITOR), DeskSettings(channel=6))
        number = (await desk.flag(desk.request(GUILD, MEMBER), NewClaim("The ferry sank."))).claim.number
        await desk.start(desk.request(GUILD, EDITOR), number)
        await desk.rule(desk.request(GUILD, EDITOR), number, NewVerdict("False", "It did not."))
        recipients = await database.read(lambda opened: opened.execute("SELECT * FROM outbox_recipients").fetchall())
        assert recipients
        assert await StoreHealth(database, SqliteArchive(database), TantivyIndex(tmp_path / "index")).damage() is None
    back_up(tmp_path, tmp_path / "saved.db")
    assert verify_backup(tmp_path / "saved.db").claims == 1
    async with open_desk(Settings(data=tmp_path)) as (desk, _):
        assert (await desk.claims(GUILD)).total == 1
