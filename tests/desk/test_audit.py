"""The log: unchangeable, audited, and free of names after an erasure."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
import sqlite_utils

from bot.model.answers import Answer, AnswerState
from bot.model.claim_input import ImportedClaim, NewClaim, NewEvidence, NewVerdict
from bot.model.claims import Author, EvidenceKind, FlagSource, Person
from bot.model.notifications import BadRow, LogCheck
from bot.model.saved_answers import SavedAnswer
from bot.store.library import answers
from tests.desk.conftest import BEN, GUILD, MARIA, OTHER_GUILD, READER, RUTH, DeskNewsroom

NOTE = NewEvidence(EvidenceKind.NOTE, "The log says 30.")
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


async def _a_busy_day(room: DeskNewsroom) -> None:
    await room.needs_second_reader()
    first, second = await room.flagged("One ferry sank."), await room.flagged("Two ferries sank.")
    await room.by(MARIA).start(first)
    await room.by(MARIA).add_evidence(first, [NOTE])
    await room.by(MARIA).rule(first, NewVerdict("False", "The log says 30.", (1,)))
    await room.by(RUTH).approve(first)
    await room.by(BEN).mark_duplicate(second, of=first)


async def _tampered(room: DeskNewsroom, statement: str, *values: object) -> None:
    """Tamper with the tables as an owner of the file could, without triggers."""

    def tamper(connection: sqlite3.Connection) -> None:
        triggers = connection.execute(TRIGGERS).fetchall()
        connection.execute("PRAGMA foreign_keys = off")
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        assert connection.execute(statement, values).rowcount
        for _, sql in triggers:
            connection.execute(sql)

    connection = sqlite3.connect(room.database.path)
    with connection:
        tamper(connection)
    connection.close()


async def test_an_unchanged_log_verifies(room: DeskNewsroom) -> None:
    await _a_busy_day(room)
    assert await room.desk.verify_log() == [LogCheck(GUILD, 8)]
    assert await room.desk.verify_log(OTHER_GUILD) == [LogCheck(OTHER_GUILD, 0)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET action = 'nothing' WHERE number = 1",
        "UPDATE events SET hash = ''",
        "DELETE FROM events",
        "DELETE FROM events WHERE number = 8",
        "INSERT OR REPLACE INTO events SELECT desk_id, number, claim, 'nothing', at, person, before, after, previous, "
        "hash FROM events WHERE number = 8",
        "INSERT INTO events SELECT desk_id, 10, claim, action, at, person, before, after, hash, hash FROM events "
        "WHERE number = 8",
        "INSERT INTO events SELECT desk_id, 9, claim, action, at, person, before, after, '', '' FROM events "
        "WHERE number = 8",
        "UPDATE claims SET text = 'It sank.'",
        "UPDATE claims SET number = 9 WHERE number = 2",
        "DELETE FROM claims",
        "INSERT OR REPLACE INTO claims SELECT * FROM claims",
        "UPDATE evidence SET text = 'The log says 300.'",
        "UPDATE evidence SET read_by_ocr = 1",
    ],
)
async def test_the_database_refuses_to_change_or_delete_history(room: DeskNewsroom, statement: str) -> None:
    await _a_busy_day(room)
    with pytest.raises(sqlite3.IntegrityError):
        await room.database.write(lambda db: db.execute(statement))
    assert await room.desk.verify_log() == [LogCheck(GUILD, 8)]


@pytest.mark.parametrize("table", ["events", "claims", "verdicts"])
async def test_no_row_replaces_another_without_recursive_triggers(room: DeskNewsroom, table: str) -> None:
    await _a_busy_day(room)
    connection = sqlite3.connect(room.database.path)
    with closing(connection), pytest.raises(sqlite3.IntegrityError), connection:
        connection.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} ORDER BY desk_id DESC LIMIT 1")


@pytest.mark.parametrize(
    ("statement", "row", "why"),
    [
        ("UPDATE events SET at = '2020-01-01' WHERE number = 5", 5, "was changed after it was written"),
        ("UPDATE events SET person = 3 WHERE number = 6", 6, "was changed after it was written"),
        ("UPDATE events SET hash = 'abc' WHERE number = 3", 3, "was changed after it was written"),
        ("UPDATE events SET previous = 'abc' WHERE number = 3", 3, "doesn't follow from the row before it"),
        ("DELETE FROM events WHERE number = 4", 5, "comes after row 3"),
        ("DELETE FROM events WHERE number = 1", 2, "comes after row 0"),
        ("DELETE FROM events WHERE number >= 7", 6, "should be followed by 1 more of #1"),
        ("UPDATE claims SET text = 'It sank.' WHERE number = 2", 3, "records the words of #2, changed or deleted"),
        ("UPDATE evidence SET text = 'The log says 300.'", 5, "records evidence 1 of #1, changed or deleted"),
        ("DELETE FROM evidence", 5, "records evidence 1 of #1, changed or deleted"),
        ("UPDATE verdicts SET rating = 'True'", 6, "records verdict 1 of #1, changed or deleted"),
        ("DELETE FROM verdicts", 6, "records verdict 1 of #1, changed or deleted"),
        ("UPDATE verdicts SET second_reader = 2", 6, "but no row names its second reader"),
        (
            "UPDATE claims SET status = 'declined', duplicate_of = NULL WHERE number = 2",
            8,
            "but its status is “declined”",
        ),
        (
            "INSERT INTO verdicts SELECT desk_id, 2, number, 'True', explanation, author, created_at, evidence, 0, "
            "NULL, created_at, url, byline, published, 0, NULL, NULL, NULL, NULL FROM verdicts",
            8,
            "no row records its verdict 1",
        ),
    ],
)
async def test_tampering_is_found_and_the_first_bad_row_named(
    room: DeskNewsroom, statement: str, row: int, why: str
) -> None:
    await _a_busy_day(room)
    await _tampered(room, statement)
    [check] = await room.desk.verify_log()
    assert check.bad is not None
    assert (check.bad.number, why in check.bad.why) == (row, True), check.bad


async def test_an_imported_verdict_is_recorded_in_the_log_by_its_hash(room: DeskNewsroom) -> None:
    await room.by(MARIA).import_many([ImportedClaim("It sank.", rating="False"), ImportedClaim("It swam.")])
    assert await room.desk.verify_log() == [LogCheck(GUILD, 2)]
    await _tampered(room, "UPDATE verdicts SET rating = 'True'")
    assert await room.desk.verify_log() == [
        LogCheck(GUILD, 1, BadRow(1, "records verdict 1 of #1, changed or deleted since"))
    ]


async def test_an_erased_person_is_a_number_everywhere_and_the_log_verifies(room: DeskNewsroom) -> None:
    origin = FlagSource("https://discord.com/channels/1/2/3", Author(READER.user, "Reader"), None, "My words!")
    number = (await room.by(BEN).flag(NewClaim("It sank.", origin=origin))).claim.number
    await room.by(READER).add_flag(number)
    await room.by(MARIA).assign(number, Author(READER.user, "Reader"))
    assert await room.desk.forget(READER.user) == 1
    file = await room.desk.file(room.guild, number)
    somebody = Person(2, None, "somebody (no. 2)")
    assert file.origin is not None
    assert (file.origin.author, file.origin.snapshot) == (somebody, None)
    assert (file.flags[1].by, file.claim.assignee) == (somebody, somebody)
    assert [event.by for event in await room.desk.history(room.guild, number)][1] == somebody
    assert (await room.desk.history(room.guild, number))[-1].after == {"assignee": somebody}
    assert await room.desk.verify_log() == [LogCheck(GUILD, 4)]
    assert await room.desk.forget(READER.user) == 0


async def test_no_text_of_an_erased_person_is_left_in_the_file(room: DeskNewsroom) -> None:
    origin = FlagSource(
        "https://discord.com/channels/1/2/3", Author(987654321, "Zebulon"), None, "My secret words! " * 230
    )
    await room.by(BEN).flag(NewClaim("It sank.", origin=origin))
    await room.desk.forget(987654321)
    written = b"".join(path.read_bytes() for path in room.database.path.parent.iterdir())
    assert b"Zebulon" not in written
    assert b"secret words" not in written
    assert b"It sank." in written


async def test_erasing_a_person_deletes_their_answers(room: DeskNewsroom) -> None:
    def ask(db: sqlite_utils.Database) -> None:
        for user in (READER.user, MARIA.user):
            answer = Answer("who?", state=AnswerState.NOTHING, headline="")
            answers.put(db, SavedAnswer(str(user), GUILD, 1, user, "private", "2026-11-02", answer))

    await room.database.write(ask)
    await room.desk.forget(READER.user)
    left = await room.database.read(lambda connection: connection.execute("SELECT user_id FROM answers").fetchall())
    assert left == [(MARIA.user,)]


async def test_an_erased_person_who_returns_gets_a_new_number(room: DeskNewsroom) -> None:
    number = await room.flagged()
    await room.desk.forget(READER.user)
    assert (await room.by(READER).add_flag(number)).claim.flags == 2
    flags = (await room.desk.file(room.guild, number)).flags
    assert [flag.by.name for flag in flags] == ["somebody (no. 1)", "a reader"]
