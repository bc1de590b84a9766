"""What the owner of the file can do to it with a SQLite shell."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from bot.store.log.chain import COLUMNS, EventRow, reason_hashes, row_hash, rows
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
    """Give every event of the first desk the hash of its present content, from the first to the last."""
    reasons, previous = reason_hashes(connection, 1), ""
    for row in events(connection):
        linked = row._replace(previous=previous)
        previous = row_hash(linked, reasons.get(row.number, ""))
        connection.execute(
            "UPDATE events SET previous = ?, hash = ? WHERE desk_id = 1 AND number = ?",
            [linked.previous, previous, row.number],
        )


def events(connection: sqlite3.Connection) -> list[EventRow]:
    """Return the events of the first desk."""
    return list(rows(connection, 1))


def append_event(connection: sqlite3.Connection, action: str, after: str, changes: str = "") -> None:
    """Append an event to the first desk that nobody's action made."""
    *_, last = events(connection)
    row = EventRow(last.number + 1, None, action, last.at, None, "{}", after, last.hash, "", changes)
    connection.execute(
        f"INSERT INTO events (desk_id, {COLUMNS}) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*row._replace(hash=row_hash(row))],
    )
