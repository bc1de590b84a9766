"""Answers saved for the buttons of their cards."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import discord

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import UserError
from bot.model.answers import Answer
from bot.model.saved_answers import AnswerVisibility, SavedAnswer
from commands.ui.permissions import require_access

_log = logging.getLogger(__name__)


async def save(
    event: FactdeskInteraction | discord.Message,
    client: FactdeskClient,
    answer: Answer,
    visibility: AnswerVisibility,
    *,
    asked: datetime | None = None,
) -> SavedAnswer | None:
    """Save the answer to an interaction or message for its buttons.

    It is deleted some days after it was `asked`: now, if nothing else is given.
    Returns None if it can't be saved, and logs that: the answer is sent without buttons.
    """
    if isinstance(event, discord.Message):
        guild_id, channel_id, person = event.guild.id if event.guild else None, event.channel.id, event.author
    else:
        guild_id, channel_id, person = event.guild_id, event.channel_id or 0, event.user
    now = (asked or datetime.now(UTC)).isoformat(timespec="seconds")
    saved = SavedAnswer(str(event.id), guild_id, channel_id, person.id, visibility, now, answer)
    try:
        await client.app.saved_answers.save(saved)
    except UserError as fault:
        # A full disk costs the buttons, not the answer.
        _log.error("an answer is sent without buttons: %s", fault)
        return None
    return saved


async def save_privately(interaction: FactdeskInteraction, answer: Answer, before: SavedAnswer) -> SavedAnswer | None:
    """Save the answer to the same question asked again: words of a draft are deleted with the draft."""
    if before.visibility != "draft":
        return await save(interaction, interaction.client, answer, "private")
    asked = datetime.fromisoformat(before.created_at)
    return await save(interaction, interaction.client, answer, "draft", asked=asked)


async def link_message(client: FactdeskClient, saved: SavedAnswer | None, sent: discord.Message) -> None:
    """Save the id of an answer's message for follow-ups.

    A failure is logged: the answer can't be followed up.
    """
    if saved is None:
        return
    try:
        await client.app.saved_answers.note_message(saved.id, sent.id)
    except UserError as fault:
        _log.error("an answer can't be followed up: %s", fault)


async def load(interaction: FactdeskInteraction, id_: str) -> SavedAnswer:
    """Return a saved answer.

    Raises UserError if it is gone, or the presser may not use it.
    """
    saved = await interaction.client.app.saved_answers.get(id_)
    return require_access(interaction, saved)
