"""The bot as a process: connected, its folders in step, its heartbeat fresh, and gone seconds after SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import discord

from bot.app import App, open_app
from bot.cli.heartbeat import EVERY_SECONDS, beat, stop_beating
from bot.client import FactdeskClient, build_client, sync_commands
from bot.errors import SetupError, UserError
from bot.settings import EX_CONFIG, Settings

_log = logging.getLogger(__name__)

_LONGEST_WAIT = 60.0  # seconds between two tries to log in
_DRAIN_SECONDS = 1.5  # what commands in progress get to finish in
_GIVE_UP_SECONDS = 2.7  # then the process ends, whatever a thread is reading; store and index survive that
_AUTHENTICATION_FAILED = 4004
_HANDLERS = ("CommandTree-invoker", "discord-ui-view-dispatch", "discord-ui-modal", "discord-ui-dynamic", "discord.py:")


async def serve(settings: Settings, token: str) -> None:
    """Run the bot until it is told to stop. Raises SetupError where Discord refuses the token."""
    stop = _stop_signal()
    async with open_app(settings, hurried=True) as app, build_client(app) as client:
        keeping = _keep_in_step(app), _keep_beating(settings.data, client.is_healthy)
        async with _running(*keeping):
            await _until(stop, _connect(client, token))
            await _drained()
    _log.info("stopped")


async def rehearse(settings: Settings) -> None:
    """Do what the bot does, without Discord: bring in step, load model and commands, answer, wait to be stopped."""
    stop = _stop_signal()
    async with open_app(settings, hurried=True) as app, build_client(app) as client:
        await _until(stop, _rehearsed(app, client))
        async with _running(_keep_beating(settings.data, lambda: True)):
            await stop.wait()
    _log.info("stopped")


async def upload_commands(settings: Settings, token: str, guild: int | None) -> bool:
    """Return whether Discord's commands differed from ours, which they then do no more."""
    async with open_app(settings) as app, build_client(app) as client:
        try:
            await client.login(token)
            return await sync_commands(client, guild)
        except discord.LoginFailure:
            raise _refused() from None
        except (discord.Forbidden, discord.NotFound):
            raise UserError(f"Discord knows no server {guild} that the bot is in: invite it there first.") from None
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise UserError(f"Discord can't be reached just now ({error}); try again later.") from None


def _stop_signal() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set; from then on the process has seconds to end."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def begin_to_stop() -> None:
        if not stop.is_set():
            stop.set()
            last = threading.Timer(_GIVE_UP_SECONDS, os._exit, [0])
            last.daemon = True
            last.start()

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, begin_to_stop)
    return stop


async def _until(stop: asyncio.Event, work: Coroutine[None, None, None]) -> None:
    """Run `work` to its end, or until `stop` is set. Raises what `work` raises."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            await working
    finally:
        await _cancelled(working, stopping)


@asynccontextmanager
async def _running(*works: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """Run `works` beside the block."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        yield
    finally:
        await _cancelled(*tasks)


async def _cancelled(*tasks: asyncio.Task[object]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _connect(client: FactdeskClient, token: str) -> None:
    """Log in, trying again while Discord can't be reached, then stay connected; discord.py mends what drops."""
    try:
        await _log_in(client, token)
        await client.connect(reconnect=True)
    except discord.LoginFailure:
        raise _refused() from None
    except discord.ConnectionClosed as error:
        if error.code == _AUTHENTICATION_FAILED:
            raise _refused() from None
        raise UserError(f"Discord closed the connection for good (code {error.code}: {error.reason}).") from None


async def _log_in(client: FactdeskClient, token: str) -> None:
    for wait in _waits():
        try:
            await client.login(token)
        except (aiohttp.ClientError, OSError, discord.DiscordServerError) as error:
            _log.warning("Discord can't be reached (%s); the next try is in %.0f s", error, wait)
            await asyncio.sleep(wait)
        else:
            return


def _waits() -> Iterator[float]:
    wait = 1.0
    while True:
        yield wait
        wait = min(2 * wait, _LONGEST_WAIT)


def _refused() -> SetupError:
    return SetupError(
        "Discord refuses the token: copy it anew from Discord's developer portal (Bot, Reset Token) into "
        "FACTDESK_TOKEN or its file.",
        exit_code=EX_CONFIG,
    )


async def _keep_in_step(app: App) -> None:
    """Bring the folders in step now, and again every `watch_seconds`; a fault is logged and the next round tries."""
    if not app.folders:
        _log.warning("no folder of articles is set (FACTDESK_CORPUS): answering from what is indexed already")
        return
    while True:
        try:
            report = await app.sync()
        except UserError as error:
            _log.warning("the folders could not be brought in step: %s", error.message)
        except Exception:  # noqa: BLE001 - the bot goes on with what is indexed
            _log.exception("the folders could not be brought in step")
        else:
            if report.added or report.changed or report.removed:
                _log.info("folders in step: %s", "; ".join(report.lines()))
        if not app.settings.watch_seconds:
            return
        await asyncio.sleep(app.settings.watch_seconds)


async def _keep_beating(data: Path, is_healthy: Callable[[], bool]) -> None:
    """Keep the heartbeat fresh while the bot is healthy, and take it away at the end."""
    try:
        while True:
            if is_healthy():
                try:
                    await asyncio.to_thread(beat, data)
                except OSError as error:
                    _log.warning("the heartbeat can't be written: %s", error)
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        stop_beating(data)


async def _drained() -> None:
    """Let commands and buttons in progress finish, for a moment."""
    handlers = {task for task in asyncio.all_tasks() if task.get_name().startswith(_HANDLERS)}
    if handlers:
        _log.info("finishing %d answers", len(handlers))
        await asyncio.wait(handlers, timeout=_DRAIN_SECONDS)


async def _rehearsed(app: App, client: FactdeskClient) -> None:
    report = await app.sync()
    _log.info("rehearsal: %s", "; ".join(report.lines()))
    await client.setup_hook()
    names = sorted(command.name for command in client.tree.get_commands())
    _log.info("rehearsal: commands loaded: %s", ", ".join(names))
    for document in await app.documents.page(0, 1):
        answer = await app.ask(document.title or document.name)
        _log.info("rehearsal: asked for the first title; answered: %s, in %.0f ms", answer.answered, answer.elapsed_ms)
    beat(app.settings.data)
    _log.info("ready, without Discord", extra={"event": "ready"})
