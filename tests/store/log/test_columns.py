"""Every column of every table is explained by the replay, or listed with the reason why not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.store.log import columns
from bot.store.log.columns import NotProven, Proof
from bot.store.sqlite.database import open_database

PARTS_OF_AN_INDEX = ("_data", "_idx", "_content", "_docsize", "_config")


@pytest.fixture
async def tables(tmp_path: Path) -> dict[str, list[str]]:
    """The columns of each table of a new database; of a primary key first."""
    async with open_database(tmp_path / "factdesk.db") as database:
        return await database.read(_tables)


def _tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith(("sqlite_", "_sqlite")) and not name.endswith(PARTS_OF_AN_INDEX)
    ]
    return {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in names}


async def test_every_table_is_logged_or_listed_with_a_reason(tables: dict[str, list[str]]) -> None:
    assert set(tables) == columns.LOGGED.keys() | columns.NOT_LOGGED.keys()
    assert not columns.LOGGED.keys() & columns.NOT_LOGGED.keys()
    assert all(len(reason) > 20 for reason in columns.NOT_LOGGED.values())


@pytest.mark.parametrize("table", columns.LOGGED)
async def test_every_column_of_a_logged_table_is_proven_or_listed_with_a_reason(
    tables: dict[str, list[str]], table: str
) -> None:
    """A new column needs one line in bot/store/log/columns.py."""
    assert sorted(columns.LOGGED[table]) == sorted(tables[table])
    assert [*columns.LOGGED[table].values()].count(Proof.DESK) == 1
    reasons = [proof.reason for proof in columns.LOGGED[table].values() if isinstance(proof, NotProven)]
    assert all(len(reason) > 20 for reason in reasons)


async def test_the_keys_of_a_logged_table_are_unique(tmp_path: Path) -> None:
    """Otherwise one change could stand for two rows."""
    async with open_database(tmp_path / "factdesk.db") as database:
        for table in columns.LOGGED:
            unique = await database.read(lambda connection, table=table: _unique_columns(connection, table))
            assert {columns.desk_column(table), *columns.keys(table)} in unique, table


def _unique_columns(connection: sqlite3.Connection, table: str) -> list[set[str]]:
    indexes = [row[1] for row in connection.execute(f"PRAGMA index_list({table})") if row[2]]
    unique = [{row[2] for row in connection.execute(f"PRAGMA index_info({name})")} for name in indexes]
    return [*unique, {row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[5]}]
