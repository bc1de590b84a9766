"""Access to saved answers and channels, checked at every press."""

from __future__ import annotations

from typing import Any

import discord

from bot.errors import UserError
from bot.model.saved_answers import SavedAnswer

GONE = "This answer is no longer saved. Ask the question again."
ELSEWHERE = "This answer belongs to another server. Ask the question here."
NOT_YOURS = "This answer is private. Only the person who asked can use its buttons."


def require_access(interaction: discord.Interaction[Any], saved: SavedAnswer | None) -> SavedAnswer:
    """Return the saved answer of a button.

    Raises UserError if it is gone, or the presser may not use it.
    """
    if saved is None:
        raise UserError(GONE)
    if saved.guild_id != interaction.guild_id:
        raise UserError(ELSEWHERE)
    if not saved.is_public and saved.user_id != interaction.user.id:
        raise UserError(NOT_YOURS)
    return saved


def require_posting(interaction: discord.Interaction[Any], *, as_member: bool) -> None:
    """Check the permissions of presser and bot to write here.

    The bot is checked if it posts `as_member`. Raises UserError, naming the missing permissions.
    """
    if interaction.guild_id is None:
        return
    if missing := _missing_permissions(interaction, interaction.permissions):
        raise UserError(f"You can't write in this channel (missing: {missing}), so I can't post there for you.")
    if as_member and (missing := _missing_permissions(interaction, interaction.app_permissions)):
        raise UserError(f"I can't write in this channel. Ask a server admin to grant me: {missing}.")


def lacking_to_reply(channel: discord.TextChannel) -> str:
    """Return the names of the permissions that the bot lacks to reply to a message of a channel, or ""."""
    held = channel.permissions_for(channel.guild.me)
    needed = {
        "View Channel": held.view_channel,
        "Send Messages": held.send_messages,
        "Read Message History": held.read_message_history,
    }
    return ", ".join(name for name, is_held in needed.items() if not is_held)


def lacking_to_post(channel: Any) -> str:  # noqa: ANN401 - a channel or thread of a server
    """Return the names of the permissions that the bot lacks to post in a channel or thread, or ""."""
    held = channel.permissions_for(channel.guild.me)
    in_thread = isinstance(channel, discord.Thread)
    return _named_gaps(held, in_thread=in_thread)


def _missing_permissions(interaction: discord.Interaction[Any], granted: discord.Permissions) -> str:
    return _named_gaps(granted, in_thread=isinstance(interaction.channel, discord.Thread))


def _named_gaps(granted: discord.Permissions, *, in_thread: bool) -> str:
    needed = {
        "View Channel": granted.view_channel,
        "Send Messages in Threads" if in_thread else "Send Messages": (
            granted.send_messages_in_threads if in_thread else granted.send_messages
        ),
    }
    return ", ".join(name for name, held in needed.items() if not held)
