"""Visibility of the answer to a command or to an example's button."""

from __future__ import annotations

from discord.app_commands import Choice

from bot.client import FactdeskInteraction

VISIBILITY_CHOICES = [Choice(name="only me", value="private"), Choice(name="everyone here", value="public")]


async def defer(interaction: FactdeskInteraction, visibility: str) -> bool:
    """Defer the interaction; return True for a public answer.

    An empty `visibility` stands for the setting FACTDESK_VISIBILITY.
    """
    public = (visibility or interaction.client.app.settings.visibility) == "public"
    interaction.extras["public"] = public
    # `thinking` gives a button an answer of its own; a command has one anyway.
    await interaction.response.defer(ephemeral=not public, thinking=True)
    return public
