"""Shards without a connection: named for the health check, told once, and desks that other processes have."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.cli import run
from bot.cli.service import shards
from bot.cli.service.heartbeat import note_disconnected, read_disconnected, write_heartbeat
from bot.cli.service.shards import ShardOutages, alarm_text, warn_of_other_shards, watch_shards
from bot.cli.service.signals import run_in_background
from bot.model.claims import Actor, DeskSettings
from bot.settings import load_settings

FIRST, SECOND = 4 << 22, 9 << 22  # servers of the shards 0 and 1 of 4


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    async with open_app(load_settings(data=tmp_path, shards="4", shard_ids="0")) as app:
        yield app


async def comes_true(question: Callable[[], bool]) -> None:
    while not question():
        await asyncio.sleep(0.01)


def test_a_shard_is_told_once_an_outage_and_only_a_long_one() -> None:
    outages = ShardOutages()
    assert outages.update([2, 5], 0.0) == []
    assert outages.update([2], 200.0) == []
    assert outages.update([2, 5], 300.0) == [2]
    assert outages.update([2, 5], 600.0) == [5]
    assert outages.update([], 601.0) == []
    assert outages.update([2], 700.0) == []
    assert outages.update([2], 1_000.0) == [2]


async def test_the_shards_without_a_connection_are_named_until_they_are_back(
    app: App, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shards, "EVERY_SECONDS", 0)
    monkeypatch.setattr(shards, "_ALARM_SECONDS", 0)
    missing, started = [2, 3], list[bool]()
    async with run_in_background(watch_shards(app, lambda: missing, lambda: bool(started))):
        await comes_true(lambda: read_disconnected(app.data) == "shards 2, 3")
        assert not app.health.pending_notices()
        started.append(True)
        await comes_true(lambda: bool(app.health.pending_notices()))
        missing.clear()
        await comes_true(lambda: not read_disconnected(app.data))
        missing.append(1)
        await comes_true(lambda: read_disconnected(app.data) == "shard 1")
    assert not read_disconnected(app.data)
    assert app.health.pending_notices()[0].text == alarm_text([2, 3])
    assert "Shards 2, 3: no connection to Discord for five minutes" in caplog.text


def test_the_health_check_names_the_shards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_DATA", str(tmp_path))
    note_disconnected(tmp_path, "shards 2, 5")
    assert run(["healthcheck"]) == 1
    assert capsys.readouterr().err == "Without a connection to Discord: shards 2, 5. Read the log.\n"
    write_heartbeat(tmp_path)  # a short outage, as with one connection
    assert run(["healthcheck"]) == 0
    note_disconnected(tmp_path, "")
    note_disconnected(tmp_path, "")
    assert not read_disconnected(tmp_path)


async def test_desks_of_other_shards_are_named_in_the_log(app: App, caplog: pytest.LogCaptureFixture) -> None:
    await set_up(app, FIRST)
    await warn_of_other_shards(app)
    assert not caplog.text
    await set_up(app, SECOND)
    await warn_of_other_shards(app)
    assert f"(shard 1: {SECOND})" in caplog.text


async def set_up(app: App, guild: int) -> None:
    request = app.desk.request(guild, Actor(1, "Ann"))
    await app.desk.set_up(request, DeskSettings(channel=1))
