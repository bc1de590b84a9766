"""Counts of an outlet's articles by line; they only grow."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.store.archive import ArchiveConnection

_CHUNK = 500  # lines in one statement


def count(db: ArchiveConnection, articles: Iterable[Collection[int]]) -> None:
    """Count the lines of articles by their hashes.

    An article most of whose lines are known is an update or a copy of one that was counted, and left out.
    """
    for lines in articles:
        if len(counts(db, lines, fewest=1)) * 2 <= len(lines):
            db.executemany(
                """
                INSERT INTO shared_lines (line, articles) VALUES (?, 1)
                ON CONFLICT (line) DO UPDATE SET articles = shared_lines.articles + 1
                """,
                [(line,) for line in lines],
            )


def counts(connection: ArchiveConnection, lines: Collection[int], *, fewest: int) -> dict[int, int]:
    """Return the counts of these lines from `fewest` on."""
    listed = list(lines)
    found: dict[int, int] = {}
    for start in range(0, len(listed), _CHUNK):
        some = listed[start : start + _CHUNK]
        marks = ", ".join("?" * len(some))
        rows = connection.execute(
            f"SELECT line, articles FROM shared_lines WHERE line IN ({marks}) AND articles >= ?",  # noqa: S608
            [*some, fewest],
        )
        found.update(rows)
    return found
