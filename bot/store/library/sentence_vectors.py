"""Rows of sentence vectors, one vector for each unit of a document."""

from __future__ import annotations

import zlib
from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from bot.model.documents import DocumentRef
from bot.store.archive import ArchiveConnection
from bot.store.library.derived_bodies import ALL_DOCUMENTS, DocumentPlace, DocumentRange, documents_without


def put(db: ArchiveConnection, document: DocumentRef, model: str, version: str, vectors: NDArray[np.int8]) -> None:
    """Save the vectors of one text, unless the document has changed."""
    db.execute(
        """
        INSERT INTO sentence_vectors (document_id, model, version, sha256, rows, body)
        SELECT id, ?, ?, sha256, ?, ? FROM documents WHERE id = ? AND sha256 = ?
        ON CONFLICT (document_id, model, version) DO UPDATE SET sha256 = excluded.sha256, rows = excluded.rows,
            body = excluded.body
        """,
        [model, version, len(vectors), _packed(vectors), document.id, document.sha256],
    )


def get(
    connection: ArchiveConnection, documents: Collection[DocumentRef], model: str, version: str
) -> dict[str, NDArray[np.int8]]:
    """Return vectors by document id; missing ones are left out."""
    found = {}
    for document in documents:
        row = connection.execute(
            """
            SELECT rows, body FROM sentence_vectors WHERE document_id = ? AND model = ? AND version = ? AND sha256 = ?
            """,
            [document.id, model, version, document.sha256],
        ).fetchone()
        if row:
            found[document.id] = _unpacked(*row)
    return found


def missing(
    connection: ArchiveConnection, model: str, version: str, limit: int, within: DocumentRange = ALL_DOCUMENTS
) -> list[DocumentPlace]:
    """Return documents without vectors of this model, newest first."""
    saved = """
        SELECT 1 FROM sentence_vectors AS saved
        WHERE saved.document_id = documents.id AND model = ? AND version = ? AND saved.sha256 = documents.sha256
    """
    return documents_without(connection, saved, [model, version], limit, within)


def forget_other_models(db: ArchiveConnection, model: str, version: str) -> int:
    """Delete other models' vectors, and return the number of documents."""
    deleted = db.execute("DELETE FROM sentence_vectors WHERE model <> ? OR version <> ?", [model, version])
    return int(deleted.rowcount)


def _packed(vectors: NDArray[np.int8]) -> bytes:
    # Most numbers of a unit vector are small: Huffman coding alone saves 40 %, and runs of zeros shrink to nothing.
    packing = zlib.compressobj(strategy=zlib.Z_RLE)
    return packing.compress(np.ascontiguousarray(vectors).tobytes()) + packing.flush()


def _unpacked(rows: int, body: bytes) -> NDArray[np.int8]:
    vectors = np.frombuffer(zlib.decompress(body), np.int8)
    return vectors.reshape(rows, -1) if rows else vectors.reshape(0, 0)
