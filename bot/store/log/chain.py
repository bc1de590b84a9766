"""Rows of the log: one hash chain for each desk."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

COLUMNS = "number, claim, action, at, person, before, after, previous, hash, changes"
RECORDED = "recorded"  # changes of rows without an action: a person's new name
BASELINE = "baseline"  # all rows of a desk, in a log that earlier versions began


class EventRow(NamedTuple):
    """A row of the log; `before`, `after` and `changes` are JSON.

    `changes` is "" if no row of a table was changed, and in rows of earlier versions.
    """

    number: int
    claim: int | None
    action: str
    at: str
    person: int | None
    before: str
    after: str
    previous: str
    hash: str
    changes: str = ""


def append(connection: sqlite3.Connection, desk: int, row: EventRow) -> int:
    """Append a row behind the last one, and return its number.

    The row's number and hashes are computed here.
    """
    number, previous = last(connection, desk)
    row = row._replace(number=number + 1, previous=previous)
    connection.execute(
        f"INSERT INTO events (desk_id, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
        [desk, *row._replace(hash=row_hash(row))],
    )
    return row.number


def last(connection: sqlite3.Connection, desk: int) -> tuple[int, str]:
    """Return number and hash of a desk's last row; 0 and "" of an empty log."""
    row = connection.execute(
        "SELECT number, hash FROM events WHERE desk_id = ? ORDER BY number DESC LIMIT 1", [desk]
    ).fetchone()
    return (0, "") if row is None else (int(row[0]), str(row[1]))


def heads(connection: sqlite3.Connection) -> list[tuple[int, int, str]]:
    """Return each desk's guild, number of rows and hash of the last row."""
    return connection.execute(
        """
        SELECT d.guild_id, e.number, e.hash FROM desks d JOIN events e ON e.desk_id = d.id
        WHERE e.number = (SELECT max(number) FROM events WHERE desk_id = d.id) ORDER BY d.id
        """
    ).fetchall()


def rows(connection: sqlite3.Connection, desk: int) -> Iterator[EventRow]:
    """Yield the rows of a desk's log, oldest first."""
    for row in connection.execute(f"SELECT {COLUMNS} FROM events WHERE desk_id = ? ORDER BY number", [desk]):  # noqa: S608
        yield EventRow(*row)


def row_hash(row: EventRow) -> str:
    """Return a row's hash over all columns, including the previous row's hash.

    Rows of earlier versions have no `changes`, so an empty value does not count.
    """
    content = row._replace(hash="")._asdict()
    if not row.changes:
        del content["changes"]
    return digest(canonical(content))


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: object) -> str:
    """Return canonical JSON: sorted keys, no spaces.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def redact_reason(connection: sqlite3.Connection, desk: int, number: int) -> str:
    """Replace the reason that a row holds by "[erased]", and return the row's new hash.

    The row keeps the hash that the chain needs. A later event has to record the new hash, else the row counts as
    changed.
    """
    connection.execute(
        "UPDATE events SET after = json_set(after, '$.why', '[erased]') WHERE desk_id = ? AND number = ?",
        [desk, number],
    )
    row = connection.execute(
        f"SELECT {COLUMNS} FROM events WHERE desk_id = ? AND number = ?",  # noqa: S608 - a constant
        [desk, number],
    ).fetchone()
    return row_hash(EventRow(*row))


def redacted_hashes(row: EventRow) -> Mapping[int, str]:
    """Return the hashes of rows redacted by an erasure, as its event records them."""
    redacted = json.loads(row.after).get("redacted", {})
    return {int(number): str(sha256) for number, sha256 in redacted.items()}
