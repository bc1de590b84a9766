"""A cog with an entry in the menu of every message, under Apps."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import AppCommandContext, AppInstallationType
from discord.ext.commands import Cog

from bot.client import FactdeskClient, FactdeskInteraction


class MessageMenuCog(Cog):
    """Base of a cog whose `on_message_menu` answers an entry of the message menu."""

    menu_name: str
    is_for_servers_only = True  # else the entry also stands in direct messages

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client
        elsewhere = not self.is_for_servers_only
        self._menu = app_commands.ContextMenu(
            name=self.menu_name,
            callback=self.on_message_menu,
            allowed_installs=AppInstallationType(guild=True, user=elsewhere),
            allowed_contexts=AppCommandContext(guild=True, dm_channel=elsewhere, private_channel=elsewhere),
        )

    async def cog_load(self) -> None:
        """Add the entry to the message menu; cogs don't add these themselves."""
        self._client.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Remove the entry from the message menu."""
        self._client.tree.remove_command(self._menu.name, type=self._menu.type)

    async def on_message_menu(self, interaction: FactdeskInteraction, message: discord.Message) -> None:
        """Answer the entry; cogs override it."""
        raise NotImplementedError
