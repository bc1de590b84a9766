"""Rows of the log: one hash chain for each desk."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from typing import NamedTuple

COLUMNS = "number, claim, action, at, person, before, after, previous, hash, changes"
RECORDED = "recorded"  # changes of rows without an action: a person's new name
BASELINE = "baseline"  # all rows of a desk, in a log that earlier versions began
ERASED = "[erased]"  # the only text that the triggers accept in the place of another
_FORMAT = 2  # of the hash: a reason counts by its salted hash. Earlier versions hashed the reason itself


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
    row = row._replace(hash=row_hash(row, _salted_reason(connection, desk, row)))
    connection.execute(
        f"INSERT INTO events (desk_id, {COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
        [desk, *row],
    )
    return row.number


def reason(row: EventRow) -> str:
    """Return the reason that a row holds, or "". Raises ValueError for values that can't be read."""
    why = json.loads(row.after).get("why") if '"why"' in row.after else ""
    return why if isinstance(why, str) else ""


def _salted_reason(connection: sqlite3.Connection, desk: int, row: EventRow) -> str:
    """Return the hash of a new row's reason, with a new salt."""
    if not reason(row):
        return ""
    salt = secrets.token_hex(16)
    connection.execute("INSERT OR REPLACE INTO salts VALUES (?, ?, ?, ?, ?)", [desk, *_salt_place(row.number), salt])
    return salted_hash(salt, reason(row))


def _salt_place(number: int) -> tuple[str, str, str]:
    """Return table, row and column of the salt of a reason."""
    return "events", canonical([number]), "why"


def reason_hashes(connection: sqlite3.Connection, desk: int) -> dict[int, str]:
    """Return the salted hashes of the reasons that stand in a desk's rows, by the rows' numbers."""
    rows = connection.execute(
        """
        SELECT e.number, s.salt, json_extract(e.after, '$.why') FROM salts s
        JOIN events e ON e.desk_id = s.desk_id AND s.row = '[' || e.number || ']'
        WHERE s.desk_id = ? AND s.name = 'events' AND s.changed = 'why' AND json_valid(e.after)
        """,
        [desk],
    )
    return {number: salted_hash(salt, why) for number, salt, why in rows}


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


def row_hash(row: EventRow, salted_reason: str = "") -> str:
    """Return a row's hash over all columns, including the previous row's hash.

    A reason counts by its salted hash, so that an erasure can take it and leave the rest provable.
    """
    content = row._replace(hash="")._asdict() | {"format": _FORMAT}
    after = json.loads(row.after) if salted_reason else None
    # Another spelling of the same JSON, such as a key that stands twice, has another hash.
    if isinstance(after, dict) and canonical(after) == row.after:
        content["after"] = canonical(after | {"why": salted_reason})
    return digest(canonical(content))


def early_row_hash(row: EventRow) -> str:
    """Return the hash that earlier versions gave a row.

    Their first ones had no `changes`, so an empty value does not count.
    """
    content = row._replace(hash="")._asdict()
    if not row.changes:
        del content["changes"]
    return digest(canonical(content))


def salted_hash(salt: str, value: object) -> str:
    """Return the hash of a value that has to stay unguessable after its erasure."""
    return digest(canonical([salt, value]))


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: object) -> str:
    """Return canonical JSON: sorted keys, no spaces.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Redaction(NamedTuple):
    """What the event of an erasure records of a row that lost its reason.

    `reason` is the salted hash of the reason. A row of an earlier version was hashed with its reason, so of such a row
    `rest` is the hash of what is left.
    """

    reason: str = ""
    rest: str = ""


def redact_reason(connection: sqlite3.Connection, desk: int, number: int) -> Redaction:
    """Replace the reason that a row holds by "[erased]", and return what a later event has to record.

    The row keeps the hash that the chain needs; without such an event it counts as changed.
    """
    salted_reason = reason_hashes(connection, desk).get(number, "")
    connection.execute(
        "DELETE FROM salts WHERE (desk_id, name, row, changed) = (?, ?, ?, ?)", [desk, *_salt_place(number)]
    )
    connection.execute(
        "UPDATE events SET after = json_set(after, '$.why', ?) WHERE desk_id = ? AND number = ?", [ERASED, desk, number]
    )
    if salted_reason:
        return Redaction(reason=salted_reason)
    row = connection.execute(
        f"SELECT {COLUMNS} FROM events WHERE desk_id = ? AND number = ?",  # noqa: S608 - a constant
        [desk, number],
    ).fetchone()
    return Redaction(rest=early_row_hash(EventRow(*row)))


def redactions(row: EventRow) -> Mapping[int, Redaction]:
    """Return what the event of an erasure records, by the rows' numbers."""
    after = json.loads(row.after)
    early = {int(number): Redaction(rest=str(rest)) for number, rest in after.get("redacted", {}).items()}
    return early | {int(number): Redaction(reason=str(why)) for number, why in after.get("erased_reasons", {}).items()}
