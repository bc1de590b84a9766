"""Answers in the database, kept for their buttons: more quotes, context, posting to the channel."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.model import Answer
from bot.store import records

if TYPE_CHECKING:
    import sqlite_utils


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer with whom it was given to; `created_at` is ISO 8601 in UTC."""

    id: str
    guild_id: int | None
    channel_id: int
    user_id: int | None
    visibility: Literal["private", "public"]
    created_at: str
    answer: Answer


def put(db: sqlite_utils.Database, asked: Asked) -> None:
    """Add or replace one answer."""
    db.execute(
        """
        INSERT OR REPLACE INTO answers (id, guild_id, channel_id, user_id, visibility, created_at, body)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
            asked.id,
            asked.guild_id,
            asked.channel_id,
            asked.user_id,
            asked.visibility,
            asked.created_at,
            records.answer_body(asked.answer),
        ],
    )


def get(connection: sqlite3.Connection, id_: str) -> Asked | None:
    """Return an answer by its id, or None where it is unknown or has been purged."""
    row = connection.execute(
        "SELECT id, guild_id, channel_id, user_id, visibility, created_at, body FROM answers WHERE id = ?", [id_]
    ).fetchone()
    if row is None:
        return None
    id_, guild, channel, user, visibility, created_at, body = row
    return Asked(id_, guild, channel, user, visibility, created_at, records.answer(body))


def purge(db: sqlite_utils.Database, before: str) -> int:
    """Delete the answers that are older than the ISO date or time `before`; return how many they were."""
    return int(db.execute("DELETE FROM answers WHERE created_at < ?", [before]).rowcount)
