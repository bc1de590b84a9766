"""Rows of articles handed in from Discord."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from bot.model.submissions import Submission
from bot.store import row_mapping
from bot.store.sqlite.timestamps import moment

_COLUMNS = "s.id, s.path, s.name, s.guild_id, s.user_id, s.submitted_at"
_OWN = 6  # columns of the row itself
_DOCUMENTS = "LEFT JOIN documents ON documents.folder = ? AND documents.path = s.path"


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


def get(connection: sqlite3.Connection, folder: str, id_: int) -> Submission | None:
    """Return a submission with its document below `folder`, or None."""
    return next(iter(_select(connection, folder, "WHERE s.id = ?", [id_])), None)


def listed(connection: sqlite3.Connection, folder: str, offset: int, limit: int) -> list[Submission]:
    """Return submissions, the latest first."""
    return _select(connection, folder, "ORDER BY s.id DESC LIMIT ? OFFSET ?", [limit, offset])


def of_guild(connection: sqlite3.Connection, folder: str, guild: int) -> list[Submission]:
    """Return the submissions of a server, the latest first."""
    return _select(connection, folder, "WHERE s.guild_id = ? ORDER BY s.id DESC", [guild])


def count(connection: sqlite3.Connection) -> int:
    """Return the number of submissions."""
    return int(connection.execute("SELECT count(*) FROM submissions").fetchone()[0])


def title_of_copy(connection: sqlite3.Connection, sha256: str) -> str | None:
    """Return the title of an indexed file with the same content, or its path; None without one."""
    row = connection.execute(
        """
        SELECT coalesce(d.title, f.path) FROM files f
        LEFT JOIN documents d ON d.folder = f.folder AND d.path = f.path WHERE f.sha256 = ? LIMIT 1
        """,
        [sha256],
    ).fetchone()
    return None if row is None else str(row[0])


def reason(connection: sqlite3.Connection, folder: str, path: str) -> str | None:
    """Return why a file gave no document, or None."""
    row = connection.execute(
        "SELECT reason FROM quarantine WHERE folder = ? AND path = ? LIMIT 1", [folder, path]
    ).fetchone()
    return None if row is None else str(row[0])


def forget(connection: sqlite3.Connection, user: int) -> None:
    """Take a user from the articles that they handed in; the articles stay."""
    connection.execute("UPDATE submissions SET user_id = NULL WHERE user_id = ?", [user])


def _select(connection: sqlite3.Connection, folder: str, rest: str, values: Sequence[Any]) -> list[Submission]:
    references = ", ".join(f"documents.{column.strip()}" for column in row_mapping.REFERENCE_COLUMNS.split(","))
    rows = connection.execute(
        f"SELECT {_COLUMNS}, {references} FROM submissions s {_DOCUMENTS} {rest}",  # noqa: S608 - constants
        [folder, *values],
    )
    return [_submission(row) for row in rows]


def _submission(row: tuple[Any, ...]) -> Submission:
    id_, path, name, guild, user, at = row[:_OWN]
    document = row_mapping.reference(row[_OWN:]) if row[_OWN] is not None else None
    return Submission(id_, path, name, guild, user, moment(at), document)
