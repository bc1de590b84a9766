"""Rows of the archive that name a person: their questions with the answers, and their feedback."""

from __future__ import annotations

from bot.store.archive import ArchiveConnection
from bot.store.library import answer_feedback


def forget(connection: ArchiveConnection, user: int) -> None:
    """Delete a user's saved answers, and the feedback by them and on their questions."""
    connection.execute("DELETE FROM answers WHERE user_id = ?", [user])
    answer_feedback.forget(connection, user)
