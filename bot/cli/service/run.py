"""The bot's process: connect to Discord, work in the background, stop cleanly."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import suppress

import aiohttp
import discord

from bot.app import App, open_app
from bot.cli.service import maintenance
from bot.cli.service.garbage import freeze_current_objects
from bot.cli.service.heartbeat import write_heartbeat
from bot.cli.service.metrics import serve_metrics
from bot.cli.service.shards import watch_shards
from bot.cli.service.signals import Work, run_in_background, run_until, wait_for_tasks
from bot.client import FactdeskClient, build_client, sync_commands
from bot.errors import SetupError, UserError
from bot.settings import EX_CONFIG, Settings
from commands import EXTENSIONS

_log = logging.getLogger(__name__)

_LONGEST_WAIT = 60.0  # seconds between two tries to log in
_LOGIN_SECONDS = 5.0  # of background work's waiting for the login
_DRAIN_SECONDS = 1.5  # for commands in progress to finish
_AUTHENTICATION_FAILED = 4004
_INVALID_SHARD, _SHARDING_REQUIRED = 4010, 4011
# Names of discord.py's tasks for commands, buttons, forms and events.
_HANDLERS = ("CommandTree-invoker", "discord-ui-view-dispatch", "discord-ui-modal", "discord-ui-dynamic", "discord.py:")

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # the bot uses no voice


async def serve(settings: Settings, token: str, stop: asyncio.Event) -> None:
    """Run the bot, its background work and its heartbeat to the stop.

    Raises SetupError if Discord refuses the token.
    """
    logged_in = asyncio.Event()
    async with (
        open_app(settings, interactive=True) as app,
        build_client(app, EXTENSIONS) as client,
        run_in_background(
            *(_after(logged_in, work) for work in (_collect_garbage(), *maintenance.background_tasks(app))),
            maintenance.keep_heartbeat(settings.data, client.is_healthy),
            watch_shards(app, client.disconnected_shards, client.is_ready),
        ),
    ):
        with serve_metrics(app):
            await run_until(stop, _connect(client, token, logged_in))
            await wait_for_tasks(_HANDLERS, _DRAIN_SECONDS)
    _log.info("stopped")


async def rehearse(settings: Settings, stop: asyncio.Event) -> None:
    """Load the commands, index, load the models, answer one question, wait for `stop`.

    As in `serve`, everything that takes long comes behind the connecting.
    """
    async with open_app(settings, interactive=True) as app, build_client(app, EXTENSIONS) as client:
        await run_until(stop, _rehearsal(app, client))
        async with run_in_background(maintenance.keep_heartbeat(settings.data, lambda: True)):
            await stop.wait()
    _log.info("stopped")


async def upload_commands(settings: Settings, token: str, guild: int | None) -> bool:
    """Send the list of commands to Discord.

    Returns whether Discord's list was different.
    """
    async with open_app(settings) as app, build_client(app, EXTENSIONS) as client:
        try:
            await client.login(token)
            return await sync_commands(client, guild)
        except discord.LoginFailure:
            raise _token_refused() from None
        except (discord.Forbidden, discord.NotFound):
            raise UserError(f"The bot is not a member of server {guild}. Invite it there first.") from None
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise UserError(f"Discord can't be reached ({error}). Try again later.") from None


async def _after(logged_in: asyncio.Event, work: Work) -> None:
    """Do background work once the bot has logged in: until then it would share the interpreter with it.

    A Discord that is away or slow holds it up for five seconds at most.
    """
    try:
        with suppress(TimeoutError):
            await asyncio.wait_for(logged_in.wait(), _LOGIN_SECONDS)
        await work
    finally:
        work.close()


async def _collect_garbage() -> None:
    freeze_current_objects()


async def _connect(client: FactdeskClient, token: str, logged_in: asyncio.Event) -> None:
    """Log in with retries, set the event, then stay connected.

    discord.py reconnects by itself after a lost connection.
    """
    try:
        await _log_in(client, token)
        logged_in.set()
        await client.connect(reconnect=True)
    except discord.LoginFailure:
        raise _token_refused() from None
    except discord.PrivilegedIntentsRequired:
        raise SetupError(
            "Discord refused the Message Content Intent, which FACTDESK_MESSAGE_CONTENT asks for. Turn it on in "
            "Discord's developer portal (Bot, Privileged Gateway Intents), or set FACTDESK_MESSAGE_CONTENT=false.",
            exit_code=EX_CONFIG,
        ) from None
    except discord.ConnectionClosed as error:
        if error.code == _AUTHENTICATION_FAILED:
            raise _token_refused() from None
        if error.code in (_INVALID_SHARD, _SHARDING_REQUIRED):
            raise SetupError(
                "Discord refused the connection: the bot is in too many servers for its number of shards. Set "
                "FACTDESK_SHARDS=auto, or a higher number on every machine.",
                exit_code=EX_CONFIG,
            ) from None
        raise UserError(
            f"Discord closed the connection for good (code {error.code}: {error.reason}). Start the bot again."
        ) from None


async def _log_in(client: FactdeskClient, token: str) -> None:
    for delay in _retry_delays():
        try:
            await client.login(token)
        except (aiohttp.ClientError, OSError, discord.DiscordServerError) as error:
            _log.warning("Discord can't be reached (%s); retrying in %.0f s", error, delay)
            await client.http.close()
            client.http.connector = discord.utils.MISSING  # otherwise the next try would use the closed connector
            await asyncio.sleep(delay)
        else:
            return


def _retry_delays() -> Iterator[float]:
    delay = 1.0
    while True:
        yield delay
        delay = min(2 * delay, _LONGEST_WAIT)


def _token_refused() -> SetupError:
    return SetupError(
        "Discord refused the token. Reset it in Discord's developer portal (Bot, Reset Token) and copy it into "
        "FACTDESK_TOKEN or its file.",
        exit_code=EX_CONFIG,
    )


async def _rehearsal(app: App, client: FactdeskClient) -> None:
    await client.setup_hook()
    freeze_current_objects()
    names = sorted(command.name for command in client.tree.get_commands())
    _log.info("rehearsal: commands loaded: %s", ", ".join(names))
    _log.info("rehearsal: would connect now, %.2f s of CPU time after the start", time.process_time())
    report = await app.sync()
    _log.info("rehearsal: %s", maintenance.sync_summary(report))
    await app.attributions.load()
    for document in await app.documents.page(0, 1):
        answer = await app.ask(document.display_title)
        _log.info("rehearsal: asked for the first title; answered: %s, in %.0f ms", answer.answered, answer.elapsed_ms)
    write_heartbeat(app.settings.data)
    _log.info("ready, without Discord", extra={"event": "ready"})
