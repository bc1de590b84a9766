"""Tables, indexes and triggers that factdesk did not make are refused and named."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.store.sqlite import schema_check
from bot.store.sqlite.database import SCHEMA_VERSION, open_database
from bot.store.sqlite.migrations import steps


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    async with open_database(tmp_path / "factdesk.db") as database:
        return database.path


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_the_fingerprint_is_that_of_the_present_version() -> None:
    """A start with another value is correct, but takes half a second longer."""
    assert schema_check.fingerprint(schema_check.expected_schema(SCHEMA_VERSION)) == schema_check.FINGERPRINT


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("CREATE TRIGGER sweep AFTER INSERT ON files BEGIN DELETE FROM documents; END", "trigger sweep is unknown"),
        ("CREATE TABLE notes (x)", "table notes is unknown"),
        ("CREATE VIEW everything AS SELECT * FROM documents", "view everything is unknown"),
        ("DROP TRIGGER claims_stay", "trigger claims_stay is missing"),
        ("DROP INDEX claims_due", "index claims_due is missing"),
        ("DROP TABLE word_vectors", "table word_vectors is missing"),
        ("ALTER TABLE drafts ADD COLUMN x TEXT", "table drafts was changed"),
    ],
)
async def test_a_start_refuses_another_schema_and_names_the_difference(path: Path, statement: str, name: str) -> None:
    change(path, statement)
    with pytest.raises(SetupError, match=f"is not as factdesk made it: .*{name}"):
        async with open_database(path):
            pass


async def test_the_layout_of_the_statements_does_not_count(path: Path) -> None:
    change(
        path,
        "DROP INDEX documents_outlet",
        "CREATE INDEX documents_outlet\n    ON documents(outlet)",
    )
    async with open_database(path):
        pass


async def test_a_foreign_trigger_in_an_older_file_is_refused_before_its_update(tmp_path: Path) -> None:
    import sqlite_utils

    db = sqlite_utils.Database(tmp_path / "old.db", strict=True)
    steps.apply(db, stop_before="drafts")
    db.execute("PRAGMA user_version = 4")
    db.execute("CREATE TRIGGER sweep AFTER UPDATE ON documents BEGIN DELETE FROM claims; END")
    db.close()
    with pytest.raises(SetupError, match="trigger sweep is unknown"):
        async with open_database(tmp_path / "old.db"):
            pass
    change(tmp_path / "old.db", "DROP TRIGGER sweep")
    async with open_database(tmp_path / "old.db"):
        pass


async def test_a_database_of_another_program_is_left_as_it_is(tmp_path: Path) -> None:
    change(tmp_path / "other.db", "CREATE TABLE things (x)")
    before = (tmp_path / "other.db").read_bytes()
    with pytest.raises(SetupError, match="table things is unknown"):
        async with open_database(tmp_path / "other.db"):
            pass
    assert (tmp_path / "other.db").read_bytes() == before


async def test_an_older_file_is_copied_before_its_update_and_three_copies_are_kept(tmp_path: Path) -> None:
    import sqlite_utils

    for number in range(5):
        path = tmp_path / "factdesk.db"
        path.unlink(missing_ok=True)
        db = sqlite_utils.Database(path, strict=True)
        steps.apply(db, stop_before="word_vectors")
        db.execute("PRAGMA user_version = 11")
        db.execute("UPDATE state SET generation = ?", [number])
        db.conn.commit()
        db.close()
        async with open_database(path):
            pass
        # Copies of one second bear the same name; each start of a real bot has a second of its own.
        for copy in (tmp_path / "backups").glob("before-update-from-11-2*.db"):
            copy.rename(copy.with_name(f"before-update-from-11-1{number}.db"))
    copies = sorted((tmp_path / "backups").glob("*.db"))
    assert len(copies) == 3
    with closing(sqlite3.connect(copies[-1])) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (11,)
        assert copy.execute("SELECT generation FROM state").fetchone() == (4,)
    assert copies[-1].stat().st_mode & 0o777 == 0o600


async def test_a_present_file_is_not_copied(path: Path) -> None:
    async with open_database(path):
        pass
    assert not (path.parent / "backups").exists()
