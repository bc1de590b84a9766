"""Content hashes stored in the audit log for claims, evidence and verdicts."""

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
    """Return the content hash of a claim."""
    return current(context.connection, "claim", context.desk, context.claim, context.claim)


def evidence(context: WriteContext, number: int) -> str:
    """Return the content hash of a piece of evidence."""
    return current(context.connection, "evidence", context.desk, context.claim, number)


def verdict(context: WriteContext, number: int) -> str:
    """Return the content hash of a verdict, without its approval and link."""
    return current(context.connection, "verdict", context.desk, context.claim, number)


def current(connection: sqlite3.Connection, kind: Kind, desk: int, claim: int, number: int) -> str:
    """Return the hash of a row's present content, or ""."""
    row = connection.execute(_CONTENT[kind], [desk, claim, number]).fetchone()
    return "" if row is None else digest(json.dumps(row, ensure_ascii=False))


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def canonical(value: Mapping[str, object]) -> str:
    """Return canonical JSON: sorted keys, no spaces.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
