"""The gateway's door: a discord.py client that carries the App and loads the command groups."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import discord
from discord.ext import commands as ext
from discord.http import Route

from bot.app import App

_log = logging.getLogger(__name__)

_SANE_LATENCY = 15.0  # seconds


class FactdeskClient(ext.Bot):
    """The bot as Discord sees it; the command groups find everything else through `app`."""

    def __init__(self, app: App, extensions: Sequence[str]) -> None:
        """Take the running App, which the caller closes after the client, and the names of the command groups."""
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=discord.Intents(guilds=True, guild_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity("/ask"),
            max_messages=None,
        )
        self.app = app
        self._command_groups = extensions
        self._connected = False

    async def setup_hook(self) -> None:
        """Load the command groups. Commands are uploaded by `sync` alone."""
        for name in self._command_groups:
            await self.load_extension(name)

    def is_healthy(self) -> bool:
        """Return whether the gateway is connected, ready, and answers its heartbeats in sane time."""
        latency = self.latency
        return self._connected and self.is_ready() and math.isfinite(latency) and latency < _SANE_LATENCY

    async def on_message(self, message: discord.Message, /) -> None:
        """Leave messages to the command groups: there are no prefix commands."""

    async def on_ready(self) -> None:
        self._connected = True
        _log.info("ready as %s in %d servers", self.user, len(self.guilds))

    async def on_resumed(self) -> None:
        self._connected = True

    async def on_disconnect(self) -> None:
        self._connected = False


FactdeskInteraction: TypeAlias = discord.Interaction[FactdeskClient]


def build_client(app: App, extensions: Sequence[str]) -> FactdeskClient:
    """Return the client over `app` with the command groups of `extensions`, not yet connected."""
    return FactdeskClient(app, extensions)


async def sync_commands(client: FactdeskClient, guild_id: int | None) -> bool:
    """Upload the commands, for one server or for all, where Discord's differ; return whether they did.

    The client has to be logged in; a gateway connection is not needed. Raises discord.HTTPException.
    """
    assert client.application_id is not None
    path = (
        f"/applications/{client.application_id}" + (f"/guilds/{guild_id}" if guild_id is not None else "") + "/commands"
    )
    wanted = [_payload(command.to_dict(client.tree), guild_id) for command in client.tree.get_commands()]
    present = await client.http.request(Route("GET", path))
    if _shapes(wanted) == _shapes(_payload(command, guild_id) for command in present):
        return False
    await client.http.request(Route("PUT", path), json=wanted)
    return True


def _payload(command: dict[str, Any], guild_id: int | None) -> dict[str, Any]:
    """Return a command for its scope: where it may be used and installed is a matter of global commands only."""
    left_out = {"dm_permission"} if guild_id is None else {"dm_permission", "contexts", "integration_types"}
    return {key: value for key, value in command.items() if key not in left_out}


# What makes a command the one it is; the rest of Discord's account of it (ids, versions, translations) does not.
# fmt: off
_SHAPE = (
    "type", "name", "description", "options", "choices", "value", "required", "autocomplete",
    "min_value", "max_value", "min_length", "max_length", "channel_types", "nsfw", "default_member_permissions",
    "contexts", "integration_types",
)
# fmt: on


def _shapes(commands: Iterable[dict[str, Any]]) -> list[object]:
    return sorted((_shape(command) for command in commands), key=repr)


def _shape(part: object) -> object:
    """Return a payload so that two that mean the same are equal: what is empty or left to its default is dropped."""
    if isinstance(part, dict):
        return {key: _shape(part[key]) for key in _SHAPE if part.get(key) not in (None, False, "", [], {})}
    if isinstance(part, list):
        return sorted(part) if all(isinstance(each, int) for each in part) else [_shape(each) for each in part]
    return str(part)
