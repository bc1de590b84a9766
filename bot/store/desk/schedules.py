"""Rows of scheduled digests and reminders."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bot.model.notifications import ReminderKind

_WHOLE_DESK = 0


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A due message.

    `since` is the time of the last one; `claim` is 0 for messages about the whole desk.
    """

    id: int
    desk: int
    guild: int
    kind: ReminderKind
    claim: int
    due_at: str
    since: str | None


def put(connection: sqlite3.Connection, desk: int, kind: ReminderKind, at: str, claim: int = _WHOLE_DESK) -> None:
    """Schedule a message, unless scheduled or sent for that time already."""
    connection.execute(
        """
        INSERT INTO schedules (desk_id, kind, claim, due_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (desk_id, kind, claim) DO UPDATE SET due_at = excluded.due_at, sent_at = NULL
        WHERE due_at <> excluded.due_at
        """,
        [desk, kind.value, claim, at],
    )


def desks_without(connection: sqlite3.Connection, kind: ReminderKind) -> list[int]:
    """Return the desks of servers for which no message of a kind is scheduled."""
    rows = connection.execute(
        """
        SELECT id FROM desks d WHERE guild_id <> 0
            AND NOT EXISTS (SELECT 1 FROM schedules WHERE desk_id = d.id AND kind = ? AND claim = ?)
        """,
        [kind.value, _WHOLE_DESK],
    )
    return [desk for (desk,) in rows]


def drop(connection: sqlite3.Connection, desk: int, kind: ReminderKind, claim: int = _WHOLE_DESK) -> None:
    """Delete a scheduled message."""
    connection.execute("DELETE FROM schedules WHERE desk_id = ? AND kind = ? AND claim = ?", [desk, kind.value, claim])


def due(connection: sqlite3.Connection, now: str) -> list[Scheduled]:
    """Return the due and unsent messages, oldest first."""
    rows = connection.execute(
        """
        SELECT s.id, s.desk_id, d.guild_id, s.kind, s.claim, s.due_at, s.since
        FROM schedules s JOIN desks d ON d.id = s.desk_id WHERE s.due_at <= ? AND s.sent_at IS NULL
        ORDER BY s.due_at, s.id
        """,
        [now],
    ).fetchall()
    return [Scheduled(row[0], row[1], row[2], ReminderKind(row[3]), *row[4:]) for row in rows]


def mark_sent(connection: sqlite3.Connection, id_: int, now: str, next_at: str | None) -> None:
    """Record a message as handed to the outbox, or as due again at `next_at`."""
    if next_at is None:
        connection.execute("UPDATE schedules SET sent_at = ?, since = ? WHERE id = ?", [now, now, id_])
    else:
        connection.execute("UPDATE schedules SET due_at = ?, since = ? WHERE id = ?", [next_at, now, id_])
