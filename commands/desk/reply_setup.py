"""Setup of the replies to repeated false claims: their channels and ratings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ChannelType, SelectDefaultValue, SelectDefaultValueType, SelectOption
from discord.ui import ActionRow, Button, ChannelSelect, Container, LayoutView, Select, Separator, TextDisplay

from bot.client import FactdeskInteraction
from bot.desk.verdict_replies import ratings_with_replies, reply_limits
from bot.model.claims import DeskSettings
from commands.desk.reply_cards import reply_problems
from commands.desk.saving import change_settings, require_manager
from commands.ui.actor import guild_of
from commands.ui.buttons import StatelessButton, StatelessItem
from commands.ui.bylines import subtext
from commands.ui.cards import BLUE
from commands.ui.submitted_values import submitted_id
from commands.ui.truncate import cut_label
from commands.ui.views import view_of

ReplyMenuComponent = Select[Any] | ChannelSelect[Any]

_MOST_CHANNELS = 25  # of a menu in Discord
_ABOUT = (
    "In the channels chosen here I read each message, and reply once to one that repeats a claim with a published "
    "verdict: the same claim, never a similar one. I keep the message's id, and not its text."
)
_LIMITS = "One reply a message, one in 30 minutes about a claim, five in 10 minutes in a channel. Nobody is pinged."


class ReplySetupButton(StatelessButton, template=r"desk:replies"):
    """Button to the menus about replies."""

    def __init__(self, button: Button[Any]) -> None:
        super().__init__(button, "desk", "replies")

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Show the menus privately."""
        require_manager(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        settings = await interaction.client.app.desk.settings(guild_of(interaction))
        await interaction.edit_original_response(view=reply_setup_view(*_place(interaction), settings))


class ReplyMenu(StatelessItem[ReplyMenuComponent], template=r"desk:replies:(?P<setting>channels|rating)", state=(str,)):
    """Menu for the channels or the ratings with replies."""

    def __init__(self, menu: ReplyMenuComponent, setting: str) -> None:
        super().__init__(menu, "desk", "replies", setting)
        self.setting = setting

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Save the choice and show the menus again."""
        require_manager(interaction)
        await interaction.response.defer()
        _, settings = await change_settings(interaction, **_changed(self.setting, self.item.values))
        await interaction.edit_original_response(view=reply_setup_view(*_place(interaction), settings, "**Saved.**"))


def reply_setup_view(guild: discord.Guild, reads_messages: bool, settings: DeskSettings, note: str = "") -> LayoutView:
    """Return the menus with what is set, and what stands in the way."""
    known = [channel for channel in settings.reply_channels if guild.get_channel(channel)]
    channels: ChannelSelect[Any] = ChannelSelect(
        placeholder="No channel: no replies",
        channel_types=[ChannelType.text, ChannelType.news],
        min_values=0,
        max_values=_MOST_CHANNELS,
        default_values=[SelectDefaultValue(id=id_, type=SelectDefaultValueType.channel) for id_ in known],
    )
    head = ["### Replies to repeated false claims", note, _ABOUT, subtext(_LIMITS)]
    card: Container[Any] = Container(TextDisplay("\n".join(filter(None, head))), accent_colour=BLUE)
    card.add_item(TextDisplay("**Channels** with replies:")).add_item(ActionRow(ReplyMenu(channels, "channels")))
    if options := _rating_options(settings):
        ratings: Select[Any] = Select(options=options)
        card.add_item(TextDisplay("**Ratings** that count as false, by their numbers:"))
        card.add_item(ActionRow(ReplyMenu(ratings, "rating")))
    if problems := "\n".join(reply_problems(guild, settings, reads_messages=reads_messages)):
        card.add_item(Separator()).add_item(TextDisplay(problems))
    return view_of(card)


def _place(interaction: FactdeskInteraction) -> tuple[discord.Guild, bool]:
    assert interaction.guild is not None
    return interaction.guild, interaction.client.reads_messages


def _rating_options(settings: DeskSettings) -> list[SelectOption]:
    """Return an option for each rating that may be the limit, the worst one first."""
    chosen = ratings_with_replies(settings)[-1:]
    return [
        SelectOption(
            label=cut_label(f"{name} or worse" if place else f"Only {name}"), value=name, default=name in chosen
        )
        for place, name in enumerate(reply_limits(settings))
    ]


def _changed(setting: str, values: Sequence[Any]) -> dict[str, Any]:
    if setting == "channels":
        return {"reply_channels": tuple(id_ for value in values if (id_ := submitted_id(value)) is not None)}
    return {"reply_rating": str(values[0]) if values else None}
