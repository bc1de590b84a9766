"""Rows of findings to post: claim mentions, and changed sources."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
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


def pins_to_check(connection: sqlite3.Connection, limit: int) -> list[PinRow]:
    """Return pinned quotes with a document changed since the last check."""
    rows = connection.execute(
        """
        SELECT desk_id, claim, number, document_id, evidence.text, pin, documents.sha256
        FROM evidence LEFT JOIN documents ON documents.id = document_id
        WHERE kind = 'quote' AND checked_sha256 <> coalesce(documents.sha256, '') LIMIT ?
        """,
        [limit],
    )
    return [
        PinRow(desk, claim, number, document, text, PinState(pin), sha256)
        for desk, claim, number, document, text, pin, sha256 in rows
    ]


def update_pin(context: WriteContext, row: PinRow, pin: PinState, found: str | None) -> bool:
    """Save a pinned quote's state; False without a change."""
    before = context.connection.execute(
        "SELECT pin, found FROM evidence WHERE desk_id = ? AND claim = ? AND number = ?",
        [row.desk, row.claim, row.number],
    ).fetchone()
    changed = bool(before != (pin.value, found))
    context.connection.execute(
        """
        UPDATE evidence SET pin = ?, found = ?, checked_sha256 = ?, checked_at = ?, told = min(told, ?)
        WHERE desk_id = ? AND claim = ? AND number = ?
        """,
        [pin.value, found, row.sha256 or "", context.at, int(not changed), row.desk, row.claim, row.number],
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


def add_mention(context: WriteContext, document: str, title: str, span: Span, text: str) -> bool:
    """Save a claim's mention in an article; False for a known one.

    An article already pinned as evidence is not new.
    """
    row = context.connection.execute(
        """
        INSERT INTO sightings (desk_id, claim, document_id, title, span_start, span_end, text, found_at)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
        WHERE NOT EXISTS (SELECT 1 FROM evidence WHERE desk_id = ?1 AND claim = ?2 AND document_id = ?3)
        ON CONFLICT DO NOTHING
        """,
        [context.desk, context.claim, document, title, span.start, span.end, text, context.at],
    )
    return bool(row.rowcount)


def unposted_mentions(connection: sqlite3.Connection) -> list[ClaimMention]:
    """Return the mentions not posted yet, of all guilds, oldest first."""
    rows = connection.execute(
        """
        SELECT s.id, d.guild_id, c.id, document_id, s.title, span_start, span_end, s.text
        FROM sightings s JOIN desks d ON d.id = s.desk_id JOIN claims c ON c.desk_id = d.id AND c.number = s.claim
        WHERE posted_at IS NULL ORDER BY s.id
        """
    ).fetchall()
    known = {claim.id: claim for claim in claims.get_by_ids(connection, [row[2] for row in rows])}
    return [
        ClaimMention(id_, guild, known[claim], document, title, Span(start, end), text)
        for id_, guild, claim, document, title, start, end, text in rows
    ]


def unnotified_source_changes(connection: sqlite3.Connection) -> list[tuple[int, int, int]]:
    """Return desk, claim and number of evidence with an unposted source change."""
    return connection.execute("SELECT desk_id, claim, number FROM evidence WHERE told = 0").fetchall()


def mark_posted(connection: sqlite3.Connection, mention: int, at: str) -> None:
    """Record a mention as posted."""
    connection.execute("UPDATE sightings SET posted_at = ? WHERE id = ?", [at, mention])


def mark_notified(connection: sqlite3.Connection, desk: int, claim: int, numbers: Iterable[int]) -> None:
    """Record source changes of a claim's evidence as posted."""
    connection.executemany(
        "UPDATE evidence SET told = 1 WHERE desk_id = ? AND claim = ? AND number = ?",
        [(desk, claim, number) for number in numbers],
    )


def mark_all_notified(connection: sqlite3.Connection, desk: int, at: str) -> None:
    """Record all findings of a desk as posted.

    A desk that moves to a guild would otherwise post them all at once.
    """
    connection.execute("UPDATE sightings SET posted_at = ? WHERE desk_id = ? AND posted_at IS NULL", [at, desk])
    connection.execute("UPDATE evidence SET told = 1 WHERE desk_id = ? AND told = 0", [desk])
