"""Greets a server that the bot has joined: a direct message to who added it, else its system channel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress

import aiohttp
import discord
from discord import AuditLogAction
from discord.abc import Messageable
from discord.ext import tasks
from discord.ext.commands import Cog

from bot.client import FactdeskClient
from bot.errors import DatabaseClosedError
from bot.model.greetings import Greeting
from commands.claim.outbox_worker import is_temporary
from commands.welcome.buttons import greeting_view
from commands.welcome.cards import IN_THE_CHANNEL, TO_THE_ADDER

_log = logging.getLogger(__name__)

_INTERVAL_S = 60.0
_MOST_ATTEMPTS = 8
_RECENT_ENTRIES = 10  # of the audit log about added bots


class Greeter(Cog):
    """Queues greetings when servers are joined, and sends them; a failure is logged and tried again."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client
        self._sending = asyncio.Lock()

    async def cog_load(self) -> None:
        """Start the loop that sends what an earlier run left."""
        self._loop.start()

    async def cog_unload(self) -> None:
        """Stop the loop; unsent greetings stay."""
        self._loop.cancel()

    @Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Greet a server."""
        if await self._client.app.greetings.queue(guild.id):
            await self._send_due()

    @Cog.listener()
    async def on_ready(self) -> None:
        """Queue the greetings of servers that were joined while the bot was stopped."""
        for guild in self._client.guilds:
            if guild.me and guild.me.joined_at:
                await self._client.app.greetings.queue(guild.id, guild.me.joined_at)

    @tasks.loop(seconds=_INTERVAL_S)
    async def _loop(self) -> None:
        await self._send_due()

    @_loop.before_loop
    async def _prepare(self) -> None:
        await self._client.wait_until_ready()

    async def _send_due(self) -> None:
        available = {guild.id: guild for guild in self._client.guilds if not guild.unavailable}
        async with self._sending:
            try:
                for greeting in await self._client.app.greetings.due(available):
                    await self._send(greeting, available[greeting.guild])
            except DatabaseClosedError:
                _log.debug("greetings of joined servers are left for the next start")
            except Exception:  # noqa: BLE001 - the greetings stay in the database, and the loop goes on
                _log.exception("the greetings of joined servers were not sent")

    async def _send(self, greeting: Greeting, guild: discord.Guild) -> None:
        greetings = self._client.app.greetings
        await greetings.begin(greeting)
        try:
            is_sent = await self._greet(greeting, guild)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            if is_temporary(error) and greeting.attempts < _MOST_ATTEMPTS:
                _log.warning("the greeting of server %d will be sent later: %s", guild.id, error)
                return
            is_sent = False
        if not is_sent:
            _log.info("server %d got no greeting: nobody could be written to", guild.id)
        await greetings.finish(greeting)

    async def _greet(self, greeting: Greeting, guild: discord.Guild) -> bool:
        """Send a greeting to the first place that takes it; return whether one did."""
        async for place, note in self._places(guild):
            view = await greeting_view(self._client, guild, note)
            try:
                await place.send(view=view, nonce=greeting.nonce)
            except discord.HTTPException as refused:
                if is_temporary(refused):
                    raise
                _log.debug("server %d: a greeting was refused: %s", guild.id, refused)
            else:
                return True
        return False

    async def _places(self, guild: discord.Guild) -> AsyncIterator[tuple[Messageable, str]]:
        """Yield the person who added the bot or owns the server, then its system channel."""
        if self._client.receives_direct_messages():  # else the buttons would ask a machine without this server
            try:
                yield await self._client.fetch_user(await _added_by(guild)), TO_THE_ADDER
            except discord.NotFound:
                _log.debug("server %d: nobody to write to", guild.id)
        channel = guild.system_channel
        if channel is not None:
            held = channel.permissions_for(guild.me)
            if held.view_channel and held.send_messages:
                yield channel, IN_THE_CHANNEL


async def _added_by(guild: discord.Guild) -> int:
    """Return the id of the person who added the bot, as far as the bot may know it, else of the owner."""
    if guild.me.guild_permissions.view_audit_log:
        with suppress(discord.Forbidden):
            async for entry in guild.audit_logs(action=AuditLogAction.bot_add, limit=_RECENT_ENTRIES):
                if entry.user_id and entry.target and entry.target.id == guild.me.id:
                    return entry.user_id
    assert guild.owner_id is not None
    return guild.owner_id


async def setup(client: FactdeskClient) -> None:
    """Start to greet."""
    await client.add_cog(Greeter(client))
