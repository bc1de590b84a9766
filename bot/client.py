"""Discord client: carries the App and loads the command groups."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import aiohttp
import discord
from discord.ext import commands as ext
from discord.http import Route

from bot.app import App
from bot.model.shards import shards_text

_log = logging.getLogger(__name__)

_SANE_LATENCY = 15.0  # seconds
_ASK_AGAIN_SECONDS = 5.0
# Each connection begins with a TLS handshake on the event loop. With discord.py's unlimited number, 200 interactions at
# once wait up to 1.8 s for theirs; with 50 the acknowledgements share connections, and all are sent within 0.7 s.
_MAX_CONNECTIONS = 50


class FactdeskClient(ext.Bot):
    """Client for Discord's gateway; command groups reach the App through `app`."""

    def __init__(
        self,
        app: App,
        extensions: Sequence[str],
        *,
        message_content: bool = False,
        **sharding: Any,  # noqa: ANN401 - discord.py's own
    ) -> None:
        """Take the running App and the names of the command groups.

        `message_content` asks Discord for the text of all messages. The caller closes the App after the client.
        """
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=discord.Intents(guilds=True, guild_messages=True, message_content=message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity("/ask"),
            max_messages=None,
            **sharding,
        )
        self.app = app
        self._command_groups = extensions
        self._connected = False

    async def login(self, token: str) -> None:
        """Log in, over at most 50 connections."""
        if self.http.connector is discord.utils.MISSING:
            self.http.connector = self.new_connector()
        await super().login(token)

    @staticmethod
    def new_connector(**options: Any) -> aiohttp.TCPConnector:  # noqa: ANN401 - aiohttp's own
        """Return the pool of the connections to Discord."""
        return aiohttp.TCPConnector(limit=_MAX_CONNECTIONS, **options)

    async def setup_hook(self) -> None:
        """Load the command groups; only sync_commands uploads their commands."""
        for name in self._command_groups:
            await self.load_extension(name)

    @property
    def reads_messages(self) -> bool:
        """Whether Discord sends the text of messages that don't mention the bot."""
        return self.intents.message_content

    def receives_direct_messages(self) -> bool:
        """Return whether presses and commands in direct messages come to this process."""
        return True

    def is_healthy(self) -> bool:
        """Return whether the gateway is ready and answers heartbeats in time."""
        return self._connected and self.is_ready() and _is_sane(self.latency)

    def disconnected_shards(self) -> tuple[int, ...]:
        """Return the shards of this process that are not connected; none without shards."""
        return ()

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the command groups: there are no prefix commands."""

    async def on_ready(self) -> None:
        self._connected = True
        _log.info("ready as %s in %d servers", self.user, len(self.guilds))

    async def on_resumed(self) -> None:
        self._connected = True

    async def on_disconnect(self) -> None:
        self._connected = False


class ShardedClient(FactdeskClient, ext.AutoShardedBot):
    """Client with several connections to Discord (shards), each for a part of the servers."""

    def __init__(
        self,
        app: App,
        extensions: Sequence[str],
        *,
        message_content: bool = False,
        shard_count: int | None = None,
        shard_ids: Sequence[int] = (),
    ) -> None:
        """Take the number of all shards (None: as many as Discord advises) and those of this process, or ()."""
        super().__init__(
            app,
            extensions,
            message_content=message_content,
            shard_count=shard_count,
            shard_ids=list(shard_ids) or None,
        )
        self._connected_shards: set[int] = set()
        self._is_counted = shard_count is not None

    async def connect(self, *, reconnect: bool = True) -> None:
        """Connect all shards of this process; ask Discord for their number first, until it answers."""
        while not self._is_counted:
            try:
                self.shard_count, *_ = await self.http.get_bot_gateway()
                self._is_counted = True
            except (discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
                _log.warning("Discord doesn't say how many shards it advises (%s); asking again", error)
                await asyncio.sleep(_ASK_AGAIN_SECONDS)
        _log.info("connecting %s of %d", shards_text(self.own_shards()), self.shard_count)
        await super().connect(reconnect=reconnect)

    def own_shards(self) -> Sequence[int]:
        """Return the ids of the shards of this process; none before their number is known."""
        return self.shard_ids or range(self.shard_count or 0)

    def receives_direct_messages(self) -> bool:
        """Return whether this process has shard 0, to which Discord sends what is done in direct messages."""
        return 0 in self.own_shards()

    def is_healthy(self) -> bool:
        """Return whether every shard of this process is ready and answers heartbeats in time."""
        return bool(self.own_shards()) and not self.disconnected_shards()

    def disconnected_shards(self) -> tuple[int, ...]:
        """Return the shards of this process that are not connected, or don't answer in time."""
        answering = {shard_id for shard_id, latency in self.latencies if _is_sane(latency)}
        return tuple(shard_id for shard_id in self.own_shards() if shard_id not in self._connected_shards & answering)

    async def on_shard_ready(self, shard_id: int) -> None:
        self._connected_shards.add(shard_id)
        _log.info("shard %d is ready, with %d servers", shard_id, self.count_servers(shard_id))

    async def on_shard_resumed(self, shard_id: int) -> None:
        self._connected_shards.add(shard_id)
        _log.info("shard %d is connected again", shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        # Each failed attempt to connect again is a disconnection for discord.py.
        if shard_id in self._connected_shards:
            _log.info("shard %d lost its connection; it connects again by itself", shard_id)
        self._connected_shards.discard(shard_id)

    def count_servers(self, shard_id: int) -> int:
        """Return the number of servers of a shard."""
        return sum(guild.shard_id == shard_id for guild in self.guilds)


def _is_sane(latency: float) -> bool:
    return math.isfinite(latency) and latency < _SANE_LATENCY


FactdeskInteraction: TypeAlias = discord.Interaction[FactdeskClient]


def build_client(app: App, extensions: Sequence[str]) -> FactdeskClient:
    """Return an unconnected client with these command groups, with shards if the settings ask for them."""
    settings = app.settings
    if settings.shards is None:
        return FactdeskClient(app, extensions, message_content=settings.message_content)
    return ShardedClient(
        app,
        extensions,
        message_content=settings.message_content,
        shard_count=None if settings.shards == "auto" else settings.shards,
        shard_ids=settings.shard_ids,
    )


async def sync_commands(client: FactdeskClient, guild_id: int | None) -> bool:
    """Upload the commands if Discord's differ; return True after an upload.

    For one server, or for all with None. The client has to be logged in; a gateway connection is not needed. Raises
    discord.HTTPException.
    """
    assert client.application_id is not None
    path = (
        f"/applications/{client.application_id}" + (f"/guilds/{guild_id}" if guild_id is not None else "") + "/commands"
    )
    local = [_payload(command, guild_id) for command in await _commands(client)]
    remote = await client.http.request(Route("GET", path), params={"with_localizations": "true"})
    if _shapes(local) == _shapes(_payload(command, guild_id) for command in remote):
        return False
    await client.http.request(Route("PUT", path), json=local)
    return True


async def _commands(client: FactdeskClient) -> list[dict[str, Any]]:
    """Return the payloads of all commands, with the translations of a translator."""
    tree = client.tree
    if tree.translator is None:
        return [command.to_dict(tree) for command in tree.get_commands()]
    return [await command.get_translated_payload(tree, tree.translator) for command in tree.get_commands()]


def _payload(command: dict[str, Any], guild_id: int | None) -> dict[str, Any]:
    """Return a command's payload for its scope.

    Contexts and installation types belong to global commands only.
    """
    left_out = {"dm_permission"} if guild_id is None else {"dm_permission", "contexts", "integration_types"}
    return {key: value for key, value in command.items() if key not in left_out}


# The fields that make two commands equal; Discord's ids and versions don't count.
# fmt: off
_SHAPE = (
    "type", "name", "description", "options", "choices", "value", "required", "autocomplete",
    "min_value", "max_value", "min_length", "max_length", "channel_types", "nsfw", "default_member_permissions",
    "contexts", "integration_types",
)
_TRANSLATIONS = ("name_localizations", "description_localizations")
# fmt: on


def _shapes(commands: Iterable[dict[str, Any]]) -> list[object]:
    return sorted((_shape(command) for command in commands), key=repr)


def _shape(part: object) -> object:
    """Return a payload in a form comparable between equal commands.

    Empty values and defaults are dropped.
    """
    if isinstance(part, dict):
        shape = {key: _shape(part[key]) for key in _SHAPE if part.get(key) not in (None, False, "", [], {})}
        return shape | {key: dict(part[key]) for key in _TRANSLATIONS if part.get(key)}
    if isinstance(part, list):
        return (
            sorted(part) if all(isinstance(element, int) for element in part) else [_shape(element) for element in part]
        )
    return str(part)
