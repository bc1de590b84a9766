"""Rows of people: numbers in the log, users, and names."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from bot.model.claims import Person
from bot.store.desk import draft_checks, flag_drafts
from bot.store.library import personal_rows, submissions


def number_of(connection: sqlite3.Connection, desk: int, user: int, name: str) -> int:
    """Return a user's number at a desk, adding or renaming the person."""
    row = connection.execute(
        "SELECT number, name FROM people WHERE desk_id = ? AND user_id = ?", [desk, user]
    ).fetchone()
    if row is None:
        row = connection.execute(
            """
            INSERT INTO people (desk_id, number, user_id, name)
            SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3 FROM people WHERE desk_id = ?1 RETURNING number, name
            """,
            [desk, user, name],
        ).fetchone()
    elif row[1] != name:
        connection.execute("UPDATE people SET name = ? WHERE desk_id = ? AND number = ?", [name, desk, row[0]])
    return int(row[0])


def find(connection: sqlite3.Connection, desk: int, user: int) -> int | None:
    """Return a user's number at a desk, or None before their first action."""
    row = connection.execute("SELECT number FROM people WHERE desk_id = ? AND user_id = ?", [desk, user]).fetchone()
    return None if row is None else int(row[0])


def get(connection: sqlite3.Connection, desk: int, numbers: Iterable[int | None]) -> dict[int, Person]:
    """Return people by number."""
    unique = sorted({number for number in numbers if number is not None})
    marks = ", ".join("?" * len(unique))
    rows = connection.execute(
        f"SELECT number, user_id, name FROM people WHERE desk_id = ? AND number IN ({marks})",  # noqa: S608 - marks
        [desk, *unique],
    )
    return {row[0]: Person(*row) for row in rows}


def forget(connection: sqlite3.Connection, user: int) -> list[tuple[int, int]]:
    """Replace a user by a pseudonym, and delete their texts.

    Their messages' snapshots, answers, flag drafts, checked drafts and feedback go, and their name at articles that
    they handed in. Return their desks, with their number at each.
    """
    known = connection.execute("SELECT desk_id, number FROM people WHERE user_id = ?", [user]).fetchall()
    for desk, number in known:
        connection.execute(
            "UPDATE people SET user_id = NULL, name = ? WHERE desk_id = ? AND number = ?",
            [pseudonym(number), desk, number],
        )
        connection.execute("UPDATE flags SET snapshot = NULL WHERE desk_id = ? AND author = ?", [desk, number])
    personal_rows.forget(connection, user)
    flag_drafts.forget(connection, user)
    draft_checks.forget(connection, user)
    submissions.forget(connection, user)
    return known


def pseudonym(number: int) -> str:
    return f"somebody (no. {number})"
