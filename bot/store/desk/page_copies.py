"""Rows of the copies of linked pages, and their messages in the outbox."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from bot.model.notifications import OutboxKind, OutboxMessage
from bot.model.page_copies import (
    ArchivedPage,
    CopyKind,
    CopyResult,
    CopyState,
    FailedCopy,
    FetchedPage,
    LocalCopy,
    PageCopy,
)
from bot.store.desk import outbox
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import moment, moment_or_none

_COLUMNS = "number, kind, url, state, created_at, finished_at, title, published, sha256, archived, failure"


def add(context: WriteContext, kind: CopyKind, urls: Sequence[str]) -> list[int]:
    """Add a copy to be made of each page, with its message; return their numbers.

    A page whose copy of this kind is waiting already is left out.
    """
    waiting = {copy.url for copy in of_claim(context.connection, context.desk, context.claim)
               if copy.kind is kind and copy.state is CopyState.WAITING}  # fmt: skip
    numbers = list[int]()
    for url in dict.fromkeys(url for url in urls if url not in waiting):
        row = context.connection.execute(
            """
            INSERT INTO page_copies (desk_id, claim, number, kind, url, state, person, created_at)
            SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, 'waiting', ?5, ?6
            FROM page_copies WHERE desk_id = ?1 AND claim = ?2 RETURNING number
            """,
            [context.desk, context.claim, kind.value, url, context.person, context.at],
        ).fetchone()
        numbers.append(int(row[0]))
        outbox.put(context, OutboxKind.ARCHIVE, numbers[-1])
    return numbers


def of_claim(connection: sqlite3.Connection, desk: int, claim: int) -> list[PageCopy]:
    """Return a claim's copies, oldest first, without their texts."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM page_copies WHERE desk_id = ? AND claim = ? ORDER BY number",  # noqa: S608 - a constant
        [desk, claim],
    )
    return [_copy(row) for row in rows]


def texts(connection: sqlite3.Connection, desk: int, claim: int, limit: int) -> list[LocalCopy]:
    """Return the latest local copy of each page of a claim, newest first, with its text."""
    rows = connection.execute(
        f"""
        SELECT {_COLUMNS}, text FROM page_copies c WHERE desk_id = ?1 AND claim = ?2 AND text IS NOT NULL
            AND NOT EXISTS (
                SELECT 1 FROM page_copies l WHERE l.desk_id = ?1 AND l.claim = ?2 AND l.url = c.url
                    AND l.text IS NOT NULL AND l.number > c.number
            )
        ORDER BY number DESC LIMIT ?3
        """,  # noqa: S608 - a constant
        [desk, claim, limit],
    )
    return [LocalCopy(_copy(row[:-1]), row[-1]) for row in rows]


def first_due(connection: sqlite3.Connection, now: str, latest: str) -> OutboxMessage | None:
    """Return the oldest due message about a copy to be made."""
    row = connection.execute(
        """
        SELECT o.id, d.guild_id, o.claim, o.subject, o.body, o.queued_at, o.attempts, o.revision, o.nonce
        FROM outbox o JOIN desks d ON d.id = o.desk_id
        WHERE o.kind = 'archive' AND (o.retry_at IS NULL OR o.retry_at <= ?1 OR o.retry_at > ?2)
        ORDER BY o.id LIMIT 1
        """,
        [now, latest],
    ).fetchone()
    if row is None:
        return None
    id_, guild, claim, number, body, queued, attempts, revision, nonce = row
    return OutboxMessage(
        id_, guild, claim, OutboxKind.ARCHIVE, number, body, moment(queued), attempts, posted=False, revision=revision,
        nonce=nonce,
    )  # fmt: skip


def waiting(connection: sqlite3.Connection, message: int) -> tuple[int, int, PageCopy] | None:
    """Return desk, claim and copy of a message, or None if nothing waits any more.

    The message is looked up by its id: a merge moves it to another claim.
    """
    row = connection.execute(
        f"""
        SELECT o.desk_id, o.claim, {", ".join(f"c.{column}" for column in _COLUMNS.split(", "))}
        FROM outbox o JOIN page_copies c ON c.desk_id = o.desk_id AND c.claim = o.claim AND c.number = o.subject
        WHERE o.id = ? AND o.kind = 'archive' AND c.state = 'waiting'
        """,  # noqa: S608 - a constant
        [message],
    ).fetchone()
    return None if row is None else (row[0], row[1], _copy(row[2:]))


def finish(context: WriteContext, number: int, result: CopyResult) -> None:
    """Save what became of a copy that waits."""
    columns: dict[str, str | None] = {"finished_at": context.at, "state": CopyState.DONE.value}
    if isinstance(result, FetchedPage):
        columns |= {
            "title": result.title, "published": result.published, "sha256": result.sha256, "text": result.text
        }  # fmt: skip
    elif isinstance(result, ArchivedPage):
        columns["archived"] = result.address
    elif isinstance(result, FailedCopy):
        columns |= {"state": CopyState.FAILED.value, "failure": result.reason}
    context.connection.execute(
        f"UPDATE page_copies SET {', '.join(f'{column} = ?' for column in columns)} "  # noqa: S608 - names from above
        "WHERE desk_id = ? AND claim = ? AND number = ?",
        [*columns.values(), context.desk, context.claim, number],
    )


def move(context: WriteContext, to: int) -> dict[int, int]:
    """Move all copies to claim `to`, those that wait with their messages; return their new numbers by the old ones."""
    connection, desk, claim = context.connection, context.desk, context.claim
    moved = dict[int, int]()
    for copy in of_claim(connection, desk, claim):
        [new] = connection.execute(
            """
            INSERT INTO page_copies
            SELECT desk_id, ?4, (
                SELECT coalesce(max(number), 0) + 1 FROM page_copies WHERE desk_id = ?1 AND claim = ?4
            ), kind, url, state, person, created_at, finished_at, title, published, sha256, text, archived, failure
            FROM page_copies WHERE desk_id = ?1 AND claim = ?2 AND number = ?3 RETURNING number
            """,
            [desk, claim, copy.number, to],
        ).fetchone()
        moved[copy.number] = new
        connection.execute(
            "DELETE FROM page_copies WHERE desk_id = ? AND claim = ? AND number = ?", [desk, claim, copy.number]
        )
        connection.execute(
            "UPDATE outbox SET claim = ?, subject = ? WHERE desk_id = ? AND claim = ? AND kind = 'archive' "
            "AND subject = ?",
            [to, new, desk, claim, copy.number],
        )
    return moved


def _copy(row: Sequence[Any]) -> PageCopy:
    number, kind, url, state, requested, finished, title, published, sha256, archived, failure = row
    return PageCopy(
        number,
        CopyKind(kind),
        url,
        CopyState(state),
        moment(requested),
        moment_or_none(finished),
        title,
        published,
        sha256,
        archived,
        failure,
    )
