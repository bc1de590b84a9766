"""Rows of completed interactions: a repeated one is not done twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection


def claim_of(connection: sqlite3.Connection, desk: int, id_: str) -> int | None:
    """Return the claim number of a completed interaction, or None."""
    row = connection.execute("SELECT claim FROM interactions WHERE desk_id = ? AND id = ?", [desk, id_]).fetchone()
    return None if row is None else int(row[0])


def done(connection: sqlite3.Connection, desk: int, ids: Collection[str]) -> frozenset[str]:
    """Return those of the ids whose interaction was completed."""
    found = (id_ for id_ in ids if claim_of(connection, desk, id_) is not None)
    return frozenset(found)


def record(connection: sqlite3.Connection, desk: int, id_: str, claim: int, at: str) -> None:
    """Record a completed interaction."""
    connection.execute("INSERT INTO interactions VALUES (?, ?, ?, ?)", [desk, id_, claim, at])


def purge(connection: sqlite3.Connection, before: str) -> int:
    """Delete the records older than a time, and return their number."""
    return connection.execute("DELETE FROM interactions WHERE done_at < ?", [before]).rowcount
