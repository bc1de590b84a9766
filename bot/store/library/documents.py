"""Rows of documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model.documents import Document, DocumentRef, Excerpt
from bot.model.search import NO_FILTER, SearchFilter
from bot.model.spans import Quote, Span
from bot.store import row_mapping
from bot.store.archive import ArchiveConnection
from bot.store.packing import is_packing, text_of

_CHUNK = 500  # parameters in one statement
_MONTH = re.compile(r"[12][0-9]{3}-[01][0-9]")


@dataclass(frozen=True, slots=True)
class DocumentLocation:
    """A document's source: a folder and a file path below it."""

    folder: str
    path: str


@dataclass(frozen=True, slots=True)
class DocumentTitle:
    """A document in autocompletion; `heading` is its title or its first words."""

    id: str
    name: str
    heading: str
    outlet: str | None


def generation(connection: ArchiveConnection) -> int:
    """Return the number of changes of the documents so far."""
    return int(connection.execute("SELECT generation FROM state").fetchone()[0])


def next_generation(db: ArchiveConnection) -> int:
    """Count one more change, and return the new generation."""
    db.execute("UPDATE state SET generation = generation + 1")
    return generation(db)


def put(db: ArchiveConnection, documents: Iterable[tuple[DocumentLocation, Document]], generation: int) -> None:
    """Add or replace documents, and delete everything derived from earlier texts."""
    for location, document in documents:
        row = row_mapping.document_row(document, packed=is_packing(db)) | {
            "folder": location.folder,
            "path": location.path,
            "generation": generation,
        }
        columns = ", ".join(row)
        values = ", ".join(f":{column}" for column in row)
        changes = ", ".join(f"{column} = excluded.{column}" for column in row if column != "id")
        db.execute(
            f"INSERT INTO documents ({columns}) VALUES ({values}) ON CONFLICT (id) DO UPDATE SET {changes}",  # noqa: S608
            row,
        )
        for derived in ("attributions", "document_units", "sentence_vectors"):
            db.execute(f"DELETE FROM {derived} WHERE document_id = ?", [document.id])  # noqa: S608
        db.execute("DELETE FROM removals WHERE document_id = ?", [document.id])


def remove(db: ArchiveConnection, ids: Iterable[str], generation: int) -> None:
    """Delete documents, and record the removals for the index."""
    for id_ in ids:
        db.execute("DELETE FROM documents WHERE id = ?", [id_])
        db.execute(
            """
            INSERT INTO removals (document_id, generation) VALUES (?, ?)
            ON CONFLICT (document_id) DO UPDATE SET generation = excluded.generation
            """,
            [id_, generation],
        )


def forget_removals(db: ArchiveConnection, seen: int) -> None:
    """Delete the removals up to a generation."""
    db.execute("DELETE FROM removals WHERE generation <= ?", [seen])


def removed_since(connection: ArchiveConnection, seen: int) -> list[str]:
    """Return the ids of documents deleted after a generation."""
    rows = connection.execute("SELECT document_id FROM removals WHERE generation > ?", [seen])
    return [id_ for (id_,) in rows]


def changed_since(connection: ArchiveConnection, seen: int) -> list[tuple[str, int]]:
    """Return id and generation of documents changed after a generation, oldest first."""
    rows = connection.execute(
        "SELECT id, generation FROM documents WHERE generation > ? ORDER BY generation, rowid", [seen]
    )
    return rows.fetchall()


def get(connection: ArchiveConnection, ids: Collection[str]) -> dict[str, Document]:
    """Return documents by id; unknown ids are left out."""
    rows = _by_id(connection, row_mapping.DOCUMENT_COLUMNS, list(ids))
    return {document.id: document for document in map(row_mapping.document, rows)}


def references(connection: ArchiveConnection, ids: Collection[str]) -> dict[str, DocumentRef]:
    """Return references by document id; unknown ids are left out."""
    rows = _by_id(connection, row_mapping.REFERENCE_COLUMNS, list(ids))
    return {reference.id: reference for reference in map(row_mapping.reference, rows)}


def texts(connection: ArchiveConnection, ids: Collection[str]) -> dict[str, str]:
    """Return texts by document id; much faster than whole documents."""
    rows = _by_id(connection, "id, text, packed", list(ids))
    return {id_: text_of(text, packed) for id_, text, packed in rows}


def excerpts(connection: ArchiveConnection, places: Collection[tuple[str, Span]]) -> list[Excerpt | None]:
    """Return the text of each document span, or None."""
    # Only a part of a plain text is read: PostgreSQL's are all plain, and a long one would come over the network.
    columns = f"{row_mapping.REFERENCE_COLUMNS}, packed, CASE WHEN packed IS NULL THEN substr(text, ? + 1, ?) END"
    found = []
    for id_, span in places:
        row = connection.execute(f"SELECT {columns} FROM documents WHERE id = ?", [span.start, len(span), id_])  # noqa: S608
        *reference, packed, plain = row.fetchone() or [None, ""]
        text = plain if packed is None else span.of(text_of("", packed))
        is_complete = len(text) == len(span) > 0
        found.append(Excerpt(row_mapping.reference(tuple(reference)), Quote(text, span)) if is_complete else None)
    return found


def hashes(connection: ArchiveConnection, ids: Collection[str]) -> dict[str, str]:
    """Return SHA-256 hashes by document id."""
    rows: Iterator[tuple[str, str]] = _by_id(connection, "id, sha256", list(ids))
    return dict(rows)


def by_file(connection: ArchiveConnection, folder: str) -> dict[str, dict[str, str]]:
    """Return id and SHA-256 of a folder's documents, by file."""
    files: dict[str, dict[str, str]] = {}
    for path, id_, sha256 in connection.execute("SELECT path, id, sha256 FROM documents WHERE folder = ?", [folder]):
        files.setdefault(path, {})[id_] = sha256
    return files


