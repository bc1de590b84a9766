"""Rows of speakers: names of sources, and their attributions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.model.attribution import Role, SourceKind
from bot.store.archive import ArchiveConnection

_CHUNK = 500  # parameters in one statement


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """One speaker of one attribution.

    `position` is the attribution's in its document's list. `own`: the speaker is its source, not an outer link of its
    chain. `words`, `tail` and `acronym` are folded search keys of the name.
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
    """A name of sources; `mentions` counts its attributions."""

    id: int
    name: str
    kind: SourceKind
    mentions: int


@dataclass(frozen=True, slots=True)
class SpeakerLocation:
    """A name's attribution: its document and its position there."""

    document: str
    position: int
    name: int
    role: Role
    own: bool


def put(db: ArchiveConnection, document: str, version: str, speakers: Iterable[SpeakerRow]) -> None:
    """Save the speakers of one document's attributions, deleted together with these."""
    for speaker in speakers:
        db.execute(
            """
            INSERT INTO voice_names (name, kind, words, tail, acronym) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (name, kind) DO UPDATE SET words = excluded.words, tail = excluded.tail,
                acronym = excluded.acronym
            """,
            [speaker.name, speaker.kind.value, speaker.words, speaker.tail, speaker.acronym],
        )
        db.execute(
            """
            INSERT INTO voices (document_id, version, position, name_id, role, own)
            SELECT ?, ?, ?, id, ?, ? FROM voice_names WHERE name = ? AND kind = ?
            """,
            [
                document,
                version,
                speaker.position,
                speaker.role.value,
                int(speaker.own),
                speaker.name,
                speaker.kind.value,
            ],
        )


def beginning(
    connection: ArchiveConnection, typed: str, kinds: Collection[SourceKind], limit: int
) -> list[SpeakerName]:
    """Return names with a word beginning with the folded text.

    Names that begin with the text themselves come first.
    """
    part = typed.translate(_LIKE_ESCAPES) + "%"
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


def frequent(connection: ArchiveConnection, kinds: Collection[SourceKind], limit: int) -> list[SpeakerName]:
    """Return the names with most attributions."""
    marks = ", ".join("?" * len(kinds))
    rows = connection.execute(
        f"""
        SELECT id, name, kind, mentions FROM voice_names WHERE kind IN ({marks}) ORDER BY mentions DESC, name LIMIT ?
        """,  # noqa: S608
        [*(kind.value for kind in kinds), limit],
    )
    return [_named(row) for row in rows]


def sharing(connection: ArchiveConnection, tails: Collection[str], acronyms: Collection[str]) -> list[SpeakerName]:
    """Return the names with one of these tails or acronyms."""
    found: dict[int, SpeakerName] = {}
    for column, values in (("tail", tails), ("acronym", acronyms)):
        marks = ", ".join("?" * len(values))
        rows = connection.execute(
            f"SELECT id, name, kind, mentions FROM voice_names WHERE {column} IN ({marks})",  # noqa: S608
            list(values),
        )
        found.update((named.id, named) for named in map(_named, rows))
    return list(found.values())


def places(connection: ArchiveConnection, names: Sequence[int], version: str) -> list[SpeakerLocation]:
    """Return the attributions of these names, newest documents first."""
    found: list[tuple[str, str, SpeakerLocation]] = []
    for start in range(0, len(names), _CHUNK):
        chunk = names[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        rows = connection.execute(
            f"""
            SELECT document_id, position, name_id, role, own, coalesce(published, ''), coalesce(title, documents.name)
            FROM voices JOIN documents ON documents.id = document_id
            WHERE name_id IN ({marks}) AND version = ?
            """,  # noqa: S608
            [*chunk, version],
        )
        for document, position, name, role, own, published, heading in rows:
            found.append((published, heading, SpeakerLocation(document, position, name, Role(role), bool(own))))
    found.sort(key=lambda row: (row[1], row[2].document, row[2].position))
    found.sort(key=lambda row: row[0], reverse=True)
    return [location for _, _, location in found]


def unread(connection: ArchiveConnection, version: str) -> int:
    """Return the number of documents without attributions of this version."""
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


_LIKE_ESCAPES = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})


def _named(row: tuple[int, str, str, int]) -> SpeakerName:
    id_, name, kind, mentions = row
    return SpeakerName(id_, name, SourceKind(kind), mentions)
