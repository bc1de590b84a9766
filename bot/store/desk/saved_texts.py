"""Rows of saved filters and verdict templates."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from bot.model.saved_texts import SavedText, SavedTextKind
from bot.store.desk import people
from bot.store.desk.write_context import WriteContext

WHOLE_DESK = 0  # in `owner`
_COLUMNS = "number, kind, owner, name, content, author, version"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where texts are kept: those of one kind and one owner have different names."""

    kind: SavedTextKind
    owner: int = WHOLE_DESK


def add(context: WriteContext, shelf: Shelf, name: str, content: str) -> int:
    """Add a text before its event is appended, and return its number."""
    [number] = context.connection.execute(
        """
        INSERT INTO saved_texts (desk_id, number, kind, owner, name, name_key, content, author, created_at, changed_at)
        SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8 FROM events WHERE desk_id = ?1
        RETURNING number
        """,
        [context.desk, shelf.kind, shelf.owner, name, name.casefold(), content, context.person, context.at],
    ).fetchone()
    return int(number)


def change(context: WriteContext, number: int, name: str, content: str) -> None:
    """Replace a text's name and content, and count its version."""
    context.connection.execute(
        """
        UPDATE saved_texts SET name = ?, name_key = ?, content = ?, author = ?, changed_at = ?, version = version + 1
        WHERE desk_id = ? AND number = ?
        """,
        [name, name.casefold(), content, context.person, context.at, context.desk, number],
    )


def delete(context: WriteContext, number: int) -> None:
    """Delete a text."""
    context.connection.execute("DELETE FROM saved_texts WHERE desk_id = ? AND number = ?", [context.desk, number])


def delete_personal(connection: sqlite3.Connection, desk: int, person: int) -> None:
    """Delete the texts that only one person sees."""
    connection.execute("DELETE FROM saved_texts WHERE desk_id = ? AND owner = ?", [desk, person])


def on_shelf(connection: sqlite3.Connection, desk: int, shelf: Shelf) -> list[SavedText]:
    """Return the texts of one kind and owner, by name."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM saved_texts WHERE desk_id = ? AND kind = ? AND owner = ? ORDER BY name_key",  # noqa: S608
        [desk, shelf.kind, shelf.owner],
    ).fetchall()
    known = people.get(connection, desk, {person for row in rows for person in (row[2], row[5])})
    return [
        SavedText(number, SavedTextKind(kind), known.get(owner), name, content, known[author], version)
        for number, kind, owner, name, content, author, version in rows
    ]
