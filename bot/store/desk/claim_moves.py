"""Rows that a merge or a split moves from one claim to another.

A row is added to the one and deleted from the other, and keeps its person and time. Evidence is copied: verdicts of the
first claim rest on it, and its log says that it was added there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.model.claim_relations import ClaimRelation, RelationKind
from bot.store.desk import claims, events, kept_files
from bot.store.desk.write_context import WriteContext

_FLAG = "person, why, created_at, link, author, written_at, snapshot"
_EVIDENCE = (
    "kind, text, person, created_at, document_id, sha256, span_start, span_end, title, source, url, pin, found, "
    "checked_sha256, checked_at, read_by_ocr"
)
_SAME_PIECE = "kind, text, document_id, span_start, span_end, url"


def move_flags(context: WriteContext, to: int, numbers: Sequence[int] | None = None) -> dict[int, int]:
    """Move flags to claim `to`; return their new numbers by the old ones.

    All flags move without `numbers`. A flag stays if its person has flagged the other claim, too.
    """
    present = context.connection.execute(
        """
        SELECT number FROM flags f WHERE desk_id = ?1 AND claim = ?2 AND NOT EXISTS (
            SELECT 1 FROM flags WHERE desk_id = ?1 AND claim = ?3 AND person = f.person
        ) ORDER BY number
        """,
        [context.desk, context.claim, to],
    ).fetchall()
    moved = {}
    for (number,) in present:
        if numbers is None or number in numbers:
            moved[number] = _copy(context, "flags", _FLAG, number, to)
            kept_files.move(context, number, to, moved[number])
            context.connection.execute(
                "DELETE FROM flags WHERE desk_id = ? AND claim = ? AND number = ?",
                [context.desk, context.claim, number],
            )
    _count(context, "flags", context.claim, to)
    return moved


def move_watchers(context: WriteContext, to: int) -> list[int]:
    """Move all watchers to claim `to`; return the numbers of the people."""
    row = [context.desk, context.claim]
    people = context.connection.execute("SELECT person FROM watchers WHERE desk_id = ? AND claim = ?", row).fetchall()
    context.connection.executemany(
        "INSERT OR IGNORE INTO watchers VALUES (?, ?, ?)", [(context.desk, to, person) for (person,) in people]
    )
    context.connection.execute("DELETE FROM watchers WHERE desk_id = ? AND claim = ?", row)
    return [person for (person,) in people]


def copy_evidence(context: WriteContext, to: int) -> dict[int, int]:
    """Copy evidence to claim `to`; return the new numbers by the old ones. What is there already is left out."""
    missing = context.connection.execute(
        f"""
        SELECT number FROM evidence e WHERE desk_id = ?1 AND claim = ?2 AND NOT EXISTS (
            SELECT 1 FROM evidence o WHERE desk_id = ?1 AND claim = ?3 AND ({_of("o")}) IS ({_of("e")})
        ) ORDER BY number
        """,  # noqa: S608 - constants
        [context.desk, context.claim, to],
    ).fetchall()
    copied = {number: _copy(context, "evidence", _EVIDENCE, number, to) for (number,) in missing}
    _count(context, "evidence", to)
    context.connection.execute(
        """
        UPDATE claims SET source_changed = EXISTS (
            SELECT 1 FROM evidence WHERE desk_id = ?1 AND claim = ?2 AND pin <> 'holds'
        ) WHERE desk_id = ?1 AND number = ?2
        """,
        [context.desk, to],
    )
    return copied


def relations(connection: sqlite3.Connection, desk: int, claim: int) -> list[ClaimRelation]:
    """Return the claims that a claim was merged with or split from, oldest first."""
    kinds = ", ".join(f"'{kind}'" for kind in RelationKind)
    rows = connection.execute(
        "SELECT action, json_extract(after, '$.other_claim') "  # noqa: S608 - of an enumeration
        f"FROM events {events.OF_CLAIM} WHERE desk_id = ? AND claim = ? AND action IN ({kinds}) ORDER BY number",
        [desk, claim],
    ).fetchall()
    others = {other.number: other for other in claims.get(connection, desk, [number for _, number in rows])}
    return [ClaimRelation(RelationKind(action), number, others[number].card) for action, number in rows]


def _of(alias: str) -> str:
    return ", ".join(f"{alias}.{column}" for column in _SAME_PIECE.split(", "))


def _copy(context: WriteContext, table: str, columns: str, number: int, to: int) -> int:
    row = context.connection.execute(
        f"""
        INSERT INTO {table} (desk_id, claim, number, {columns})
        SELECT desk_id, ?4, (
            SELECT coalesce(max(number), 0) + 1 FROM {table} WHERE desk_id = ?1 AND claim = ?4
        ), {columns} FROM {table} WHERE desk_id = ?1 AND claim = ?2 AND number = ?3 RETURNING number
        """,  # noqa: S608 - constants
        [context.desk, context.claim, number, to],
    ).fetchone()
    return int(row[0])


def _count(context: WriteContext, table: str, *numbers: int) -> None:
    """Set the number of a claim's rows, which lists show."""
    for number in numbers:
        context.connection.execute(
            f"UPDATE claims SET {table} = (SELECT count(*) FROM {table} WHERE desk_id = ?1 AND claim = ?2) "  # noqa: S608
            "WHERE desk_id = ?1 AND number = ?2",
            [context.desk, number],
        )
