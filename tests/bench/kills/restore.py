"""A restore over data of another history, killed at random moments."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.app import open_app
from bot.desk.desk import Desk
from bot.library.data_folder import DATABASE, back_up, restore
from bot.model.claim_input import ImportedClaim, NewClaim
from bot.model.claims import Actor
from bot.store.sqlite.database import open_database
from tests.bench.kills.indexing import check_index, write_articles
from tests.bench.kills.scenario import (
    GUILD,
    acknowledge,
    acknowledged,
    all_claims,
    bench_settings,
    check_database,
    utc_now,
)

_EDITOR = Actor(900, "Editor", is_editor=True)
_DATA, _ARTICLES, _BACKUP = "data", "articles", "saved.db"
_CLAIMS = {"old": 60, "saved": 90}
_LATE = "This claim is only in the write-ahead log."


class RestoreKills:
    """The old data has another index, and a claim in its write-ahead log, as a killed bot leaves it."""

    name = "restore"
    continues = False

    def prepare(self, folder: Path) -> None:
        """Make old data and a backup, each with articles and claims of its own."""
        asyncio.run(_prepare(folder))

    def work(self, folder: Path) -> None:
        """Restore the backup."""
        replaced = folder / _DATA / "replaced-1"
        asyncio.run(restore(folder / _DATA, folder / _BACKUP, replaced))
        acknowledge(folder, "restored")

    def check(self, folder: Path, *, is_finished: bool) -> None:
        """Check that all is old or all is from the backup, and that the old data is kept."""
        asyncio.run(_check(folder, is_finished=is_finished))


async def _prepare(folder: Path) -> None:
    # The backup is ahead of the old data: an index of the old data would be taken for one that only has to catch up.
    for state, articles in (("saved", ("earlier", "later")), ("old", ("earlier",))):
        data = folder / f"{state}-data"
        for version in articles:
            write_articles(folder / _ARTICLES, version)
            async with open_app(bench_settings(data, folder / _ARTICLES)) as app:
                await app.sync()
        async with open_database(data / DATABASE) as database:
            desk = Desk(database, utc_now)
            claims = [ImportedClaim(f"The {state} claim no. {number} is true.") for number in range(_CLAIMS[state])]
            await desk.import_many(desk.request(GUILD, _EDITOR), claims)
            if state == "old":
                await desk.flag(desk.request(GUILD, _EDITOR), NewClaim(_LATE))
                shutil.copytree(data, folder / _DATA)  # before the log is closed
    assert (folder / _DATA / f"{DATABASE}-wal").stat().st_size
    back_up(folder / "saved-data", folder / _BACKUP)
    for state in _CLAIMS:
        shutil.rmtree(folder / f"{state}-data")


async def _check(folder: Path, *, is_finished: bool) -> None:
    data = folder / _DATA
    async with open_app(bench_settings(data, folder / _ARTICLES)) as app:
        await check_database(app.database)
        texts = {claim.text for claim in await all_claims(app.database)}
        articles = await check_index(app)
    is_restored = texts == _claims("saved")
    assert is_restored or texts == _claims("old"), f"neither the old data nor the backup: {len(texts)} claims"
    versions = {article.name for article in articles}
    assert ("file-003" in versions) == is_restored, "claims and articles are of two databases"
    assert is_restored or not acknowledged(folder), "the acknowledged restore is lost"
    assert is_restored or not is_finished
    await restore(data, folder / _BACKUP, data / "replaced-2")
    kept = [_texts(path / DATABASE) for path in data.glob("replaced-*")]
    assert sorted(map(len, kept)) == sorted(map(len, map(_claims, ("old", "saved") if is_restored else ("old",))))
    assert _claims("old") in kept, "the replaced data was not kept"
    assert not [*data.glob("*.partial*"), *data.glob("*.unconfirmed")], "the next restore left something behind"


def _texts(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {text for (text,) in connection.execute("SELECT text FROM claims")}


def _claims(state: str) -> set[str]:
    late = {_LATE} if state == "old" else set[str]()
    return {f"The {state} claim no. {number} is true." for number in range(_CLAIMS[state])} | late
