"""An answer for every press: also for buttons and menus that this version does not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import discord
from discord.ext.commands import Cog

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import UserError
from commands.ui.buttons import is_known
from commands.ui.errors import report

UNKNOWN = "This button or menu is from another version of factdesk and no longer works. Use the command again."


class UnmatchedPresses(Cog):
    """Listener for presses that no class of buttons or menus takes."""

    @Cog.listener()
    async def on_interaction(self, interaction: FactdeskInteraction) -> None:
        """Answer an unknown press with a sentence; discord.py would ignore it."""
        if interaction.type is discord.InteractionType.component and not _reaches_a_handler(interaction):
            await report(interaction, UserError(UNKNOWN))


async def setup(client: FactdeskClient) -> None:
    """Register the listener for unknown presses."""
    await client.add_cog(UnmatchedPresses())


def _reaches_a_handler(interaction: FactdeskInteraction) -> bool:
    """Return whether discord.py finds the pressed component and its class."""
    data: dict[str, Any] = dict(interaction.data or {})
    custom_id, message = str(data.get("custom_id", "")), interaction.message
    if message is None or not is_known(custom_id):
        return False
    pressed = (custom_id, data.get("component_type"))
    return pressed in _components(component.to_dict() for component in message.components)


def _components(parts: Iterable[Any]) -> Iterator[tuple[object, object]]:
    """Yield custom_id and type of every component, nested ones too."""
    for part in parts:
        yield part.get("custom_id"), part.get("type")
        yield from _components(part.get("components") or ())
        if accessory := part.get("accessory"):
            yield from _components([accessory])
