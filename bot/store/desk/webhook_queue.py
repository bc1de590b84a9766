"""Rows of the outbox for the webhook, made from the log of events."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bot.model.notifications import LogPosition, OutboxKind, OutboxMessage
from bot.store.desk import outbox
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import moment

# The names in the log of the actions that give a verdict, put it in force, or give it its link.
_ACTIONS = ("ruled", "approved", "correction ruled", "published")


@dataclass(frozen=True, slots=True)
class VerdictEvent:
    """An event of a verdict: what happened, when, its verdict, and its place in the log."""

    action: str
    at: str
    verdict: int
    log: LogPosition


def queue_new(connection: sqlite3.Connection, since: str) -> int:
    """Queue the new events of verdicts in force at all desks; return their number.

    Events before `since` are passed over, as are all those before the first call.
    """
    queued = 0
    desks = connection.execute(
        """
        SELECT d.id, w.event, (SELECT max(number) FROM events e WHERE e.desk_id = d.id)
        FROM desks d LEFT JOIN webhook_cursors w ON w.desk_id = d.id
        """
    ).fetchall()
    for desk, cursor, last in desks:
        if last is None or last == cursor:
            continue
        for number, claim, at in _new_events(connection, desk, last if cursor is None else cursor, since):
            outbox.put(WriteContext(connection, desk, claim, None, at), OutboxKind.WEBHOOK, number)
            queued += 1
        connection.execute(
            "INSERT INTO webhook_cursors VALUES (?, ?) ON CONFLICT DO UPDATE SET event = excluded.event", [desk, last]
        )
    return queued


def _new_events(connection: sqlite3.Connection, desk: int, cursor: int, since: str) -> list[tuple[int, int, str]]:
    """Return number, claim and time of events whose verdict is in force.

    A verdict that waits for its second reader counts from its approval.
    """
    marks = ", ".join("?" * len(_ACTIONS))
    return connection.execute(
        f"""
        SELECT e.number, e.claim, e.at FROM events e JOIN verdicts v
            ON v.desk_id = e.desk_id AND v.claim = e.claim AND v.number = json_extract(e.after, '$.verdict')
        WHERE e.desk_id = ? AND e.number > ? AND e.at >= ? AND e.action IN ({marks}) AND v.approved_at IS NOT NULL
            AND (e.action IN ('approved', 'published') OR NOT v.needs_second)
        ORDER BY e.number
        """,  # noqa: S608 - marks
        [desk, cursor, since, *_ACTIONS],
    ).fetchall()


def first_due(connection: sqlite3.Connection, now: str, latest: str) -> OutboxMessage | None:
    """Return the oldest due message; those of one claim come in their order."""
    row = connection.execute(
        """
        SELECT o.id, d.guild_id, o.claim, o.subject, o.body, o.queued_at, o.attempts, o.revision, o.nonce
        FROM outbox o JOIN desks d ON d.id = o.desk_id
        WHERE o.kind = 'webhook' AND (o.retry_at IS NULL OR o.retry_at <= ?1 OR o.retry_at > ?2) AND NOT EXISTS (
            SELECT 1 FROM outbox f
            WHERE f.desk_id = o.desk_id AND f.claim = o.claim AND f.kind = 'webhook' AND f.id < o.id
        )
        ORDER BY o.id LIMIT 1
        """,
        [now, latest],
    ).fetchone()
    if row is None:
        return None
    id_, guild, claim, event, body, queued, attempts, revision, nonce = row
    queued_at = moment(queued)
    return OutboxMessage(
        id_, guild, claim, OutboxKind.WEBHOOK, event, body, queued_at, attempts, posted=False, revision=revision,
        nonce=nonce,
    )  # fmt: skip


def event(connection: sqlite3.Connection, guild: int, number: int) -> VerdictEvent:
    """Return an event of a verdict by its number in a guild's log."""
    action, at, verdict, hash_ = connection.execute(
        """
        SELECT e.action, e.at, json_extract(e.after, '$.verdict'), e.hash
        FROM events e JOIN desks d ON d.id = e.desk_id WHERE d.guild_id = ? AND e.number = ?
        """,
        [guild, number],
    ).fetchone()
    return VerdictEvent(action, at, verdict, LogPosition(number, hash_))
