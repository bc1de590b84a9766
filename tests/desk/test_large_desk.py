"""What a claim costs does not grow with its desk."""

from __future__ import annotations

import sqlite3

from bot.model.claim_input import ImportedClaim
from bot.store.desk import claim_details, claims, events
from tests.desk.conftest import MARIA, DeskNewsroom

_ACTIONS = frozenset({"imported"})


def _steps_to_read(connection: sqlite3.Connection) -> int:
    """Return the number of SQLite's steps, in hundreds, to read a claim with its history."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    [claim] = claims.get(connection, 1, [1])
    connection.set_progress_handler(count, 100)
    claim_details.read(connection, 1, claim)
    events.of_claim(connection, 1, 1)
    events.last_of_claim(connection, 1, 1, _ACTIONS)
    connection.set_progress_handler(None, 0)
    return steps


async def test_a_claim_is_read_as_fast_among_many_as_among_few(room: DeskNewsroom) -> None:
    steps = []
    for number in (20, 2_000):
        given = [ImportedClaim(f"Claim {place} of {number} is so.", rating="False") for place in range(number)]
        await room.by(MARIA).import_many(given)
        steps.append(await room.database.read(_steps_to_read))
    assert steps[1] <= steps[0] + 2
