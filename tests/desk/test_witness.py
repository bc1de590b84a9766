"""Witness lines: read among any decoration, and compared with the log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.claims import OWN_GUILD
from bot.model.witness import LogHead, WitnessLine, digest_line, file_line, read_lines
from tests.desk.conftest import GUILD, MARIA, OTHER_GUILD, DeskNewsroom
from tests.desk.tampering import recompute_chain, shell

HASH = "7f3a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8"


@pytest.mark.parametrize(
    "text",
    [
        "log: 1,204 events, head 7f3a1b2c3d4e5f60",
        "-# new evidence since today · log: 1,204 events, head 7f3a1b2c3d4e5f60",
        "> **log:** `1,204` events, head `7f3a1b2c3d4e5f60`…",
        "factdesk BOT — Today at 09:00\nDigest for Monday\nlog: 1,204 events,\nhead 7f3a1b2c3d4e5f60\n[09:01] Ben: ok",
        "LOG: 1.204 EVENTS, HEAD 7F3A1B2C3D4E5F60",
        "log: 1 204 events, head _7f3a1b2c3d4e5f60_",
        "log: 1\u202f204 events, head\u200b 7f3a1b2c3d4e5f60",
        "on 12 May 2026 log: 1204 events head: 7f3a1b2c3d4e5f60.",
        "the log, 3 rows.\nlog: 1,204 events, head 7f3a1b2c3d4e5f60",
    ],
)
def test_a_line_is_read_among_any_decoration(text: str) -> None:
    assert list(read_lines(text)) == [WitnessLine(1_204, "7f3a1b2c3d4e5f60")]


@pytest.mark.parametrize(
    "text", ["", "log: many events, head 7f3a1b2c3d4e5f60", "log: 12 events", "head 7f3a1b2c3d4e5f60", "log " * 5_000]
)
def test_other_text_holds_no_line(text: str) -> None:
    assert list(read_lines(text)) == []


@pytest.mark.parametrize("events", [0, 1, 999, 1_000, 1_234_567])
def test_what_is_posted_and_what_is_written_to_files_is_read_back(events: int) -> None:
    head = LogHead(987654321987654321, events, HASH)
    assert list(read_lines(digest_line(head))) == [WitnessLine(events, HASH[:32])]
    assert list(read_lines(file_line(head))) == [WitnessLine(events, HASH, head.guild)]
    own = replace(head, guild=OWN_GUILD)
    assert list(read_lines(f"{file_line(own)}\n{file_line(head)}")) == [
        WitnessLine(events, HASH, OWN_GUILD),
        WitnessLine(events, HASH, head.guild),
    ]


async def _lines(room: DeskNewsroom, guild: int = GUILD) -> list[WitnessLine]:
    [head] = await room.desk.log_heads(guild)
    return list(read_lines(digest_line(head)))


async def test_a_log_that_grew_agrees_with_its_earlier_lines(room: DeskNewsroom) -> None:
    await room.flagged()
    lines = await _lines(room)
    await room.by(MARIA).start(1)
    lines += await _lines(room)
    [check] = await room.desk.check_witness(lines)
    assert (check.guild, check.lines, check.covered, check.bad) == (GUILD, 2, 2, None)


async def test_the_first_event_after_the_last_good_line_is_named(room: DeskNewsroom) -> None:
    lines = []
    for text in ("One.", "Two.", "Three.", "Four."):
        await room.flagged(text)
        lines += await _lines(room)
    with shell(room) as connection:
        connection.execute("UPDATE events SET at = '2026-11-02T08:00:00+00:00' WHERE number = 3")
        recompute_chain(connection)
    [check] = await room.desk.check_witness([lines[1], lines[3], lines[0]])
    assert check.covered == 2
    assert str(check.bad) == (
        "row 3 (“flagged”, 2026-11-02T08:00:00+00:00) is the first in doubt. A witness says “4 events, head "
        f"{lines[3].head}”, but row 4 has another head: the log was rewritten; the last good witness covers 2 rows"
    )


async def test_a_cut_log_lacks_the_row_after_the_last_good_line(room: DeskNewsroom) -> None:
    lines = []
    for text in ("One.", "Two."):
        await room.flagged(text)
        lines += await _lines(room)
    with shell(room) as connection:
        connection.execute("DELETE FROM events WHERE number = 2")
    [check] = await room.desk.check_witness(lines)
    assert str(check.bad) == (
        f"row 2 is missing. A witness says “2 events, head {lines[1].head}”, but the log ends at row 1: its end was "
        "cut off, or an older file was put back; the last good witness covers 1 row"
    )


async def test_lines_of_two_servers_find_their_logs_without_a_name(room: DeskNewsroom) -> None:
    await room.flagged()
    await DeskNewsroom(room.database, room.clock, OTHER_GUILD).flagged("Another.")
    lines = [*await _lines(room), *await _lines(room, OTHER_GUILD)]
    checks = await room.desk.check_witness(lines)
    assert [(check.guild, check.bad) for check in checks] == [(GUILD, None), (OTHER_GUILD, None)]
    [check] = await room.desk.check_witness([WitnessLine(1, HASH)])
    assert str(check.bad).startswith("No desk here has the log of the witness “1 event, head 7f3a")
    [check] = await room.desk.check_witness([WitnessLine(1, HASH, OTHER_GUILD)])
    assert (check.guild, check.bad is None) == (OTHER_GUILD, False)
    [check] = await room.desk.check_witness([WitnessLine(1, HASH, 700)])
    assert str(check.bad).startswith("The desk of server 700 isn't here")


async def test_lines_of_the_newsrooms_own_desk_stay_good_after_its_move_to_a_server(room: DeskNewsroom) -> None:
    own = DeskNewsroom(room.database, room.clock, OWN_GUILD)
    await own.flagged()
    [head] = await room.desk.log_heads()
    await room.needs_second_reader()
    [check] = await room.desk.check_witness(list(read_lines(file_line(head))))
    assert (check.guild, check.covered, check.bad) == (GUILD, 1, None)
