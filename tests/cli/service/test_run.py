"""The bot's process: rehearsal, heartbeat, prompt stop, refused token."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from pathlib import Path
from types import SimpleNamespace

import discord
import pytest
from aiohttp import web
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.app import open_app
from bot.cli import run
from bot.cli.service import maintenance, shards
from bot.cli.service.heartbeat import heartbeat_age, heartbeat_file, read_disconnected
from bot.cli.service.run import rehearse, serve, upload_commands
from bot.cli.service.signals import run_in_background, run_until, run_until_stopped, wait_for_tasks
from bot.errors import SetupError, UserError
from bot.settings import Settings, load_settings
from tests.cli.service.gateway import running_gateway
from tests.conftest import ROOT

BOT = {"id": "1", "username": "factdesk", "discriminator": "0", "avatar": None}
APPLICATION = {"id": "1", "name": "factdesk", "icon": None, "description": "", "bot_public": False} | {
    "bot_require_code_grant": False,
    "verify_key": "",
    "flags": 0,
    "owner": BOT,
}


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """Kill the process at the end of the block if it still runs, so that a test that fails does not wait for it."""
    with process:
        try:
            yield process
        finally:
            process.kill()


class Wire:
    """Replaces Discord's REST: returns prepared responses, else refuses with `status`."""

    def __init__(self) -> None:
        self.status = 401
        self.responses: dict[str, object] = {}

    def let_in(self) -> None:
        self.status = 403
        self.responses = {"/users/@me": BOT, "/oauth2/applications/@me": APPLICATION, "/applications/1/commands": []}

    async def answer(self, request: web.Request) -> web.Response:
        known = request.path in self.responses
        if known and request.method == "PUT":
            self.responses[request.path] = await request.json()
        response = self.responses[request.path] if known else {"message": "no", "code": 0}
        body = json.dumps(response).encode()
        return web.Response(body=body, content_type="application/json", status=200 if known else self.status)


@pytest.fixture
async def wire(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wire]:
    wire = Wire()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", wire.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    monkeypatch.setattr(Route, "BASE", "http://{}:{}".format(*runner.addresses[0][:2]))
    yield wire
    await runner.cleanup()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "ferry.txt").write_text("The ferry line will close in May, the Harbour Office said.\n")
    return load_settings(corpus=(tmp_path,))


async def test_a_refused_token_ends_in_a_sentence(wire: Wire, settings: Settings) -> None:
    with pytest.raises(SetupError, match="Discord refused the token") as response:
        await serve(settings, "wrong", asyncio.Event())
    assert response.value.exit_code == 78
    with pytest.raises(SetupError, match="Discord refused the token"):
        await upload_commands(settings, "wrong", None)


async def test_a_refused_intent_ends_in_a_sentence_that_names_the_setting(
    wire: Wire, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_client: discord.Client, *, reconnect: bool) -> None:
        raise discord.PrivilegedIntentsRequired(None)

    wire.let_in()
    monkeypatch.setattr(discord.Client, "connect", refuse)
    with pytest.raises(SetupError, match="or set FACTDESK_MESSAGE_CONTENT=false"):
        await serve(settings, "good", asyncio.Event())


@pytest.mark.parametrize(("code", "count"), [(4011, None), (4010, 2)])
async def test_too_few_shards_end_in_a_sentence_that_names_the_setting(
    wire: Wire, settings: Settings, monkeypatch: pytest.MonkeyPatch, code: int, count: int | None
) -> None:
    async def refuse(_client: discord.Client, *, reconnect: bool) -> None:
        raise discord.ConnectionClosed(SimpleNamespace(close_code=code), shard_id=None)  # type: ignore[arg-type]

    wire.let_in()
    monkeypatch.setattr(discord.Client if count is None else discord.AutoShardedClient, "connect", refuse)
    with pytest.raises(SetupError, match="Set FACTDESK_SHARDS=auto, or a higher number") as response:
        await serve(settings.model_copy(update={"shards": count}), "good", asyncio.Event())
    assert response.value.exit_code == 78


