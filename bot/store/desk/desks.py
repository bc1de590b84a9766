"""Rows of desks: guild and settings."""

from __future__ import annotations

import json
import sqlite3

from bot.model.claims import OWN_GUILD, RATING_VALUES, RATINGS, DeskSettings


def find(connection: sqlite3.Connection, guild: int) -> int | None:
    """Return the id of a guild's desk, or None before its first action."""
    row = connection.execute("SELECT id FROM desks WHERE guild_id = ?", [guild]).fetchone()
    return None if row is None else int(row[0])


def existing(connection: sqlite3.Connection, guild: int) -> int:
    """Return the id of a guild's existing desk."""
    desk = find(connection, guild)
    assert desk is not None
    return desk


def get_or_create(connection: sqlite3.Connection, guild: int) -> int:
    """Return the id of a guild's desk, adding a new one."""
    connection.execute(
        "INSERT INTO desks (guild_id, ratings, rating_values) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [guild, json.dumps(RATINGS), json.dumps(RATING_VALUES)],
    )
    return existing(connection, guild)


def adopt_own_desk(connection: sqlite3.Connection, guild: int) -> bool:
    """Move the newsroom's own desk to a guild; False without a move.

    It stays if that guild has a desk already, or another guild's desk is set up.
    """
    taken = connection.execute(
        "SELECT 1 FROM desks WHERE guild_id = ? OR (guild_id <> ? AND set_up)", [guild, OWN_GUILD]
    ).fetchone()
    if taken or guild == OWN_GUILD:
        return False
    moved = connection.execute("UPDATE desks SET guild_id = ? WHERE guild_id = ?", [guild, OWN_GUILD])
    return bool(moved.rowcount)


def settings(connection: sqlite3.Connection, guild: int) -> DeskSettings:
    """Return a guild's settings, or the defaults without a desk."""
    row = connection.execute(
        """
        SELECT channel_id, editor_role_id, reviewer_role_id, second_reader, time_zone, digest_hour, ratings,
            rating_values, forum, set_up, reply_channels, reply_rating FROM desks WHERE guild_id = ?
        """,
        [guild],
    ).fetchone()
    if row is None:
        return DeskSettings()
    channel, editors, reviewers, second, zone, hour, ratings, values, forum, set_up, replies, limit = row
    return DeskSettings(
        channel,
        editors,
        reviewers,
        bool(second),
        zone,
        hour,
        tuple(json.loads(ratings)),
        tuple((name, float(value)) for name, value in json.loads(values)),
        bool(forum),
        bool(set_up),
        tuple(json.loads(replies)),
        limit,
    )


def save(connection: sqlite3.Connection, desk: int, new: DeskSettings) -> None:
    """Replace a desk's settings."""
    connection.execute(
        """
        UPDATE desks SET channel_id = ?, editor_role_id = ?, reviewer_role_id = ?, second_reader = ?, time_zone = ?,
            digest_hour = ?, ratings = ?, rating_values = ?, forum = ?, set_up = ?, reply_channels = ?,
            reply_rating = ? WHERE id = ?
        """,
        [
            new.channel,
            new.editor_role,
            new.reviewer_role,
            int(new.second_reader),
            new.time_zone,
            new.digest_hour,
            json.dumps(new.ratings, ensure_ascii=False),
            json.dumps(new.rating_values, ensure_ascii=False),
            int(new.forum),
            int(new.set_up),
            json.dumps(new.reply_channels),
            new.reply_rating,
            desk,
        ],
    )


def guilds(connection: sqlite3.Connection, *, set_up: bool = False) -> list[int]:
    """Return the guilds with a desk, or with a set-up one."""
    rows = connection.execute("SELECT guild_id FROM desks WHERE set_up >= ? ORDER BY id", [int(set_up)])
    return [guild for (guild,) in rows]
