"""What is missing is found newest first, and a batch costs the same wherever it begins."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.store.archive import Archive, ArchiveConnection
from bot.store.library import attributions
from bot.store.library.derived_bodies import ALL_DOCUMENTS, DocumentPlace, DocumentRange

BATCH = 20


async def test_a_range_begins_behind_a_place_and_ends_above_a_generation(database: Archive) -> None:
    await database.write(partial(add_documents, size=6, generation_size=2))
    newest = await database.read(partial(attributions.missing, version="1", limit=3))
    assert [document.id for document in newest] == ["id-00005", "id-00004", "id-00003"]
    within = DocumentRange(above=0, before=newest[-1].place)
    rest = await database.read(partial(attributions.missing, version="1", limit=9, within=within))
    assert [document.id for document in rest] == ["id-00002"]


@pytest.mark.parametrize("generation_size", [7, 100, 2_000])
def test_the_last_batch_reads_no_more_than_the_first(database_file: Path, generation_size: int) -> None:
    with closing(sqlite3.connect(database_file)) as connection:
        add_documents(connection, size=2_000, generation_size=generation_size)
        steps = _steps_of_batches(connection)
    assert len(steps) == 2_000 // BATCH + 1
    assert max(steps) <= 2 * steps[0]


def add_documents(db: ArchiveConnection, *, size: int, generation_size: int) -> None:
    db.executemany(
        """
        INSERT INTO documents (id, folder, path, sha256, name, authors, blocks, generation, text)
        VALUES (?, '/f', ?, 'sha', 'name', '[]', '[]', ?, 'text')
        """,
        [(f"id-{number:05}", f"{number}", number // generation_size) for number in range(size)],
    )


def _steps_of_batches(connection: sqlite3.Connection) -> list[int]:
    """Save all attributions in batches; return how much SQLite's machine did to find each batch."""
    steps: list[int] = []

    def missing(within: DocumentRange) -> list[DocumentPlace]:
        return attributions.missing(connection, "1", BATCH, within)

    missing(ALL_DOCUMENTS)  # prepares the statements
    within, found = ALL_DOCUMENTS, [DocumentPlace("", (0, 0))]
    while found:
        steps.append(0)

        def step() -> int:
            steps[-1] += 1
            return 0

        connection.set_progress_handler(step, 1)
        found = missing(within)
        connection.set_progress_handler(None, 0)
        for document in found:
            connection.execute(
                "INSERT INTO attributions SELECT id, '1', sha256, '' FROM documents WHERE id = ?", [document.id]
            )
            within = DocumentRange(before=document.place)
    return steps
