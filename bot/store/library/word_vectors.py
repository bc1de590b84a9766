"""Rows of word vectors, one for each word and model."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite_utils


def put(db: sqlite_utils.Database, model: str, vectors: Mapping[str, bytes]) -> None:
    """Save the vectors of words, replacing earlier ones."""
    db.conn.executemany(
        "INSERT OR REPLACE INTO word_vectors (model, word, body) VALUES (?, ?, ?)",
        [(model, word, body) for word, body in vectors.items()],
    )


def get(connection: sqlite3.Connection, model: str, words: Collection[str]) -> dict[str, bytes]:
    """Return vectors by word; missing ones are left out."""
    # One JSON parameter, because SQLite limits the number of parameters.
    rows = connection.execute(
        "SELECT word, body FROM word_vectors WHERE model = ? AND word IN (SELECT value FROM json_each(?))",
        [model, json.dumps(list(words))],
    )
    return dict(rows.fetchall())


def missing(connection: sqlite3.Connection, model: str, words: Collection[str]) -> list[str]:
    """Return the words without a vector, in the given order."""
    rows = connection.execute(
        "SELECT word FROM word_vectors WHERE model = ? AND word IN (SELECT value FROM json_each(?))",
        [model, json.dumps(list(words))],
    )
    known = {word for (word,) in rows}
    return [word for word in words if word not in known]


def count(connection: sqlite3.Connection, model: str) -> int:
    """Return the number of words with a vector."""
    return int(connection.execute("SELECT count(*) FROM word_vectors WHERE model = ?", [model]).fetchone()[0])


def forget_other_models(db: sqlite_utils.Database, model: str) -> int:
    """Delete the vectors of other models, and return their number."""
    return int(db.execute("DELETE FROM word_vectors WHERE model <> ?", [model]).rowcount)
