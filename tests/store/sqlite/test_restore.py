"""A restore replaces all or nothing, whenever it is stopped."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.store.sqlite import copying
from bot.store.sqlite.database import open_database
from tests.bench.kills.runner import ScenarioRuns
from tests.bench.kills.small import DATABASE, PlainRestore, generation, restore


async def write_database(path: Path, generation: int) -> None:
    async with open_database(path) as database:
        await database.write(lambda db: db.execute("UPDATE state SET generation = ?", [generation]))


def leave_open_log(path: Path, target: Path) -> None:
    """Copy a database as a killed process leaves it: its last change (generation 9) is only in the log."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("UPDATE state SET generation = 9")
        connection.commit()
        for end in ("", "-wal", "-shm"):
            shutil.copy(f"{path}{end}", f"{target}{end}")


@pytest.fixture
async def data(tmp_path: Path) -> Path:
    """Return a folder with a database of generation 9 and an index, and a backup of generation 4 beside it."""
    for number in (4, 8):
        await write_database(tmp_path / f"{number}.db", number)
    copying.write(tmp_path / "4.db", tmp_path / "saved.db")
    folder = tmp_path / "data"
    (folder / "index").mkdir(parents=True)
    (folder / "index" / "meta.json").touch()
    leave_open_log(tmp_path / "8.db", folder / DATABASE)
    assert (folder / f"{DATABASE}-wal").stat().st_size
    return folder


def test_the_replaced_database_keeps_what_was_only_in_its_log(data: Path) -> None:
    assert restore(data)
    assert generation(data / DATABASE) == 4
    assert generation(data / "replaced-1" / DATABASE) == 9
    assert sorted(path.name for path in data.iterdir()) == [DATABASE, "replaced-1"]


def test_a_damaged_database_is_kept_with_its_log(data: Path) -> None:
    (data / DATABASE).write_bytes(b"no database" * 1_000)
    log = (data / f"{DATABASE}-wal").read_bytes()
    assert restore(data)
    assert generation(data / DATABASE) == 4
    assert (data / "replaced-1" / DATABASE).read_bytes().startswith(b"no database")
    assert (data / "replaced-1" / f"{DATABASE}-wal").read_bytes() == log


def test_a_database_in_use_is_not_replaced(data: Path) -> None:
    with closing(sqlite3.connect(data / DATABASE)) as connection:
        connection.execute("SELECT * FROM state").fetchall()
        with pytest.raises(UserError, match=r"Another factdesk is using .* Stop it first"):
            restore(data)
        assert connection.execute("SELECT generation FROM state").fetchone() == (9,)
    assert (data / "index").exists()
    assert not list(data.glob("replaced-*"))


def test_old_data_that_an_interrupted_restore_had_replaced_is_kept_by_the_next_one(data: Path) -> None:
    (data / "replaced-1.unconfirmed").mkdir()
    shutil.copy(data.parent / "8.db", data / "replaced-1.unconfirmed" / DATABASE)
    assert restore(data, "replaced-2")
    assert sorted(path.name for path in data.glob("replaced-*")) == ["replaced-1", "replaced-2"]
    assert generation(data / "replaced-2" / DATABASE) == 9


def test_a_second_name_left_by_a_restore_that_replaced_nothing_is_deleted(data: Path) -> None:
    (data / "replaced-1.unconfirmed").mkdir()
    (data / "replaced-1.unconfirmed" / DATABASE).hardlink_to(data / DATABASE)
    assert restore(data, "replaced-2")
    assert [path.name for path in data.glob("replaced-*")] == ["replaced-2"]
    assert generation(data / "replaced-2" / DATABASE) == 9


def test_a_restore_killed_before_any_of_its_file_operations_leaves_no_mixture(data: Path, tmp_path: Path) -> None:
    scenario = PlainRestore(data)
    runs = ScenarioRuns(scenario, tmp_path / "runs")
    runs.start_again()
    _, operations = runs.measure()
    scenario.check(runs.folder, is_finished=True)
    assert operations > 10
    for number in range(1, operations + 1):
        runs.start_again()
        assert runs.run(seconds=30, kill_before=number)
        scenario.check(runs.folder, is_finished=False)
