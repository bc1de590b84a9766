"""Rows of what is computed from a document's text: one body for a text and a version of the rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from bot.model.documents import DocumentRef
from bot.store.archive import ArchiveConnection

DerivedTable: TypeAlias = Literal["attributions", "document_units"]
_BODIES: dict[DerivedTable, str] = {
    "attributions": """
        unpacked(body, packed) FROM attributions LEFT JOIN attribution_bodies USING (document_id, version)
    """,
    "document_units": "body FROM document_units",
}
_LAST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class DocumentRange:
    """Documents newer than the generation `above`, from `before` downwards: the place of a row, newest first."""

    above: int = -1
    before: tuple[int, int] = (_LAST, _LAST)


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """A document's id, with its generation and the number of its row."""

    id: str
    place: tuple[int, int]


ALL_DOCUMENTS = DocumentRange()


def put(db: ArchiveConnection, table: DerivedTable, document: DocumentRef, version: str, body: str | bytes) -> bool:
    """Save the body of one text; return False if the document has changed or gone meanwhile."""
    db.execute(f"DELETE FROM {table} WHERE document_id = ? AND version = ?", [document.id, version])  # noqa: S608
    saved = db.execute(
        f"""
        INSERT INTO {table} (document_id, version, sha256, body)
        SELECT id, ?, sha256, ? FROM documents WHERE id = ? AND sha256 = ?
        """,  # noqa: S608 - the names of tables are ours
        [version, body, document.id, document.sha256],
    )
    return bool(saved.rowcount)


def get(
    connection: ArchiveConnection, table: DerivedTable, documents: Collection[DocumentRef], version: str
) -> dict[str, Any]:
    """Return bodies by document id; missing ones are left out."""
    found = {}
    for document in documents:
        row = connection.execute(
            f"SELECT {_BODIES[table]} WHERE document_id = ? AND version = ? AND sha256 = ?",
            [document.id, version, document.sha256],
        ).fetchone()
        if row:
            found[document.id] = row[0]
    return found


def missing(
    connection: ArchiveConnection, table: DerivedTable, version: str, limit: int, within: DocumentRange
) -> list[DocumentPlace]:
    """Return documents in a range without a body of this version, newest first."""
    saved = f"""
        SELECT 1 FROM {table} AS saved
        WHERE saved.document_id = documents.id AND version = ? AND saved.sha256 = documents.sha256
    """  # noqa: S608 - as above
    return documents_without(connection, saved, [version], limit, within)


def documents_without(
    connection: ArchiveConnection, saved: str, parameters: Sequence[str], limit: int, within: DocumentRange
) -> list[DocumentPlace]:
    """Return documents in a range for which the query `saved` has no row, newest first.

    The rest of one generation and the older ones are asked for apart: SQLite finds both in its index on generations,
    but not a place within a generation.
    """
    generation, row = within.before
    found: list[DocumentPlace] = []
    for condition, limits in (
        ("generation = ? AND rowid < ?", (generation, row)),
        ("generation > ? AND generation < ?", (within.above, generation)),
    ):
        rows = connection.execute(
            f"""
            SELECT id, generation, rowid FROM documents WHERE {condition} AND NOT EXISTS ({saved})
            ORDER BY generation DESC, rowid DESC LIMIT ?
            """,  # noqa: S608 - queries are ours
            [*limits, *parameters, limit - len(found)],
        )
        found += [DocumentPlace(id_, (born, number)) for id_, born, number in rows]
    return found


def forget_other_versions(db: ArchiveConnection, table: DerivedTable, version: str) -> None:
    """Delete the bodies of other versions."""
    db.execute(f"DELETE FROM {table} WHERE version <> ?", [version])  # noqa: S608
