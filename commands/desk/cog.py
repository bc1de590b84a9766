"""`/desk`: show the desk's settings, or change them as a manager."""

from __future__ import annotations

import asyncio
import io
from functools import lru_cache
from zoneinfo import available_timezones

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext.commands import GroupCog

from bot.client import FactdeskClient, FactdeskInteraction, ShardedClient
from bot.desk.statistics_text import alternative_text
from bot.errors import UserError
from bot.normalize import fold
from commands.desk.cards import desk_card, memory_card, shards_card
from commands.desk.reply_setup import ReplyMenu, ReplySetupButton
from commands.desk.saving import require_manager
from commands.desk.setup_views import (
    TEXT_SETTINGS,
    DeskMenu,
    TextSettingsButton,
    rating_scale,
    save_settings,
    setup_view,
)
from commands.desk.statistics_card import PICTURE, statistics_card
from commands.desk.statistics_plot import draw_statistics
from commands.desk.templates import show_templates
from commands.ui.actor import guild_of
from commands.ui.markdown import blockquote, escape
from commands.ui.modals import Fields, on_submit
from commands.ui.views import view_of
from commands.ui.visibility import VISIBILITY_CHOICES, defer

_MAX_RETURNED = 1_300  # characters; escaping at most doubles them


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class DeskCommands(GroupCog, group_name="desk", group_description="How this server's claims desk works"):
    """Commands on the desk's settings."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client

    @app_commands.command(name="setup", description="Set up the claims desk: channel, roles, digest, ratings")
    @app_commands.describe(time_zone="The newsroom's time zone, such as Europe/London")
    async def set_up(self, interaction: FactdeskInteraction, time_zone: str = "") -> None:
        """Show the menus privately, or save a time zone at once."""
        require_manager(interaction)
        await interaction.response.defer(ephemeral=True)
        if time_zone.strip():
            await save_settings(interaction, time_zone=time_zone.strip())
            return
        settings = await self._client.app.desk.settings(guild_of(interaction))
        assert interaction.guild is not None
        await interaction.edit_original_response(view=setup_view(interaction.guild, settings))

    @app_commands.command(name="show", description="Show the settings of this server's claims desk")
    async def show(self, interaction: FactdeskInteraction) -> None:
        """Show the settings and the waiting messages privately; to managers also shards and memory."""
        await interaction.response.defer(ephemeral=True)
        settings = await self._client.app.desk.settings(guild_of(interaction))
        assert interaction.guild is not None
        backlog = await self._client.app.desk.outbox.backlog(interaction.guild.id)
        problem = await self._client.app.archive_problem()
        cards = [
            desk_card(
                interaction.guild,
                settings,
                backlog,
                reads_messages=self._client.reads_messages,
                archive_problem=problem,
            )
        ]
        if interaction.permissions.manage_guild:
            if isinstance(self._client, ShardedClient):
                cards.append(shards_card(self._client, interaction.guild))
            cards.append(memory_card(self._client.app.memory()))
        view = view_of(*cards)
        await interaction.edit_original_response(view=view)

    @app_commands.command(name="template", description="Show, add, edit or delete templates for verdicts")
    async def template(self, interaction: FactdeskInteraction) -> None:
        """Show an editor the verdict templates privately."""
        await show_templates(interaction)

    @app_commands.command(name="stats", description="Show how long verdicts take, and which claims are in work")
    @app_commands.describe(visibility="Who sees the numbers")
    @app_commands.choices(visibility=VISIBILITY_CHOICES)
    async def stats(self, interaction: FactdeskInteraction, visibility: str = "") -> None:
        """Show the desk's statistics with a picture."""
        public = await defer(interaction, visibility)
        stats = await self._client.app.desk.statistics(guild_of(interaction))
        files = []
        if stats.claims:
            picture = await asyncio.to_thread(draw_statistics, stats)
            files.append(discord.File(io.BytesIO(picture), PICTURE, description=alternative_text(stats)))
        view = view_of(statistics_card(stats))
        await interaction.followup.send(
            view=view, files=files, ephemeral=not public, allowed_mentions=discord.AllowedMentions.none()
        )

    @set_up.autocomplete("time_zone")
    async def time_zone_choices(self, _interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
        """Return the matching time zones."""
        words = fold(typed).replace(" ", "_")
        known = await asyncio.to_thread(_time_zones)
        return [Choice(name=zone, value=zone) for zone in known if words in fold(zone)][:25]


async def setup(client: FactdeskClient) -> None:
    """Add the commands, and the menus of the setup."""
    client.add_dynamic_items(DeskMenu, TextSettingsButton, ReplySetupButton, ReplyMenu)
    await client.add_cog(DeskCommands(client))


@on_submit(TEXT_SETTINGS)
async def _submit_text_settings(interaction: FactdeskInteraction, _state: str, fields: Fields) -> None:
    """Save the typed settings; a refusal gives the ratings back."""
    require_manager(interaction)
    await interaction.response.defer()
    zone, ratings = (next(iter(fields.get(name, ())), "") for name in ("zone", "ratings"))
    try:
        names, values = rating_scale(ratings)
        await save_settings(interaction, time_zone=zone.strip(), ratings=names, rating_values=values)
    except UserError as fault:
        lines = [escape(fault.message), "What you typed:", blockquote(escape(ratings[:_MAX_RETURNED]))]
        await interaction.followup.send(view=view_of("\n".join(lines)), ephemeral=True)


@lru_cache(maxsize=1)
def _time_zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
