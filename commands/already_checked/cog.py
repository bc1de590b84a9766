"""The menu entry "Already checked?": published verdicts on what a message says, in private."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord
from discord import ButtonStyle
from discord.ui import ActionRow, Button

from bot.client import FactdeskClient, FactdeskInteraction
from bot.desk import validation
from bot.desk.published_verdicts import MessageCheck
from bot.errors import UserError
from bot.model.claim_input import FlagDraft
from commands.already_checked.cards import SimilarHint, message_check_card
from commands.claim.similar_card import SimilarCandidate
from commands.flag.cog import FlagButton
from commands.ui.actor import guild_of, request_of
from commands.ui.message_menu import MessageMenuCog
from commands.ui.messages import flag_source, message_words, suggest_claim_text, suggest_provenance
from commands.ui.views import view_of

NO_TEXT = "This message has no text to compare with claims. Choose another message."


class AlreadyChecked(MessageMenuCog):
    """The entry "Already checked?" in a message's menu."""

    menu_name = "Already checked?"

    async def on_message_menu(self, interaction: FactdeskInteraction, message: discord.Message) -> None:
        """Answer privately with the verdicts on the message's statements."""
        guild, words = guild_of(interaction), message_words(message)
        if not words.strip():
            raise UserError(NO_TEXT)
        await interaction.response.defer(ephemeral=True, thinking=True)
        check = await self._client.app.published_verdicts.on_message(guild, words)
        card = message_check_card(check, await self._hints(guild, check))
        if not check.checked:
            card.add_item(ActionRow[Any](await self._flag_button(interaction, message)))
        await interaction.edit_original_response(view=view_of(card))

    async def _hints(self, guild: int, check: MessageCheck) -> list[SimilarHint]:
        desk = self._client.app.desk
        return [
            SimilarHint(similar.text, SimilarCandidate(similar.match, await desk.get(guild, similar.match.number)))
            for similar in check.similar
        ]

    async def _flag_button(self, interaction: FactdeskInteraction, message: discord.Message) -> FlagButton:
        """Save the message as a draft, and return the button that opens it in the flag form."""
        origin = flag_source(message, with_attachments=self._client.app.attachments.is_on)
        draft = FlagDraft(
            str(interaction.id),
            guild_of(interaction),
            interaction.user.id,
            interaction.created_at,
            suggest_claim_text(message, validation.LONGEST_CLAIM),
            origin=origin,
            provenance=suggest_provenance(message),
        )
        await self._client.app.flag_drafts.save(replace(draft, touched=(await request_of(interaction)).now))
        return FlagButton(Button(label="Flag this message", style=ButtonStyle.primary), "edit", draft.id)


async def setup(client: FactdeskClient) -> None:
    """Add the message menu entry."""
    await client.add_cog(AlreadyChecked(client))
