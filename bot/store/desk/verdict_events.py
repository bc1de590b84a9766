"""Events of verdicts: their places in the log, and those that came in since."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from bot.model.notifications import LogPosition

# The names in the log of the actions that put a verdict in force, or give it its link.
_IN_FORCE = ("ruled", "approved", "correction ruled", "published", "imported")


def positions(connection: sqlite3.Connection, desk: int) -> Mapping[tuple[int, int], LogPosition]:
    """Return the last event of each verdict, by claim and number of the verdict."""
    marks = ", ".join("?" * len(_IN_FORCE))
    rows = connection.execute(
        f"""
        SELECT claim, json_extract(after, '$.verdict'), max(number), hash FROM events
        WHERE desk_id = ? AND claim IS NOT NULL AND action IN ({marks}) AND json_extract(after, '$.verdict') IS NOT NULL
        GROUP BY 1, 2
        """,  # noqa: S608 - marks
        [desk, *_IN_FORCE],
    )
    return {(claim, verdict): LogPosition(number, hash_) for claim, verdict, number, hash_ in rows}


def last_public_change(connection: sqlite3.Connection, desk: int, after: int) -> int:
    """Return the number of the last event after `after` that may change what is published, or `after`.

    These are the events of claims with a verdict, and of the desk as a whole, as of an erasure.
    """
    row = connection.execute(
        """
        SELECT max(e.number) FROM events e LEFT JOIN claims c ON c.desk_id = e.desk_id AND c.number = e.claim
        WHERE e.desk_id = ? AND e.number > ? AND (e.claim IS NULL OR c.rating IS NOT NULL)
        """,
        [desk, after],
    ).fetchone()
    return after if row[0] is None else int(row[0])