async def test_a_machine_connects_its_shards_and_is_healthy_while_all_of_them_are(
    wire: Wire, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def at_once(_client: discord.Client, _shard: int | None, *, initial: bool = False) -> None:
        """Discord lets one shard in every five seconds."""

    wire.let_in()
    monkeypatch.setattr(discord.Client, "before_identify_hook", at_once)
    monkeypatch.setattr(ExponentialBackoff, "delay", lambda _: 0.01)
    monkeypatch.setattr(maintenance, "EVERY_SECONDS", 0.01)
    monkeypatch.setattr(shards, "EVERY_SECONDS", 0.01)
    stop = asyncio.Event()
    async with running_gateway() as gateway:
        monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", URL(gateway.url))
        part = settings.model_copy(update={"shards": 4, "shard_ids": (1, 3)})
        serving = asyncio.create_task(serve(part, "good", stop))
        while not heartbeat_file(part.data).exists():
            await _still(serving)
        assert gateway.identified == [[1, 4], [3, 4]]
        gateway.is_open = False
        await gateway.drop(3)
        while read_disconnected(part.data) != "shard 3":
            await _still(serving)
        heartbeat_file(part.data).unlink()
        gateway.is_open = True
        while not heartbeat_file(part.data).exists():
            await _still(serving)
        while read_disconnected(part.data):
            await _still(serving)
        stop.set()
        await serving
    assert {tuple(shard) for shard in gateway.identified} == {(1, 4), (3, 4)}


async def _still(serving: asyncio.Task[None]) -> None:
    """Let the bot go on, and fail with its error if it has ended."""
    await asyncio.sleep(0.01)
    if serving.done():
        serving.result()


async def test_where_discord_is_away_the_bot_waits_and_still_stops_at_once(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:9")
    monkeypatch.setattr("bot.cli.service.run._retry_delays", lambda: chain([0.0], repeat(3600.0)))
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(settings, "any", stop))
    while caplog.text.count("can't be reached") < 2:
        await asyncio.sleep(0.05)
        assert not serving.done()
    stop.set()
    await serving
    assert heartbeat_age(settings.data, time.time()) is None


async def test_commands_are_uploaded_where_they_differ_alone(wire: Wire, settings: Settings) -> None:
    wire.let_in()
    assert await upload_commands(settings, "good", None)
    names = {command["name"] for command in wire.responses["/applications/1/commands"]}  # type: ignore[attr-defined]
    assert "ask" in names
    assert not await upload_commands(settings, "good", None)


async def test_a_server_without_the_bot_is_reported(wire: Wire, settings: Settings) -> None:
    wire.let_in()
    with pytest.raises(UserError, match="The bot is not a member of server 5"):
        await upload_commands(settings, "good", 5)


async def test_the_rehearsal_answers_writes_a_heartbeat_and_stops(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    stop = asyncio.Event()
    rehearsing = asyncio.create_task(rehearse(settings, stop))
    while not any(getattr(record, "event", None) == "ready" for record in caplog.records):
        await asyncio.sleep(0.05)
        assert not rehearsing.done()
    assert heartbeat_file(settings.data).exists()
    stop.set()
    await rehearsing
    assert not heartbeat_file(settings.data).exists()
    assert "answered: True" in caplog.text
    steps = [record.getMessage() for record in caplog.records if record.getMessage().startswith("rehearsal: ")]
    assert [step.split()[1] for step in steps] == ["commands", "would", "1", "asked"]


def test_the_process_ends_with_0_soon_after_sigterm(settings: Settings) -> None:
    env = os.environ | {"FACTDESK_CORPUS": str(settings.corpus[0]), "FACTDESK_LOG_FORMAT": "json"}
    command = [sys.executable, "-m", "bot", "bot", "--rehearse"]
    with ended(subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=env)) as process:
        assert process.stderr
        for line in process.stderr:
            if '"event": "ready"' in line:
                break
        assert run(["healthcheck"]) == 0
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
    assert run(["healthcheck"]) == 1


def test_without_a_token_the_bot_says_what_to_set(capsys) -> None:
    for command in ("bot", "sync"):
        assert run([command]) == 78
        assert "FACTDESK_TOKEN_FILE" in capsys.readouterr().err


def test_a_thread_that_does_not_end_does_not_keep_the_process() -> None:
    code = (
        "import asyncio, threading\n"
        "from bot.cli.service.signals import run_until_stopped\n"
        "async def main(stop):\n"
        "    asyncio.get_running_loop().run_in_executor(None, threading.Event().wait)\n"
        "    print('up', flush=True)\n"
        "    await stop.wait()\n"
        "run_until_stopped(main)\n"
    )
    command = [sys.executable, "-c", code]
    with ended(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0


def test_a_step_of_the_event_loop_that_does_not_end_does_not_keep_the_process() -> None:
    code = (
        "import asyncio\n"
        "from bot.cli.service.signals import run_until_stopped\n"
        "async def main(stop):\n"
        "    print('up', flush=True)\n"
        "    while True: pass\n"
        "run_until_stopped(main)\n"
    )
    assert exit_code_after_sigterm(code) == 0


def test_a_thread_that_keeps_the_interpreter_after_the_signal_does_not_keep_the_process() -> None:
    code = (
        "import asyncio, re\n"
        "from bot.cli.service.signals import run_until_stopped\n"
        "async def main(stop):\n"
        "    print('up', flush=True)\n"
        "    await stop.wait()\n"
        "    await asyncio.to_thread(re.match, '(a|a)+$', 'a' * 60 + 'b')\n"
        "run_until_stopped(main)\n"
    )
    assert exit_code_after_sigterm(code) == 1


def exit_code_after_sigterm(code: str) -> int:
    """Return the exit code of a program that prints a line and then gets SIGTERM."""
    command = [sys.executable, "-c", code]
    with ended(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        return process.wait()


async def test_closing_the_app_waits_for_no_parse_in_progress(settings: Settings) -> None:
    parsing, may_end = threading.Event(), threading.Event()

    def parse(_nlp: object) -> None:
        parsing.set()
        may_end.wait()

    async with open_app(settings) as app:
        running = asyncio.ensure_future(app.attributions.run_with_parser(parse))
        await asyncio.to_thread(parsing.wait)
    may_end.set()  # the app is closed already
    running.cancel()


def test_what_the_work_raises_comes_out() -> None:
    async def fails() -> None:
        raise UserError("no")

    async def main(stop: asyncio.Event) -> None:
        await run_until(stop, fails())

    with pytest.raises(UserError, match="no"):
        run_until_stopped(main)


async def test_work_beside_the_block_ends_with_it() -> None:
    steps = []

    async def forever() -> None:
        try:
            steps.append("begins")
            await asyncio.Event().wait()
        finally:
            steps.append("ends")

    async with run_in_background(forever()):
        assert steps == ["begins"]
    assert steps == ["begins", "ends"]


async def test_work_that_fails_beside_is_logged_and_the_rest_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    async def fails() -> None:
        raise ZeroDivisionError("of all things")

    going_on = asyncio.Event()

    async def goes_on() -> None:
        while "ZeroDivisionError: of all things" not in caplog.text:
            await asyncio.sleep(0)
        going_on.set()

    async with run_in_background(fails(), goes_on()):
        await going_on.wait()


async def test_answers_in_progress_get_a_moment_to_finish() -> None:
    async def quick() -> str:
        await asyncio.to_thread(int)
        return "sent"

    answering = asyncio.create_task(quick(), name="CommandTree-invoker")
    other = asyncio.create_task(asyncio.Event().wait())
    await wait_for_tasks(("CommandTree",), 3600.0)
    assert answering.result() == "sent"
    assert not other.done()
    other.cancel()


async def test_an_answer_that_does_not_finish_is_waited_for_no_longer_than_the_moment() -> None:
    answering = asyncio.create_task(asyncio.Event().wait(), name="CommandTree-invoker")
    await wait_for_tasks(("CommandTree",), 0.01)
    assert not answering.done()
    answering.cancel()
