"""The index over claims: an FTS5 table in the database itself, led on from the claims that it hasn't seen yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.store.sqlite.database import Database

_AT_ONCE = 2_000
_MARKS = 500


@dataclass(frozen=True, slots=True)
class IndexedClaim:
    """A claim that shares words with what was asked. `score` is comparable within one list only; more is better."""

    id: int
    number: int
    text: str
    title: str | None
    external_id: str | None
    status: str
    rating: str | None
    score: float


async def index_new_claims(database: Database, terms: Callable[[str, str | None], str]) -> int:
    """Put the claims that the index hasn't seen into it, each as the `terms` of its text and title; return how many."""
    added = 0
    while await database.read(is_behind):
        added += await database.write(lambda db: _add_some(db.conn, terms))
    return added


def candidates(connection: sqlite3.Connection, guild: int, terms: Iterable[str], limit: int) -> list[IndexedClaim]:
    """Return at most `limit` claims of a guild that hold any of `terms`, best first."""
    wanted = " OR ".join(f'"{term}"' for term in terms)
    if not wanted:
        return []
    rows = connection.execute(
        """
        SELECT claims.id, number, text, title, external_id, status, rating, -rank FROM claim_words
        JOIN claims ON claims.id = claim_words.rowid JOIN desks ON desks.id = claims.desk_id
        WHERE claim_words MATCH ? AND guild_id = ? ORDER BY rank LIMIT ?
        """,
        [wanted, guild, limit],
    )
    return [IndexedClaim(*row) for row in rows]


def frequencies(connection: sqlite3.Connection, terms: Iterable[str]) -> dict[str, int]:
    """Return how many claims, of whichever guild, hold each of `terms`; those that none holds are left out."""
    found: dict[str, int] = {}
    wanted = list(terms)
    for start in range(0, len(wanted), _MARKS):
        some = wanted[start : start + _MARKS]
        marks = ", ".join("?" * len(some))
        found |= dict(connection.execute(f"SELECT term, doc FROM claim_terms WHERE term IN ({marks})", some))  # noqa: S608 - only question marks
    return found


def size(connection: sqlite3.Connection) -> int:
    """Return how many claims the index has seen, of all guilds."""
    return int(connection.execute("SELECT coalesce(max(rowid), 0) FROM claim_words").fetchone()[0])


def is_behind(connection: sqlite3.Connection) -> bool:
    """Tell whether there are claims that the index hasn't seen."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM claims").fetchone()[0]) > size(connection)


def _add_some(connection: sqlite3.Connection, terms: Callable[[str, str | None], str]) -> int:
    # Ids only ever rise, so what is above the highest that the index has is what it lacks.
    rows = connection.execute(
        "SELECT id, text, title FROM claims WHERE id > ? ORDER BY id LIMIT ?", [size(connection), _AT_ONCE]
    ).fetchall()
    connection.executemany(
        "INSERT INTO claim_words (rowid, words) VALUES (?, ?)", [(id_, terms(text, title)) for id_, text, title in rows]
    )
    return len(rows)