def by_path(connection: ArchiveConnection, folder: str, paths: Sequence[str]) -> dict[str, DocumentRef]:
    """Return the references of a folder's documents by path; paths without one are left out."""
    found: dict[str, DocumentRef] = {}
    for start in range(0, len(paths), _CHUNK):
        chunk = paths[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        rows = connection.execute(
            f"SELECT path, {row_mapping.REFERENCE_COLUMNS} FROM documents WHERE folder = ? AND path IN ({marks})",  # noqa: S608
            [folder, *chunk],
        )
        found.update((path, row_mapping.reference(tuple(reference))) for path, *reference in rows)
    return found


def title_of_copy(connection: ArchiveConnection, sha256: str) -> str | None:
    """Return the title of an indexed file with the same content, or its path; None without one."""
    row = connection.execute(
        """
        SELECT coalesce(d.title, f.path) FROM files f
        LEFT JOIN documents d ON d.folder = f.folder AND d.path = f.path WHERE f.sha256 = ? LIMIT 1
        """,
        [sha256],
    ).fetchone()
    return None if row is None else str(row[0])


def of_folder(connection: ArchiveConnection, folder: str) -> list[str]:
    """Return the ids of a folder's documents."""
    return [id_ for (id_,) in connection.execute("SELECT id FROM documents WHERE folder = ?", [folder])]


def folders(connection: ArchiveConnection) -> dict[str, int]:
    """Return the number of documents by folder."""
    return dict(connection.execute("SELECT folder, count(*) FROM documents GROUP BY folder ORDER BY folder").fetchall())


def count(connection: ArchiveConnection, narrowing: SearchFilter = NO_FILTER) -> int:
    """Return the number of documents of a filter's outlet and dates."""
    where, values = _within(narrowing)
    # SQLite counts all rows without reading them only if there is no condition at all.
    condition = f" WHERE {where}" if values else ""
    row = connection.execute(f"SELECT count(*) FROM documents{condition}", values).fetchone()  # noqa: S608
    return int(row[0])


def _within(narrowing: SearchFilter) -> tuple[str, list[str]]:
    """Return the SQL condition of an outlet and dates, and its values."""
    since, until = narrowing.since, narrowing.until
    conditions = {
        "outlet = ?": narrowing.outlet,
        "substr(published, 1, 10) >= ?": since and since.isoformat(),
        "substr(published, 1, 10) <= ?": until and until.isoformat(),
    }
    active = {condition: value for condition, value in conditions.items() if value}
    return " AND ".join(active) or "TRUE", list(active.values())


def read_in_part(connection: ArchiveConnection, narrowing: SearchFilter = NO_FILTER) -> list[DocumentRef]:
    """Return the documents read in part, of an outlet and dates, newest first."""
    where, values = _within(narrowing)
    rows = connection.execute(
        f"""
        SELECT {row_mapping.REFERENCE_COLUMNS} FROM documents WHERE read_in_part AND {where}
        ORDER BY published DESC NULLS LAST, id
        """,  # noqa: S608
        values,
    )
    return [row_mapping.reference(row) for row in rows]


def months(connection: ArchiveConnection) -> dict[str, int]:
    """Return the number of documents by month ("2025-06"), latest first."""
    rows = connection.execute(
        """
        SELECT substr(published, 1, 7), count(*) FROM documents WHERE published IS NOT NULL GROUP BY 1 ORDER BY 1 DESC
        """
    )
    return {month: number for month, number in rows if _MONTH.fullmatch(month)}


def outlets(connection: ArchiveConnection) -> dict[str, int]:
    """Return the number of documents by outlet."""
    rows = connection.execute("SELECT outlet, count(*) FROM documents WHERE outlet IS NOT NULL GROUP BY outlet")
    return dict(rows.fetchall())


def page(connection: ArchiveConnection, offset: int, limit: int) -> list[DocumentRef]:
    """Return a page of references, in order of headings."""
    rows = connection.execute(
        f"""
        SELECT {row_mapping.REFERENCE_COLUMNS} FROM documents
        WHERE id IN (
            SELECT id FROM documents ORDER BY coalesce(title, heading, name) COLLATE NOCASE, id LIMIT ? OFFSET ?
        )
        ORDER BY coalesce(title, heading, name) COLLATE NOCASE, id
        """,  # noqa: S608
        [limit, offset],
    )
    return [row_mapping.reference(row) for row in rows]


def titles(connection: ArchiveConnection, typed: str, limit: int = 25) -> list[DocumentTitle]:
    """Return documents with typed text in title or name, prefixes first."""
    part = "%" + typed.strip().translate(_LIKE_ESCAPES) + "%"
    rows = connection.execute(
        r"""
        SELECT id, name, coalesce(title, heading, name) AS heading, outlet FROM documents INDEXED BY documents_heading
        WHERE coalesce(title, heading, name) LIKE :part ESCAPE '\' OR name LIKE :part ESCAPE '\'
        ORDER BY NOT (
                coalesce(title, heading, name) LIKE substr(:part, 2) ESCAPE '\' OR name LIKE substr(:part, 2) ESCAPE '\'
            ),
            coalesce(title, heading, name) COLLATE NOCASE, id
        LIMIT :limit
        """,
        {"part": part, "limit": limit},
    )
    return [DocumentTitle(*row) for row in rows]


_LIKE_ESCAPES = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


def _by_id(connection: ArchiveConnection, columns: str, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        yield from connection.execute(f"SELECT {columns} FROM documents WHERE id IN ({marks})", chunk)  # noqa: S608
