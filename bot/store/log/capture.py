"""Capture of every change of a logged row, for the event that caused it.

Temporary triggers of the writing connection note the rows that a transaction touches. The next event takes their
values along. What is left at the end of the transaction gets an event of its own, so that no change is without one.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from bot.store.log import chain, columns
from bot.store.log.chain import EventRow, canonical, digest

_TOUCHED = """
    CREATE TEMP TABLE IF NOT EXISTS touched (
        desk_id INTEGER NOT NULL, name TEXT NOT NULL, row TEXT NOT NULL, changed TEXT NOT NULL,
        PRIMARY KEY (desk_id, name, row, changed)
    ) STRICT, WITHOUT ROWID
"""
_NOW = "SELECT strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')"
_WHOLE_ROW = ""  # in `touched.changed`: the row was added or deleted
_ROWS_PER_BASELINE = 500


def install(connection: sqlite3.Connection) -> None:
    """Create the temporary triggers on a connection that will write."""
    connection.execute("PRAGMA temp_store = memory")
    connection.execute(_TOUCHED)
    for table in columns.LOGGED:
        for statement in _triggers(table):
            connection.execute(statement)


def _triggers(table: str) -> Iterator[str]:
    """Yield the triggers of a table: row added, row deleted, column changed."""
    for event, row in (("INSERT", "new"), ("DELETE", "old")):
        yield (
            f"CREATE TEMP TRIGGER IF NOT EXISTS {table}_{event.lower()} AFTER {event} ON main.{table} BEGIN "
            f"INSERT OR IGNORE INTO touched SELECT {_place(table, row)}, '{_WHOLE_ROW}'; END"
        )
    changed = ", ".join(f"('{column}', old.{column} IS NOT new.{column})" for column in columns.recorded(table))
    if changed:
        yield (
            f"CREATE TEMP TRIGGER IF NOT EXISTS {table}_update AFTER UPDATE ON main.{table} BEGIN "  # noqa: S608
            f"INSERT OR IGNORE INTO touched SELECT {_place(table, 'new')}, column1 "
            f"FROM (VALUES {changed}) WHERE column2; END"
        )


def _place(table: str, row: str) -> str:
    key = ", ".join(f"{row}.{column}" for column in columns.keys(table))
    return f"{row}.{columns.desk_column(table)}, '{table}', json_array({key})"


def take(connection: sqlite3.Connection, desk: int) -> str:
    """Return a desk's changed rows as JSON for an event, and forget them.

    `[["claims",[12],{"assignee":3}],["tags",[12,"sea"],null]]`: a column changed, a row deleted. "" without a change.
    """
    touched = connection.execute(
        "SELECT name, row, changed FROM touched WHERE desk_id = ? ORDER BY name, row", [desk]
    ).fetchall()
    if not touched:
        return ""
    connection.execute("DELETE FROM touched WHERE desk_id = ?", [desk])
    changes = [
        _change(connection, desk, table, json.loads(key), [changed for _, _, changed in group])
        for (table, key), group in groupby(touched, key=itemgetter(0, 1))
    ]
    return canonical(changes)


def record_rest(connection: sqlite3.Connection) -> None:
    """Append an event for changes that no event has taken along."""
    desks = connection.execute("SELECT DISTINCT desk_id FROM touched ORDER BY 1").fetchall()
    for (desk,) in desks:
        chain.append(connection, desk, _event(connection, chain.RECORDED, take(connection, desk)))


def _event(connection: sqlite3.Connection, action: str, changes: str) -> EventRow:
    """Return an event of the desk itself, now."""
    [now] = connection.execute(_NOW).fetchone()
    return EventRow(0, None, action, now, None, "{}", "{}", "", "", changes)


def _change(
    connection: sqlite3.Connection, desk: int, table: str, key: list[object], changed: list[str]
) -> list[object]:
    """Return one change: table, key, and the new values or None."""
    wanted = columns.recorded(table) if _WHOLE_ROW in changed else tuple(changed)
    where = " AND ".join(f"{column} = ?" for column in (columns.desk_column(table), *columns.keys(table)))
    row = connection.execute(
        f"SELECT {', '.join(wanted) or '1'} FROM {table} WHERE {where}",  # noqa: S608 - names of the schema
        [desk, *key],
    ).fetchone()
    if row is None:
        connection.execute(
            "DELETE FROM salts WHERE desk_id = ? AND name = ? AND row = ?", [desk, table, canonical(key)]
        )
        return [table, key, None]
    return [table, key, _logged(connection, desk, table, key, zip(wanted, row, strict=bool(wanted)))]


def _logged(
    connection: sqlite3.Connection, desk: int, table: str, key: list[object], values: Iterable[tuple[str, object]]
) -> dict[str, object]:
    """Return values as events hold them: hashed with a new salt where needed."""
    logged = dict[str, object]()
    for column, value in values:
        if not columns.is_hashed(table, column):
            logged[column] = value
        elif value not in (None, ""):
            salt = secrets.token_hex(16)
            connection.execute(
                "INSERT OR REPLACE INTO salts VALUES (?, ?, ?, ?, ?)", [desk, table, canonical(key), column, salt]
            )
            logged[column] = salted_hash(salt, value)
        else:
            connection.execute(
                "DELETE FROM salts WHERE desk_id = ? AND name = ? AND row = ? AND changed = ?",
                [desk, table, canonical(key), column],
            )
            logged[column] = value
    return logged


def salted_hash(salt: str, value: object) -> str:
    """Return the hash of a value that has to stay unguessable after its erasure."""
    return digest(canonical([salt, value]))


def record_baseline(connection: sqlite3.Connection) -> None:
    """Append events that hold all present rows, for a log of an earlier version.

    Migrations call it, so it knows only the columns that the tables have at that step.
    """
    for (desk,) in connection.execute("SELECT id FROM desks ORDER BY id").fetchall():
        changes = [change for table in columns.LOGGED for change in _present_rows(connection, desk, table)]
        for start in range(0, len(changes), _ROWS_PER_BASELINE):
            some = canonical(changes[start : start + _ROWS_PER_BASELINE])
            chain.append(connection, desk, _event(connection, chain.BASELINE, some))


def _present_rows(connection: sqlite3.Connection, desk: int, table: str) -> Iterator[list[object]]:
    known = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
    if not known:  # a table of a later step
        return
    key = columns.keys(table)
    wanted = [column for column in columns.recorded(table) if column in known]
    rows = connection.execute(
        f"SELECT {', '.join([*key, *wanted]) or '1'} FROM {table} WHERE {columns.desk_column(table)} = ?",  # noqa: S608
        [desk],
    ).fetchall()
    for row in rows:
        key_values = list(row[: len(key)])
        values = zip(wanted, row[len(key) :], strict=bool(wanted))
        yield [table, key_values, _logged(connection, desk, table, key_values, values)]
