"""The bot as a process: connected, its folders in step, its heartbeat fresh, and gone seconds after SIGTERM."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import aiohttp
import discord

from bot.app import App, open_app
from bot.cli.service import maintenance
from bot.cli.service.heartbeat import beat
from bot.cli.service.signals import beside, finished, until
from bot.client import FactdeskClient, build_client, sync_commands
from bot.errors import SetupError, UserError
from bot.settings import EX_CONFIG, Settings
from commands import EXTENSIONS

_log = logging.getLogger(__name__)

_LONGEST_WAIT = 60.0  # seconds between two tries to log in
_DRAIN_SECONDS = 1.5  # what commands in progress get to finish in
_AUTHENTICATION_FAILED = 4004
# What discord.py calls its tasks that run commands, buttons, forms and events.
_HANDLERS = ("CommandTree-invoker", "discord-ui-view-dispatch", "discord-ui-modal", "discord-ui-dynamic", "discord.py:")

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # there is nothing to say aloud


async def serve(settings: Settings, token: str, stop: asyncio.Event) -> None:
    """Run the bot until `stop` is set. Raises SetupError where Discord refuses the token."""
    async with (
        open_app(settings, interactive=True) as app,
        build_client(app, EXTENSIONS) as client,
        beside(*maintenance.of(app), maintenance.beating(settings.data, client.is_healthy)),
    ):
        await until(stop, _connect(client, token))
        await finished(_HANDLERS, _DRAIN_SECONDS)
    _log.info("stopped")


async def rehearse(settings: Settings, stop: asyncio.Event) -> None:
    """Do what the bot does, without Discord: bring in step, load model and commands, answer, wait for `stop`."""
    async with open_app(settings, interactive=True) as app, build_client(app, EXTENSIONS) as client:
        await until(stop, _rehearsed(app, client))
        async with beside(maintenance.beating(settings.data, lambda: True)):
            await stop.wait()
    _log.info("stopped")


async def upload_commands(settings: Settings, token: str, guild: int | None) -> bool:
    """Return whether Discord's commands differed from ours, which they then do no more."""
    async with open_app(settings) as app, build_client(app, EXTENSIONS) as client:
        try:
            await client.login(token)
            return await sync_commands(client, guild)
        except discord.LoginFailure:
            raise _refused() from None
        except (discord.Forbidden, discord.NotFound):
            raise UserError(f"The bot is not a member of server {guild}. Invite it there first.") from None
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise UserError(f"Discord can't be reached ({error}). Try again later.") from None


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
        raise UserError(
            f"Discord closed the connection for good (code {error.code}: {error.reason}). Start the bot again."
        ) from None


async def _log_in(client: FactdeskClient, token: str) -> None:
    for wait in _waits():
        try:
            await client.login(token)
        except (aiohttp.ClientError, OSError, discord.DiscordServerError) as error:
            _log.warning("Discord can't be reached (%s); retrying in %.0f s", error, wait)
            await client.http.close()
            client.http.connector = discord.utils.MISSING  # the next try would take the closed one
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
        "Discord refused the token. Reset it in Discord's developer portal (Bot, Reset Token) and copy it into "
        "FACTDESK_TOKEN or its file.",
        exit_code=EX_CONFIG,
    )


async def _rehearsed(app: App, client: FactdeskClient) -> None:
    report = await app.sync()
    _log.info("rehearsal: %s", maintenance.told(report))
    await app.attributions.load()
    await client.setup_hook()
    names = sorted(command.name for command in client.tree.get_commands())
    _log.info("rehearsal: commands loaded: %s", ", ".join(names))
    for document in await app.documents.page(0, 1):
        answer = await app.ask(document.display_title)
        _log.info("rehearsal: asked for the first title; answered: %s, in %.0f ms", answer.answered, answer.elapsed_ms)
    beat(app.settings.data)
    _log.info("ready, without Discord", extra={"event": "ready"})
