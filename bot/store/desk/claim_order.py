"""Claims of a list in the order that the reader chose."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from bot.model.claim_lists import ClaimOrder
from bot.model.claims import Person
from bot.store.desk import people

_IS_SETTLED = "status NOT IN ('open', 'checking', 'review')"
_DUE = "due_at IS NULL, due_at"
_RANK = "CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END"
_ORDERS = {
    ClaimOrder.NEWEST: "number DESC",
    ClaimOrder.DUE: f"{_IS_SETTLED}, {_DUE}, {_RANK}, number DESC",
    ClaimOrder.PRIORITY: f"{_IS_SETTLED}, {_RANK}, {_DUE}, number DESC",
    ClaimOrder.FLAGS: "flags DESC, number DESC",
}


def sort(connection: sqlite3.Connection, desk: int, numbers: Sequence[int], order: ClaimOrder) -> list[int]:
    """Return claim numbers, given lowest first, in an order."""
    if order is ClaimOrder.NEWEST:
        return list(numbers[::-1])
    rows = connection.execute(
        "SELECT number FROM claims WHERE desk_id = ? AND number IN (SELECT value FROM json_each(?)) "  # noqa: S608
        f"ORDER BY {_ORDERS[order]}",
        [desk, json.dumps(numbers)],
    )
    return [number for (number,) in rows]


def assignees(connection: sqlite3.Connection, desk: int) -> list[Person]:
    """Return the people with claims in work, those with most claims first."""
    rows = connection.execute(
        f"SELECT assignee FROM claims WHERE desk_id = ? AND assignee IS NOT NULL AND NOT {_IS_SETTLED} "  # noqa: S608
        "GROUP BY assignee ORDER BY count(*) DESC, assignee",
        [desk],
    ).fetchall()
    numbers = [number for (number,) in rows]
    known = people.get(connection, desk, numbers)
    return [known[number] for number in numbers]
