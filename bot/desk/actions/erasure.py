"""Erasure of a user: a pseudonym replaces the name.

The log stays unchanged: it names people by number.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from bot.store.desk import events, outbox, people
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import stamp

FORGOTTEN = "forgotten"


def forget(connection: sqlite3.Connection, user: int, now: datetime) -> int:
    """Erase a user at every desk, and return the number of desks."""
    known = people.forget(connection, user)
    for desk, number in known:
        outbox.forget(connection, desk, number)
        events.append(WriteContext(connection, desk, 0, None, stamp(now)), FORGOTTEN, after={"person": number})
    return len(known)
