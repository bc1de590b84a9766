"""Copies the rows of one archive into the empty tables of another, page by page, so that a stopped copy goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.store.archive import ArchiveConnection
from bot.store.postgresql.tables import SCHEMA

_NUMBERS = ("rowid",)  # each database numbers the rows by itself, in the order of their insertion

# Each table after those that it refers to, with the key in whose order its rows are copied.
COPIED_TABLES: Mapping[str, tuple[str, ...]] = {
    "documents": _NUMBERS,
    "files": ("folder", "path"),
    "removals": ("document_id",),
    "attributions": ("document_id", "version"),
    "voice_names": ("id",),
    "voices": ("document_id", "version", "position", "name_id"),
    "sentence_vectors": ("document_id", "model", "version"),
    "document_units": ("document_id", "version"),
    "word_vectors": ("model", "word"),
    "shared_lines": ("line",),
    "quarantine": ("folder", "path", "record"),
    "answers": ("id",),
    "answer_feedback": ("id",),
}
_COUNTED_BY_TRIGGER = ("voice_names", "mentions")
# PostgreSQL packs long values by itself.
UNPACKED = {
    ("documents", "text"): "unpacked(text, packed)",
    ("documents", "blocks"): "unpacked(blocks, packed_blocks)",
    ("documents", "packed"): "NULL",
    ("documents", "packed_blocks"): "NULL",
    ("attributions", "body"): """
        unpacked(body, (
            SELECT packed FROM attribution_bodies AS b
            WHERE b.document_id = attributions.document_id AND b.version = attributions.version
        ))""",
}
_NUMBERED = ("voice_names", "answer_feedback")


def count(connection: ArchiveConnection) -> int:
    """Return the number of rows to copy."""
    return sum(rows_of(connection, table) for table in COPIED_TABLES)


def page_after(
    connection: ArchiveConnection, table: str, columns: Sequence[str], last: Sequence[Any] | None, size: int
) -> list[tuple[Any, ...]]:
    """Return the next rows of a table after the key `last`: the key, then the columns."""
    keys = COPIED_TABLES[table]
    texts = [UNPACKED.get((table, column), _quoted(column)) for column in columns]
    listed, order = ", ".join((*map(_quoted, keys), *texts)), ", ".join(keys)
    after = f"({order}) > ({', '.join('?' * len(keys))})" if last is not None else "TRUE"
    return connection.execute(
        f"SELECT {listed} FROM {table} WHERE {after} ORDER BY {order} LIMIT ?",  # noqa: S608 - our own names
        [*(last or ()), size],
    ).fetchall()


def columns_of(target: ArchiveConnection, table: str) -> list[str]:
    """Return the columns to copy, without the number that the target gives each row."""
    rows = target.execute(
        """
        SELECT column_name FROM information_schema.columns WHERE table_schema = ? AND table_name = ?
        ORDER BY ordinal_position
        """,
        [SCHEMA, table],
    )
    return [column for (column,) in rows if column != "rowid" and (table, column) != _COUNTED_BY_TRIGGER]


def insert(target: ArchiveConnection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add rows of a table."""
    listed, marks = ", ".join(map(_quoted, columns)), ", ".join("?" * len(columns))
    target.executemany(f"INSERT INTO {table} ({listed}) VALUES ({marks})", rows)  # noqa: S608 - our own names


def last_copied(target: ArchiveConnection, table: str) -> tuple[Any, ...] | None:
    """Return what tells the row that was copied last: its key, or a document's id; None before the first."""
    keys = COPIED_TABLES[table]
    listed = "id" if keys == _NUMBERS else ", ".join(keys)
    order = ", ".join(f"{key} DESC" for key in keys)
    row = target.execute(f"SELECT {listed} FROM {table} ORDER BY {order} LIMIT 1").fetchone()  # noqa: S608 - ours
    return None if row is None else tuple(row)


def key_of(source: ArchiveConnection, table: str, copied: Sequence[Any]) -> tuple[Any, ...]:
    """Return the key in the source of the row that was copied last; of a deleted document, one before all others."""
    if COPIED_TABLES[table] != _NUMBERS:
        return tuple(copied)
    row = source.execute(f"SELECT rowid FROM {table} WHERE id = ?", copied).fetchone()  # noqa: S608 - ours
    return (0,) if row is None else tuple(row)


def secret(source: ArchiveConnection) -> bytes:
    """Return the secret of the pseudonyms in feedback."""
    return bytes(source.execute("SELECT value FROM feedback_secret").fetchone()[0])


def rows_up_to(connection: ArchiveConnection, table: str, key: Sequence[Any]) -> int:
    """Return the number of rows of a table up to a key."""
    order = ", ".join(COPIED_TABLES[table])
    marks = ", ".join("?" * len(key))
    sql = f"SELECT count(*) FROM {table} WHERE ({order}) <= ({marks})"  # noqa: S608 - our own names
    return int(connection.execute(sql, key).fetchone()[0])


def rows_of(connection: ArchiveConnection, table: str) -> int:
    """Return the number of rows of a table."""
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own names


def is_unfinished(connection: ArchiveConnection) -> bool:
    """Return True while a copy is not whole: its generation is that of its source, below zero."""
    return int(connection.execute("SELECT generation FROM state").fetchone()[0]) < 0


def begin(target: ArchiveConnection, generation: int, pseudonym_secret: bytes) -> None:
    """Empty all tables, and note which archive is copied, and in which state."""
    for table in reversed(tuple(COPIED_TABLES)):
        target.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    target.execute("UPDATE feedback_secret SET value = ?", [pseudonym_secret])
    target.execute("UPDATE state SET generation = ?", [-generation])


def finish(target: ArchiveConnection, generation: int) -> None:
    """Give the copy its generation, by which it counts as whole, and numbers after the copied ones."""
    for table in _NUMBERED:
        target.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 0) + 1, false) FROM {table}"  # noqa: S608
        )
    target.execute("UPDATE state SET generation = ?", [generation])


def _quoted(column: str) -> str:
    return f'"{column}"'
