"""Context of one desk write: connection, desk, claim, person, timestamp."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WriteContext:
    """Context of one write.

    `claim` is 0 for the whole desk; `person` is the actor's number, or None for the desk itself; `at` is a timestamp.
    """

    connection: sqlite3.Connection
    desk: int
    claim: int
    person: int | None
    at: str
