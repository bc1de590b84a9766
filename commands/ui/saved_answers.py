"""Answers kept for their buttons: put down when a card is sent, taken up again when one of them is pressed."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Literal

import discord

from bot.client import FactdeskClient
from bot.errors import UserError
from bot.model.answers import Answer
from bot.model.saved_answers import SavedAnswer
from commands.ui.permissions import may_use

_log = logging.getLogger(__name__)


async def save(
    event: discord.Interaction[FactdeskClient] | discord.Message,
    client: FactdeskClient,
    answer: Answer,
    visibility: Literal["private", "public"],
) -> SavedAnswer | None:
    """Return the answer as kept for this interaction or message; None, and a line in the log, where it can't be."""
    if isinstance(event, discord.Message):
        guild_id, channel_id, person = event.guild.id if event.guild else None, event.channel.id, event.author
    else:
        guild_id, channel_id, person = event.guild_id, event.channel_id or 0, event.user
    now = datetime.now(UTC).isoformat(timespec="seconds")
    asked = SavedAnswer(str(event.id), guild_id, channel_id, person.id, visibility, now, answer)
    try:
        await client.app.saved_answers.save(asked)
    except UserError as fault:
        # A full disk takes the buttons away, not the answer.
        _log.error("an answer goes out without its buttons: %s", fault)
        return None
    return asked


async def note_message(client: FactdeskClient, asked: SavedAnswer | None, sent: discord.Message) -> None:
    """Note which message shows an answer, so that a question may follow it up; if it can't be noted, log that."""
    if asked is None:
        return
    try:
        await client.app.saved_answers.note_message(asked.id, sent.id)
    except UserError as fault:
        _log.error("an answer can't be followed up: %s", fault)


async def load(interaction: discord.Interaction[FactdeskClient], id_: str) -> SavedAnswer:
    """Return the kept answer `id_`. Raises UserError where it is gone or the presser may not use it."""
    asked = await interaction.client.app.saved_answers.get(id_)
    return may_use(interaction, asked)
