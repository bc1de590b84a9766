"""Rows of the attachments of flags, and their contents.

A content stands once in a desk, however many flags have it. Lists read no content.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from bot.model.attachments import Attachment, EarlierFile, FetchedFile, FileState, KeptFile, Likeness
from bot.store.desk.write_context import WriteContext
from bot.store.log import chain
from bot.store.sqlite.timestamps import moment_or_none

MOST_FILES = 10  # of a flag: Discord's limit of a message
ERASED_NAME = "[erased]"
_MOVED = "position, name, media_type, size, url, spoiler, state, sha256, picture_hash, kept_at, earlier_claim, likeness"
_COLUMNS = f"flag, {_MOVED}"


def add(context: WriteContext, flag: int, attachments: Sequence[Attachment]) -> None:
    """Add the attachments of a flag; their contents are fetched later."""
    context.connection.executemany(
        """
        INSERT INTO kept_files (desk_id, claim, flag, position, name, media_type, size, url, spoiler, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
            (
                *(context.desk, context.claim, flag, position, attached.name, attached.media_type, attached.size),
                *(attached.url, int(attached.is_spoiler), FileState.WAITING.value),
            )
            for position, attached in enumerate(attachments[:MOST_FILES], start=1)
        ],
    )


def of_claim(connection: sqlite3.Connection, desk: int, claim: int) -> list[KeptFile]:
    """Return the attachments of a claim's flags, in the order of the flags."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM kept_files WHERE desk_id = ? AND claim = ? ORDER BY flag, position",  # noqa: S608
        [desk, claim],
    )
    return [_file(row) for row in rows]


def has_waiting(connection: sqlite3.Connection, desk: int, claim: int) -> bool:
    """Check for attachments of a claim that have still to be fetched."""
    row = connection.execute(
        "SELECT 1 FROM kept_files WHERE desk_id = ? AND claim = ? AND state = ? LIMIT 1",
        [desk, claim, FileState.WAITING.value],
    ).fetchone()
    return row is not None


def content(connection: sqlite3.Connection, desk: int, sha256: str) -> bytes | None:
    """Return a kept content by its hash."""
    row = connection.execute(
        "SELECT content FROM file_contents WHERE desk_id = ? AND sha256 = ?", [desk, sha256]
    ).fetchone()
    return None if row is None else bytes(row[0])


def save(context: WriteContext, fetched: FetchedFile, earlier: EarlierFile | None) -> bool:
    """Save what became of a waiting attachment; False if it waits no longer."""
    changed = context.connection.execute(
        """
        UPDATE kept_files SET state = ?, media_type = ?, size = ?, sha256 = ?, picture_hash = ?, kept_at = ?,
            earlier_claim = ?, likeness = ?
        WHERE desk_id = ? AND claim = ? AND flag = ? AND position = ? AND state = ?
        """,
        [
            *(fetched.state.value, fetched.media_type, fetched.size, fetched.sha256, fetched.picture_hash),
            context.at if fetched.state is FileState.KEPT else None,
            *((earlier.claim, earlier.likeness.value) if earlier else (None, None)),
            *(context.desk, context.claim, fetched.flag, fetched.position, FileState.WAITING.value),
        ],
    )
    if changed.rowcount and fetched.content is not None:
        add_content(context, fetched.sha256 or "", fetched.content)
    return bool(changed.rowcount)


def add_content(context: WriteContext, sha256: str, content: bytes) -> None:
    """Keep a content, unless the desk has it already."""
    context.connection.execute("INSERT OR IGNORE INTO file_contents VALUES (?, ?, ?)", [context.desk, sha256, content])


def claims_with(connection: sqlite3.Connection, desk: int, sha256: str) -> list[int]:
    """Return the claims that have a file, lowest number first."""
    rows = connection.execute(
        "SELECT DISTINCT claim FROM kept_files WHERE desk_id = ? AND sha256 = ? ORDER BY claim", [desk, sha256]
    )
    return [claim for (claim,) in rows]


def picture_hashes(connection: sqlite3.Connection, desk: int) -> list[tuple[int, str]]:
    """Return claim and perceptual hash of each kept picture, lowest number first."""
    return connection.execute(
        "SELECT claim, picture_hash FROM kept_files WHERE desk_id = ? AND picture_hash IS NOT NULL ORDER BY claim",
        [desk],
    ).fetchall()


def move(context: WriteContext, flag: int, to: int, new_flag: int) -> None:
    """Move a flag's attachments to its copy at claim `to`."""
    old = [context.desk, context.claim, flag]
    context.connection.execute(
        f"""
        INSERT INTO kept_files (desk_id, claim, flag, {_MOVED})
        SELECT desk_id, ?4, ?5, {_MOVED} FROM kept_files WHERE desk_id = ?1 AND claim = ?2 AND flag = ?3
        """,  # noqa: S608 - constants
        [*old, to, new_flag],
    )
    context.connection.execute("DELETE FROM kept_files WHERE desk_id = ? AND claim = ? AND flag = ?", old)
    # A file that both claims have is no earlier one of the other.
    context.connection.execute(
        """
        UPDATE kept_files SET earlier_claim = NULL, likeness = NULL
        WHERE desk_id = ? AND claim = ? AND earlier_claim = claim
        """,
        [context.desk, to],
    )


