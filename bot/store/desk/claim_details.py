"""Rows of one claim: flags, evidence, verdicts and watchers."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Literal

from bot.model.claim_input import NewEvidence, NewVerdict
from bot.model.claim_provenance import ClaimantKind, RatingValue
from bot.model.claims import Claim, ClaimFile, ClaimVerdict, Evidence, EvidenceKind, Flag, FlagSource, Person, PinState
from bot.model.spans import Span
from bot.store.desk import claim_moves, kept_files, page_copies, people, verdict_events
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import moment, moment_or_none, stamp

_People = dict[int, Person]

_FLAGS = "number, person, why, created_at, link, author, written_at, snapshot"
_EVIDENCE = (
    "number, kind, text, person, created_at, document_id, sha256, span_start, span_end, title, source, url, pin, "
    "found, checked_at, read_by_ocr"
)
_VERDICTS = (
    "number, rating, explanation, author, created_at, evidence, needs_second, second_reader, approved_at, url, byline, "
    "published, imported, byline_kind, rating_value, worst_rating, best_rating"
)


def read(connection: sqlite3.Connection, desk: int, claim: Claim) -> ClaimFile:
    """Return a claim with its flags, evidence, verdicts, watchers, duplicates and copies of pages."""

    def rows(columns: str, table: str) -> list[tuple[Any, ...]]:
        return connection.execute(
            f"SELECT {columns} FROM {table} WHERE desk_id = ? AND claim = ? ORDER BY 1",  # noqa: S608 - constants
            [desk, claim.number],
        ).fetchall()

    flags, evidence, verdicts = rows(_FLAGS, "flags"), rows(_EVIDENCE, "evidence"), rows(_VERDICTS, "verdicts")
    watchers = [person for (person,) in rows("person", "watchers")]
    duplicates = connection.execute(
        # Without the plus sign SQLite scans the whole desk to avoid sorting.
        "SELECT number FROM claims WHERE desk_id = ? AND duplicate_of = ? ORDER BY +number",
        [desk, claim.number],
    ).fetchall()
    known = people.get(
        connection,
        desk,
        [
            *watchers,
            *(number for row in flags for number in (row[1], row[5])),
            *(row[3] for row in evidence),
            *(number for row in verdicts for number in (row[3], row[7])),
        ],
    )
    closed = verdict_events.given_before_closing(connection, desk, claim.number) if verdicts else frozenset[int]()
    return ClaimFile(
        claim,
        tuple(_flag(row, known) for row in flags),
        tuple(_evidence(row, known) for row in evidence),
        tuple(_verdict(row, known, closed) for row in verdicts),
        tuple(known[person] for person in watchers),
        tuple(number for (number,) in duplicates),
        tuple(claim_moves.relations(connection, desk, claim.number)),
        tuple(page_copies.of_claim(connection, desk, claim.number)),
        tuple(kept_files.of_claim(connection, desk, claim.number)),
    )


def add_flag(context: WriteContext, why: str, origin: FlagSource | None) -> int | None:
    """Add a person's flag, and return its number; None for a second flag."""
    author = None
    if origin and origin.author and origin.author.user is not None:
        author = people.number_of(context.connection, context.desk, origin.author.user, origin.author.name)
    row = context.connection.execute(
        f"""
        INSERT INTO flags (desk_id, claim, {_FLAGS})
        SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9
        FROM flags WHERE desk_id = ?1 AND claim = ?2
        ON CONFLICT (desk_id, claim, person) DO NOTHING RETURNING number
        """,  # noqa: S608 - a constant
        [
            context.desk,
            context.claim,
            context.person,
            why,
            context.at,
            origin.link if origin else None,
            author,
            stamp(origin.written) if origin and origin.written else None,
            origin.snapshot if origin else None,
        ],
    ).fetchone()
    if row is None:
        return None
    _increment(context, "flags")
    if origin:
        kept_files.add(context, int(row[0]), origin.attachments)
    return int(row[0])


