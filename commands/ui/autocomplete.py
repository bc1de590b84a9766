"""Autocompletion of sources for command options."""

from __future__ import annotations

from discord.app_commands import Choice

from bot.client import FactdeskInteraction
from bot.errors import FactdeskError
from commands.ui.markdown import one_line

_MAX_CHOICES = 25  # the most that Discord shows
_MAX_CHOICE = 100  # characters


async def speaker_choices(interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
    """Return the sources with names that begin as typed.

    Returns none if the database fails.
    """
    try:
        found = await interaction.client.app.speakers.names(one_line(typed))
    except FactdeskError:
        return []
    names = dict.fromkeys(name for name in map(one_line, found) if 0 < len(name) <= _MAX_CHOICE)
    return [Choice(name=name, value=name) for name in names][:_MAX_CHOICES]
