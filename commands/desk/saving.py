"""Changes of a desk's settings by members who may manage the server."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from weakref import WeakValueDictionary

from bot.client import FactdeskInteraction
from bot.errors import UserError
from bot.model.claims import DeskSettings
from commands.ui.actor import guild_of, request_of

NOT_ALLOWED = "Only members with the permission Manage Server can set up the desk."
# One change at a time on each server, so that two quick ones don't undo each other.
_save_locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()


def require_manager(interaction: FactdeskInteraction) -> None:
    """Check the permission Manage Server.

    Raises UserError without it, or outside a server.
    """
    guild_of(interaction)
    if not interaction.permissions.manage_guild:
        raise UserError(NOT_ALLOWED)


async def change_settings(interaction: FactdeskInteraction, **changed: Any) -> tuple[DeskSettings, DeskSettings]:  # noqa: ANN401 - the settings' own fields
    """Save changed settings, and return those before and after.

    Raises UserError for settings that can't work.
    """
    request, desk = await request_of(interaction), interaction.client.app.desk
    async with _save_locks.setdefault(request.guild, asyncio.Lock()):
        before = await desk.settings(request.guild)
        return before, await desk.set_up(request, replace(before, **changed))
