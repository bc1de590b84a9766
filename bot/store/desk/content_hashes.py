"""Content hashes that events of earlier versions hold for claims, evidence and verdicts.

Events of this version hold the changed values themselves (bot/store/log/capture.py).
"""

from __future__ import annotations

import json
import sqlite3
from typing import Literal

from bot.store.log.chain import digest

Kind = Literal["claim", "evidence", "verdict"]

_CONTENT = {
    "claim": "SELECT text, created_at FROM claims WHERE desk_id = ? AND number = ? AND number = ?",
    "evidence": (
        "SELECT kind, text, person, created_at, document_id, sha256, span_start, span_end, title, source, url "
        "FROM evidence WHERE desk_id = ? AND claim = ? AND number = ?"
    ),
    "verdict": (
        "SELECT rating, explanation, author, created_at, evidence, needs_second, byline, published, imported "
        "FROM verdicts WHERE desk_id = ? AND claim = ? AND number = ?"
    ),
}


def current(connection: sqlite3.Connection, kind: Kind, desk: int, claim: int, number: int) -> str:
    """Return the hash of a row's present content, or ""."""
    row = connection.execute(_CONTENT[kind], [desk, claim, number]).fetchone()
    return "" if row is None else digest(json.dumps(row, ensure_ascii=False))
