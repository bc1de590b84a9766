"""Documents and their files in the database. Writes take a sqlite_utils Database, reads a plain connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.model.documents import Document, DocumentRef, Excerpt
from bot.model.search import NO_FILTER, SearchFilter
from bot.model.spans import Quote, Span
from bot.store import row_mapping

if TYPE_CHECKING:
    import sqlite_utils

_CHUNK = 500  # ids in one statement


@dataclass(frozen=True, slots=True)
class DocumentLocation:
    """Where a document comes from: a folder, and the path of a file below it."""

    folder: str
    path: str


@dataclass(frozen=True, slots=True)
class DocumentTitle:
    """What the autocompletion shows of a document; `heading` is its title, or how it begins if it has none."""

    id: str
    name: str
    heading: str
    outlet: str | None


def generation(connection: sqlite3.Connection) -> int:
    """Return how many changes the documents have had."""
    return int(connection.execute("SELECT generation FROM state").fetchone()[0])


def next_generation(db: sqlite_utils.Database) -> int:
    """Count one more change, and return its number."""
    db.execute("UPDATE state SET generation = generation + 1")
    return generation(db.conn)


def put(db: sqlite_utils.Database, documents: Iterable[tuple[DocumentLocation, Document]], generation: int) -> None:
    """Add or replace documents; what was worked out of an earlier text of theirs goes."""
    for place, document in documents:
        row = row_mapping.document_row(document) | {
            "folder": place.folder,
            "path": place.path,
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


def remove(db: sqlite_utils.Database, ids: Iterable[str], generation: int) -> None:
    """Take documents out, and note for the index that they are gone."""
    for id_ in ids:
        db.execute("DELETE FROM documents WHERE id = ?", [id_])
        db.execute("INSERT OR REPLACE INTO removals VALUES (?, ?)", [id_, generation])


def forget_removals(db: sqlite_utils.Database, seen: int) -> None:
    """Drop the notes of removals that the index has seen."""
    db.execute("DELETE FROM removals WHERE generation <= ?", [seen])


def removed_since(connection: sqlite3.Connection, seen: int) -> list[str]:
    """Return the ids of documents that were taken out after generation `seen`."""
    rows = connection.execute("SELECT document_id FROM removals WHERE generation > ?", [seen])
    return [id_ for (id_,) in rows]


def changed_since(connection: sqlite3.Connection, seen: int) -> list[tuple[str, int]]:
    """Return id and generation of the documents that came or changed after generation `seen`, oldest first."""
    rows = connection.execute(
        "SELECT id, generation FROM documents WHERE generation > ? ORDER BY generation, rowid", [seen]
    )
    return rows.fetchall()


def get(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, Document]:
    """Return the documents of `ids` by id; an id that is not there is left out."""
    rows = _by_id(connection, row_mapping.DOCUMENT_COLUMNS, list(ids))
    return {document.id: document for document in map(row_mapping.document, rows)}


def references(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, DocumentRef]:
    """Return the references of `ids` by id; an id that is not there is left out."""
    rows = _by_id(connection, row_mapping.REFERENCE_COLUMNS, list(ids))
    return {reference.id: reference for reference in map(row_mapping.reference, rows)}


def texts(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the texts of the documents of `ids` by id, which is most of the way quicker than all of them."""
    rows: Iterator[tuple[str, str]] = _by_id(connection, "id, text", list(ids))
    return dict(rows)


def excerpts(connection: sqlite3.Connection, places: Collection[tuple[str, Span]]) -> list[Excerpt | None]:
    """Return what stands at each place, without the rest of its document; None where a document is gone or shorter."""
    columns = f"{row_mapping.REFERENCE_COLUMNS}, substr(text, ? + 1, ?)"
    found = []
    for id_, span in places:
        row = connection.execute(f"SELECT {columns} FROM documents WHERE id = ?", [span.start, len(span), id_])  # noqa: S608
        *reference, text = row.fetchone() or [""]
        whole = len(text) == len(span) > 0
        found.append(Excerpt(row_mapping.reference(tuple(reference)), Quote(text, span)) if whole else None)
    return found


