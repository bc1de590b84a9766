"""What SQLite's faults mean to the person at the keyboard."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import SetupError, UserError

_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk that holds {path} is full; free some space and try again. Nothing saved is lost.",
    sqlite3.SQLITE_IOERR: "The disk that holds {path} reports an error; check it, then try again.",
    sqlite3.SQLITE_READONLY: "{path} can't be written; give this user the right to write it and its folder.",
    sqlite3.SQLITE_BUSY: "Another factdesk is writing to {path}; try again when it has finished.",
    sqlite3.SQLITE_CANTOPEN: "{path} can't be opened; check that its folder exists and may be read and written.",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged; put a backup in its place, or move it away to start afresh.",
    sqlite3.SQLITE_NOTADB: "{path} is not a factdesk database; move it away, or name another data folder.",
}


def sentence(error: sqlite3.Error, path: Path) -> str | None:
    """Return what to tell people of `error`, or None where it is a fault of the program."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None or code & 0xFF not in _SENTENCES else _SENTENCES[code & 0xFF].format(path=path)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn the faults of disk and file into UserError; those of the program pass as they are."""
    try:
        yield
    except sqlite3.Error as error:
        told = sentence(error, path)
        if told is None:
            raise
        raise UserError(told) from error


@contextmanager
def at_start(path: Path) -> Iterator[None]:
    """Turn every fault of opening the file into SetupError."""
    try:
        yield
    except SetupError:
        raise
    except UserError as error:
        raise SetupError(error.message) from error
    except sqlite3.Error as error:
        told = sentence(error, path) or f"{path} can't be used as factdesk's database ({error}); move it away."
        raise SetupError(told) from error


def refuse_newer(path: Path, version: int, known: int) -> None:
    """Raise SetupError where a newer factdesk has made the file."""
    if version > known:
        raise SetupError(
            f"{path} was made by a newer factdesk (its tables are at version {version}, this one knows {known}); "
            "update factdesk, or name another data folder. Nothing was changed."
        )


def refuse_unwritable(path: Path) -> None:
    """Make the folder of `path`, and raise SetupError where it, or the file, can't be written."""
    folder = path.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(f"The folder {folder} can't be made ({error.strerror}); {_mend(folder)}") from None
    if path.is_dir():
        raise SetupError(f"{path} is a folder, and the database should be there; move it away.")
    for place in (folder, path):
        if place.exists() and not os.access(place, os.W_OK):
            raise SetupError(f"{place} can't be written; {_mend(folder)}")


def _mend(folder: Path) -> str:
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    user = os.getuid()
    return (
        f"give user {user} the right to write there (chown -R {user} {there}; for a container, on the host's side "
        "of that folder), or name another one in FACTDESK_DATA."
    )
