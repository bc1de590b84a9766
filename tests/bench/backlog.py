"""What finding the documents left to attribute costs: `python -m tests.bench.backlog [--articles 100000]`.

A database of small articles, a thousand in each generation, of which all but the oldest batches are attributed. The
search from the newest article is measured beside the one that goes on from its place, batch by batch in turn, and a
search for nothing, which the bot makes every 20 seconds once all is done.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from functools import partial
from pathlib import Path
from statistics import median

from bot.library.backlog import Backlog
from bot.store.archive import ArchiveConnection
from bot.store.library import attributions
from bot.store.library.derived_bodies import ALL_DOCUMENTS, DocumentPlace, DocumentRange
from bot.store.sqlite.archive import SqliteArchive
from bot.store.sqlite.database import Database, open_database

_VERSION = "1"
_BATCH = 20
_BATCHES = 50
_GENERATION = 1_000


async def measured(articles: int, folder: Path) -> dict[str, list[float]]:
    """Return CPU milliseconds of each search, by its kind."""
    async with open_database(folder / "bench.db") as database:
        await database.write(lambda db: _add(db.conn, articles))
        found: dict[str, list[float]] = {"from the newest": [], "from its place": [], "all is done": []}
        backlog = Backlog(SqliteArchive(database))
        async for ids in backlog.batches(partial(_timed, found["from its place"]), _BATCH):
            await database.read(partial(_timed, found["from the newest"], limit=_BATCH, within=ALL_DOCUMENTS))
            await _attribute(database, ids)
        for _ in range(_BATCHES):
            began = time.process_time()
            assert not [ids async for ids in backlog.batches(partial(_timed, []), _BATCH)]
            found["all is done"].append(1_000 * (time.process_time() - began))
        return found


def _timed(
    found: list[float], connection: ArchiveConnection, *, limit: int, within: DocumentRange
) -> list[DocumentPlace]:
    began = time.thread_time()
    documents = attributions.missing(connection, _VERSION, limit, within)
    found.append(1_000 * (time.thread_time() - began))
    return documents


def _add(connection: sqlite3.Connection, articles: int) -> None:
    connection.executemany(
        """
        INSERT INTO documents (id, folder, path, sha256, name, authors, blocks, generation, text)
        VALUES (?, '/f', ?, ?, 'name', '[]', '[]', ?, ?)
        """,
        (
            (f"{number * 7_919 % articles:016}", f"{number}.txt", f"{number:064}", number // _GENERATION, "text " * 200)
            for number in range(articles)
        ),
    )
    connection.execute("UPDATE state SET generation = ?", [articles // _GENERATION])
    connection.execute(
        "INSERT INTO attributions SELECT id, ?, sha256, '' FROM documents WHERE rowid > ?",
        [_VERSION, _BATCH * _BATCHES],
    )


async def _attribute(database: Database, ids: list[str]) -> None:
    await database.write(
        lambda db: db.conn.executemany(
            "INSERT INTO attributions SELECT id, ?, sha256, '' FROM documents WHERE id = ?",
            [(_VERSION, id_) for id_ in ids],
        )
    )


def _told(kind: str, times: list[float]) -> str:
    return f"{kind}: median {median(times):.3f} ms, first {times[0]:.3f} ms, most of the others {max(times[1:]):.3f} ms"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measured(given.articles, Path(folder)))
    for kind, times in found.items():
        print(_told(kind, times))


if __name__ == "__main__":
    main()
