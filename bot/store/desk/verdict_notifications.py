"""Whom a verdict is still to be told: noted with it in one transaction, and dropped once they were told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from bot.store.desk.write_context import WriteContext


def put(context: WriteContext, people: Iterable[int]) -> None:
    """Note that people, by number, are to hear of the claim's verdict."""
    rows = [(context.desk, context.claim, person, context.at) for person in people]
    context.connection.executemany("INSERT OR REPLACE INTO verdict_news VALUES (?, ?, ?, ?)", rows)


def pending(connection: sqlite3.Connection, before: str) -> dict[tuple[int, int], list[int]]:
    """Return, by desk and claim, who is still to hear of verdicts ruled before a stamp."""
    found: dict[tuple[int, int], list[int]] = {}
    for desk, claim, person in connection.execute(
        "SELECT desk_id, claim, person FROM verdict_news WHERE ruled_at < ? ORDER BY ruled_at", [before]
    ):
        found.setdefault((desk, claim), []).append(person)
    return found


def drop(connection: sqlite3.Connection, desk: int, claim: int) -> None:
    """Note that everybody has heard of the claim's verdict."""
    connection.execute("DELETE FROM verdict_news WHERE desk_id = ? AND claim = ?", [desk, claim])
