"""An import of earlier fact-checks, killed at random moments and run again."""

from __future__ import annotations

import asyncio
import csv
from collections import Counter
from itertools import islice
from pathlib import Path

from bot.desk.desk import Desk
from bot.desk.interchange.import_row import ImportRow
from bot.desk.interchange.importer import read
from bot.desk.similarity.search import SimilarClaims
from bot.library.data_folder import DATABASE
from bot.model.claims import Actor
from bot.store.sqlite.database import open_database
from tests.bench.kills.scenario import GUILD, acknowledge, acknowledged, all_claims, check_database, utc_now

_IMPORTER = Actor(900, "Editor", is_editor=True)
_ROWS = 240
_BATCH = 12  # rows in one transaction
_FILE = "earlier.csv"


class ImportingKills:
    """One CSV file, half of its rows without an id, some of them twice in the file."""

    name = "importing"
    continues = True

    def prepare(self, folder: Path) -> None:
        """Write the file, and make an empty database."""
        with (folder / _FILE).open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("id", "claim", "rating", "url"))
            for number in range(_ROWS):
                url = f"https://example.org/{number}" if number % 3 else ""
                row = (f"row-{number}" if number % 2 else "", _text(number), "False" if number % 4 else "", url)
                writer.writerows([row] * (2 if number % 10 == 0 else 1))
        asyncio.run(_create(folder))

    def work(self, folder: Path) -> None:
        """Import the file from its first row, as the terminal does."""
        asyncio.run(_import(folder))

    def check(self, folder: Path, *, is_finished: bool) -> None:
        """Check that acknowledged rows are there, and none twice."""
        asyncio.run(_check(folder, is_finished=is_finished))


async def _create(folder: Path) -> None:
    async with open_database(folder / DATABASE):
        pass


async def _import(folder: Path) -> None:
    async with open_database(folder / DATABASE) as database:
        desk = Desk(database, utc_now)
        rows = read(folder / _FILE)
        while batch := [row for row in islice(rows, _BATCH) if isinstance(row, ImportRow)]:
            await desk.import_many(desk.request(GUILD, _IMPORTER), [row.claim for row in batch])
            acknowledge(folder, *(row.claim.text for row in batch))
        await SimilarClaims(database).index_new_claims()


async def _check(folder: Path, *, is_finished: bool) -> None:
    done = set(acknowledged(folder))
    async with open_database(folder / DATABASE) as database:
        await check_database(database)
        found = Counter(claim.text for claim in await all_claims(database))
        if found:
            [similar, *_] = await SimilarClaims(database).similar(GUILD, next(iter(found)))
            assert similar.text in found
    assert not done - found.keys(), "acknowledged rows are lost"
    assert max(found.values(), default=1) == 1, "a row was imported twice"
    if is_finished:
        assert found.keys() == {_text(number) for number in range(_ROWS)}


def _text(number: int) -> str:
    return f"Earlier claim no. {number} is true."
