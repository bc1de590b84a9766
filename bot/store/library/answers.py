"""Rows of saved answers, for buttons and follow-up questions."""

from __future__ import annotations

from bot.model.saved_answers import SavedAnswer
from bot.store import row_mapping
from bot.store.archive import ArchiveConnection

_COLUMNS = "id, guild_id, channel_id, user_id, visibility, created_at, body, message_id"


def put(db: ArchiveConnection, saved: SavedAnswer) -> None:
    """Add or replace an answer, keeping a known message."""
    db.execute(
        f"""
        INSERT INTO answers ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET guild_id = excluded.guild_id, channel_id = excluded.channel_id,
            user_id = excluded.user_id, visibility = excluded.visibility, created_at = excluded.created_at,
            body = excluded.body, message_id = coalesce(excluded.message_id, answers.message_id)
        """,  # noqa: S608 - our own column names
        [
            saved.id,
            saved.guild_id,
            saved.channel_id,
            saved.user_id,
            saved.visibility,
            saved.created_at,
            row_mapping.answer_body(saved.answer),
            saved.message_id,
        ],
    )


def shown_by(db: ArchiveConnection, id_: str, message: int) -> None:
    """Save the message of an answer."""
    db.execute("UPDATE answers SET message_id = ? WHERE id = ?", [message, id_])


def get(connection: ArchiveConnection, id_: str) -> SavedAnswer | None:
    """Return an answer by id, or None after its deletion."""
    return _latest(connection, "id = ?", id_)


def by_message(connection: ArchiveConnection, message: int) -> SavedAnswer | None:
    """Return the answer shown by a message, or None."""
    return _latest(connection, "message_id = ?", message)


def latest(connection: ArchiveConnection, channel: int, reader: int | None) -> SavedAnswer | None:
    """Return a channel's latest answer visible to `reader`, or None."""
    visible = "(visibility = 'public' OR user_id = ?)"
    return _latest(connection, f"channel_id = ? AND message_id IS NOT NULL AND {visible}", channel, reader)


def purge(db: ArchiveConnection, before: str) -> int:
    """Delete answers older than a date, and return their number."""
    return int(db.execute("DELETE FROM answers WHERE created_at < ?", [before]).rowcount)


def _latest(connection: ArchiveConnection, condition: str, *values: object) -> SavedAnswer | None:
    """Return the latest answer under a condition; Discord's ids grow with time."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM answers WHERE {condition} ORDER BY length(id) DESC, id DESC LIMIT 1",  # noqa: S608
        values,
    ).fetchone()
    if row is None:
        return None
    id_, guild, channel, user, visibility, created_at, body, message = row
    return SavedAnswer(id_, guild, channel, user, visibility, created_at, row_mapping.answer(body), message)
