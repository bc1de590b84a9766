"""Whatever is done at the desk, the log explains it; whatever is changed past it, the log names the table."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import Awaitable
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.desk.attachments import AttachmentService
from bot.errors import UserError
from bot.model.attachments import Attachment
from bot.model.claim_input import ImportedClaim, NewClaim, NewEvidence, NewVerdict
from bot.model.claims import Actor, Author, EvidenceKind, FlagSource, Priority
from bot.model.saved_texts import NewFilter, NewTemplate
from bot.store.log import columns
from bot.store.sqlite.database import Database, open_database
from tests.desk.conftest import BEN, MARIA, READER, RUTH, DeskClock, DeskNewsroom
from tests.desk.tampering import shell
from tests.pictures import jpeg, photo, png

PEOPLE = st.sampled_from([MARIA, BEN, RUTH, READER])
NUMBERS = st.integers(1, 4)
WORDS = st.sampled_from(["", "The ferry sank.", "Three ferries sank – “all” of them."])
CELLS = st.sampled_from(
    [(table, column) for table in columns.LOGGED for column in (*columns.recorded(table), *columns.derived(table))]
)
_EMPTY: list[Path] = []  # one new database, copied for each run


def _empty() -> Path:
    if not _EMPTY:
        path = Path(tempfile.mkdtemp()) / "empty.db"

        async def create() -> None:
            async with open_database(path):
                pass

        asyncio.run(create())
        _EMPTY.append(path)
    return _EMPTY[0]


CONTENTS = (png(photo(1)), jpeg(photo(1), 40), b"no picture")
FILES = (Attachment("ferry.png", "image/png", 9, "https://cdn.example/ferry.png"),)


class DeskMachine(RuleBasedStateMachine):
    """A desk with four people and a few claims, on a real file."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        shutil.copy(_empty(), Path(self.folder.name) / "factdesk.db")
        self.runner = asyncio.Runner()
        self.database = Database(Path(self.folder.name) / "factdesk.db")
        self.room = DeskNewsroom(self.database, DeskClock())
        self.runner.run(self.database.prepare())

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()
        self.folder.cleanup()

    def do(self, action: Awaitable[Any]) -> None:
        """Run an action; one that the desk refuses leaves no trace."""

        async def run() -> None:
            with suppress(UserError):
                await action

        self.runner.run(run())

    @initialize(by=PEOPLE)
    def begin(self, by: Actor) -> None:
        self.do(self.room.by(by).flag(NewClaim("The ferry sank.", why="Everybody says so.")))

    @rule(by=PEOPLE, why=WORDS, author=PEOPLE, tags=st.lists(st.sampled_from(["sea", "a/b", "é"]), max_size=2))
    def flag(self, by: Actor, why: str, author: Actor, tags: list[str]) -> None:
        origin = FlagSource(
            "https://discord.com/channels/1/2/3", Author(author.user, author.name), None, why or None, FILES
        )
        self.do(self.room.by(by).flag(NewClaim("The bridge fell.", why=why, tags=tuple(tags), origin=origin)))

    @rule(number=NUMBERS, content=st.sampled_from(CONTENTS))
    def fetch(self, number: int, content: bytes) -> None:
        async def keep_first() -> None:
            service = AttachmentService(self.room.database, self.room.clock, 1 << 20)
            for file in (await self.room.desk.file(self.room.guild, number)).files[:1]:
                await service.keep(self.room.guild, number, file, content)

        self.do(keep_first())

    @rule(by=PEOPLE, number=NUMBERS, why=WORDS)
    def add_flag(self, by: Actor, number: int, why: str) -> None:
        self.do(self.room.by(by).add_flag(number, why))

    @rule(by=PEOPLE, number=NUMBERS, priority=st.sampled_from(Priority))
    def change(self, by: Actor, number: int, priority: Priority) -> None:
        self.do(self.room.by(by).set_priority(number, priority))
        self.do(self.room.by(by).tag(number, [priority.value, "sea"]))
        self.do(self.room.by(by).set_due(number, self.room.clock.passes(hours=1)))

    @rule(by=PEOPLE, number=NUMBERS)
    def start(self, by: Actor, number: int) -> None:
        self.do(self.room.by(by).start(number))

    @rule(by=PEOPLE, to=PEOPLE, number=NUMBERS)
    def assign(self, by: Actor, to: Actor, number: int) -> None:
        self.do(self.room.by(by).assign(number, Author(to.user, to.name + " II")))

    @rule(by=PEOPLE, number=NUMBERS, kind=st.sampled_from([EvidenceKind.NOTE, EvidenceKind.LINK]), text=WORDS)
    def add_evidence(self, by: Actor, number: int, kind: EvidenceKind, text: str) -> None:
        url = "https://example.org/log" if kind is EvidenceKind.LINK else None
        self.do(self.room.by(by).add_evidence(number, [NewEvidence(kind, text, url=url)]))

    @rule(by=PEOPLE, reviewer=PEOPLE, number=NUMBERS, rating=st.sampled_from(["True", "False"]))
    def rule_and_approve(self, by: Actor, reviewer: Actor, number: int, rating: str) -> None:
        self.do(self.room.by(by).rule(number, NewVerdict(rating, "The log says so.", (1,))))
        self.do(self.room.by(reviewer).approve(number))
        self.do(self.room.by(by).publish(number, f"https://example.org/{rating}"))
        self.do(self.room.by(by).correct(number, NewVerdict(rating, "Both logs say so.")))

    @rule(by=PEOPLE, number=NUMBERS, of=NUMBERS, why=WORDS)
    def close_and_reopen(self, by: Actor, number: int, of: int, why: str) -> None:
        self.do(self.room.by(by).mark_duplicate(number, of))
        self.do(self.room.by(by).reopen(number, why))
        self.do(self.room.by(by).decline(of, why))

    @rule(by=PEOPLE, number=NUMBERS)
    def watch(self, by: Actor, number: int) -> None:
        self.do(self.room.by(by).watch(number))

    @rule(by=PEOPLE, number=NUMBERS)
    def unwatch(self, by: Actor, number: int) -> None:
        self.do(self.room.by(by).unwatch(number))

    @rule(rating=st.sampled_from([None, "False"]))
    def import_claim(self, rating: str | None) -> None:
        claim = ImportedClaim("It swam.", rating=rating, url="https://example.org/swam", author="A. Writer")
        self.do(self.room.by(MARIA).import_many([claim]))

    @rule(by=PEOPLE, name=st.sampled_from(["Mine", "Late"]), for_desk=st.booleans(), position=st.integers(0, 3))
    def save_and_delete_texts(self, by: Actor, name: str, for_desk: bool, position: int) -> None:
        texts, request = self.room.desk.saved_texts, self.room.desk.request(self.room.guild, by)
        self.do(texts.save_filter(request, NewFilter(name, "w||||||", mine=by.user, for_desk=for_desk)))
        self.do(texts.save_template(request, NewTemplate(name, "It was {claimant}.", "False")))
        saved = self.runner.run(texts.filters(request))
        if position < len(saved):
            self.do(texts.delete_filter(request, saved[position].number))
        for template in self.runner.run(texts.templates(self.room.guild))[position:]:
            new = NewTemplate(template.name, template.text + " No.")
            self.do(texts.save_template(request, new, number=template.number, seen=template.version))
            self.do(texts.delete_template(request, template.number))

    @rule()
    def ask_for_second_readers(self) -> None:
        self.do(self.room.needs_second_reader())

    @rule(who=PEOPLE)
    def forget(self, who: Actor) -> None:
        self.do(self.room.desk.forget(who.user))

    @rule(cells=st.lists(CELLS, min_size=6, max_size=6, unique=True), position=st.integers(0, 3))
    def change_single_columns_past_the_log(self, cells: list[tuple[str, str]], position: int) -> None:
        for cell in cells:
            with shell(self.room) as connection:
                before = _cell(connection, *cell, position)
                other = _other(connection, cell, before)
                _put(connection, *cell, position, other)
            [check] = self.runner.run(self.room.desk.verify_log())
            if before is not _NO_ROW:
                assert check.bad is not None, cell
                assert (check.bad.table, check.bad.column) == cell
            with shell(self.room) as connection:
                _put(connection, *cell, position, before)

    @invariant()
    def the_log_explains_every_row(self) -> None:
        checks = self.runner.run(self.room.desk.verify_log())
        assert [check.bad for check in checks] == [None] * len(checks)


