"""Which answer a message or a command follows up, as Discord tells it."""

from __future__ import annotations

import discord

from bot.client import FactdeskInteraction
from bot.library.follow_ups import FollowUpContext


def context_of_message(message: discord.Message) -> FollowUpContext:
    """Return where a mention stands and what it replies to; its answer is public."""
    reference = message.reference
    replies = reference is not None and reference.type is discord.MessageReferenceType.reply
    return FollowUpContext(
        guild=message.guild.id if message.guild else None,
        channel=message.channel.id,
        user=message.author.id,
        public=True,
        replied_to=reference.message_id if reference and replies else None,
    )


def context_of_command(interaction: FactdeskInteraction, *, public: bool) -> FollowUpContext:
    """Return where a command was run; a thread that an answer started is where it follows one up."""
    return FollowUpContext(
        guild=interaction.guild_id, channel=interaction.channel_id or 0, user=interaction.user.id, public=public
    )
