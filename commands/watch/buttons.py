"""Buttons of watches: stop one, turn the page of the list."""

from __future__ import annotations

from typing import Any

from discord import ButtonStyle
from discord.ui import Button

from bot.client import FactdeskInteraction
from bot.model.claims import Actor
from bot.model.question_watches import QuestionWatch
from commands.ui.actor import actor_of
from commands.ui.buttons import StatelessButton
from commands.ui.truncate import cut_line
from commands.ui.views import view_of

_MAX_TEXT = 180


class StopWatchButton(StatelessButton, template=r"watch:stop:(?P<watch>\d{1,18})", state=(int,)):
    """Button to stop a watch, for its owner and for editors."""

    def __init__(self, button: Button[Any], watch: int) -> None:
        super().__init__(button, "watch:stop", watch)
        self.watch = watch

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Stop the watch, and say so privately."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send(view=view_of(await stop(interaction, self.watch)), ephemeral=True)


def stop_button(watch: QuestionWatch) -> StopWatchButton:
    """Return the button below a post, or beside a watch of the list."""
    return StopWatchButton(Button(label="Stop", style=ButtonStyle.secondary), watch.id)


async def stop(interaction: FactdeskInteraction, id_: int) -> str:
    """Stop a watch and return what to say. Raises UserError if the person may not stop it, or it is stopped."""
    actor = await watcher_of(interaction)
    stopped = await interaction.client.app.question_watches.stop(id_, interaction.guild_id, actor)
    return stopped_text(stopped)


def stopped_text(watch: QuestionWatch) -> str:
    """Return the confirmation of a stopped watch."""
    return f"**Stopped.** “{cut_line(watch.text, _MAX_TEXT)}” is no longer watched."


async def watcher_of(interaction: FactdeskInteraction) -> Actor:
    """Return the person with their roles; in a direct message nobody has any."""
    if interaction.guild_id is None:
        return Actor(interaction.user.id, interaction.user.display_name)
    return actor_of(interaction, await interaction.client.app.desk.settings(interaction.guild_id))
