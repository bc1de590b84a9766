"""Vectors of single words in the database: 8 bits a number, one row a word and model."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite_utils


def put(db: sqlite_utils.Database, model: str, vectors: Mapping[str, bytes]) -> None:
    """Keep the vectors of words, in place of those kept before."""
    db.conn.executemany(
        "INSERT OR REPLACE INTO word_vectors (model, word, body) VALUES (?, ?, ?)",
        [(model, word, body) for word, body in vectors.items()],
    )


def get(connection: sqlite3.Connection, model: str, words: Collection[str]) -> dict[str, bytes]:
    """Return the vectors of these words under `model`; a word without one is left out."""
    # One parameter for all: SQLite bounds how many a statement may have.
    rows = connection.execute(
        "SELECT word, body FROM word_vectors WHERE model = ? AND word IN (SELECT value FROM json_each(?))",
        [model, json.dumps(list(words))],
    )
    return dict(rows.fetchall())


def missing(connection: sqlite3.Connection, model: str, words: Collection[str]) -> list[str]:
    """Return those of `words` that have no vector under `model`, in their order."""
    rows = connection.execute(
        "SELECT word FROM word_vectors WHERE model = ? AND word IN (SELECT value FROM json_each(?))",
        [model, json.dumps(list(words))],
    )
    known = {word for (word,) in rows}
    return [word for word in words if word not in known]


def count(connection: sqlite3.Connection, model: str) -> int:
    """Return how many words have a vector under `model`."""
    return int(connection.execute("SELECT count(*) FROM word_vectors WHERE model = ?", [model]).fetchone()[0])


def forget_other_models(db: sqlite_utils.Database, model: str) -> int:
    """Delete the vectors of other models; return how many there were."""
    return int(db.execute("DELETE FROM word_vectors WHERE model <> ?", [model]).rowcount)
