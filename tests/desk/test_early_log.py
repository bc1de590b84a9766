"""A log that earlier versions began, without the changed values: a baseline records the rows of that time."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
import sqlite_utils

from bot.model.claims import Priority
from bot.store.desk import content_hashes
from bot.store.log import columns
from bot.store.log.chain import EventRow, canonical, early_row_hash
from bot.store.log.columns import Proof
from bot.store.sqlite import migrations
from bot.store.sqlite.database import Database, open_database
from tests.desk.conftest import GUILD, MARIA, DeskClock, DeskNewsroom
from tests.desk.tampering import recompute_chain, shell, tampered

AT = "2026-10-01T09:00:00+00:00"
BEFORE_THE_BASELINE = 4  # events


class EarlierDesk:
    """A desk as the version before the baseline left it."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite_utils.Database(path, strict=True)
        migrations.steps.apply(self.db, stop_before="log_replay")
        self.db.execute("PRAGMA user_version = 19")
        self.db.execute("PRAGMA foreign_keys = on")
        self.previous = ""
        self.number = 0

    @property
    def connection(self) -> sqlite3.Connection:
        return self.db.conn

    def append(self, action: str, after: Mapping[str, object]) -> None:
        self.number += 1
        row = EventRow(self.number, 1, action, AT, 1, "{}", canonical(after), self.previous, "")
        self.previous = early_row_hash(row)
        self.connection.execute(
            "INSERT INTO events (desk_id, number, claim, action, at, person, before, after, previous, hash) "
            "VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*row._replace(hash=self.previous)][:9],
        )
        self.connection.execute("UPDATE claims SET version = version + 1, changed_at = ?", [AT])

    def sha256(self, kind: content_hashes.Kind) -> str:
        return content_hashes.current(self.connection, kind, 1, 1, 1)

    def fill(self) -> None:
        """Flag a claim, add evidence, give a verdict and approve it."""
        execute = self.connection.execute
        execute("INSERT INTO desks (id, guild_id, ratings) VALUES (1, ?, ?)", [GUILD, json.dumps(["True", "False"])])
        execute("INSERT INTO people VALUES (1, 1, 11, 'Maria'), (1, 2, 13, 'Ruth')")
        execute(
            "INSERT INTO claims (desk_id, number, text, why, status, priority, created_at, changed_at, flags, evidence)"
            " VALUES (1, 1, 'The ferry sank.', 'Ask.', 'open', 'normal', ?, ?, 1, 1)",
            [AT, AT],
        )
        execute("INSERT INTO flags VALUES (1, 1, 1, 1, 'Ask.', ?, NULL, NULL, NULL, NULL)", [AT])
        self.append("flagged", {"status": "open", "sha256": self.sha256("claim"), "priority": "normal"})
        execute(
            "INSERT INTO evidence (desk_id, claim, number, kind, text, person, created_at) "
            "VALUES (1, 1, 1, 'note', 'It swims.', 1, ?)",
            [AT],
        )
        self.append("evidence added", {"evidence": 1, "kind": "note", "sha256": self.sha256("evidence")})
        execute(
            "INSERT INTO verdicts (desk_id, claim, number, rating, explanation, author, created_at, evidence, "
            "needs_second) VALUES (1, 1, 1, 'False', 'It swims.', 1, ?, '[1]', 1)",
            [AT],
        )
        self.append("ruled", {"status": "review", "verdict": 1, "rating": "False", "sha256": self.sha256("verdict")})
        execute("UPDATE verdicts SET second_reader = 2, approved_at = ?", [AT])
        execute("UPDATE claims SET status = 'verdict', rating = 'False'")
        self.append("approved", {"status": "verdict", "verdict": 1, "second_reader": 2, "rating": "False"})


@asynccontextmanager
async def updated(tmp_path: Path, *tampering: str) -> AsyncIterator[DeskNewsroom]:
    """Yield an earlier desk, tampered with and then brought to this version."""
    path = tmp_path / "factdesk.db"
    earlier = EarlierDesk(path)
    earlier.fill()
    triggers = earlier.connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        earlier.connection.execute(f"DROP TRIGGER {name}")
    for statement in tampering:
        earlier.connection.execute(statement)
    for _, sql in triggers:
        earlier.connection.execute(sql)
    earlier.connection.commit()
    earlier.db.close()
    async with open_database(path) as database:
        yield DeskNewsroom(database, DeskClock())


async def test_an_earlier_log_goes_on_after_a_baseline_and_verifies(tmp_path: Path) -> None:
    async with updated(tmp_path) as room:
        [check] = await room.desk.verify_log()
        assert (check.events, check.bad) == (BEFORE_THE_BASELINE + 1, None)
        await room.by(MARIA).reopen(1)
        await room.by(MARIA).set_priority(1, Priority.URGENT)
        [check] = await room.desk.verify_log()
        assert (check.events, check.bad) == (BEFORE_THE_BASELINE + 3, None)


async def test_what_stands_at_the_baseline_is_proven_from_then_on(tmp_path: Path) -> None:
    async with updated(tmp_path) as room:
        with shell(room) as connection:
            connection.execute("UPDATE flags SET why = 'Never mind.'")
        [check] = await room.desk.verify_log()
        assert str(check.bad).startswith("row 5 holds the hash of another `why` of flags 1/1")


