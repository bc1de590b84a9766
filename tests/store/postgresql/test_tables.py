"""The archive's tables on a server are those of SQLite, and foreign ones are never touched."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from bot.errors import SetupError
from bot.store.postgresql import copying, tables
from bot.store.postgresql.archive import open_postgres_archive
from bot.store.schema import library
from bot.store.schema.packed_texts import PACKED_TEXTS
from bot.store.sqlite.database import open_database
from tests.postgresql_server import Server

# Of the desk alone, or of the bot that has the files of articles handed in.
_OWN = ("archive.", "readers.")  # of the server alone
_OF_THE_DESK = {"state.watched", "state.questions_asked"}


async def open_once(url: str) -> None:
    async with open_postgres_archive(url, "the archive"):
        pass


def execute(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


async def test_the_tables_have_the_columns_of_sqlite(archive_url: str, tmp_path: Path) -> None:
    await open_once(archive_url)
    with psycopg.connect(archive_url) as connection:
        rows = connection.execute(
            "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'factdesk'"
        )
        on_server = {name for (name,) in rows if not name.startswith(_OWN) and not name.endswith(".rowid")}
    async with open_database(tmp_path / "factdesk.db"):
        pass
    with closing(sqlite3.connect(tmp_path / "factdesk.db")) as connection:
        in_file = {
            f"{table}.{column}"
            for table in {name.partition(".")[0] for name in on_server}
            for _, column, *_ in connection.execute(f"PRAGMA table_info({table})")
        }
    assert on_server == in_file - _OF_THE_DESK
    assert {name.partition(".")[0] for name in on_server} == _defined_tables()


def test_every_table_is_copied_to_a_server() -> None:
    unpacked = {"attribution_bodies"}  # into the rows of attributions
    assert copying.COPIED_TABLES.keys() | {"state", "feedback_secret"} | unpacked == _defined_tables()


async def test_tables_of_the_same_names_elsewhere_are_not_touched(archive_url: str) -> None:
    execute(archive_url, "CREATE TABLE documents (theirs text)", "INSERT INTO documents VALUES ('kept')")
    await open_once(archive_url)
    with psycopg.connect(archive_url) as connection:
        assert connection.execute("SELECT theirs FROM public.documents").fetchall() == [("kept",)]


@pytest.mark.parametrize("table", ["documents", "archive"])
async def test_a_schema_of_somebody_else_is_refused_and_stays_as_it_was(archive_url: str, table: str) -> None:
    columns = "id text, version bigint, fingerprint text" if table == "archive" else "theirs text"
    execute(archive_url, "CREATE SCHEMA factdesk", f"CREATE TABLE factdesk.{table} ({columns})")
    with pytest.raises(SetupError, match=r"holds other tables than factdesk's\. Nothing was changed"):
        await open_once(archive_url)
    with psycopg.connect(archive_url) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'factdesk'").fetchall()
    assert found == [(table,)]


async def test_an_empty_schema_that_the_owner_made_is_used(archive_url: str) -> None:
    execute(archive_url, "CREATE SCHEMA factdesk")
    await open_once(archive_url)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("ALTER TABLE factdesk.documents ADD COLUMN theirs text", "are not as factdesk made them"),
        ("UPDATE factdesk.archive SET version = 99", "made by a newer factdesk"),
    ],
)
async def test_changed_and_newer_tables_are_refused(archive_url: str, change: str, message: str) -> None:
    await open_once(archive_url)
    execute(archive_url, change)
    with pytest.raises(SetupError, match=message):
        await open_once(archive_url)


async def test_the_tables_are_made_once(archive_url: str) -> None:
    async with open_postgres_archive(archive_url, "first") as first, open_postgres_archive(archive_url, "2") as second:
        assert first.id == second.id != ""


def test_an_old_server_is_refused() -> None:
    with pytest.raises(SetupError, match="is PostgreSQL 13, but the archive needs 14 or newer"):
        tables.refuse_old_server(130_016, "the archive")
    tables.refuse_old_server(140_000, "the archive")


async def test_a_database_in_another_encoding_is_refused(postgresql: Server) -> None:
    execute(postgresql.url(), "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    with pytest.raises(SetupError, match="is encoded in LATIN1, which can't hold every text"):
        await open_once(postgresql.url("latin"))


async def test_a_user_without_rights_is_told_which(archive_url: str) -> None:
    execute(archive_url, "DROP ROLE IF EXISTS weak", "CREATE ROLE weak LOGIN")
    as_weak = archive_url.replace("//desk@", "//weak@")
    with pytest.raises(SetupError, match=r"permission denied.*GRANT CREATE ON DATABASE"):
        await open_once(as_weak)
    await open_once(archive_url)
    with pytest.raises(SetupError, match=r"permission denied.*or connect as its owner"):
        await open_once(as_weak)


async def test_a_standby_is_refused(archive_url: str) -> None:
    with pytest.raises(SetupError, match=r"read-only.*name the primary server"):
        await open_once(f"{archive_url}?options=-c%20default_transaction_read_only%3Don")


def _defined_tables() -> set[str]:
    """Return the tables that the archive's definitions create."""
    defined = [value for name, value in vars(library).items() if name.isupper()] + [PACKED_TEXTS]
    statements = [part for value in defined for part in ([value] if isinstance(value, str) else value)]
    return {name for statement in statements for name in re.findall(r"CREATE TABLE (\w+)", statement)}
