"""Rows of checked drafts, which expire."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

_COLUMNS = "id, guild_id, user_id, created_at, body, fine, earlier"
_MOST_EARLIER = 20  # checks of one person that a new version is compared with


@dataclass(frozen=True, slots=True)
class DraftCheckRow:
    """A checked draft as stored: `body` is JSON, `fine` are the keys of the marked items."""

    id: str
    guild: int | None
    user: int
    created_at: str
    body: str
    fine: frozenset[str] = frozenset()
    earlier: str | None = None


def put(connection: sqlite3.Connection, row: DraftCheckRow) -> None:
    """Add a checked draft; one that is there already stays as it is."""
    connection.execute(
        f"INSERT OR IGNORE INTO draft_checks ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
        [row.id, row.guild, row.user, row.created_at, row.body, _written(row.fine), row.earlier],
    )


def get(connection: sqlite3.Connection, id_: str, since: str) -> DraftCheckRow | None:
    """Return a checked draft, or None once it is older than `since`."""
    found = connection.execute(
        f"SELECT {_COLUMNS} FROM draft_checks WHERE id = ? AND created_at >= ?",  # noqa: S608 - a constant
        [id_, since],
    ).fetchone()
    return None if found is None else _row(found)


def of_person(connection: sqlite3.Connection, guild: int | None, user: int, since: str) -> list[DraftCheckRow]:
    """Return the checked drafts of a person in one server since a time, the newest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM draft_checks WHERE user_id = ? AND guild_id IS ? AND created_at >= ? "  # noqa: S608
        "ORDER BY created_at DESC, length(id) DESC, id DESC LIMIT ?",
        [user, guild, since, _MOST_EARLIER],
    )
    return list(map(_row, rows))


def mark(connection: sqlite3.Connection, id_: str, key: str) -> frozenset[str]:
    """Add the key of an item marked as fine, and return all; another press may have added one meanwhile."""
    found = connection.execute("SELECT fine FROM draft_checks WHERE id = ?", [id_]).fetchone()
    fine = frozenset(json.loads(found[0]) if found else ()) | {key}
    connection.execute("UPDATE draft_checks SET fine = ? WHERE id = ?", [_written(fine), id_])
    return fine


def unmark(connection: sqlite3.Connection, id_: str) -> None:
    """Take back all marks."""
    connection.execute("UPDATE draft_checks SET fine = ? WHERE id = ?", [_written(()), id_])


def purge(connection: sqlite3.Connection, before: str) -> int:
    """Delete the drafts checked before a time, and return their number."""
    return connection.execute("DELETE FROM draft_checks WHERE created_at < ?", [before]).rowcount


def forget(connection: sqlite3.Connection, user: int) -> None:
    """Delete a user's checked drafts."""
    connection.execute("DELETE FROM draft_checks WHERE user_id = ?", [user])


def _written(fine: Collection[str]) -> str:
    return json.dumps(sorted(fine), ensure_ascii=False)


def _row(found: tuple[str, int | None, int, str, str, str, str | None]) -> DraftCheckRow:
    id_, guild, user, created_at, body, fine, earlier = found
    return DraftCheckRow(id_, guild, user, created_at, body, frozenset(json.loads(fine)), earlier)
