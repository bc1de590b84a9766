"""The greeting with its buttons, each of which does what is missing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import ButtonStyle
from discord.ui import ActionRow, Button, LayoutView

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import UserError
from commands.desk.saving import NOT_ALLOWED, require_manager
from commands.desk.setup_views import setup_view
from commands.help.buttons import help_view
from commands.ui.buttons import StatelessButton
from commands.ui.views import view_of
from commands.welcome.cards import go_to_server, greeting_card, how_to_add_articles

LEFT = "I am no longer on that server. Ask a server admin to invite me again."


class WelcomeButton(
    StatelessButton, template=r"welcome:(?P<step>setup|articles|examples):(?P<guild>\d{1,20})", state=(str, int)
):
    """Button of the greeting of a server, in a direct message or on the server."""

    def __init__(self, button: Button[Any], step: str, guild: int) -> None:
        super().__init__(button, "welcome", step, guild)
        self.step = step
        self.guild = guild

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Answer the presser alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send(view=await _STEPS[self.step](interaction, self.guild), ephemeral=True)


async def greeting_view(client: FactdeskClient, guild: discord.Guild, note: str) -> LayoutView:
    """Return the greeting of a server as of now."""
    settings, documents = await client.app.desk.settings(guild.id), await client.app.documents.count()

    def button(label: str, step: str, *, is_next: bool) -> WelcomeButton:
        style = ButtonStyle.primary if is_next else ButtonStyle.secondary
        return WelcomeButton(Button(label=label, style=style), step, guild.id)

    buttons = [
        button("How to add articles", "articles", is_next=not documents),
        button("Set up the desk", "setup", is_next=settings.channel is None),
    ]
    if documents:
        buttons.append(button("Show examples", "examples", is_next=False))
    return view_of(greeting_card(guild, settings, documents, ActionRow(*buttons), note))


async def setup(client: FactdeskClient) -> None:
    """Register the buttons of the greeting."""
    client.add_dynamic_items(WelcomeButton)


async def _set_up(interaction: FactdeskInteraction, guild_id: int) -> LayoutView:
    """Return the menus on the server, and the way there in a direct message."""
    guild = await _managed_guild(interaction, guild_id)
    if interaction.guild_id is not None:
        return setup_view(guild, await interaction.client.app.desk.settings(guild.id))
    channel = guild.system_channel or next(iter(guild.text_channels), None)
    address = channel.jump_url if channel else f"https://discord.com/channels/{guild.id}"
    link = Button[Any](label="Open the server", url=address)
    return view_of(go_to_server(guild, channel), ActionRow(link))


async def _add_articles(interaction: FactdeskInteraction, _guild_id: int) -> LayoutView:
    return view_of(how_to_add_articles(has_folders=bool(interaction.client.app.folders)))


async def _show_examples(interaction: FactdeskInteraction, _guild_id: int) -> LayoutView:
    return await help_view(interaction)


_STEPS: dict[str, Callable[[FactdeskInteraction, int], Awaitable[LayoutView]]] = {
    "setup": _set_up,
    "articles": _add_articles,
    "examples": _show_examples,
}


async def _managed_guild(interaction: FactdeskInteraction, guild_id: int) -> discord.Guild:
    """Return the server of a button.

    Raises UserError without Manage Server there. In a direct message Discord is asked for the presser's roles.
    """
    guild = interaction.client.get_guild(guild_id)
    if guild is None or interaction.guild_id not in (None, guild_id):
        raise UserError(LEFT)
    if interaction.guild_id is not None:
        require_manager(interaction)
        return guild
    try:
        member = await guild.fetch_member(interaction.user.id)
    except discord.NotFound:
        raise UserError(NOT_ALLOWED) from None
    if not member.guild_permissions.manage_guild:
        raise UserError(NOT_ALLOWED)
    return guild
