"""One action inside its transaction, as the functions that write it down are handed it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WriteContext:
    """On which claim (0: none) of which desk, by whose number (None: the desk itself), and when (a stamp)."""

    connection: sqlite3.Connection
    desk: int
    claim: int
    person: int | None
    at: str
