"""Flags that somebody is still making: what was typed, until they have chosen what is to become of it."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from functools import cache

from pydantic import TypeAdapter

from bot.model.claim_input import FlagDraft
from bot.store.sqlite.timestamps import stamp

KEPT = timedelta(days=7)


def put(connection: sqlite3.Connection, draft: FlagDraft) -> None:
    """Add or replace a draft, and drop those that nobody has touched for a week."""
    author = draft.origin.author.user if draft.origin and draft.origin.author else None
    body = _drafts().dump_json(draft).decode()
    connection.execute(
        "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?, ?)",
        [draft.id, draft.user, author, stamp(draft.touched), body],
    )
    connection.execute("DELETE FROM drafts WHERE touched_at < ?", [stamp(draft.touched - KEPT)])


def get(connection: sqlite3.Connection, id_: str) -> FlagDraft | None:
    """Return a draft, or None where there is none any more."""
    row = connection.execute("SELECT body FROM drafts WHERE id = ?", [id_]).fetchone()
    return None if row is None else _drafts().validate_json(row[0])


def forget(connection: sqlite3.Connection, user: int) -> None:
    """Drop what a user has typed, and what holds the text of their messages."""
    connection.execute("DELETE FROM drafts WHERE user_id = ?1 OR author_id = ?1", [user])


@cache
def _drafts() -> TypeAdapter[FlagDraft]:
    return TypeAdapter(FlagDraft)
