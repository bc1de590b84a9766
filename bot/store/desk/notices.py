"""Rows of findings in articles: claim mentions, and changed sources."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model.claims import PinState
from bot.model.notifications import ClaimMention
from bot.model.spans import Span
from bot.store.desk import claims
from bot.store.desk.write_context import WriteContext

if TYPE_CHECKING:
    import sqlite_utils


@dataclass(frozen=True, slots=True)
class PinRow:
    """A pinned quote with a document changed since the last check.

    `sha256` is the document's now, or None without a document.
    """

    desk: int
    claim: int
    number: int
    document: str
    text: str
    pin: PinState
    sha256: str | None


@dataclass(frozen=True, slots=True)
class WatchedClaim:
    """A claim to look for in new articles."""

    desk: int
    number: int
    text: str


def checked_hashes(connection: sqlite3.Connection) -> dict[str, set[str]]:
    """Return by document the hashes that its pinned quotes were checked against; "" for a missing document."""
    hashes: dict[str, set[str]] = {}
    rows = connection.execute("SELECT DISTINCT document_id, checked_sha256 FROM evidence WHERE kind = 'quote'")
    for document, sha256 in rows:
        hashes.setdefault(document, set()).add(sha256)
    return hashes


def pins_to_check(connection: sqlite3.Connection, changed: Mapping[str, str | None], limit: int) -> list[PinRow]:
    """Return pinned quotes that were not checked against the present hash of their document, of these documents."""
    found: list[PinRow] = []
    for document, sha256 in changed.items():
        rows = connection.execute(
            """
            SELECT desk_id, claim, number, text, pin FROM evidence
            WHERE kind = 'quote' AND document_id = ? AND checked_sha256 <> ? LIMIT ?
            """,
            [document, sha256 or "", limit - len(found)],
        )
        found += [
            PinRow(desk, claim, number, document, text, PinState(pin), sha256)
            for desk, claim, number, text, pin in rows
        ]
        if len(found) == limit:
            break
    return found


def update_pin(context: WriteContext, row: PinRow, pin: PinState, found: str | None) -> bool:
    """Save a pinned quote's state; False without a change."""
    before = context.connection.execute(
        "SELECT pin, found FROM evidence WHERE desk_id = ? AND claim = ? AND number = ?",
        [row.desk, row.claim, row.number],
    ).fetchone()
    changed = bool(before != (pin.value, found))
    context.connection.execute(
        """
        UPDATE evidence SET pin = ?, found = ?, checked_sha256 = ?, checked_at = ?
        WHERE desk_id = ? AND claim = ? AND number = ?
        """,
        [pin.value, found, row.sha256 or "", context.at, row.desk, row.claim, row.number],
    )
    context.connection.execute(
        """
        UPDATE claims SET source_changed = EXISTS (
            SELECT 1 FROM evidence WHERE desk_id = ?1 AND claim = ?2 AND pin <> 'holds'
        ) WHERE desk_id = ?1 AND number = ?2
        """,
        [row.desk, row.claim],
    )
    return changed


def watched_generation(connection: sqlite3.Connection) -> int:
    """Return the generation of articles last searched for watched claims."""
    return int(connection.execute("SELECT watched FROM state").fetchone()[0])


def put_watched_generation(db: sqlite_utils.Database, *, generation: int) -> None:
    db.execute("UPDATE state SET watched = ?", [generation])


def watched_claims(connection: sqlite3.Connection) -> list[WatchedClaim]:
    """Return all claims in work or with watchers, of all desks."""
    rows = connection.execute(
        """
        SELECT desk_id, number, text FROM claims WHERE status IN ('open', 'checking', 'review')
            OR EXISTS (SELECT 1 FROM watchers WHERE desk_id = claims.desk_id AND claim = claims.number)
        """
    )
    return [WatchedClaim(*row) for row in rows]


def add_mention(context: WriteContext, document: str, title: str, span: Span, text: str) -> int | None:
    """Save a claim's mention in an article, and return its id.

    Return None for a known one. An article already pinned as evidence is not new.
    """
    row = context.connection.execute(
        """
        INSERT INTO sightings (desk_id, claim, document_id, title, span_start, span_end, text, found_at)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
        WHERE NOT EXISTS (SELECT 1 FROM evidence WHERE desk_id = ?1 AND claim = ?2 AND document_id = ?3)
        ON CONFLICT DO NOTHING RETURNING id
        """,
        [context.desk, context.claim, document, title, span.start, span.end, text, context.at],
    ).fetchone()
    return None if row is None else int(row[0])


def mention(connection: sqlite3.Connection, id_: int) -> ClaimMention:
    """Return a mention by its id."""
    guild, claim, document, title, start, end, text = connection.execute(
        """
        SELECT d.guild_id, c.id, document_id, s.title, span_start, span_end, s.text
        FROM sightings s JOIN desks d ON d.id = s.desk_id JOIN claims c ON c.desk_id = d.id AND c.number = s.claim
        WHERE s.id = ?
        """,
        [id_],
    ).fetchone()
    [found] = claims.get_by_ids(connection, [claim])
    return ClaimMention(id_, guild, found, document, title, Span(start, end), text)