def has_flagged(connection: sqlite3.Connection, desk: int, claim: int, user: int) -> bool:
    """Check for a user's flag on a claim."""
    row = connection.execute(
        """
        SELECT 1 FROM flags JOIN people ON people.desk_id = flags.desk_id AND people.number = person
        WHERE flags.desk_id = ? AND claim = ? AND user_id = ?
        """,
        [desk, claim, user],
    ).fetchone()
    return row is not None


def add_evidence(context: WriteContext, new: NewEvidence) -> int:
    """Add evidence to a claim, and return its number."""
    row = context.connection.execute(
        """
        INSERT INTO evidence (desk_id, claim, number, kind, text, person, created_at, document_id, sha256, span_start,
            span_end, title, source, url, checked_sha256, read_by_ocr)
        SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?8, ?14
        FROM evidence WHERE desk_id = ?1 AND claim = ?2 RETURNING number
        """,
        [
            context.desk,
            context.claim,
            new.kind.value,
            new.text,
            context.person,
            context.at,
            new.document,
            new.sha256,
            new.span.start if new.span else None,
            new.span.end if new.span else None,
            new.title,
            new.source,
            new.url,
            int(new.read_by_ocr),
        ],
    ).fetchone()
    if new.content is not None and new.sha256 is not None:
        kept_files.add_content(context, new.sha256, new.content)
    _increment(context, "evidence")
    return int(row[0])


def add_verdict(context: WriteContext, new: NewVerdict) -> int:
    """Add a verdict to a claim, and return its number.

    Without a second reader it is in force at once.
    """
    row = context.connection.execute(
        f"""
        INSERT INTO verdicts (desk_id, claim, {_VERDICTS})
        SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8, NULL, ?9, ?10, ?11, ?12, ?13,
            ?14, ?15, ?16, ?17
        FROM verdicts WHERE desk_id = ?1 AND claim = ?2 RETURNING number
        """,  # noqa: S608 - a constant
        [
            context.desk,
            context.claim,
            new.rating,
            new.explanation,
            context.person,
            context.at,
            json.dumps(new.evidence),
            int(new.needs_second_reader),
            None if new.needs_second_reader else context.at,
            new.url,
            new.author,
            new.published,
            int(new.imported),
            new.author_kind.value if new.author_kind else None,
            *_numbers(new.value),
        ],
    ).fetchone()
    return int(row[0])


def verdict_numbers(new: NewVerdict) -> dict[str, object]:
    """Return the rating's number and the author's kind by column, for the log; absent ones are left out."""
    value, worst, best = _numbers(new.value)
    kind = new.author_kind.value if new.author_kind else None
    values = {"rating_value": value, "worst_rating": worst, "best_rating": best, "byline_kind": kind}
    return {name: number for name, number in values.items() if number is not None}


def _numbers(value: RatingValue | None) -> tuple[float | None, float | None, float | None]:
    return (value.value, value.worst, value.best) if value else (None, None, None)


def approve(context: WriteContext, verdict: int) -> None:
    """Put a verdict in force, with its second reader.

    The database refuses the verdict's author as second reader.
    """
    context.connection.execute(
        "UPDATE verdicts SET second_reader = ?, approved_at = ? WHERE desk_id = ? AND claim = ? AND number = ?",
        [context.person, context.at, context.desk, context.claim, verdict],
    )


def publish(context: WriteContext, verdict: int, url: str) -> None:
    """Save the link to the published verdict."""
    context.connection.execute(
        "UPDATE verdicts SET url = ? WHERE desk_id = ? AND claim = ? AND number = ?",
        [url, context.desk, context.claim, verdict],
    )


def watch(context: WriteContext) -> bool:
    """Add a person to a claim's watchers; False for a present one."""
    row = [context.desk, context.claim, context.person]
    return bool(context.connection.execute("INSERT OR IGNORE INTO watchers VALUES (?, ?, ?)", row).rowcount)


