"""Backups that were interrupted, and what they leave behind."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.library.data_folder import BACKUPS, DATABASE, back_up, verify_backup
from bot.library.scheduled_backups import PREFIX, ScheduledBackups
from bot.store.library import documents
from bot.store.sqlite import copying, known_backups
from bot.store.sqlite.database import open_database

ABANDONED_S = 600


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    async with open_database(tmp_path / "data" / DATABASE):
        return tmp_path / "data"


def leave_partial(folder: Path, name: str, age: float) -> list[Path]:
    """Leave the files of an interrupted backup, last written `age` seconds ago."""
    folder.mkdir(exist_ok=True)
    files = [folder / f"{name}.partial", folder / f"{name}.partial-journal"]
    for path in files:
        path.write_bytes(b"half a database")
        os.utime(path, (time.time() - age,) * 2)
    return files


async def test_a_scheduled_backup_deletes_what_interrupted_ones_left(data: Path) -> None:
    old = leave_partial(data / BACKUPS, f"{PREFIX}2026-11-02.db", ABANDONED_S + 5)
    young = leave_partial(data / BACKUPS, f"{PREFIX}2026-11-03.db", ABANDONED_S - 60)
    others = leave_partial(data / BACKUPS, "mine.db", ABANDONED_S + 5)
    written = await ScheduledBackups(data / DATABASE, data / BACKUPS, hours=24, keep=2).run()
    assert {path.name for path in (data / BACKUPS).iterdir()} == {path.name for path in (written, *young, *others)}
    assert not any(path.exists() for path in old)


def test_the_copy_before_an_update_deletes_what_interrupted_ones_left(data: Path) -> None:
    old = leave_partial(data / BACKUPS, "before-update-from-3-2026-11-02.db", ABANDONED_S + 5)
    copying.write_before_update(data / DATABASE, 3)
    assert not any(path.exists() for path in old)
    [written] = (data / BACKUPS).iterdir()
    verify_backup(written)


def test_a_backup_interrupted_before_is_written_again_under_its_name(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "saved.db"
    leave_partial(tmp_path, target.name, 0)
    back_up(data, target)
    verify_backup(target)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [target.name]


def test_the_list_of_backups_is_replaced_as_a_whole(data: Path, tmp_path: Path) -> None:
    back_up(data, tmp_path / "first.db")
    [noted] = data.glob("*.json")
    before = noted.read_text()
    (tmp_path / "before.json").hardlink_to(noted)
    back_up(data, tmp_path / "second.db")
    assert (tmp_path / "before.json").read_text() == before  # nothing was written into the file itself
    assert known_backups.newest(data) == tmp_path / "second.db"
    assert not list(data.glob("*.partial"))


async def leave_journal(path: Path) -> None:
    """Make a database as a kill leaves it in the midst of a change outside the write-ahead log."""
    whole = path.with_name("whole.db")
    async with open_database(whole) as database:
        await database.write(documents.next_generation)
    with closing(sqlite3.connect(whole)) as connection:
        connection.execute("PRAGMA journal_mode = delete")
        connection.execute("PRAGMA cache_size = 1")  # changed pages are written before the end of the change
        connection.execute("UPDATE state SET generation = 7")
        connection.execute("CREATE TABLE half_done AS SELECT randomblob(100000) AS content FROM sqlite_master")
        for end in ("", "-journal"):
            shutil.copy(f"{whole}{end}", f"{path}{end}")
        connection.rollback()
    assert path.with_name(f"{path.name}-journal").stat().st_size


async def test_a_database_killed_in_a_change_outside_the_log_opens_as_it_was(tmp_path: Path) -> None:
    await leave_journal(tmp_path / DATABASE)
    async with open_database(tmp_path / DATABASE) as database:
        assert await database.read(documents.generation) == 1


async def test_a_database_killed_in_a_change_outside_the_log_is_backed_up_as_it_was(tmp_path: Path) -> None:
    await leave_journal(tmp_path / DATABASE)
    back_up(tmp_path, tmp_path / "saved.db")
    with closing(sqlite3.connect(tmp_path / "saved.db")) as saved:
        assert saved.execute("SELECT generation FROM state").fetchone() == (1,)
        assert not saved.execute("SELECT 1 FROM sqlite_master WHERE name = 'half_done'").fetchone()
