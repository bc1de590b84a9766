"""Counting lines in the database."""

from __future__ import annotations

from bot.store.archive import Archive
from bot.store.library import shared_lines


async def test_lines_are_counted_once_for_an_article_and_its_updates(database: Archive) -> None:
    articles = [{1, 2, 3, 9}, {4, 5, 6, 9}, {1, 2, 3, 9, 10}]
    await database.write(lambda db: shared_lines.count(db, articles))

    found = await database.read(lambda connection: shared_lines.counts(connection, {1, 9, 10, 77}, fewest=1))
    assert found == {1: 1, 9: 2}
    assert await database.read(lambda connection: shared_lines.counts(connection, {1, 9}, fewest=2)) == {9: 2}
