"""Follow-up context of messages and commands.

It leads to the answer that they follow up.
"""

from __future__ import annotations

import discord

from bot.client import FactdeskInteraction
from bot.library.follow_ups import FollowUpContext


def context_of_message(message: discord.Message) -> FollowUpContext:
    """Return the follow-up context of a mention; its answer is public."""
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
    """Return the follow-up context of a command.

    In a thread under an answer, a command follows up that answer.
    """
    return FollowUpContext(
        guild=interaction.guild_id, channel=interaction.channel_id or 0, user=interaction.user.id, public=public
    )
