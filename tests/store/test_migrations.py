"""Each step from an older file to this version's tables."""

from __future__ import annotations

from pathlib import Path

import sqlite_utils

from bot.store import database, migrations


def _fresh(tmp_path: Path) -> sqlite_utils.Database:
    return sqlite_utils.Database(tmp_path / "old.db")


def test_the_version_counts_the_steps() -> None:
    db = sqlite_utils.Database(memory=True)
    assert len(migrations.steps.pending(db)) == database.SCHEMA_VERSION
    db.close()


def test_the_first_step_makes_every_table_strict_and_starts_counting(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    with db.atomic():
        migrations.migrate(db)
    ours = {table.name for table in db.tables} - {"_sqlite_migrations"}
    assert ours == {"documents", "files", "removals", "state", "attributions", "answers"}
    assert all(db.table(name).strict for name in ours)
    assert list(db.query("SELECT generation FROM state")) == [{"generation": 0}]
    assert db.execute("PRAGMA user_version").fetchone() == (database.SCHEMA_VERSION,)
    db.close()


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    db = _fresh(tmp_path)
    migrations.migrate(db)
    schema = db.schema
    migrations.migrate(db)
    assert db.schema == schema
    db.close()
