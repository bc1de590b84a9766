"""Interactions that were carried out, so that one which Discord sends twice is done once."""

from __future__ import annotations

import sqlite3


def claim_of(connection: sqlite3.Connection, desk: int, id_: str) -> int | None:
    """Return the number of the claim that an interaction was carried out on, or None where it was not yet."""
    row = connection.execute("SELECT claim FROM interactions WHERE desk_id = ? AND id = ?", [desk, id_]).fetchone()
    return None if row is None else int(row[0])


def record(connection: sqlite3.Connection, desk: int, id_: str, claim: int, at: str) -> None:
    """Note that an interaction was carried out."""
    connection.execute("INSERT INTO interactions VALUES (?, ?, ?, ?)", [desk, id_, claim, at])


def purge(connection: sqlite3.Connection, before: str) -> int:
    """Drop the notes older than a stamp, which Discord sends no more; return how many they were."""
    return connection.execute("DELETE FROM interactions WHERE done_at < ?", [before]).rowcount
