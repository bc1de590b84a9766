"""What somebody with a SQLite shell can do to a desk, and what finds it: the replay, a witness, or the next start."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.model.claim_input import NewClaim, NewEvidence, NewVerdict
from bot.model.claims import Actor, Author, EvidenceKind, FlagSource
from bot.model.notifications import BadRow
from bot.model.witness import WitnessLine, digest_line, file_line, read_lines
from bot.store.log import columns
from bot.store.log.chain import early_row_hash, row_hash
from bot.store.sqlite.database import open_database
from tests.desk.conftest import BEN, GUILD, MARIA, OTHER_GUILD, READER, RUTH, DeskNewsroom
from tests.desk.tampering import append_event, events, recompute_chain, shell, tampered

ORIGIN = FlagSource("https://discord.com/channels/1/2/3", Author(77, "Zoe"), None, "They say the ferry had 300 aboard.")


async def _ruled(room: DeskNewsroom) -> None:
    """Leave a claim with a flagged message, evidence and a published verdict."""
    await room.needs_second_reader()
    await room.by(READER).flag(NewClaim("The ferry carried 300 people.", tags=("sea",), origin=ORIGIN))
    await room.by(MARIA).start(1)
    await room.by(MARIA).add_evidence(1, [NewEvidence(EvidenceKind.NOTE, "The log says 30.")])
    await room.by(MARIA).rule(1, NewVerdict("False", "The log says 30.", (1,)))
    await room.by(RUTH).approve(1)
    await room.by(MARIA).publish(1, "https://example.org/ferry")
    await room.by(BEN).watch(1)


async def _first_bad(room: DeskNewsroom) -> BadRow:
    [check] = await room.desk.verify_log()
    assert check.bad is not None
    return check.bad


async def _witness(room: DeskNewsroom) -> WitnessLine:
    """Return what the digest posts now, as somebody copies it from Discord."""
    [head] = await room.desk.log_heads(GUILD)
    [line] = read_lines(f"> -# **{digest_line(head)}**")
    return line


@pytest.mark.parametrize(
    ("statement", "table", "column", "sentence"),
    [
        (
            "UPDATE claims SET rating = 'True'",
            "claims",
            "rating",
            "row 6 sets `rating` of claims 1 to “False”, but “True” stands there",
        ),
        (
            "UPDATE verdicts SET url = 'https://example.com/other'",
            "verdicts",
            "url",
            "row 7 sets `url` of verdicts 1/1 to “https://example.org/ferry”, "
            "but “https://example.com/other” stands there",
        ),
        (
            "UPDATE flags SET snapshot = 'They say nothing.'",
            "flags",
            "snapshot",
            "row 2 holds the hash of another `snapshot` of flags 1/1 than “They say nothing.”, which stands there",
        ),
        ("UPDATE flags SET snapshot = NULL", "flags", "snapshot", "row 2 holds the hash of another `snapshot`"),
        ("DELETE FROM flags", "flags", None, "row 2 adds flags 1/1, which is missing"),
        (
            "UPDATE people SET name = CASE number WHEN 1 THEN 'Ruth' WHEN 3 THEN 'Maria' ELSE name END",
            "people",
            "name",
            "row 1 holds the hash of another `name` of people 1 than “Ruth”, which stands there",
        ),
        (
            "UPDATE people SET user_id = 999 WHERE number = 1",
            "people",
            "user_id",
            "row 1 holds the hash of another `user_id` of people 1 than 999, which stands there",
        ),
        (
            "UPDATE desks SET second_reader = 0",
            "desks",
            "second_reader",
            "row 1 sets `second_reader` of desks to 1, but 0 stands there",
        ),
        ("DELETE FROM watchers", "watchers", None, "row 8 adds watchers 1/5, which is missing"),
        ("DELETE FROM tags", "tags", None, "row 2 adds tags 1/sea, which is missing"),
        (
            "UPDATE evidence SET pin = 'source changed'",
            "evidence",
            "pin",
            "row 4 sets `pin` of evidence 1/1 to “holds”, but “source changed” stands there",
        ),
        ("UPDATE claims SET version = 3", "claims", "version", "row 8 is the last one, and `version` of claims 1"),
        ("UPDATE salts SET salt = 'x' WHERE name = 'verdicts'", "verdicts", "explanation", "row 5 holds the hash"),
        ("DELETE FROM salts WHERE name = 'people'", "people", "user_id", "row 1 holds the hash"),
    ],
)
async def test_a_changed_or_deleted_row_is_named_with_what_it_should_be(
    room: DeskNewsroom, statement: str, table: str, column: str | None, sentence: str
) -> None:
    await _ruled(room)
    assert [check.bad for check in await room.desk.verify_log()] == [None]
    tampered(room, statement)
    bad = await _first_bad(room)
    assert (bad.table, bad.column) == (table, column)
    assert sentence in str(bad)


async def test_only_a_witness_finds_a_last_event_removed_together_with_what_it_did(room: DeskNewsroom) -> None:
    await _ruled(room)
    witness = await _witness(room)
    with shell(room) as connection:
        connection.execute("DELETE FROM events WHERE number = 8")
    assert str(await _first_bad(room)).startswith("row 7 is the last one, and no row adds people")
    with shell(room) as connection:
        connection.execute("DELETE FROM watchers")
        connection.execute("DELETE FROM people WHERE name = 'Ben'")
        connection.execute(
            "UPDATE claims SET version = version - 1, changed_at = (SELECT at FROM events WHERE number = 7)"
        )
    assert [check.bad for check in await room.desk.verify_log()] == [None]
    [check] = await room.desk.check_witness([witness])
    assert str(check.bad) == (
        f"row 1 (“settings changed”, 2026-11-02T09:00:00+00:00) is the first in doubt. A witness says “8 events, head "
        f"{witness.head}”, but the log ends at row 7: its end was cut off, or an older file was put back; no witness "
        "before it is good"
    )


async def test_a_chain_recomputed_after_an_edit_is_found_by_the_tables_or_by_a_witness(room: DeskNewsroom) -> None:
    await room.needs_second_reader()
    early = await _witness(room)
    await _ruled(room)
    late = await _witness(room)
    with shell(room) as connection:
        connection.execute("UPDATE events SET changes = replace(changes, '\"False\"', '\"True\"')")
        recompute_chain(connection)
    bad = await _first_bad(room)
    assert (bad.table, bad.column) == ("claims", "rating")
    with shell(room) as connection:
        connection.execute("UPDATE claims SET rating = 'True'")
        connection.execute("UPDATE verdicts SET rating = 'True'")
    assert [check.bad for check in await room.desk.verify_log()] == [None]
    [check] = await room.desk.check_witness([early, late])
    assert check.covered == 1
    assert str(check.bad).startswith("row 2 (“flagged”, 2026-11-02T09:00:00+00:00) is the first in doubt.")
    assert f"row {late.events} has another head: the log was rewritten" in str(check.bad)


async def test_a_log_without_the_changes_that_its_events_made_is_found(room: DeskNewsroom) -> None:
    await _ruled(room)
    with shell(room) as connection:
        connection.execute("UPDATE events SET changes = ''")
        recompute_chain(connection)
    assert str(await _first_bad(room)) == "row 2 has no hash of what it records"


async def test_an_event_without_its_changes_leaves_its_row_unexplained(room: DeskNewsroom) -> None:
    await _ruled(room)
    with shell(room) as connection:
        connection.execute("UPDATE events SET changes = '' WHERE number = 4")
        recompute_chain(connection)
    assert str(await _first_bad(room)) == (
        "row 8 is the last one, and `evidence` of claims 1 should be 0, but 1 stands there"
    )


@pytest.mark.parametrize("changes", ["{", "[1]", '[["claims",[[1]],{}]]', '[["nothing",[1],{}]]', '[["claims",[1],3]]'])
async def test_changes_that_can_not_be_read_are_a_bad_row(room: DeskNewsroom, changes: str) -> None:
    await _ruled(room)
    with shell(room) as connection:
        connection.execute("UPDATE events SET changes = ? WHERE number = 4", [changes])
        recompute_chain(connection)
    assert str(await _first_bad(room)) == "row 4 holds changes that can't be read"


async def test_a_second_baseline_can_not_excuse_a_change(room: DeskNewsroom) -> None:
    await _ruled(room)
    with shell(room) as connection:
        connection.execute("UPDATE claims SET rating = 'True'")
        connection.execute(
            "INSERT INTO events SELECT desk_id, 9, NULL, 'baseline', at, NULL, '{}', '{}', hash, '', "
            '\'[["claims",[1],{"rating":"True"}]]\' FROM events WHERE number = 8'
        )
        recompute_chain(connection)
    assert str(await _first_bad(room)) == "row 9 is a second baseline: only an update of the tables writes one"


async def test_only_a_witness_finds_an_older_file_put_back(room: DeskNewsroom, tmp_path: Path) -> None:
    await room.needs_second_reader()
    await room.database.overwrite_deleted()
    older = tmp_path / "older.db"
    shutil.copy(room.database.path, older)
    await _ruled(room)
    [head] = await room.desk.log_heads()
    lines = list(read_lines(file_line(head)))
    async with open_database(older) as database:
        put_back = DeskNewsroom(database, room.clock)
        assert [check.bad for check in await put_back.desk.verify_log()] == [None]
        [check] = await put_back.desk.check_witness(lines)
        assert "the log ends at row 1: its end was cut off, or an older file was put back" in str(check.bad)


async def test_dropped_triggers_are_named_by_the_audit_and_refused_at_the_next_start(room: DeskNewsroom) -> None:
    await _ruled(room)
    with closing(sqlite3.connect(room.database.path)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
    assert str(await _first_bad(room)) == (
        "the log is intact, but the database is not as factdesk made it: trigger claims_are_ruled_by_verdicts is "
        "missing, trigger claims_come_anew is missing, trigger claims_keep_their_words is missing, trigger claims_stay "
        "is missing, trigger events_are_not_changed is missing, and 12 more"
    )
    with pytest.raises(SetupError, match=r"trigger claims_are_ruled_by_verdicts is missing, .* and 12 more"):
        async with open_database(room.database.path):
            pass


async def test_a_write_past_all_actions_still_gets_an_event(room: DeskNewsroom) -> None:
    await _ruled(room)
    await room.database.write(lambda db: db.execute("UPDATE claims SET priority = 'urgent'"))
    [check] = await room.desk.verify_log()
    assert (check.events, check.bad) == (9, None)
    action = await room.database.read(
        lambda connection: connection.execute("SELECT action, changes FROM events WHERE number = 9").fetchone()
    )
    assert action == ("recorded", '[["claims",[1],{"priority":"urgent"}]]')


async def test_a_name_that_changed_in_discord_is_recorded_as_a_hash(room: DeskNewsroom) -> None:
    user = 987_654_321_012_345_678
    await room.by(Actor(user, "Ottilie")).flag(NewClaim("The ferry sank."))
    await room.by(Actor(user, "Ottilie of old")).watch(1)
    [check] = await room.desk.verify_log()
    assert check.bad is None
    changes = await room.database.read(
        lambda connection: connection.execute("SELECT group_concat(changes) FROM events").fetchone()[0]
    )
    assert "Ottilie" not in changes
    assert str(user) not in changes


@pytest.mark.parametrize("key", ["redacted", "erased_reasons"])
async def test_a_forged_erasure_can_not_excuse_another_change_of_an_event(room: DeskNewsroom, key: str) -> None:
    """The chain keeps its hashes then, so that no witness would tell."""
    await _ruled(room)
    with shell(room) as connection:
        forged = dict[str, str]()
        for row in events(connection):
            if '"False"' in row.changes:
                after = json.dumps(json.loads(row.after) | {"why": "[erased]"})
                changed = row._replace(changes=row.changes.replace('"False"', '"True"'), after=after)
                forged[str(row.number)] = early_row_hash(changed) if key == "redacted" else row_hash(changed)
                connection.execute(
                    "UPDATE events SET changes = ?, after = ? WHERE number = ?",
                    [changed.changes, changed.after, row.number],
                )
        connection.execute("UPDATE claims SET rating = 'True'")
        connection.execute("UPDATE verdicts SET rating = 'True'")
        append_event(connection, "forgotten", json.dumps({"person": 1, key: forged}))
    assert str(await _first_bad(room)) == f"row {min(map(int, forged))} was changed after it was written"


async def test_an_erased_reason_leaves_nothing_else_of_its_event_to_change(room: DeskNewsroom) -> None:
    await room.flagged()
    await room.by(MARIA).decline(1, "Nobody says “so”\n \x7f \\ 😀.")
    await room.desk.forget(MARIA.user, {"500/1/reason-2"})
    assert [check.bad for check in await room.desk.verify_log()] == [None]
    with shell(room) as connection:
        changes = events(connection)[1].changes.replace("declined", "open")
        connection.execute("UPDATE events SET changes = ? WHERE number = 2", [changes])
        connection.execute("UPDATE claims SET status = 'open'")
    assert str(await _first_bad(room)) == "row 2 was changed after it was written"


async def test_a_reason_put_in_the_place_of_another_is_found(room: DeskNewsroom) -> None:
    await room.flagged()
    await room.by(MARIA).decline(1, "Nobody says so.")
    tampered(room, "UPDATE events SET after = json_set(after, '$.why', 'Ruth told me to.') WHERE number = 2")
    assert str(await _first_bad(room)) == "row 2 was changed after it was written"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"status":', '"status": '),
        ('{"status":', '{"other_claim":2,"status":'),
        ('{"status":', '{"status":"open","status":'),
    ],
)
async def test_an_event_with_a_reason_has_one_spelling(room: DeskNewsroom, old: str, new: str) -> None:
    """Of a key that stands twice, Python reads the last value and SQLite the first."""
    await room.flagged()
    await room.by(MARIA).decline(1, "Nobody – says “so”\n.")
    assert [check.bad for check in await room.desk.verify_log()] == [None]
    with shell(room) as connection:
        after = events(connection)[1].after
        assert old in after
        connection.execute("UPDATE events SET after = ? WHERE number = 2", [after.replace(old, new)])
    assert str(await _first_bad(room)) == "row 2 was changed after it was written"


async def test_an_event_in_the_form_of_an_earlier_version_follows_none_of_this_one(room: DeskNewsroom) -> None:
    await _ruled(room)
    with shell(room) as connection:
        *_, last = events(connection)
        connection.execute("UPDATE events SET hash = ? WHERE number = ?", [early_row_hash(last), last.number])
    assert str(await _first_bad(room)) == f"row {last.number} was changed after it was written"


@pytest.mark.parametrize("only", [True, False])
async def test_rows_of_a_desk_that_is_not_there_are_found(room: DeskNewsroom, only: bool) -> None:
    await _ruled(room)
    if not only:
        await DeskNewsroom(room.database, room.clock, OTHER_GUILD).flagged()
    tampered(room, "DELETE FROM desks WHERE guild_id = ?", GUILD)
    assert str(await _first_bad(room)).startswith("a desk is missing or was added past factdesk: people, claims, tags")


async def test_only_a_witness_finds_a_desk_removed_with_all_its_rows(room: DeskNewsroom) -> None:
    other = DeskNewsroom(room.database, room.clock, OTHER_GUILD)
    await other.flagged()
    await other.by(MARIA).decline(1, "Nobody says so.")
    await _ruled(room)
    [head] = await room.desk.log_heads(OTHER_GUILD)
    with shell(room) as connection:
        [desk] = connection.execute("SELECT id FROM desks WHERE guild_id = ?", [OTHER_GUILD]).fetchone()
        for table in (*columns.LOGGED, "salts", "events"):
            connection.execute(f"DELETE FROM {table} WHERE {'id' if table == 'desks' else 'desk_id'} = ?", [desk])
    assert [check.bad for check in await room.desk.verify_log()] == [None]
    [check] = await room.desk.check_witness(list(read_lines(file_line(head))))
    assert "The desk of server 600 isn't here" in str(check.bad)


async def test_a_reason_in_an_event_of_an_earlier_version_can_be_erased_and_the_log_still_verifies(
    room: DeskNewsroom,
) -> None:
    await room.flagged()
    await room.by(MARIA).decline(1, "Nobody says so.")
    with shell(room) as connection:
        connection.execute("DELETE FROM salts WHERE name = 'events'")
        previous = ""
        for row in events(connection):
            previous, before = early_row_hash(row._replace(previous=previous)), previous
            connection.execute(
                "UPDATE events SET previous = ?, hash = ? WHERE number = ?", [before, previous, row.number]
            )
    assert [check.bad for check in await room.desk.verify_log()] == [None]
    await room.desk.forget(MARIA.user, {"500/1/reason-2"})
    assert [check.bad for check in await room.desk.verify_log()] == [None]
    tampered(room, "UPDATE events SET changes = replace(changes, 'declined', 'open') WHERE number = 2")
    assert str(await _first_bad(room)) == "row 2 was changed after it was written"
