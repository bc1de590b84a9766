"""Rows of the view `public_quotes`, of an archive whose database doesn't have the view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.model.attribution import Attribution
from bot.model.documents import Document
from bot.store.archive import ArchiveConnection
from bot.store.library import attributions, documents


def rows(connection: ArchiveConnection) -> Iterator[tuple[Any, ...]]:
    """Yield a row for each part of each quote of each speaker, with the columns of the view."""
    read = connection.execute("SELECT document_id, version FROM attributions ORDER BY document_id, version").fetchall()
    for id_, version in read:
        found = documents.get(connection, [id_])
        if document := found.get(id_):
            by_document = attributions.get(connection, [document.reference], version)
            yield from _of_document(connection, document, version, by_document.get(id_, []))


def _of_document(
    connection: ArchiveConnection, document: Document, version: str, attributed: list[Attribution]
) -> Iterator[tuple[Any, ...]]:
    if not attributed:
        return
    speakers = connection.execute(
        """
        SELECT v.position, n.name, n.kind, v.role FROM voices v JOIN voice_names n ON n.id = v.name_id
        WHERE v.document_id = ? AND v.version = ? AND v.own = 1 ORDER BY v.position, n.id
        """,
        [document.id, version],
    ).fetchall()
    reference = document.reference
    about = (reference.display_title, reference.outlet, reference.published, reference.url)
    for position, name, kind, role in speakers:
        attribution = attributed[position]
        # What somebody "would say" or "did not say" is no quote of theirs.
        if not (attribution.hypothetical or attribution.negated):
            for span in attribution.content:
                yield (
                    *(name, kind, role, span.of(document.text), *about, document.details.rights or None),
                    *(int(reference.read_by_ocr), document.id, span.start, span.end),
                )
