"""Backup of the database during use, and restoring one."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.errors import UserError
from bot.store.sqlite import errors
from bot.store.sqlite.database import SCHEMA_VERSION

_SUFFIXES = ("", "-wal", "-shm")  # the database and SQLite's files beside it


def write(database: Path, target: Path) -> int:
    """Copy a database to a new file, and return the size.

    Raises UserError if there is no database, `target` exists, or it can't be written.
    """
    if not database.is_file():
        raise UserError(f"There is nothing to back up yet: {database} doesn't exist.")
    if target.exists():
        raise UserError(f"{target} exists already. Name another file.")
    with _explained(target), _being_written(target) as partial, errors.explained(database):
        _copy(database, partial)
    return target.stat().st_size


def restore(source: Path, database: Path, replaced: Path) -> bool:
    """Replace a database by a backup; False without an old one.

    The old files are moved to the folder `replaced`; the caller deletes what was derived from them. Raises UserError,
    before any change, if `source` is damaged, not a backup, or of a newer version.
    """
    _refuse_unusable(source)
    with _explained(database), _being_written(database) as partial:
        _copy(source, partial)
        old_files = [path for end in _SUFFIXES if (path := database.with_name(database.name + end)).exists()]
        if old_files:
            replaced.mkdir(parents=True)
        for path in old_files:
            path.rename(replaced / path.name)
    return bool(old_files)


def _copy(source: Path, target: Path) -> None:
    with closing(_reading(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        # One file: a copy in WAL mode would need the file beside it.
        new.execute("PRAGMA journal_mode = delete").fetchall()
        if (found := _damage(new)) is not None:
            raise UserError(f"{source} is damaged ({found}), so it was not copied.")


def _refuse_unusable(source: Path) -> None:
    if not source.is_file():
        raise UserError(f"{source} doesn't exist or is not a file.")
    try:
        with closing(_reading(source)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'documents'").fetchone()
            damage = _damage(connection)
    except sqlite3.Error as error:
        raise UserError(f"{source} can't be read as a backup ({error}).") from error
    if not ours or version < 1:
        raise UserError(f"{source} is not a factdesk backup.")
    errors.refuse_newer(source, version, SCHEMA_VERSION)
    if damage is not None:
        raise UserError(f"{source} is damaged ({damage}). Use another backup.")


def _damage(connection: sqlite3.Connection) -> str | None:
    found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    return None if found == "ok" else " ".join(found.split())


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)


@contextmanager
def _being_written(target: Path) -> Iterator[Path]:
    """Yield a temporary path, renamed to `target` after success."""
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        yield partial
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise UserError(errors.sentence(error, target) or f"{target} can't be written ({error}).") from error
    except OSError as error:
        raise UserError(f"{target} can't be written ({error.strerror}).") from error


def drop(folder: Path) -> None:
    """Delete a folder of derived data."""
    shutil.rmtree(folder, ignore_errors=True)
