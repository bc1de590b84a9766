"""Faults found in the background are posted in the desk's channel, once each."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing

import pytest

from bot.cli.service import upkeep
from bot.cli.service.signals import run_in_background
from bot.library.health import FILE
from bot.model.claims import Actor, DeskSettings
from bot.store.passages import index as passage_index
from commands.desk.digest_cards import ALARM_HEADING
from tests.commands.conftest import texts
from tests.commands.staff import Staff, on_clock, open_staffed
from tests.conftest import ROOT


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        yield opened


async def looks(staff):
    """Let the bot look for alarms, then let the desk's loop send."""
    await upkeep.queue_alarms(staff.desk.app)
    await staff.desk.env.advance_time(31)


async def restarted(staff):
    await staff.desk.restart()
    staff.desk.client.app = staff.desk.app = on_clock(staff.desk.app, staff.clock)


def alarms(place):
    """Return the texts of the alarms, which all have the same heading."""
    posted = [texts(message).strip() for message in place.history() if message.author.bot]
    assert all(text.startswith(f"### {ALARM_HEADING}\n") for text in posted)
    return [text.split("\n", 1)[1] for text in posted]


def damage_database(data):
    """Overwrite the pages of a table that no test here reads."""
    with closing(sqlite3.connect(data / "factdesk.db")) as connection:
        connection.execute("PRAGMA journal_mode = delete")
        [page] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'word_vectors'").fetchone()
        [size] = connection.execute("PRAGMA page_size").fetchone()
    with (data / "factdesk.db").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


