"""Rows of people to notify of a verdict.

They are added in the transaction of the verdict and deleted after the notification.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from bot.store.desk.write_context import WriteContext


def put(context: WriteContext, people: Iterable[int]) -> None:
    """Add people, by number, to notify of a claim's verdict."""
    rows = [(context.desk, context.claim, person, context.at) for person in people]
    context.connection.executemany("INSERT OR REPLACE INTO verdict_news VALUES (?, ?, ?, ?)", rows)


def pending(connection: sqlite3.Connection, before: str) -> dict[tuple[int, int], list[int]]:
    """Return the people to notify, by desk and claim."""
    found: dict[tuple[int, int], list[int]] = {}
    for desk, claim, person in connection.execute(
        "SELECT desk_id, claim, person FROM verdict_news WHERE ruled_at < ? ORDER BY ruled_at", [before]
    ):
        found.setdefault((desk, claim), []).append(person)
    return found


def drop(connection: sqlite3.Connection, desk: int, claim: int) -> None:
    """Delete the pending notifications of a claim's verdict."""
    connection.execute("DELETE FROM verdict_news WHERE desk_id = ? AND claim = ?", [desk, claim])
