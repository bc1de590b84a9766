"""Events of the audit log: appended with each action, and read for histories."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from bot.model.claims import Event
from bot.store.desk import people
from bot.store.desk.write_context import WriteContext
from bot.store.log import capture, chain
from bot.store.log.chain import EventRow, canonical
from bot.store.sqlite.timestamps import moment

# Left alone, SQLite looks through all events of the desk, because they lie in the order of their numbers.
OF_CLAIM = "INDEXED BY events_claim"

_PEOPLE = frozenset({"assignee", "second_reader"})  # values in `before` and `after` that are numbers of people


def append(
    context: WriteContext,
    action: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> int:
    """Append an event to a desk's log, and return its number.

    It takes along the changes of all rows since the last event. A claim's `version` counts its events.
    """
    row = EventRow(
        number=0,
        claim=context.claim or None,
        action=action,
        at=context.at,
        person=context.person,
        before=canonical(before or {}),
        after=canonical(after or {}),
        previous="",
        hash="",
        changes=capture.take(context.connection, context.desk),
    )
    number = chain.append(context.connection, context.desk, row)
    context.connection.execute(
        "UPDATE claims SET version = version + 1, changed_at = ? WHERE desk_id = ? AND number = ?",
        [context.at, context.desk, context.claim],
    )
    return number


def of_claim(
    connection: sqlite3.Connection, desk: int, claim: int | None, *, after: int = 0, offset: int = 0, limit: int = -1
) -> list[Event]:
    """Return the events of a claim, or with None of the desk, oldest first.

    `after` skips the events up to that number, `offset` as many of the others.
    """
    index, condition = ("", "") if claim is None else (OF_CLAIM, "AND claim = :claim")
    found = connection.execute(
        f"SELECT {chain.COLUMNS} FROM events {index} WHERE desk_id = :desk AND number > :after {condition} "  # noqa: S608 - constants
        "ORDER BY number LIMIT :limit OFFSET :offset",
        {"desk": desk, "claim": claim, "after": after, "limit": limit, "offset": offset},
    ).fetchall()
    return _events(connection, desk, [EventRow(*row) for row in found])


def last_of_claim(connection: sqlite3.Connection, desk: int, claim: int, actions: frozenset[str]) -> Event | None:
    """Return a claim's latest event among `actions`."""
    marks = ", ".join("?" * len(actions))
    found = connection.execute(
        f"SELECT {chain.COLUMNS} FROM events {OF_CLAIM} "  # noqa: S608 - constants and marks
        f"WHERE desk_id = ? AND claim = ? AND action IN ({marks}) ORDER BY number DESC LIMIT 1",
        [desk, claim, *sorted(actions)],
    ).fetchall()
    return next(iter(_events(connection, desk, [EventRow(*row) for row in found])), None)


def with_action(connection: sqlite3.Connection, desk: int, action: str, since: str) -> list[Event]:
    """Return a desk's events of one kind since a time, oldest first."""
    found = connection.execute(
        f"SELECT {chain.COLUMNS} FROM events WHERE desk_id = ? AND action = ? AND at >= ? ORDER BY number",  # noqa: S608
        [desk, action, since],
    ).fetchall()
    return _events(connection, desk, [EventRow(*row) for row in found])


def is_noted(context: WriteContext, action: str, why: str, since: str) -> bool:
    """Check for an event with this reason since a time."""
    found = context.connection.execute(
        f"""
        SELECT 1 FROM events {OF_CLAIM}
        WHERE desk_id = ? AND claim IS ? AND action = ? AND json_extract(after, '$.why') = ? AND at >= ? LIMIT 1
        """,  # noqa: S608 - a constant
        [context.desk, context.claim or None, action, why, since],
    ).fetchone()
    return found is not None


def reasons(connection: sqlite3.Connection, desk: int, action: str, since: str, limit: int) -> list[str]:
    """Return the different reasons of a desk's events since a time, oldest first."""
    rows = connection.execute(
        """
        SELECT json_extract(after, '$.why') FROM events WHERE desk_id = ? AND action = ? AND at >= ?
        GROUP BY 1 ORDER BY min(number) LIMIT ?
        """,
        [desk, action, since, limit],
    )
    return [why for (why,) in rows]


def _events(connection: sqlite3.Connection, desk: int, found: list[EventRow]) -> list[Event]:
    changes = [(json.loads(row.before), json.loads(row.after)) for row in found]
    numbers = {change.get(key) for pair in changes for change in pair for key in _PEOPLE}
    known = people.get(connection, desk, numbers | {row.person for row in found})

    def named(change: dict[str, object]) -> dict[str, object]:
        return {
            key: known.get(value, value) if key in _PEOPLE and isinstance(value, int) else value
            for key, value in change.items()
        }

    return [
        Event(
            row.number,
            row.claim,
            row.action,
            moment(row.at),
            None if row.person is None else known[row.person],
            named(before),
            named(after),
        )
        for row, (before, after) in zip(found, changes, strict=True)
    ]
