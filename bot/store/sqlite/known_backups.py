"""The backups of a data folder: those in its folder `backups`, and those noted when they were written elsewhere."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

_FOLDER = "backups"
_LIST = "backups.json"  # paths of backups outside the data folder, the newest last
_MOST_NOTED = 50
_TABLES_OF_USERS = {
    "people": "SELECT 1 FROM people WHERE user_id = :user",
    "answers": "SELECT 1 FROM answers WHERE user_id = :user",
    "drafts": "SELECT 1 FROM drafts WHERE :user IN (user_id, author_id)",
}


def folder(data: Path) -> Path:
    """Return the folder of a data folder's own backups."""
    return data / _FOLDER


def remember(data: Path, backup: Path) -> None:
    """Note the path of a backup outside the data folder."""
    backup = backup.absolute()
    if backup.parent == folder(data).absolute():
        return
    noted = [path for path in _noted(data) if path != str(backup)]
    partial = data / f"{_LIST}.partial"
    with suppress(OSError):  # only the message about a damaged database becomes less helpful
        partial.write_text(json.dumps([*noted, str(backup)][-_MOST_NOTED:]), "utf-8")
        partial.replace(data / _LIST)


def newest(data: Path) -> Path | None:
    """Return the newest existing backup, or None."""
    backups = [*folder(data).glob("*.db"), *map(Path, _noted(data))]
    return max((path for path in backups if _is_file(path)), key=made_at, default=None)


def naming(data: Path, user: int) -> list[Path]:
    """Return the backups that still hold a user, or can't be read.

    Databases that a restore moved aside count as well.
    """
    moved_aside = data.glob("replaced-*/*.db")
    backups = {*folder(data).glob("*.db"), *map(Path, _noted(data)), *moved_aside}
    return sorted(path for path in backups if _is_file(path) and _holds(path, user))


def _holds(backup: Path, user: int) -> bool:
    try:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            known = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return any(
                connection.execute(query, {"user": user}).fetchone()
                for table, query in _TABLES_OF_USERS.items()
                if table in known
            )
    except (sqlite3.Error, OSError, ValueError):
        return True


def made_at(backup: Path) -> datetime:
    """Return the local time of a backup."""
    return datetime.fromtimestamp(backup.stat().st_mtime).astimezone()


def _noted(data: Path) -> list[str]:
    try:
        noted = json.loads((data / _LIST).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [path for path in noted if isinstance(path, str)] if isinstance(noted, list) else []


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
