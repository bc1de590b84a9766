"""SQLite's errors as messages for people."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import SetupError, UserError
from bot.store import packing
from bot.store.permissions import create_private_folder, writing_fix
from bot.store.sqlite import known_backups

_TOO_LARGE = "This number is too large to be one of factdesk's; check it."
_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk that holds {path} is full; free some space and try again. Nothing saved is lost.",
    sqlite3.SQLITE_IOERR: "The disk that holds {path} reports an error; check it, then try again.",
    sqlite3.SQLITE_READONLY: "{path} can't be written; give this user the right to write it and its folder.",
    sqlite3.SQLITE_BUSY: "Another factdesk is writing to {path}; try again when it has finished.",
    sqlite3.SQLITE_CANTOPEN: "{path} can't be opened; check that its folder exists and may be read and written.",
    sqlite3.SQLITE_NOTADB: "{path} is not a factdesk database; move it away, or name another data folder.",
}


_NOT_TEXT = "Could not decode to UTF-8"  # Python's own error, without a code


class DatabaseDamagedError(UserError):
    """The database file is damaged; the message names the newest known backup."""

    def __init__(self, path: Path) -> None:
        super().__init__(damaged_sentence(path))


def damaged_sentence(path: Path) -> str:
    """Return the message about a damaged database, with its newest known backup."""
    backup = known_backups.newest(path.parent)
    if backup is None:
        return (
            f"The database {path} is damaged, and no backup of it is known: if you have one, restore it with "
            "`factdesk restore FILE`; otherwise move the database away to start again."
        )
    made = known_backups.made_at(backup)
    return f"The database is damaged: restore the backup of {made:%Y-%m-%d %H:%M} with `factdesk restore {backup}`."


def is_damage(error: sqlite3.Error) -> bool:
    """Check for an error that only a damaged file gives."""
    code = getattr(error, "sqlite_errorcode", None)
    is_corrupt = code is not None and code & 0xFF == sqlite3.SQLITE_CORRUPT
    return is_corrupt or _NOT_TEXT in str(error) or packing.is_damage(error)


def sentence(error: sqlite3.Error, path: Path) -> str | None:
    """Return an error's message for people, or None for our own faults."""
    if is_damage(error):
        return damaged_sentence(path)
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None or code & 0xFF not in _SENTENCES else _SENTENCES[code & 0xFF].format(path=path)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn errors of disk, file and huge numbers into UserError; others pass unchanged."""
    try:
        yield
    except UnicodeDecodeError as error:  # of a text, or of SQLite's own message that names a garbled table
        raise DatabaseDamagedError(path) from error
    except OverflowError as error:
        # An integer beyond 64 bits, such as an invented id of a user.
        raise UserError(_TOO_LARGE) from error
    except sqlite3.Error as error:
        if is_damage(error):
            raise DatabaseDamagedError(path) from error
        message = sentence(error, path)
        if message is None:
            raise
        raise UserError(message) from error


@contextmanager
def at_start(path: Path) -> Iterator[None]:
    """Turn every error of opening the file into SetupError."""
    try:
        yield
    except SetupError:
        raise
    except UserError as error:
        raise SetupError(error.message) from error
    except UnicodeDecodeError as error:
        raise SetupError(damaged_sentence(path)) from error
    except sqlite3.Error as error:
        message = sentence(error, path) or f"{path} can't be used as factdesk's database ({error}); move it away."
        raise SetupError(message) from error


def refuse_newer(path: Path, version: int, known: int) -> None:
    """Raise SetupError for a file of a newer factdesk."""
    if version > known:
        raise SetupError(
            f"{path} was made by a newer factdesk (its tables are at version {version}, this one knows {known}); "
            "update factdesk, or name another data folder. Nothing was changed."
        )


def refuse_unwritable(path: Path, setting: str) -> None:
    """Create the database's folder and file for their owner alone, and check their permissions.

    Raises SetupError, naming `setting`, if the folder or file can't be written.
    """
    create_private_folder(path.parent, setting)
    if path.is_dir():
        raise SetupError(f"{path} is a folder, but must be the database file; move it away.")
    if path.exists() and not os.access(path, os.W_OK):
        raise SetupError(f"{path} can't be written; {writing_fix(path, setting)}")