def unwatch(context: WriteContext) -> bool:
    """Remove a person from a claim's watchers; False for an absent one."""
    deleted = context.connection.execute(
        "DELETE FROM watchers WHERE desk_id = ? AND claim = ? AND person = ?",
        [context.desk, context.claim, context.person],
    )
    return bool(deleted.rowcount)


def _increment(context: WriteContext, column: Literal["flags", "evidence"]) -> None:
    context.connection.execute(
        f"UPDATE claims SET {column} = {column} + 1 WHERE desk_id = ? AND number = ?",  # noqa: S608 - of two
        [context.desk, context.claim],
    )


def watchers(connection: sqlite3.Connection, desk: int, claim: int) -> list[int]:
    """Return the numbers of a claim's watchers."""
    rows = connection.execute("SELECT person FROM watchers WHERE desk_id = ? AND claim = ?", [desk, claim])
    return [person for (person,) in rows]


def subscribers(connection: sqlite3.Connection, desk: int, claim: int) -> list[Person]:
    """Return the people to notify of a claim's verdict.

    These are its flaggers and watchers, and those of its duplicates, at any depth.
    """
    rows = connection.execute(
        """
        WITH RECURSIVE group_of (number) AS (
            SELECT ?2 UNION SELECT claims.number FROM claims JOIN group_of
            ON claims.desk_id = ?1 AND claims.duplicate_of = group_of.number
        )
        SELECT person FROM flags WHERE desk_id = ?1 AND claim IN (SELECT number FROM group_of)
        UNION SELECT person FROM watchers WHERE desk_id = ?1 AND claim IN (SELECT number FROM group_of)
        """,
        [desk, claim],
    )
    return list(people.get(connection, desk, [person for (person,) in rows]).values())


def with_new_evidence(connection: sqlite3.Connection, desk: int, since: str) -> list[int]:
    """Return the claims with new evidence since a time, newest first.

    A changed source and a mention in an article count as evidence.
    """
    rows = connection.execute(
        """
        SELECT claim FROM evidence WHERE desk_id = ?1 AND created_at >= ?2
        UNION SELECT claim FROM evidence WHERE desk_id = ?1 AND checked_at >= ?2 AND pin <> 'holds'
        UNION SELECT claim FROM sightings WHERE desk_id = ?1 AND found_at >= ?2
        ORDER BY claim DESC
        """,
        [desk, since],
    )
    return [claim for (claim,) in rows]


def _flag(row: tuple[Any, ...], known: _People) -> Flag:
    number, person, why, created, link, author, written, snapshot = row
    origin = None if link is None else FlagSource(link, known.get(author), moment_or_none(written), snapshot)
    return Flag(number, known[person], moment(created), why, origin)


def _evidence(row: tuple[Any, ...], known: _People) -> Evidence:
    number, kind, text, person, created, document, sha256, start, end, title, source, url, pin, found, at, by_ocr = row
    return Evidence(
        number,
        EvidenceKind(kind),
        text,
        known[person],
        moment(created),
        document,
        sha256,
        None if start is None else Span(start, end),
        title,
        source,
        url,
        PinState(pin),
        found,
        moment_or_none(at),
        bool(by_ocr),
    )


def _verdict(row: tuple[Any, ...], known: _People, closed: frozenset[int]) -> ClaimVerdict:
    number, rating, explanation, author, created, evidence, needs, second, approved, url = row[:10]
    byline, published, imported, byline_kind, value, worst, best = row[10:]
    return ClaimVerdict(
        number,
        rating,
        explanation,
        known[author],
        moment(created),
        tuple(json.loads(evidence)),
        bool(needs),
        known.get(second),
        moment_or_none(approved),
        url,
        byline,
        published,
        bool(imported),
        ClaimantKind(byline_kind) if byline_kind else None,
        None if value is None else RatingValue(value, worst, best),
        is_withdrawn=approved is None and number in closed,
    )
