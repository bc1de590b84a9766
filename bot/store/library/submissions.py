"""Rows of articles handed in from Discord, which stay with the bot that has their files."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from bot.model.submissions import Submission
from bot.store.sqlite.timestamps import moment

_COLUMNS = "id, path, name, guild_id, user_id, submitted_at"


def add(connection: sqlite3.Connection, submission: Submission, sha256: str, at: str) -> int | None:
    """Add a row and return its number, or None if the same file was handed in before."""
    row = connection.execute(
        """
        INSERT INTO submissions (path, name, sha256, guild_id, user_id, submitted_at) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING RETURNING id
        """,
        [submission.path, submission.name, sha256, submission.guild, submission.user, at],
    ).fetchone()
    return None if row is None else int(row[0])


def remove(connection: sqlite3.Connection, id_: int) -> None:
    """Delete a row."""
    connection.execute("DELETE FROM submissions WHERE id = ?", [id_])


def get(connection: sqlite3.Connection, id_: int) -> Submission | None:
    """Return a submission, or None."""
    return next(iter(_select(connection, "WHERE id = ?", [id_])), None)


def listed(connection: sqlite3.Connection, offset: int, limit: int) -> list[Submission]:
    """Return submissions, the latest first."""
    return _select(connection, "ORDER BY id DESC LIMIT ? OFFSET ?", [limit, offset])


def of_guild(connection: sqlite3.Connection, guild: int) -> list[Submission]:
    """Return the submissions of a server, the latest first."""
    return _select(connection, "WHERE guild_id = ? ORDER BY id DESC", [guild])


def count(connection: sqlite3.Connection) -> int:
    """Return the number of submissions."""
    return int(connection.execute("SELECT count(*) FROM submissions").fetchone()[0])


def forget(connection: sqlite3.Connection, user: int) -> None:
    """Take a user from the articles that they handed in; the articles stay."""
    connection.execute("UPDATE submissions SET user_id = NULL WHERE user_id = ?", [user])


def _select(connection: sqlite3.Connection, rest: str, values: Sequence[Any]) -> list[Submission]:
    rows = connection.execute(f"SELECT {_COLUMNS} FROM submissions {rest}", values)  # noqa: S608 - constants
    return [
        Submission(id_, path, name, guild, user, moment(submitted)) for id_, path, name, guild, user, submitted in rows
    ]
