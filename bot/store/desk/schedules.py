"""Schedules in the database: what the desk is to send of itself, and when."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bot.model.notifications import ReminderKind

_WHOLE_DESK = 0


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A row whose time has come; `since` is when the one before it was sent. `claim` is 0 for the whole desk's."""

    id: int
    desk: int
    guild: int
    kind: ReminderKind
    claim: int
    due_at: str
    since: str | None


def put(connection: sqlite3.Connection, desk: int, kind: ReminderKind, at: str, claim: int = _WHOLE_DESK) -> None:
    """Let something be sent at `at`; where that is settled already, and may be sent even, nothing changes."""
    connection.execute(
        """
        INSERT INTO schedules (desk_id, kind, claim, due_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (desk_id, kind, claim) DO UPDATE SET due_at = excluded.due_at, taken_at = NULL, sent_at = NULL
        WHERE due_at <> excluded.due_at
        """,
        [desk, kind.value, claim, at],
    )


def drop(connection: sqlite3.Connection, desk: int, kind: ReminderKind, claim: int = _WHOLE_DESK) -> None:
    """Let something not be sent any more."""
    connection.execute("DELETE FROM schedules WHERE desk_id = ? AND kind = ? AND claim = ?", [desk, kind.value, claim])


def claim_due(connection: sqlite3.Connection, now: str, abandoned: str) -> list[Scheduled]:
    """Return what is due at `now` and was not sent, and mark it as taken, so that nobody else is given it.

    What was taken before `abandoned` is given out again: whoever took it ended before it was sent. So is what was taken
    in the future, by a clock that has been put back since.
    """
    rows = connection.execute(
        """
        SELECT s.id, s.desk_id, d.guild_id, s.kind, s.claim, s.due_at, s.since
        FROM schedules s JOIN desks d ON d.id = s.desk_id
        WHERE s.due_at <= :now AND s.sent_at IS NULL
            AND (s.taken_at IS NULL OR s.taken_at < :abandoned OR s.taken_at > :now)
        ORDER BY s.due_at, s.id
        """,
        {"now": now, "abandoned": abandoned},
    ).fetchall()
    connection.executemany("UPDATE schedules SET taken_at = ? WHERE id = ?", [(now, row[0]) for row in rows])
    return [Scheduled(row[0], row[1], row[2], ReminderKind(row[3]), *row[4:]) for row in rows]


def get(connection: sqlite3.Connection, id_: int) -> Scheduled | None:
    row = connection.execute(
        """
        SELECT s.id, s.desk_id, d.guild_id, s.kind, s.claim, s.due_at, s.since
        FROM schedules s JOIN desks d ON d.id = s.desk_id WHERE s.id = ?
        """,
        [id_],
    ).fetchone()
    return None if row is None else Scheduled(row[0], row[1], row[2], ReminderKind(row[3]), *row[4:])


def mark_sent(connection: sqlite3.Connection, id_: int, now: str, next_at: str | None) -> None:
    """Note that something was sent; with `next_at` it is due again then."""
    if next_at is None:
        connection.execute("UPDATE schedules SET sent_at = ?, since = ? WHERE id = ?", [now, now, id_])
    else:
        connection.execute(
            "UPDATE schedules SET due_at = ?, taken_at = NULL, since = ? WHERE id = ?", [next_at, now, id_]
        )
