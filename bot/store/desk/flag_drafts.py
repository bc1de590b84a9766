"""Rows of flag drafts."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from functools import cache

from pydantic import TypeAdapter

from bot.model.claim_input import FlagDraft
from bot.store.sqlite.timestamps import stamp

LIFETIME = timedelta(days=7)


def put(connection: sqlite3.Connection, draft: FlagDraft) -> None:
    """Add or replace a draft, and delete those untouched for a week."""
    author = draft.origin.author.user if draft.origin and draft.origin.author else None
    body = _drafts().dump_json(draft).decode()
    connection.execute(
        "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)",
        [draft.id, draft.user, author, stamp(draft.touched), body],
    )
    connection.execute("DELETE FROM drafts WHERE touched_at < ?", [stamp(draft.touched - LIFETIME)])


def get(connection: sqlite3.Connection, id_: str) -> FlagDraft | None:
    """Return a draft, or None after its deletion."""
    row = connection.execute("SELECT body FROM drafts WHERE id = ?", [id_]).fetchone()
    return None if row is None else _drafts().validate_json(row[0])


def forget(connection: sqlite3.Connection, user: int) -> None:
    """Delete a user's drafts, and drafts with the text of their messages."""
    connection.execute("DELETE FROM drafts WHERE user_id = ?1 OR author_id = ?1", [user])


@cache
def _drafts() -> TypeAdapter[FlagDraft]:
    return TypeAdapter(FlagDraft)
