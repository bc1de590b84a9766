"""Voices in the database: the names of sources, and which attributions of which documents they stand behind."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.model.attribution import Role, SourceKind

if TYPE_CHECKING:
    import sqlite_utils

_CHUNK = 500  # parameters in one statement


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """One voice behind one attribution. `words`, `tail` and `acronym` are what the name is found by, all folded.

    `position` is the attribution's in its document's list; `own`: its source itself, and not one further out.
    """

    position: int
    name: str
    kind: SourceKind
    role: Role
    own: bool
    words: str
    tail: str
    acronym: str | None


@dataclass(frozen=True, slots=True)
class SpeakerName:
    """A name that sources go by; `mentions` counts the attributions that it stands behind."""

    id: int
    name: str
    kind: SourceKind
    mentions: int


@dataclass(frozen=True, slots=True)
class SpeakerLocation:
    """Where a name stands behind something: the document, and the attribution's position in its list."""

    document: str
    position: int
    name: int
    role: Role
    own: bool


def put(db: sqlite_utils.Database, document: str, version: str, voices: Iterable[SpeakerRow]) -> None:
    """Keep the voices of one document's attributions, which have just been put; they go when those do."""
    for voice in voices:
        db.execute(
            """
            INSERT INTO voice_names (name, kind, words, tail, acronym) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (name, kind) DO UPDATE SET words = excluded.words, tail = excluded.tail,
                acronym = excluded.acronym
            """,
            [voice.name, voice.kind.value, voice.words, voice.tail, voice.acronym],
        )
        db.execute(
            """
            INSERT INTO voices (document_id, version, position, name_id, role, own)
            SELECT ?, ?, ?, id, ?, ? FROM voice_names WHERE name = ? AND kind = ?
            """,
            [document, version, voice.position, voice.role.value, int(voice.own), voice.name, voice.kind.value],
        )


def beginning(
    connection: sqlite3.Connection, typed: str, kinds: Collection[SourceKind], limit: int
) -> list[SpeakerName]:
    """Return names of which a word begins with the folded `typed`; of those that do, whole names come first."""
    part = typed.translate(_LITERAL) + "%"
    marks = ", ".join("?" * len(kinds))
    rows = connection.execute(
        rf"""
        SELECT id, name, kind, mentions FROM voice_names
        WHERE (words LIKE ? ESCAPE '\' OR words LIKE ? ESCAPE '\') AND kind IN ({marks})
        ORDER BY NOT words LIKE ? ESCAPE '\', mentions DESC, name LIMIT ?
        """,  # noqa: S608
        [part, f"% {part}", *(kind.value for kind in kinds), part, limit],
    )
    return [_named(row) for row in rows]


def frequent(connection: sqlite3.Connection, kinds: Collection[SourceKind], limit: int) -> list[SpeakerName]:
    """Return the names that stand behind most."""
    marks = ", ".join("?" * len(kinds))
    rows = connection.execute(
        f"""
        SELECT id, name, kind, mentions FROM voice_names WHERE kind IN ({marks}) ORDER BY mentions DESC, name LIMIT ?
        """,  # noqa: S608
        [*(kind.value for kind in kinds), limit],
    )
    return [_named(row) for row in rows]


def sharing(connection: sqlite3.Connection, tails: Collection[str], acronyms: Collection[str]) -> list[SpeakerName]:
    """Return the names that have one of these tails or acronyms."""
    found: dict[int, SpeakerName] = {}
    for column, values in (("tail", tails), ("acronym", acronyms)):
        marks = ", ".join("?" * len(values))
        rows = connection.execute(
            f"SELECT id, name, kind, mentions FROM voice_names WHERE {column} IN ({marks})",  # noqa: S608
            list(values),
        )
        found.update((named.id, named) for named in map(_named, rows))
    return list(found.values())


def places(connection: sqlite3.Connection, names: Sequence[int], version: str) -> list[SpeakerLocation]:
    """Return where these names stand behind something, documents with the newest date first."""
    found: list[tuple[str, str, SpeakerLocation]] = []
    for start in range(0, len(names), _CHUNK):
        some = names[start : start + _CHUNK]
        marks = ", ".join("?" * len(some))
        rows = connection.execute(
            f"""
            SELECT document_id, position, name_id, role, own, coalesce(published, ''), coalesce(title, documents.name)
            FROM voices JOIN documents ON documents.id = document_id
            WHERE name_id IN ({marks}) AND version = ?
            """,  # noqa: S608
            [*some, version],
        )
        for document, position, name, role, own, published, heading in rows:
            found.append((published, heading, SpeakerLocation(document, position, name, Role(role), bool(own))))
    found.sort(key=lambda one: (one[1], one[2].document, one[2].position))
    found.sort(key=lambda one: one[0], reverse=True)
    return [place for _, _, place in found]


def unread(connection: sqlite3.Connection, version: str) -> int:
    """Return how many documents' attributions of this version are not worked out yet."""
    row = connection.execute(
        """
        SELECT count(*) FROM documents WHERE NOT EXISTS (
            SELECT 1 FROM attributions
            WHERE document_id = documents.id AND version = ? AND attributions.sha256 = documents.sha256
        )
        """,
        [version],
    ).fetchone()
    return int(row[0])


_LITERAL = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


def _named(row: tuple[int, str, str, int]) -> SpeakerName:
    id_, name, kind, mentions = row
    return SpeakerName(id_, name, SourceKind(kind), mentions)