def hashes(connection: sqlite3.Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the sha256 of the documents of `ids` by id."""
    rows: Iterator[tuple[str, str]] = _by_id(connection, "id, sha256", list(ids))
    return dict(rows)


def by_file(connection: sqlite3.Connection, folder: str) -> dict[str, dict[str, str]]:
    """Return id and sha256 of every document of one folder, by the file that it stands in."""
    files: dict[str, dict[str, str]] = {}
    for path, id_, sha256 in connection.execute("SELECT path, id, sha256 FROM documents WHERE folder = ?", [folder]):
        files.setdefault(path, {})[id_] = sha256
    return files


def of_folder(connection: sqlite3.Connection, folder: str) -> list[str]:
    """Return the ids of every document of one folder."""
    return [id_ for (id_,) in connection.execute("SELECT id FROM documents WHERE folder = ?", [folder])]


def folders(connection: sqlite3.Connection) -> dict[str, int]:
    """Return every folder with how many documents of it are stored."""
    return dict(connection.execute("SELECT folder, count(*) FROM documents GROUP BY folder ORDER BY folder").fetchall())


def count(connection: sqlite3.Connection, narrowing: SearchFilter = NO_FILTER) -> int:
    """Return how many documents there are of the outlet and the days that `narrowing` names."""
    where, values = _within(narrowing)
    row = connection.execute(f"SELECT count(*) FROM documents WHERE {where}", values).fetchone()  # noqa: S608
    return int(row[0])


def _within(narrowing: SearchFilter) -> tuple[str, list[str]]:
    """Return the condition of SQL that an outlet and days make, and its values."""
    since, until = narrowing.since, narrowing.until
    conditions = {
        "outlet = ?": narrowing.outlet,
        "substr(published, 1, 10) >= ?": since and since.isoformat(),
        "substr(published, 1, 10) <= ?": until and until.isoformat(),
    }
    named = {condition: value for condition, value in conditions.items() if value}
    return " AND ".join(named) or "TRUE", list(named.values())


def read_in_part(connection: sqlite3.Connection, narrowing: SearchFilter = NO_FILTER) -> list[DocumentRef]:
    """Return the documents of an outlet and days of which only a part could be read, the newest first."""
    where, values = _within(narrowing)
    rows = connection.execute(
        f"""
        SELECT {row_mapping.REFERENCE_COLUMNS} FROM documents WHERE read_in_part AND {where}
        ORDER BY published DESC, id
        """,  # noqa: S608
        values,
    )
    return [row_mapping.reference(row) for row in rows]


def months(connection: sqlite3.Connection) -> dict[str, int]:
    """Return every month in which something was published, as "2025-06", the latest first, with how many."""
    rows = connection.execute(
        """
        SELECT substr(published, 1, 7), count(*) FROM documents WHERE published GLOB '[12][0-9][0-9][0-9]-[01][0-9]*'
        GROUP BY 1 ORDER BY 1 DESC
        """
    )
    return dict(rows.fetchall())


def outlets(connection: sqlite3.Connection) -> dict[str, int]:
    """Return every outlet with how many documents it published."""
    rows = connection.execute("SELECT outlet, count(*) FROM documents WHERE outlet IS NOT NULL GROUP BY outlet")
    return dict(rows.fetchall())


def page(connection: sqlite3.Connection, offset: int, limit: int) -> list[DocumentRef]:
    """Return `limit` references in the order of their headings, from `offset` on."""
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


def titles(connection: sqlite3.Connection, typed: str, limit: int = 25) -> list[DocumentTitle]:
    """Return documents whose title or name holds what was typed: those that begin with it first."""
    part = "%" + typed.strip().translate(_LITERAL) + "%"
    rows = connection.execute(
        r"""
        SELECT id, name, coalesce(title, heading, name) AS heading, outlet FROM documents INDEXED BY documents_heading
        WHERE coalesce(title, heading, name) LIKE ?1 ESCAPE '\' OR name LIKE ?1 ESCAPE '\'
        ORDER BY NOT (
                coalesce(title, heading, name) LIKE substr(?1, 2) ESCAPE '\' OR name LIKE substr(?1, 2) ESCAPE '\'
            ),
            coalesce(title, heading, name) COLLATE NOCASE, id
        LIMIT ?2
        """,
        [part, limit],
    )
    return [DocumentTitle(*row) for row in rows]


_LITERAL = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


def _by_id(connection: sqlite3.Connection, columns: str, ids: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(some))
        yield from connection.execute(f"SELECT {columns} FROM documents WHERE id IN ({marks})", some)  # noqa: S608