def damage_index(data):
    for path in (data / "index").iterdir():
        if path.suffix in {".term", ".idx", ".store"}:
            with path.open("r+b") as file:
                file.write(b"\xff" * (path.stat().st_size // 2))


@pytest.mark.parametrize("check", ["quick_check", "full_check"])
async def test_a_damaged_database_is_posted_once_with_the_backup_to_restore(settings, check):
    damage_database(settings.data)
    async with open_staffed(settings) as staff:
        await staff.set_up()
        assert await getattr(staff.desk.app.health, check)()
        await looks(staff)
        await getattr(staff.desk.app.health, check)()
        await looks(staff)
        [alarm] = alarms(staff.channel)
        assert (
            "is damaged, and no backup of it is known: if you have one, restore it with `factdesk restore FILE`"
            in alarm
        )
        assert "\n-# found <t:" in alarm
        await restarted(staff)
        await getattr(staff.desk.app.health, check)()
        await looks(staff)
        assert len(alarms(staff.channel)) == 1


async def test_the_running_bot_checks_announces_and_posts_by_itself(settings):
    damage_database(settings.data)
    async with open_staffed(settings) as staff, run_in_background(*upkeep.upkeep_tasks(staff.desk.app)):
        await staff.set_up()
        async with asyncio.timeout(30):
            while not (await staff.claims.outbox.backlog()).count:
                await asyncio.sleep(0.02)
        await staff.desk.env.advance_time(31)
        assert len(alarms(staff.channel)) == 1


async def test_an_index_that_is_repaired_during_a_sync_is_posted(staff, tmp_path, monkeypatch):
    await staff.set_up()
    monkeypatch.setattr(passage_index, "newly_damaged_file", lambda _: None)  # damaged after the check
    damage_index(staff.desk.app.data)
    folder = next(iter(staff.desk.app.folders))
    await staff.desk.app.remove(str(folder.resolve()))
    await looks(staff)
    [alarm] = alarms(staff.channel)
    assert alarm.startswith("The search index was damaged (")
    assert "It was moved aside and is rebuilt from the database: nothing is lost." in alarm


async def test_a_damaged_index_that_another_process_repairs_is_posted(staff):
    await staff.set_up()
    damage_index(staff.desk.app.data)
    settings = staff.desk.app.settings
    there = {"FACTDESK_DATA": str(settings.data), "FACTDESK_CACHE": str(settings.cache), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "bot", "search", "divers"]
    await asyncio.to_thread(subprocess.run, command, env=there, cwd=ROOT, check=True, capture_output=True)
    await looks(staff)
    [alarm] = alarms(staff.channel)
    assert alarm.startswith("The search index was damaged (")


async def test_a_failed_backup_is_posted(settings, tmp_path):
    (tmp_path / "in_the_way").write_text("no folder")
    settings = settings.model_copy(update={"backup_hours": 1, "backup_folder": tmp_path / "in_the_way"})
    async with open_staffed(settings) as staff:
        await staff.set_up()
        async with run_in_background(upkeep.back_up(staff.desk.app)), asyncio.timeout(30):
            while not staff.desk.app.health.pending_notices():
                await asyncio.sleep(0.02)
        await looks(staff)
        [alarm] = alarms(staff.channel)
        assert alarm.startswith("The scheduled backup failed: The folder ")
        assert r"in\_the\_way" in alarm
        assert alarm.split("\n")[0].endswith("(File exists). It is tried again every 15 minutes.")


async def test_an_alarm_waits_for_the_first_desk_with_a_channel_and_reaches_every_desk(staff):
    staff.desk.app.health.add_notice("The disk is full.")
    await looks(staff)
    assert len(staff.desk.app.health.pending_notices()) == 1
    await staff.set_up()
    await staff.claims.set_up(staff.claims.request(987, Actor(1, "Maria")), DeskSettings(channel=5))
    await looks(staff)
    assert len(alarms(staff.channel)) == 1
    assert (await staff.claims.outbox.backlog(987)).count == 1
    assert staff.desk.app.health.pending_notices() == []


async def test_an_alarm_that_was_queued_but_not_marked_before_a_stop_is_posted_once(staff):
    """A start queues alarms before it connects to Discord, so the message of the last run still waits then."""
    await staff.set_up()
    staff.desk.app.health.add_notice("The disk is full.")
    [notice] = staff.desk.app.health.pending_notices()
    assert await staff.claims.outbox.announce(notice.text, staff.clock.now) == 1
    assert await upkeep.queue_alarms(staff.desk.app) == {notice}
    await looks(staff)
    assert len(alarms(staff.channel)) == 1
    assert staff.desk.app.health.pending_notices() == []


async def test_an_alarm_that_cannot_be_marked_is_still_posted_once(staff, monkeypatch):
    await staff.set_up()
    staff.desk.app.health.add_notice("The disk is full.")
    monkeypatch.setattr(upkeep, "_ANNOUNCE_EVERY_SECONDS", 0.01)
    (staff.desk.app.data / f"{FILE}.partial").mkdir()  # the file can't be written
    async with run_in_background(upkeep.announce_alarms(staff.desk.app)), asyncio.timeout(30):
        while not (await staff.claims.outbox.backlog()).count:
            await asyncio.sleep(0.02)
        await staff.desk.env.advance_time(31)
        reads = 0
        read = staff.desk.app.health.pending_notices

        def count_reads(_self):
            nonlocal reads
            reads += 1
            return read()

        monkeypatch.setattr(type(staff.desk.app.health), "pending_notices", count_reads)
        while reads < 3:
            await asyncio.sleep(0.01)
    await staff.desk.env.advance_time(31)
    assert len(alarms(staff.channel)) == 1


async def test_no_part_of_an_alarm_is_markup_except_its_commands(staff):
    await staff.set_up()
    staff.desk.app.health.add_notice("The folder /data/__old__/ can't be read, @everyone: run `factdesk doctor`.")
    await looks(staff)
    [alarm] = alarms(staff.channel)
    assert alarm.split("\n")[0] == (r"The folder /data/\_\_old\_\_/ can't be read, \@everyone: run `factdesk doctor`.")


async def test_alarms_go_into_a_forum_as_posts_of_their_own(staff):
    forum = staff.desk.guild.create_forum_channel("claims")
    await staff.set_up(channel=forum.id, forum=True)
    staff.desk.app.health.add_notice("The disk is full.")
    staff.desk.app.health.add_notice("The scheduled backup failed: the disk is full.")
    await looks(staff)
    assert sorted(post.name for post in forum.threads) == [
        "The disk is full.",
        "The scheduled backup failed: the disk is full.",
    ]
