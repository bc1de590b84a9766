"""Migrations from earlier versions of the tables, killed at random moments."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlite_utils

from bot.app import open_app
from bot.desk.desk import Desk
from bot.library.data_folder import BACKUPS, DATABASE, verify_backup
from bot.model.claim_input import NewClaim
from bot.model.claims import Actor
from bot.store import packing
from bot.store.desk import content_hashes
from bot.store.library import documents
from bot.store.log.chain import EventRow, canonical, early_row_hash
from bot.store.sqlite import migrations
from bot.store.sqlite.database import SCHEMA_VERSION, open_database
from tests.bench.kills.indexing import ARTICLES, write_articles
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
_CLAIMS = 40
_ARTICLES, _PRESENT = "articles", "present"
_FIRST_MISSING_STEPS = ("claim_index", "headings", "outbox")  # one earlier version each
_WITH_VERDICT_NEWS = {"headings", "outbox"}
_FULL_TEXT_TABLES = ("claim_text", "claim_words", "claim_terms")
_UNSENT = 10  # verdicts that nobody was notified of yet


class MigrationKills:
    """Databases of several earlier versions are opened by this version, one after the other."""

    name = "migration"
    continues = False

    def prepare(self, folder: Path) -> None:
        """Make a database of each earlier version with the same claims and articles."""
        asyncio.run(_fill(folder))
        for step in _FIRST_MISSING_STEPS:
            _write_earlier(folder / _PRESENT / DATABASE, _database(folder, step), step)
        shutil.rmtree(folder / _PRESENT)

    def work(self, folder: Path) -> None:
        """Open the databases, as a start does."""
        for step in _FIRST_MISSING_STEPS:
            asyncio.run(_open(_database(folder, step)))
            acknowledge(folder, step)

    def check(self, folder: Path, *, is_finished: bool) -> None:
        """Open the databases; compare their rows and the copies made before with the earlier rows."""
        migrated = acknowledged(folder)
        assert not is_finished or migrated == list(_FIRST_MISSING_STEPS)
        for step in _FIRST_MISSING_STEPS:
            path = _database(folder, step)
            assert step not in migrated or _version(path) == SCHEMA_VERSION, "an acknowledged migration is lost"
            asyncio.run(_check(path, step))


def _database(folder: Path, step: str) -> Path:
    return folder / f"before-{step}" / DATABASE


async def _fill(folder: Path) -> None:
    data = folder / _PRESENT
    write_articles(folder / _ARTICLES, "later")
    async with open_app(bench_settings(data, folder / _ARTICLES)) as app:
        await app.sync()
    async with open_database(data / DATABASE) as database:
        desk = Desk(database, utc_now)
        for number in range(_CLAIMS):
            await desk.flag(desk.request(GUILD, _EDITOR), NewClaim(_text(number)))


def _write_earlier(present: Path, target: Path, step: str) -> None:
    """Write a database of the version before a step, with the present rows in the columns of that version."""
    target.parent.mkdir()
    earlier = sqlite_utils.Database(target)
    migrations.steps.apply(earlier, stop_before=step)
    connection = earlier.conn
    connection.commit()
    connection.execute("DELETE FROM state")  # has one row from the start
    connection.execute("ATTACH ? AS present", [str(present)])
    for table in sorted(_plain_tables(connection, "main") & _plain_tables(connection, "present") - {"events"}):
        columns = ", ".join(sorted(_columns(connection, "main", table) & _columns(connection, "present", table)))
        connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM present.{table}")
    _unpack_texts(connection)
    _write_earlier_events(connection)
    if step != "outbox":
        connection.execute("UPDATE documents SET title = NULL")  # so that the step "headings" has work to do
    if "verdict_news" in _plain_tables(connection, "main"):
        connection.execute(
            "INSERT INTO verdict_news SELECT desk_id, claim, person, created_at FROM flags WHERE claim <= ?", [_UNSENT]
        )
    connection.execute(f"PRAGMA user_version = {len(migrations.steps.applied(earlier))}")
    connection.commit()
    connection.execute("PRAGMA journal_mode = wal")
    connection.close()


def _unpack_texts(connection: sqlite3.Connection) -> None:
    """Give the documents of earlier versions plain texts."""
    packing.install(connection)
    connection.execute(
        """
        UPDATE main.documents
        SET text = unpacked(new.text, new.packed), blocks = unpacked(new.blocks, new.packed_blocks)
        FROM present.documents AS new WHERE new.id = documents.id
        """
    )


def _write_earlier_events(connection: sqlite3.Connection) -> None:
    """Write the log as earlier versions did: with the hash of a claim's words, without the changed rows."""
    names = ", ".join(EventRow._fields)
    previous = dict.fromkeys((row[0] for row in connection.execute("SELECT id FROM desks")), "")
    for desk, *values in connection.execute(
        f"SELECT desk_id, {names} FROM present.events ORDER BY desk_id, number"
    ).fetchall():
        event = EventRow(*values)
        after = json.loads(event.after)
        if event.claim is not None:
            after["sha256"] = content_hashes.current(connection, "claim", desk, event.claim, event.claim)
        event = event._replace(after=canonical(after), previous=previous[desk], changes="")
        event = event._replace(hash=early_row_hash(event))
        previous[desk] = event.hash
        row = {name: value for name, value in event._asdict().items() if name != "changes"}
        connection.execute(
            f"INSERT INTO main.events (desk_id, {', '.join(row)}) VALUES (?{', ?' * len(row)})", [desk, *row.values()]
        )


def _plain_tables(connection: sqlite3.Connection, schema: str) -> set[str]:
    rows = connection.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table'")
    return {name for (name,) in rows if not name.startswith(("_sqlite", "sqlite_", *_FULL_TEXT_TABLES))}


def _columns(connection: sqlite3.Connection, schema: str, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA {schema}.table_info({table})")}


async def _open(path: Path) -> None:
    async with open_database(path):
        pass


async def _check(path: Path, step: str) -> None:
    steps = [pending.name for pending in migrations.steps.pending(sqlite_utils.Database(memory=True))]
    async with open_database(path) as database:
        await check_database(database)
        assert {claim.text for claim in await all_claims(database)} == {_text(number) for number in range(_CLAIMS)}
        articles = await database.read(documents.count)
        assert articles == ARTICLES, "articles are lost"
        assert not await database.read(_documents_without_heading), "articles have no heading"
        unsent = await database.read(_queued_verdicts)
    expected = range(1, _UNSENT + 1) if step in _WITH_VERDICT_NEWS else ()
    assert unsent == [(claim, 1) for claim in expected], "notifications are lost or doubled"
    await _open(path)  # the tables are the expected ones
    copies = list((path.parent / BACKUPS).glob("*.db"))
    assert copies, "no copy was made before the migration"
    for copy in copies:
        content = verify_backup(copy)
        assert (content.version, content.claims, content.documents) == (steps.index(step), _CLAIMS, ARTICLES), copy


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _documents_without_heading(connection: sqlite3.Connection) -> int:
    query = "SELECT count(*) FROM documents WHERE coalesce(title, heading) IS NULL"
    return int(connection.execute(query).fetchone()[0])


def _queued_verdicts(connection: sqlite3.Connection) -> list[tuple[int, int]]:
    """Return the claims of waiting verdict notifications, with the number of recipients."""
    return connection.execute(
        """
        SELECT o.claim, count(r.person) FROM outbox o JOIN outbox_recipients r ON r.message = o.id
        WHERE o.kind = 'verdict' GROUP BY o.id ORDER BY o.claim
        """
    ).fetchall()


def _text(number: int) -> str:
    return f"Claim no. {number} is true."
