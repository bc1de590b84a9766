"""Events of verdicts: their places in the log, and those that came in since."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from bot.model.claim_relations import RelationKind
from bot.model.notifications import LogPosition
from bot.store.desk.events import OF_CLAIM

# The names in the log of the actions that put a verdict in force, or give it its link.
_IN_FORCE = ("ruled", "approved", "correction ruled", "published", "imported")
# Those that close a claim, and with it a verdict that waits for approval.
_CLOSING = ("marked duplicate", "declined", RelationKind.MERGED_INTO.value)


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


def given_before_closing(connection: sqlite3.Connection, desk: int, claim: int) -> frozenset[int]:
    """Return the numbers of the verdicts that were given before a claim was last closed without one."""
    marks = ", ".join("?" * len(_CLOSING))
    rows = connection.execute(
        f"""
        SELECT json_extract(after, '$.verdict') FROM events {OF_CLAIM}
        WHERE desk_id = ?1 AND claim = ?2 AND action IN ('ruled', 'correction ruled') AND number < (
            SELECT max(number) FROM events {OF_CLAIM} WHERE desk_id = ?1 AND claim = ?2 AND action IN ({marks})
        )
        """,  # noqa: S608 - marks and a constant
        [desk, claim, *_CLOSING],
    )
    return frozenset(verdict for (verdict,) in rows)


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
