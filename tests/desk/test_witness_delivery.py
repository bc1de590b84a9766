"""Heads of the log leave the volume once a day: to a file, to a webhook."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bot.desk.desk import Desk
from bot.desk.witness_delivery import WitnessDelivery, WitnessTarget, post
from bot.errors import SetupError, UserError
from bot.model.claims import OWN_GUILD
from bot.model.notifications import OutboxKind
from bot.model.witness import read_lines
from bot.settings import load_settings
from tests.desk.conftest import GUILD, DeskNewsroom


@pytest.fixture
def witnessed(room: DeskNewsroom, tmp_path: Path) -> DeskNewsroom:
    """A desk whose heads go to a file and to a webhook."""
    delivery = WitnessDelivery(tmp_path / "witness.txt", "https://hooks.example/secret")
    room.desk = Desk(room.database, room.clock, delivery)
    return room


async def _witness_messages(room: DeskNewsroom) -> list[tuple[int, str]]:
    return [(message.subject, message.body) for message in await room.sent() if message.kind is OutboxKind.WITNESS]


async def test_each_day_one_line_goes_to_each_target(witnessed: DeskNewsroom) -> None:
    await witnessed.flagged()
    first = await _witness_messages(witnessed)
    assert [target for target, _ in first] == [WitnessTarget.FILE, WitnessTarget.WEBHOOK]
    [line] = read_lines(first[0][1])
    assert (line.guild, line.events, len(line.head)) == (GUILD, 1, 64)
    assert first[0][1].startswith("2026-11-02T09:00:00+00:00 log of server 500: 1 event, head ")
    witnessed.clock.passes(hours=23)
    assert await _witness_messages(witnessed) == []
    witnessed.clock.passes(hours=1)
    assert len(await _witness_messages(witnessed)) == 2


async def test_without_the_settings_nothing_is_queued(room: DeskNewsroom) -> None:
    await room.flagged()
    room.clock.passes(days=2)
    assert await _witness_messages(room) == []


async def test_the_newsrooms_own_desk_without_a_server_queues_nothing(witnessed: DeskNewsroom) -> None:
    own = DeskNewsroom(witnessed.database, witnessed.clock, OWN_GUILD)
    await own.flagged()
    assert await witnessed.desk.outbox.queue_due() == 0


async def test_lines_are_appended_to_the_file(tmp_path: Path) -> None:
    delivery = WitnessDelivery(tmp_path / "witness.txt")
    assert delivery.targets == (WitnessTarget.FILE,)
    await delivery.deliver(WitnessTarget.FILE, "one")
    await delivery.deliver(WitnessTarget.FILE, "two")
    await delivery.deliver(WitnessTarget.WEBHOOK, "three")
    assert (tmp_path / "witness.txt").read_text("utf-8") == "one\ntwo\n"


async def test_a_file_that_can_not_be_written_is_told_without_its_line(tmp_path: Path) -> None:
    delivery = WitnessDelivery(tmp_path / "missing" / "witness.txt")
    with pytest.raises(UserError, match=r"FACTDESK_WITNESS_FILE can't be written \(No such file or directory\)"):
        await delivery.deliver(WitnessTarget.FILE, "one")


@asynccontextmanager
async def webhook(status: int, received: list[object]) -> AsyncIterator[str]:
    """Serve a webhook on this machine; `post` itself takes any address, the settings only https."""

    async def answer(request: web.Request) -> web.Response:
        received.append(await request.json())
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    app = web.Application()
    app.router.add_post("/hook", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


async def test_a_webhook_gets_the_line_and_pings_nobody() -> None:
    received: list[object] = []
    async with webhook(204, received) as url:
        await post(url, "log: 1 event")
    assert received == [{"content": "log: 1 event", "text": "log: 1 event", "allowed_mentions": {"parse": []}}]


@pytest.mark.parametrize("status", [302, 404, 500])
async def test_a_webhook_without_success_is_told_without_its_address(status: int) -> None:
    async with webhook(status, []) as url:
        with pytest.raises(UserError, match=f"FACTDESK_WITNESS_WEBHOOK got no line: it answered {status}") as error:
            await post(url, "log: 1 event")
    assert url not in error.value.message
    with pytest.raises(UserError, match="can't be reached"):
        await post(url, "log: 1 event")


@pytest.mark.parametrize("url", ["http://hooks.example/x", "https:/x", "ftp://x", "hooks.example"])
def test_only_https_addresses_are_taken(url: str) -> None:
    with pytest.raises(
        SetupError, match="FACTDESK_WITNESS_WEBHOOK is not valid: it is not an address that begins"
    ) as error:
        load_settings(witness_webhook=url)
    assert json.dumps(url) not in error.value.message
    assert load_settings(witness_webhook="https://hooks.example/x").witness_webhook is not None