_NO_ROW = object()


def _row(connection: sqlite3.Connection, table: str, position: int) -> tuple[str, list[object]] | None:
    """Return the condition and the key of one row, or None in an empty table."""
    names = [columns.desk_column(table), *columns.keys(table)]
    rows = connection.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY {', '.join(names)}").fetchall()
    return (" AND ".join(f"{name} = ?" for name in names), list(rows[position % len(rows)])) if rows else None


def _cell(connection: sqlite3.Connection, table: str, column: str, position: int) -> object:
    row = _row(connection, table, position)
    if row is None:
        return _NO_ROW
    return connection.execute(f"SELECT {column} FROM {table} WHERE {row[0]}", row[1]).fetchone()[0]


def _put(connection: sqlite3.Connection, table: str, column: str, position: int, value: object) -> None:
    row = _row(connection, table, position)
    if row is not None:
        connection.execute("PRAGMA ignore_check_constraints = on")
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {row[0]}", [value, *row[1]])


def _other(connection: sqlite3.Connection, cell: tuple[str, str], value: object) -> object:
    """Return another value of the column's type."""
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, str):
        return f"{value}x"
    table, column = cell
    [kind] = connection.execute("SELECT type FROM pragma_table_info(?) WHERE name = ?", [table, column]).fetchone()
    return 7 if kind in {"INTEGER", "REAL"} else "x"


TestDeskMachine = DeskMachine.TestCase
TestDeskMachine.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
