"""SQLite's errors as messages for people."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import SetupError, UserError

_TOO_LARGE = "This number is too large to be one of factdesk's; check it."
_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk that holds {path} is full; free some space and try again. Nothing saved is lost.",
    sqlite3.SQLITE_IOERR: "The disk that holds {path} reports an error; check it, then try again.",
    sqlite3.SQLITE_READONLY: "{path} can't be written; give this user the right to write it and its folder.",
    sqlite3.SQLITE_BUSY: "Another factdesk is writing to {path}; try again when it has finished.",
    sqlite3.SQLITE_CANTOPEN: "{path} can't be opened; check that its folder exists and may be read and written.",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged; put a backup in its place, or move it away to start again.",
    sqlite3.SQLITE_NOTADB: "{path} is not a factdesk database; move it away, or name another data folder.",
}


def sentence(error: sqlite3.Error, path: Path) -> str | None:
    """Return an error's message for people, or None for our own faults."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None or code & 0xFF not in _SENTENCES else _SENTENCES[code & 0xFF].format(path=path)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn errors of disk, file and huge numbers into UserError; others pass unchanged."""
    try:
        yield
    except OverflowError as error:
        # An integer beyond 64 bits, such as an invented id of a user.
        raise UserError(_TOO_LARGE) from error
    except sqlite3.Error as error:
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


def refuse_unwritable(path: Path) -> None:
    """Create the database's folder, and check its permissions.

    Raises SetupError if folder or file can't be written.
    """
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(f"The folder {folder} can't be created ({error.strerror}); {_remedy(folder)}") from None
    if path.is_dir():
        raise SetupError(f"{path} is a folder, but must be the database file; move it away.")
    for required in (folder, path):
        if required.exists() and not os.access(required, os.W_OK):
            raise SetupError(f"{required} can't be written; {_remedy(folder)}")


def _remedy(folder: Path) -> str:
    existing = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    user = os.getuid()
    return (
        f"give user {user} the right to write there (chown -R {user} {existing}; for a container, on the host's side "
        "of that folder), or name another folder in FACTDESK_DATA."
    )
