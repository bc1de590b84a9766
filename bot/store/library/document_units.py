"""Rows of packed document units; reading is much faster than splitting again."""

from __future__ import annotations

from collections.abc import Collection

from bot.model.documents import DocumentRef
from bot.store.archive import ArchiveConnection
from bot.store.library import derived_bodies
from bot.store.library.derived_bodies import ALL_DOCUMENTS, DocumentPlace, DocumentRange

_TABLE: derived_bodies.DerivedTable = "document_units"


def put(db: ArchiveConnection, document: DocumentRef, version: str, body: bytes) -> None:
    """Save the units of one text, unless the document has changed."""
    derived_bodies.put(db, _TABLE, document, version, body)


def get(connection: ArchiveConnection, documents: Collection[DocumentRef], version: str) -> dict[str, bytes]:
    """Return packed units by document id; missing ones are left out."""
    return derived_bodies.get(connection, _TABLE, documents, version)


def missing(
    connection: ArchiveConnection, version: str, limit: int, within: DocumentRange = ALL_DOCUMENTS
) -> list[DocumentPlace]:
    """Return documents without units of this version, newest first."""
    return derived_bodies.missing(connection, _TABLE, version, limit, within)


def forget_other_versions(db: ArchiveConnection, version: str) -> None:
    """Delete the units of other versions."""
    derived_bodies.forget_other_versions(db, _TABLE, version)
