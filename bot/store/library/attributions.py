"""Rows of attributions, by document text and version of the rules."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from bot.model.attribution import Attribution
from bot.model.documents import DocumentRef
from bot.store import row_mapping
from bot.store.library import speakers
from bot.store.library.speakers import SpeakerRow

if TYPE_CHECKING:
    import sqlite_utils


def put(
    db: sqlite_utils.Database,
    document: DocumentRef,
    version: str,
    attributions: Iterable[Attribution],
    voices: Iterable[SpeakerRow] = (),
) -> None:
    """Save the attributions and speakers of one text.

    Nothing is saved if the document has changed or gone meanwhile.
    """
    db.execute("DELETE FROM attributions WHERE document_id = ? AND version = ?", [document.id, version])
    saved = db.execute(
        """
        INSERT INTO attributions (document_id, version, sha256, body)
        SELECT id, ?, sha256, ? FROM documents WHERE id = ? AND sha256 = ?
        """,
        [version, row_mapping.attributions_body(attributions), document.id, document.sha256],
    ).rowcount
    if saved:
        speakers.put(db, document.id, version, voices)


def get(
    connection: sqlite3.Connection, documents: Collection[DocumentRef], version: str
) -> dict[str, list[Attribution]]:
    """Return attributions by document id; missing ones are left out."""
    found = {}
    for document in documents:
        row = connection.execute(
            "SELECT body FROM attributions WHERE document_id = ? AND version = ? AND sha256 = ?",
            [document.id, version, document.sha256],
        ).fetchone()
        if row:
            found[document.id] = row_mapping.attributions(row[0])
    return found


def missing(connection: sqlite3.Connection, version: str, limit: int) -> list[str]:
    """Return ids of documents without attributions of this version, newest first."""
    rows = connection.execute(
        """
        SELECT id FROM documents WHERE NOT EXISTS (
            SELECT 1 FROM attributions
            WHERE document_id = documents.id AND version = ? AND attributions.sha256 = documents.sha256
        )
        ORDER BY generation DESC, id LIMIT ?
        """,
        [version, limit],
    )
    return [id_ for (id_,) in rows]


def forget_other_versions(db: sqlite_utils.Database, version: str) -> None:
    """Delete the attributions of other versions."""
    db.execute("DELETE FROM attributions WHERE version <> ?", [version])
