"""Restoring and verifying backups."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.errors import SetupError, UserError
from bot.store.sqlite import errors
from bot.store.sqlite.copying import copy, first_fault, open_read_only, write_errors_explained, written_atomically
from bot.store.sqlite.database import SCHEMA_VERSION
from bot.store.sqlite.schema_check import refuse_foreign_schema

_SUFFIXES = ("", "-wal", "-shm")  # the database and SQLite's files beside it


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


def restore(source: Path, database: Path, replaced: Path) -> bool:
    """Replace a database by a backup; False without an old one.

    The old files are moved to the folder `replaced`; the caller deletes what was derived from them. Raises UserError,
    before any change, if `source` is damaged, not a backup, or of a newer version.
    """
    _refuse_unusable(source)
    with write_errors_explained(database), written_atomically(database) as partial:
        copy(source, partial)
        old_files = [path for end in _SUFFIXES if (path := database.with_name(database.name + end)).exists()]
        if old_files:
            replaced.mkdir(mode=0o700, parents=True)
        for path in old_files:
            path.rename(replaced / path.name)
    return bool(old_files)


def _refuse_unusable(source: Path) -> int:
    """Return the version of a usable backup. Raises UserError for another file."""
    if not source.is_file():
        raise UserError(f"{source} doesn't exist or is not a file.")
    try:
        with closing(open_read_only(source)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            ours = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'documents'").fetchone()
            damage = first_fault(connection)
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


def drop(folder: Path) -> None:
    """Delete a folder of derived data."""
    shutil.rmtree(folder, ignore_errors=True)
