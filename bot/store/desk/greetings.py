"""Rows of greetings: one a server, kept after it was sent."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from bot.model.greetings import Greeting


def put(connection: sqlite3.Connection, guild: int, at: str) -> bool:
    """Queue the greeting of a server; return False for one that was greeted or whose desk is set up."""
    added = connection.execute(
        """
        INSERT INTO greetings (guild_id, queued_at, nonce) SELECT ?1, ?2, lower(hex(randomblob(6)))
        WHERE NOT EXISTS (SELECT 1 FROM desks WHERE guild_id = ?1 AND set_up)
        ON CONFLICT DO NOTHING
        """,
        [guild, at],
    )
    return bool(added.rowcount)


def due(connection: sqlite3.Connection, guilds: Collection[int], now: str, latest: str) -> list[Greeting]:
    """Return the waiting greetings of servers among `guilds`.

    A retry planned after `latest` is left from before the clock was set back.
    """
    rows = connection.execute(
        """
        SELECT guild_id, attempts, nonce FROM greetings
        WHERE done_at IS NULL AND guild_id IN (SELECT value FROM json_each(?))
            AND (retry_at IS NULL OR retry_at <= ? OR retry_at > ?)
        ORDER BY queued_at, guild_id
        """,
        [json.dumps(list(guilds)), now, latest],
    )
    return [Greeting(guild, attempts, nonce) for guild, attempts, nonce in rows]


def begin(connection: sqlite3.Connection, guild: int, retry_at: str) -> None:
    """Count an attempt at a greeting, and plan the next one."""
    connection.execute(
        "UPDATE greetings SET attempts = attempts + 1, retry_at = ? WHERE guild_id = ?", [retry_at, guild]
    )


def finish(connection: sqlite3.Connection, guild: int, at: str) -> None:
    """Mark a greeting as done."""
    connection.execute("UPDATE greetings SET done_at = ?, retry_at = NULL WHERE guild_id = ?", [at, guild])
