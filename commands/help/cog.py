"""`/help`: five examples from the articles, each with a button that runs it."""

from __future__ import annotations

from discord import app_commands
from discord.ext.commands import Cog

from bot.client import FactdeskClient, FactdeskInteraction
from commands.help.buttons import help_view


class Help(Cog):
    """Command for people who are new here."""

    @app_commands.command(name="help", description="Show examples that you can press")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def help(self, interaction: FactdeskInteraction) -> None:
        """Show the examples privately."""
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send(view=await help_view(interaction), ephemeral=True)


async def setup(client: FactdeskClient) -> None:
    """Add the command."""
    await client.add_cog(Help())
