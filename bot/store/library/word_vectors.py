"""Rows of word vectors, one for each word and model."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bot.store.archive import ArchiveConnection

_CHUNK = 500  # words in one statement


def put(db: ArchiveConnection, model: str, vectors: Mapping[str, bytes]) -> None:
    """Save the vectors of words, replacing earlier ones."""
    db.executemany(
        """
        INSERT INTO word_vectors (model, word, body) VALUES (?, ?, ?)
        ON CONFLICT (model, word) DO UPDATE SET body = excluded.body
        """,
        [(model, word, body) for word, body in vectors.items()],
    )


def get(connection: ArchiveConnection, model: str, words: Collection[str]) -> dict[str, bytes]:
    """Return vectors by word; missing ones are left out."""
    return dict(_of_words(connection, "word, body", model, words))


def missing(connection: ArchiveConnection, model: str, words: Collection[str]) -> list[str]:
    """Return the words without a vector, in the given order."""
    known = {word for (word,) in _of_words(connection, "word", model, words)}
    return [word for word in words if word not in known]


def count(connection: ArchiveConnection, model: str) -> int:
    """Return the number of words with a vector."""
    return int(connection.execute("SELECT count(*) FROM word_vectors WHERE model = ?", [model]).fetchone()[0])


def forget_other_models(db: ArchiveConnection, model: str) -> int:
    """Delete the vectors of other models, and return their number."""
    return int(db.execute("DELETE FROM word_vectors WHERE model <> ?", [model]).rowcount)


def _of_words(
    connection: ArchiveConnection, columns: str, model: str, words: Collection[str]
) -> Iterator[tuple[Any, ...]]:
    listed = list(words)
    for start in range(0, len(listed), _CHUNK):
        chunk = listed[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        yield from connection.execute(
            f"SELECT {columns} FROM word_vectors WHERE model = ? AND word IN ({marks})",  # noqa: S608 - ours
            [model, *chunk],
        )
