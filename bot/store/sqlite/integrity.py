"""Checks of a database: SQLite's own, without a false alarm of some of its versions, and those of packed texts."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

from bot.store import packing

_PACKED = {  # what reads every frame of a table
    "documents": "SELECT count(unpacked(text, packed)), count(unpacked(blocks, packed_blocks)) FROM documents",
    "attribution_bodies": "SELECT count(unpacked(NULL, packed)) FROM attribution_bodies",
}
_NULL_REPORTED = re.compile(r"NULL value in (\w+)\.(\w+)")
_MANY = 1_000_000  # faults, each false one of which is a row
_LONGEST = 300  # characters of a fault


def first_fault(connection: sqlite3.Connection, check: str, table: str | None = None) -> str | None:
    """Return the first fault that `quick_check` or `integrity_check` finds, or None.

    SQLite 3.40.0 to 3.41.0 report a NULL for every row of a table WITHOUT ROWID whose key columns are not its first
    ones. Such a report counts only if the column holds a NULL.
    """
    for argument in (f"'{table}'",) if table else ("1", str(_MANY)):
        has_false_alarm = False
        for fault in _faults(connection, f"PRAGMA {check}({argument})"):
            if not _is_false_alarm(connection, fault):
                return " ".join(fault.split())[:_LONGEST]
            has_false_alarm = True
        if not has_false_alarm:
            break
    return None


def damaged_texts(connection: sqlite3.Connection) -> str | None:
    """Return the fault of a table whose packed texts can't all be unpacked, or None.

    SQLite has no checksums, so that changed bytes of a packed text pass its own checks.
    """
    # Tables before version 32 hold nothing packed.
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'attribution_bodies'").fetchone() is None:
        return None
    for table, query in _PACKED.items():
        try:
            connection.execute(query).fetchone()
        except sqlite3.OperationalError as error:
            if not packing.is_damage(error):
                raise
            return f"a packed text in the table {table} is damaged"
    return None


def _faults(connection: sqlite3.Connection, pragma: str) -> Iterator[str]:
    with closing(connection.execute(pragma)) as rows:
        for (found,) in rows:
            if found != "ok":
                yield str(found)


def _is_false_alarm(connection: sqlite3.Connection, fault: str) -> bool:
    reported = _NULL_REPORTED.fullmatch(fault)
    if reported is None:
        return False
    table, column = reported.groups()
    # SQLite takes "IS NULL" of a NOT NULL column to be false without a look at the rows.
    query = f'SELECT 1 FROM "{table}" WHERE typeof("{column}") = \'null\' LIMIT 1'  # noqa: S608 - SQLite's own names
    return connection.execute(query).fetchone() is None
