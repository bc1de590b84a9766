"""Rows of replies to repeated false claims: at most one a message."""

from __future__ import annotations

from bot.store.desk.write_context import WriteContext


def add(context: WriteContext, channel: int, message: int) -> bool:
    """Note a reply about the context's claim; return False for a message that has one already."""
    added = context.connection.execute(
        "INSERT INTO verdict_replies VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [context.desk, message, channel, context.claim, context.at],
    )
    return bool(added.rowcount)


def count_since(context: WriteContext, channel: int, at: str, *, of_claim: bool = False) -> int:
    """Return the number of replies in a channel since a time, of all or of the context's claim."""
    [count] = context.connection.execute(
        """
        SELECT count(*) FROM verdict_replies
        WHERE desk_id = ? AND replied_at > ? AND channel_id = ? AND (NOT ? OR claim = ?)
        """,
        [context.desk, at, channel, of_claim, context.claim],
    ).fetchone()
    return int(count)


def purge(context: WriteContext, before: str) -> None:
    """Delete a desk's rows older than a time."""
    context.connection.execute(
        "DELETE FROM verdict_replies WHERE desk_id = ? AND replied_at < ?", [context.desk, before]
    )