def erase(connection: sqlite3.Connection, desk: int, claim: int, flag: int, position: int) -> None:
    """Erase an attachment, and its content if no other flag has it."""
    connection.execute(
        """
        UPDATE kept_files SET name = ?, url = NULL, state = ?, sha256 = NULL, picture_hash = NULL,
            earlier_claim = NULL, likeness = NULL
        WHERE desk_id = ? AND claim = ? AND flag = ? AND position = ?
        """,
        [ERASED_NAME, FileState.ERASED.value, desk, claim, flag, position],
    )
    delete_unused(connection, desk)


def delete_unused(connection: sqlite3.Connection, desk: int) -> None:
    """Delete the contents that no attachment and no evidence has any more."""
    connection.execute(
        """
        DELETE FROM file_contents WHERE desk_id = ?1 AND NOT EXISTS (
            SELECT 1 FROM kept_files k WHERE k.desk_id = ?1 AND k.sha256 = file_contents.sha256
        ) AND NOT EXISTS (
            SELECT 1 FROM evidence e WHERE e.desk_id = ?1 AND e.sha256 = file_contents.sha256
                AND e.document_id IS NULL AND e.text <> ?2
        )
        """,
        [desk, chain.ERASED],
    )


def damaged(connection: sqlite3.Connection, desk: int) -> Iterator[tuple[int, int, str]]:
    """Yield claim, flag and name of each kept file whose content is missing or has another hash."""
    rows = connection.execute(
        """
        SELECT k.claim, k.flag, k.name, k.sha256, c.content FROM kept_files k
        LEFT JOIN file_contents c ON c.desk_id = k.desk_id AND c.sha256 = k.sha256
        WHERE k.desk_id = ? AND k.sha256 IS NOT NULL ORDER BY k.claim, k.flag, k.position
        """,
        [desk],
    )
    for claim, flag, name, sha256, kept in rows:
        if kept is None or hashlib.sha256(kept).hexdigest() != sha256:
            yield claim, flag, name


def damaged_evidence(connection: sqlite3.Connection, desk: int) -> Iterator[tuple[int, int, str]]:
    """Yield claim, number and name of each file that is evidence, and whose kept content has another hash."""
    rows = connection.execute(
        """
        SELECT e.claim, e.number, e.title, e.sha256, c.content FROM evidence e
        JOIN file_contents c ON c.desk_id = e.desk_id AND c.sha256 = e.sha256
        WHERE e.desk_id = ? AND e.document_id IS NULL AND e.sha256 IS NOT NULL ORDER BY e.claim, e.number
        """,
        [desk],
    )
    for claim, number, name, sha256, kept in rows:
        if hashlib.sha256(kept).hexdigest() != sha256:
            yield claim, number, name or ERASED_NAME


def _file(row: tuple[Any, ...]) -> KeptFile:
    flag, position, name, media_type, size, url, spoiler, state, sha256, picture, kept, earlier, likeness = row
    return KeptFile(
        flag,
        position,
        name,
        media_type,
        size,
        FileState(state),
        url,
        bool(spoiler),
        sha256,
        picture,
        moment_or_none(kept),
        None if earlier is None else EarlierFile(earlier, Likeness(likeness)),
    )