@pytest.mark.parametrize(
    ("tampering", "reason"),
    [
        ("UPDATE claims SET text = 'It swam.'", "row 1 records the words of #1, changed or deleted since"),
        ("UPDATE evidence SET text = 'It sinks.'", "row 2 records evidence 1 of #1, changed or deleted since"),
        ("UPDATE verdicts SET rating = 'True'", "row 3 records verdict 1 of #1, changed or deleted since"),
        ("UPDATE claims SET status = 'open'", "row 4 leaves #1 at “verdict”, but its status was “open”"),
        ("UPDATE verdicts SET second_reader = NULL, approved_at = NULL", "row 3 records verdict 1 of #1, but no row"),
        (
            "INSERT INTO verdicts (desk_id, claim, number, rating, explanation, author, created_at, evidence, "
            "needs_second, second_reader, approved_at) SELECT 1, 1, 2, rating, explanation, author, created_at, "
            "evidence, needs_second, second_reader, approved_at FROM verdicts",
            "row 5 records verdict 2 of #1, and no row before it does",
        ),
        ("UPDATE claims SET version = 5", "row 5 is the last one, and `version` of claims 1 should be 4"),
        ("UPDATE events SET action = 'x' WHERE number = 2", "row 2 was changed after it was written"),
    ],
)
async def test_what_the_earlier_events_say_is_still_compared(tmp_path: Path, tampering: str, reason: str) -> None:
    async with updated(tmp_path, tampering) as room:
        [check] = await room.desk.verify_log()
        assert str(check.bad).startswith(reason)


@pytest.mark.parametrize("row", [1, 2, 3])
async def test_a_hash_left_out_of_an_earlier_event_is_an_error(tmp_path: Path, row: int) -> None:
    async with updated(tmp_path) as room:
        with shell(room) as connection:
            connection.execute("UPDATE events SET after = json_remove(after, '$.sha256') WHERE number = ?", [row])
            recompute_chain(connection)
        [check] = await room.desk.verify_log()
        assert str(check.bad) == f"row {row} has no hash of what it records"


@pytest.mark.parametrize(
    ("row", "after"), [(1, "[]"), (2, '{"sha256":"x"}'), (3, '{"verdict":[1]}'), (4, '{"verdict":1}'), (4, "{")]
)
async def test_an_earlier_event_of_an_unknown_form_is_a_bad_row(tmp_path: Path, row: int, after: str) -> None:
    async with updated(tmp_path) as room:
        with shell(room) as connection:
            connection.execute("UPDATE events SET after = ? WHERE number = ?", [after, row])
            recompute_chain(connection)
        [check] = await room.desk.verify_log()
        assert str(check.bad) == f"row {row} can't be read: its values have an unknown form"


@pytest.mark.parametrize("changes", ['[["claims",[1],{}]]', '[["claims",["x"],{"status":"open"}]]'])
async def test_a_baseline_of_an_unknown_form_is_a_bad_row(tmp_path: Path, changes: str) -> None:
    async with updated(tmp_path) as room:
        with shell(room) as connection:
            connection.execute("UPDATE events SET changes = ? WHERE number = 5", [changes])
            recompute_chain(connection)
        [check] = await room.desk.verify_log()
        assert str(check.bad) == "row 5 can't be read: its values have an unknown form"


async def test_a_long_baseline_is_split_into_several_events(tmp_path: Path) -> None:
    numbers = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1200)"
    async with updated(tmp_path, f"INSERT INTO tags {numbers} SELECT 1, 1, 'tag ' || x FROM n") as room:
        await room.by(MARIA).reopen(1)
        [check] = await room.desk.verify_log()
        assert (check.events, check.bad) == (BEFORE_THE_BASELINE + 3 + 1, None)


async def test_a_column_that_a_later_version_adds_needs_one_line_in_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older rows have its default; new values are in events, and a change past them is named."""
    async with updated(tmp_path) as room:
        path = room.database.path
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ALTER TABLE claims ADD COLUMN nickname TEXT")
        connection.execute("ALTER TABLE claims ADD COLUMN worst INTEGER NOT NULL DEFAULT 1")
    wider = {**columns.LOGGED["claims"], "nickname": Proof.HASHED, "worst": Proof.PLAIN}
    monkeypatch.setattr(columns, "LOGGED", {**columns.LOGGED, "claims": wider})
    database = Database(path)
    room = DeskNewsroom(database, DeskClock())
    intact = "the log is intact, but the database is not as factdesk made it: table claims was changed"
    assert [str(check.bad) for check in await room.desk.verify_log()] == [intact]
    await database.write(lambda db: db.execute("UPDATE claims SET nickname = 'The mayor', worst = 0"))
    assert [str(check.bad) for check in await room.desk.verify_log()] == [intact]
    tampered(room, "UPDATE claims SET nickname = 'The vicar'")
    [check] = await room.desk.verify_log()
    assert check.bad is not None
    assert (check.bad.table, check.bad.column) == ("claims", "nickname")
    await database.close()
