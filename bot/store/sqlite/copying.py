"""Copies of the database, made while it is in use."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from bot.errors import UserError
from bot.model.witness import LogHead, file_line
from bot.store import packing
from bot.store.log import chain
from bot.store.sqlite import errors, known_backups
from bot.store.sqlite.integrity import damaged_texts, first_fault

_BEFORE_UPDATE = "before-update-"
_BEFORE_UPDATE_KEPT = 3
_PARTIAL = ".partial"
_ABANDONED_SECONDS = 600  # without a write, after which nobody is writing a partial file any more


def write(database: Path, target: Path) -> int:
    """Copy a database to a new file of mode 0600, and return the size.

    Raises UserError if there is no database, `target` exists, or it can't be written.
    """
    if not database.is_file():
        raise UserError(f"There is nothing to back up yet: {database} doesn't exist.")
    if target.exists():
        raise UserError(f"{target} exists already. Name another file.")
    with write_errors_explained(target), written_atomically(target) as partial, errors.explained(database):
        copy(database, partial)
        _write_witness(partial, target)
    known_backups.remember(database.parent, target)
    return target.stat().st_size


def witness_file(backup: Path) -> Path:
    """Return the text file beside a backup, with length and head of each log."""
    return backup.with_name(backup.name + ".witness.txt")


def _write_witness(copied: Path, target: Path) -> None:
    """Write the heads of a copy's logs beside the backup; nothing without a log."""
    with closing(open_read_only(copied)) as connection:
        has_log = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone()
        heads = [LogHead(*head) for head in chain.heads(connection)] if has_log else []
    if heads:
        file = witness_file(target)
        file.touch(mode=0o600)
        file.write_text("".join(f"{file_line(head)}\n" for head in heads), "utf-8")


def write_before_update(database: Path, version: int) -> None:
    """Copy a database of an older version, and keep the newest three such copies.

    Raises UserError if there is no room for the copy.
    """
    folder = known_backups.folder(database.parent)
    with write_errors_explained(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    delete_abandoned(folder, _BEFORE_UPDATE)
    # Two processes that start at once make a copy each.
    write(database, folder / f"{_BEFORE_UPDATE}from-{version}-{time.strftime('%Y-%m-%d-%H%M%S')}-{os.getpid()}.db")
    rotate(folder, _BEFORE_UPDATE, _BEFORE_UPDATE_KEPT)


def rotate(folder: Path, prefix: str, keep: int) -> list[Path]:
    """Delete all but the newest `keep` backups named `prefix`..., and return the deleted ones."""
    backups = sorted(folder.glob(f"{prefix}*.db"), key=lambda path: path.stat().st_mtime_ns)
    old = backups[: max(0, len(backups) - keep)]
    for path in old:
        path.unlink(missing_ok=True)
        witness_file(path).unlink(missing_ok=True)
    return old


def delete_abandoned(folder: Path, prefix: str) -> None:
    """Delete the partial files that interrupted backups named `prefix`... have left."""
    for path in folder.glob(f"{prefix}*{_PARTIAL}*"):
        with suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
                path.unlink()


def copy(source: Path, target: Path) -> None:
    with closing(open_read_only(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        _delete_drafts(new)
        # One file: a copy in WAL mode would need the file beside it.
        new.execute("PRAGMA journal_mode = delete").fetchall()
        packing.install(new)
        if (found := first_fault(new, "integrity_check") or damaged_texts(new)) is not None:
            raise UserError(f"{source} is damaged ({found}), so it was not copied.")


def _delete_drafts(connection: sqlite3.Connection) -> None:
    """Delete checked drafts and answers asked from them from a copy: they expire within hours, and a backup is kept."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'draft_checks'").fetchone():
        connection.execute("PRAGMA secure_delete = on")
        with connection:
            connection.execute("DELETE FROM draft_checks")
            connection.execute("DELETE FROM answers WHERE visibility = 'draft'")


def open_read_only(path: Path) -> sqlite3.Connection:
    roll_back(path)
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)
    packing.install(connection)
    return connection


def roll_back(path: Path) -> None:
    """Undo the change of a database that a kill interrupted.

    SQLite does so at the next access, but not by a read-only connection. Only a change of the journal mode, at a first
    start or a restore, leaves the journal that is looked for; other changes are in the write-ahead log.
    """
    if path.is_file() and path.with_name(f"{path.name}-journal").exists():
        with closing(sqlite3.connect(path, timeout=10)) as connection:
            connection.execute("PRAGMA user_version").fetchone()


@contextmanager
def written_atomically(target: Path) -> Iterator[Path]:
    """Yield a temporary path, renamed to `target` after success."""
    partial = target.with_name(target.name + _PARTIAL)
    journal = partial.with_name(f"{partial.name}-journal")  # SQLite's, left behind with the partial file by a kill
    try:
        for path in (partial, journal):
            path.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        yield partial
        partial.rename(target)
    finally:
        for path in (partial, journal):
            path.unlink(missing_ok=True)


@contextmanager
def write_errors_explained(target: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise UserError(errors.sentence(error, target) or f"{target} can't be written ({error}).") from error
    except OSError as error:
        raise UserError(f"{target} can't be written ({error.strerror}).") from error
