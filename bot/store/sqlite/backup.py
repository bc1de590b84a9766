"""Restoring and verifying backups."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import SetupError, UserError
from bot.store.sqlite import errors
from bot.store.sqlite.copying import copy, open_read_only, write_errors_explained, written_atomically
from bot.store.sqlite.database import SCHEMA_VERSION
from bot.store.sqlite.integrity import damaged_texts, first_fault
from bot.store.sqlite.schema_check import refuse_foreign_schema

_SUFFIXES = ("", "-wal", "-shm", "-journal")  # the database and SQLite's files beside it
_UNCONFIRMED = ".unconfirmed"  # old data of a restore that has not finished
_BUSY_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class BackupContent:
    """What a verified backup holds: version of its tables, documents, claims, bytes."""

    version: int
    documents: int
    claims: int
    size: int


def verify(source: Path) -> BackupContent:
    """Return what a backup holds.

    Raises UserError if it is damaged, not a backup, has foreign tables or triggers, or is of a newer version.
    """
    version = _refuse_unusable(source)
    with closing(open_read_only(source)) as connection:
        documents = int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
        has_claims = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'claims'").fetchone()
        claims = int(connection.execute("SELECT count(*) FROM claims").fetchone()[0]) if has_claims else 0
    return BackupContent(version, documents, claims, source.stat().st_size)


def restore(source: Path, database: Path, replaced: Path, derived: Sequence[Path] = ()) -> bool:
    """Replace a database by a backup; False without an old one.

    The old database is moved to the folder `replaced`, and the folders and files `derived` from it are deleted. Until
    the last rename the old data stands. Raises UserError, before any change, if `source` is damaged, not a backup, or
    of a newer version, or if another process uses the database.
    """
    _refuse_unusable(source)
    unconfirmed = replaced.with_name(replaced.name + _UNCONFIRMED)
    with write_errors_explained(database):
        _settle_interrupted(database, replaced.parent)
        with written_atomically(database) as partial:
            copy(source, partial)
            had_database = _keep(database, unconfirmed)
            for path in derived:
                drop(path)
        if had_database:
            unconfirmed.rename(replaced)
    return had_database


def drop(path: Path) -> None:
    """Delete a file or folder of derived data. A folder is never left in its place with a part of its files."""
    if not path.is_dir():
        path.unlink(missing_ok=True)
        return
    dropped = path.with_name(f"{path.name}.partial")
    shutil.rmtree(dropped, ignore_errors=True)
    path.rename(dropped)
    shutil.rmtree(dropped, ignore_errors=True)


def _keep(database: Path, folder: Path) -> bool:
    """Give the files of a database a second name in a folder; False without a database.

    The write-ahead log is moved into the database before, since a new database must not find an old log.
    """
    if database.exists():
        _close_log(database)
    old_files = [path for end in _SUFFIXES if (path := database.with_name(database.name + end)).exists()]
    if not old_files:
        return False
    folder.mkdir(mode=0o700, parents=True)
    for path in old_files:
        _link(path, folder / path.name)
    for path in old_files:
        if path != database:
            path.unlink()
    return True


def _close_log(database: Path) -> None:
    """Move all writes from the log into the database, and delete the log.

    A damaged database keeps its log. Raises UserError if another process uses the database.
    """
    with suppress(sqlite3.Error), closing(sqlite3.connect(database, timeout=_BUSY_SECONDS)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = delete").fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise UserError(f"Another factdesk is using {database}. Stop it first, then restore.") from error
            raise


def _link(path: Path, target: Path) -> None:
    try:
        target.hardlink_to(path)
    except OSError:  # a file system without hard links
        shutil.copy2(path, target)


def _settle_interrupted(database: Path, folder: Path) -> None:
    """Finish the keeping of old data by an interrupted restore, or undo it if nothing was replaced."""
    for unconfirmed in folder.glob(f"*{_UNCONFIRMED}"):
        kept = unconfirmed / database.name
        if kept.exists() and not (database.exists() and kept.samefile(database)):
            unconfirmed.rename(unconfirmed.with_name(unconfirmed.name.removesuffix(_UNCONFIRMED)))
        else:
            shutil.rmtree(unconfirmed)


def _refuse_unusable(source: Path) -> int:
    """Return the version of a usable backup. Raises UserError for another file."""
    if not source.is_file():
        raise UserError(f"{source} doesn't exist or is not a file.")
    try:
        with closing(open_read_only(source)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'documents'").fetchone()
            damage = first_fault(connection, "integrity_check") or damaged_texts(connection)
            if ours and version >= 1 and damage is None:
                errors.refuse_newer(source, version, SCHEMA_VERSION)
                refuse_foreign_schema(source, connection, version)
    except SetupError as error:
        raise UserError(error.message) from None
    except sqlite3.Error as error:
        raise UserError(f"{source} can't be read as a backup ({error}).") from error
    if not ours or version < 1:
        raise UserError(f"{source} is not a factdesk backup.")
    if damage is not None:
        raise UserError(f"{source} is damaged ({damage}). Use another backup.")
    return version
