"""Rows of packed document units; reading is much faster than splitting again."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import TYPE_CHECKING

from bot.model.documents import DocumentRef

if TYPE_CHECKING:
    import sqlite_utils


def put(db: sqlite_utils.Database, document: DocumentRef, version: str, body: bytes) -> None:
    """Save the units of one text, unless the document has changed."""
    db.execute(
        """
        INSERT OR REPLACE INTO document_units (document_id, version, sha256, body)
        SELECT id, ?, sha256, ? FROM documents WHERE id = ? AND sha256 = ?
        """,
        [version, body, document.id, document.sha256],
    )


def get(connection: sqlite3.Connection, documents: Collection[DocumentRef], version: str) -> dict[str, bytes]:
    """Return packed units by document id; missing ones are left out."""
    found = {}
    for document in documents:
        row = connection.execute(
            "SELECT body FROM document_units WHERE document_id = ? AND version = ? AND sha256 = ?",
            [document.id, version, document.sha256],
        ).fetchone()
        if row:
            found[document.id] = row[0]
    return found


def missing(connection: sqlite3.Connection, version: str, limit: int) -> list[str]:
    """Return ids of documents without units of this version, newest first."""
    rows = connection.execute(
        """
        SELECT id FROM documents WHERE NOT EXISTS (
            SELECT 1 FROM document_units
            WHERE document_id = documents.id AND version = ? AND document_units.sha256 = documents.sha256
        )
        ORDER BY generation DESC, id LIMIT ?
        """,
        [version, limit],
    )
    return [id_ for (id_,) in rows]


def forget_other_versions(db: sqlite_utils.Database, version: str) -> None:
    """Delete the units of other versions."""
    db.execute("DELETE FROM document_units WHERE version <> ?", [version])
