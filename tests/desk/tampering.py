"""What the owner of the file can do to it with a SQLite shell."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from bot.store.log.chain import EventRow, row_hash
from tests.desk.conftest import DeskNewsroom

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


@contextmanager
def shell(room: DeskNewsroom) -> Iterator[sqlite3.Connection]:
    """Open the file without factdesk, with its triggers taken away meanwhile."""
    with closing(sqlite3.connect(room.database.path)) as connection, connection:
        triggers = connection.execute(TRIGGERS).fetchall()
        connection.execute("PRAGMA foreign_keys = off")
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in triggers:
            connection.execute(sql)


def tampered(room: DeskNewsroom, statement: str, *values: object) -> None:
    """Run one statement, without triggers, that changes at least one row."""
    with shell(room) as connection:
        assert connection.execute(statement, values).rowcount


def recompute_chain(connection: sqlite3.Connection) -> None:
    """Give every event the hash of its present content, from the first to the last."""
    columns = "number, claim, action, at, person, before, after, previous, hash, changes"
    previous = ""
    for values in connection.execute(f"SELECT {columns} FROM events ORDER BY number").fetchall():
        row = EventRow(*values)._replace(previous=previous)
        previous = row_hash(row)
        connection.execute(
            "UPDATE events SET previous = ?, hash = ? WHERE number = ?", [row.previous, previous, row.number]
        )
