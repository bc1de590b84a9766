"""Backups: the database copied whole while it is in use, and put back in place of another."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.errors import UserError
from bot.store.sqlite import errors
from bot.store.sqlite.database import SCHEMA_VERSION

_BESIDE = ("", "-wal", "-shm")  # SQLite's own files belong to the database they are named after


def write(database: Path, target: Path) -> int:
    """Copy `database` to `target` as it is at this moment, and return how many bytes that took.

    Raises UserError where there is nothing to copy, something stands at `target`, or it can't be written.
    """
    if not database.is_file():
        raise UserError(f"There is nothing to back up yet: {database} doesn't exist.")
    if target.exists():
        raise UserError(f"{target} exists already: name a file that doesn't.")
    with _explained(target), _being_written(target) as partial, errors.explained(database):
        _copy(database, partial)
    return target.stat().st_size


def restore(source: Path, database: Path, kept: Path) -> bool:
    """Put the backup `source` in the place of `database`, whose files go to the folder `kept`; tell whether any did.

    Whatever was derived from the old database is the caller's to drop. Raises UserError, before anything is changed,
    where `source` is no whole backup of this version or an older one.
    """
    _refuse_unusable(source)
    with _explained(database), _being_written(database) as partial:
        _copy(source, partial)
        replaced = [path for end in _BESIDE if (path := database.with_name(database.name + end)).exists()]
        if replaced:
            kept.mkdir(parents=True)
        for path in replaced:
            path.rename(kept / path.name)
    return bool(replaced)


def _copy(source: Path, target: Path) -> None:
    with closing(_reading(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        # As one file: a copy of a database in WAL mode would look for the log beside it.
        new.execute("PRAGMA journal_mode = delete").fetchall()
        if (found := _damage(new)) is not None:
            raise UserError(f"{source} is damaged ({found}): a copy of it would be, too.")


def _refuse_unusable(source: Path) -> None:
    if not source.is_file():
        raise UserError(f"{source} is not there, or not a file.")
    try:
        with closing(_reading(source)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'documents'").fetchone()
            damage = _damage(connection)
    except sqlite3.Error as error:
        raise UserError(f"{source} can't be read as a backup ({error}).") from error
    if not ours or version < 1:
        raise UserError(f"{source} is no backup of factdesk's.")
    errors.refuse_newer(source, version, SCHEMA_VERSION)
    if damage is not None:
        raise UserError(f"{source} is damaged ({damage}): take another backup.")


def _damage(connection: sqlite3.Connection) -> str | None:
    found = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    return None if found == "ok" else " ".join(found.split())


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)


@contextmanager
def _being_written(target: Path) -> Iterator[Path]:
    """Yield a path beside `target`, which takes its name once it is written, and goes where that fails."""
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
    """Take away a folder of what can be made again."""
    shutil.rmtree(folder, ignore_errors=True)
