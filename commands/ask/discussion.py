"""Threads below public answers: each question there follows up the answer above it."""

from __future__ import annotations

import discord

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import UserError
from bot.model.saved_answers import SavedAnswer
from commands.ui.actor import guild_of
from commands.ui.permissions import GONE
from commands.ui.truncate import cut_label
from commands.ui.views import view_of

_THREAD_EXISTS = 160_004  # Discord's code for a message with a thread
YOU_MAY_NOT = "You can't create threads in this channel (missing: Create Public Threads)."
I_MAY_NOT = (
    "I can't open a thread here. Ask a server admin to grant me: Create Public Threads, Send Messages in Threads."
)
_BEGINNING = "Ask the next question here: “and when was that?” is read with the answer above."
_BY_MENTION = f"{_BEGINNING} Mention me in it, or use `/ask`."
_PLAINLY = f"{_BEGINNING} End it with a question mark."


def has_threads(client: FactdeskClient, channel: object) -> bool:
    """Check for a text channel of a server that the bot is a member of."""
    return isinstance(channel, discord.TextChannel) and client.get_guild(channel.guild.id) is not None


async def open_discussion(interaction: FactdeskInteraction, saved: SavedAnswer) -> discord.Thread:
    """Return the thread of a public answer, opened now or before.

    Raises UserError if the answer's message is gone, or presser or bot may not create threads.
    """
    guild_of(interaction)
    channel = interaction.channel
    if not isinstance(channel, discord.TextChannel) or saved.message_id is None or not saved.is_public:
        raise UserError(GONE)
    if known := await _thread_of(interaction.client, saved.message_id):
        return known
    if not interaction.permissions.create_public_threads:
        raise UserError(YOU_MAY_NOT)
    if not (interaction.app_permissions.create_public_threads and interaction.app_permissions.send_messages_in_threads):
        raise UserError(I_MAY_NOT)
    try:
        thread = await channel.get_partial_message(saved.message_id).create_thread(
            name=cut_label(saved.answer.question) or "Answer"
        )
    except discord.NotFound as gone:
        raise UserError(GONE) from gone
    except discord.HTTPException as refused:
        # Somebody else pressed at the same time.
        known = await _thread_of(interaction.client, saved.message_id) if refused.code == _THREAD_EXISTS else None
        if known is None:
            raise
        return known
    await thread.send(view=view_of(_PLAINLY if interaction.client.reads_messages else _BY_MENTION))
    return thread


async def is_follow_up(client: FactdeskClient, message: discord.Message) -> bool:
    """Check for a question without a mention in a thread that "Discuss" opened.

    Discord sends its text only with the Message Content intent.
    """
    thread = message.channel
    is_question = client.reads_messages and message.content.rstrip().endswith("?")
    if not is_question or not isinstance(thread, discord.Thread) or client.user is None:
        return False
    # The bot opens threads of claims as well.
    return thread.owner_id == client.user.id and await client.app.follow_ups.is_discussed(thread.id)


async def _thread_of(client: FactdeskClient, message: int) -> discord.Thread | None:
    """Return the thread that was started from a message: it has the same id."""
    try:
        found = client.get_channel(message) or await client.fetch_channel(message)
    except (discord.NotFound, discord.Forbidden):
        return None
    return found if isinstance(found, discord.Thread) else None
