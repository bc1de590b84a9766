"""Letting somebody be forgotten: a pseudonym in their place, their messages' texts gone, the log as it was."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from bot.store.desk import events, people
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import stamp

FORGOTTEN = "forgotten"


def forget(connection: sqlite3.Connection, user: int, now: datetime) -> int:
    """Forget a user at every desk, and return at how many they were known."""
    known = people.forget(connection, user)
    for desk, number in known:
        events.append(WriteContext(connection, desk, 0, None, stamp(now)), FORGOTTEN, after={"person": number})
    return len(known)
