"""Rows of attributions, by document text and version of the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.model.attribution import Attribution
from bot.model.documents import DocumentRef
from bot.store import row_mapping
from bot.store.archive import ArchiveConnection
from bot.store.library import derived_bodies, speakers
from bot.store.library.derived_bodies import ALL_DOCUMENTS, DocumentPlace, DocumentRange
from bot.store.library.speakers import SpeakerRow
from bot.store.packing import is_packing, pack

_TABLE: derived_bodies.DerivedTable = "attributions"


def put(
    db: ArchiveConnection,
    document: DocumentRef,
    version: str,
    attributions: Iterable[Attribution],
    voices: Iterable[SpeakerRow] = (),
) -> None:
    """Save the attributions and speakers of one text.

    Nothing is saved if the document has changed or gone meanwhile.
    """
    body, packs = row_mapping.attributions_body(attributions), is_packing(db)
    if derived_bodies.put(db, _TABLE, document, version, "" if packs else body):
        if packs:
            db.execute("INSERT INTO attribution_bodies VALUES (?, ?, ?)", [document.id, version, pack(body)])
        speakers.put(db, document.id, version, voices)


def get(
    connection: ArchiveConnection, documents: Collection[DocumentRef], version: str
) -> dict[str, list[Attribution]]:
    """Return attributions by document id; missing ones are left out."""
    bodies = derived_bodies.get(connection, _TABLE, documents, version)
    return {id_: row_mapping.attributions(body) for id_, body in bodies.items()}


def missing(
    connection: ArchiveConnection, version: str, limit: int, within: DocumentRange = ALL_DOCUMENTS
) -> list[DocumentPlace]:
    """Return documents without attributions of this version, newest first."""
    return derived_bodies.missing(connection, _TABLE, version, limit, within)


def forget_other_versions(db: ArchiveConnection, version: str) -> None:
    """Delete the attributions of other versions."""
    derived_bodies.forget_other_versions(db, _TABLE, version)
