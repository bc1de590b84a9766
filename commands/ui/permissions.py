"""Who may press what: checked here, whatever Discord has shown to whom."""

from __future__ import annotations

from typing import Any

import discord

from bot.errors import UserError
from bot.model.saved_answers import SavedAnswer

GONE = "This answer is no longer kept. Please ask the question again."
ELSEWHERE = "This answer was given on another server, and stays there."
NOT_YOURS = "This answer was given in private; only the person who asked can use its buttons."


def may_use(interaction: discord.Interaction[Any], asked: SavedAnswer | None) -> SavedAnswer:
    """Return the answer that a button belongs to. Raises UserError where the presser may not use it."""
    if asked is None:
        raise UserError(GONE)
    if asked.guild_id != interaction.guild_id:
        raise UserError(ELSEWHERE)
    if asked.visibility == "private" and asked.user_id != interaction.user.id:
        raise UserError(NOT_YOURS)
    return asked


def may_post(interaction: discord.Interaction[Any], *, as_member: bool) -> None:
    """Raise UserError, naming what is missing, where the presser or the bot (`as_member`) may not write here."""
    if interaction.guild_id is None:
        return
    if missing := _missing(interaction, interaction.permissions):
        raise UserError(f"You may not write in this channel (missing: {missing}), so I can't post there for you.")
    if as_member and (missing := _missing(interaction, interaction.app_permissions)):
        raise UserError(f"I may not write in this channel. Whoever runs this server can grant me: {missing}.")


def _missing(interaction: discord.Interaction[Any], granted: discord.Permissions) -> str:
    in_thread = isinstance(interaction.channel, discord.Thread)
    needed = {
        "View Channel": granted.view_channel,
        "Send Messages in Threads" if in_thread else "Send Messages": (
            granted.send_messages_in_threads if in_thread else granted.send_messages
        ),
    }
    return ", ".join(name for name, held in needed.items() if not held)
