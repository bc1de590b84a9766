"""Hashes by which the log holds fast what other tables tell: a claim's words, a piece of evidence, a verdict."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from typing import Literal

from bot.store.desk.write_context import WriteContext

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


def claim(context: WriteContext) -> str:
    """Return the seal of a claim's words."""
    return current(context.connection, "claim", context.desk, context.claim, context.claim)


def evidence(context: WriteContext, number: int) -> str:
    """Return the seal of one piece of a claim's evidence."""
    return current(context.connection, "evidence", context.desk, context.claim, number)


def verdict(context: WriteContext, number: int) -> str:
    """Return the seal of one of a claim's verdicts: of all of it but its approval and where it was published."""
    return current(context.connection, "verdict", context.desk, context.claim, number)


def current(connection: sqlite3.Connection, kind: Kind, desk: int, claim: int, number: int) -> str:
    """Return the seal of what now stands in a row, "" where there is no such row."""
    row = connection.execute(_CONTENT[kind], [desk, claim, number]).fetchone()
    return "" if row is None else digest(json.dumps(row, ensure_ascii=False))


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: Mapping[str, object]) -> str:
    """Return `value` as the one JSON text that stands for it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
