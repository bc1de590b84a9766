"""Full-text index over claims: an FTS5 table, updated before each search."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.store.sqlite.database import Database

_BATCH = 2_000  # claims in one transaction
_CHUNK = 500  # parameters in one statement


@dataclass(frozen=True, slots=True)
class IndexedClaim:
    """A claim with words of the query.

    `score` is its BM25 score, comparable within one list only; higher is better.
    """

    id: int
    number: int
    text: str
    title: str | None
    external_id: str | None
    status: str
    rating: str | None
    score: float


async def index_new_claims(database: Database, terms: Callable[[str, str | None], str]) -> int:
    """Index new claims by their `terms`, and return their number."""
    added = 0
    while await database.read(is_behind):
        added += await database.write(lambda db: _index_batch(db.conn, terms))
    return added


def candidates(connection: sqlite3.Connection, guild: int, terms: Iterable[str], limit: int) -> list[IndexedClaim]:
    """Return a guild's claims with any of the terms, best first."""
    query = " OR ".join(f'"{term}"' for term in terms)
    if not query:
        return []
    rows = connection.execute(
        """
        SELECT claims.id, number, text, title, external_id, status, rating, -rank FROM claim_words
        JOIN claims ON claims.id = claim_words.rowid JOIN desks ON desks.id = claims.desk_id
        WHERE claim_words MATCH ? AND guild_id = ? ORDER BY rank LIMIT ?
        """,
        [query, guild, limit],
    )
    return [IndexedClaim(*row) for row in rows]


def frequencies(connection: sqlite3.Connection, terms: Iterable[str]) -> dict[str, int]:
    """Return the number of claims with each term, over all guilds.

    Absent terms are left out.
    """
    found: dict[str, int] = {}
    unique = list(terms)
    for start in range(0, len(unique), _CHUNK):
        chunk = unique[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        found |= dict(connection.execute(f"SELECT term, doc FROM claim_terms WHERE term IN ({marks})", chunk))  # noqa: S608 - only question marks
    return found


def size(connection: sqlite3.Connection) -> int:
    """Return the number of indexed claims, over all guilds."""
    return int(connection.execute("SELECT coalesce(max(rowid), 0) FROM claim_words").fetchone()[0])


def is_behind(connection: sqlite3.Connection) -> bool:
    """Check for claims missing in the index."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM claims").fetchone()[0]) > size(connection)


def _index_batch(connection: sqlite3.Connection, terms: Callable[[str, str | None], str]) -> int:
    # Ids only rise, so the index lacks exactly the claims above its highest rowid.
    rows = connection.execute(
        "SELECT id, text, title FROM claims WHERE id > ? ORDER BY id LIMIT ?", [size(connection), _BATCH]
    ).fetchall()
    connection.executemany(
        "INSERT INTO claim_words (rowid, words) VALUES (?, ?)", [(id_, terms(text, title)) for id_, text, title in rows]
    )
    return len(rows)
