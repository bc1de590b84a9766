"""`/quote` and "Check quote" on a message."""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

import discord
from discord import AllowedMentions, app_commands
from discord.ui import ActionRow, Button, LayoutView

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import UserError
from bot.model.saved_answers import SavedAnswer
from bot.quotecheck.model import MatchLevel, QuoteCheckResult
from bot.quotecheck.typed_quote import quotation
from commands.ask.buttons import AnswerButton
from commands.claim.published_verdict import Verdicts, published_on, published_verdicts_card, verdicts_width
from commands.quotecheck.cards import check_as_answer, quote_card, shown_matches
from commands.ui.autocomplete import speaker_choices
from commands.ui.cards import MAX_TEXT
from commands.ui.message_menu import MessageMenuCog
from commands.ui.messages import message_words
from commands.ui.saved_answers import save
from commands.ui.views import view_of
from commands.ui.visibility import VISIBILITY_CHOICES, defer

_log = logging.getLogger(__name__)

NO_TEXT = "This message has no text to check. Choose another message."


class QuoteCheck(MessageMenuCog):
    """Quote checks by a command, or from a message's menu."""

    menu_name = "Check quote"
    is_for_servers_only = False

    @app_commands.command(name="quote", description="Check a quote: is it verbatim, altered, spliced or not found?")
    @app_commands.describe(
        text="The quote to check",
        speaker="The person or organisation that it is attributed to",
        visibility="Who sees the result",
    )
    @app_commands.choices(visibility=VISIBILITY_CHOICES)
    @app_commands.autocomplete(speaker=speaker_choices)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def quote(
        self,
        interaction: FactdeskInteraction,
        text: str,
        speaker: str | None = None,
        visibility: str = "",
    ) -> None:
        """Show the origin of a quote and its changes."""
        await self.check(interaction, text, speaker, visibility)

    async def on_message_menu(self, interaction: FactdeskInteraction, message: discord.Message) -> None:
        """Check the quote in a message, else its whole text, privately."""
        text = quotation(message_words(message))
        if not text:
            raise UserError(NO_TEXT)
        await self.check(interaction, text, None, "private")

    async def check(self, interaction: FactdeskInteraction, text: str, speaker: str | None, visibility: str) -> None:
        """Defer an interaction, and answer it with the check of a quote."""
        public = await defer(interaction, visibility)
        check = await self._client.app.quote(text, speaker)
        view = await self._view(interaction, check, public=public)
        sent = await interaction.followup.send(view=view, ephemeral=not public, wait=True)
        if check.pending:
            finished = await self._client.app.quote_checks.finish(check)
            try:
                view = await self._view(interaction, finished, public=public)
                await sent.edit(view=view, allowed_mentions=AllowedMentions.none())
            except discord.HTTPException as refused:
                _log.info("a card was deleted before its sources were known: %s", refused)

    async def _view(self, interaction: FactdeskInteraction, check: QuoteCheckResult, *, public: bool) -> LayoutView:
        saved = None
        if shown_matches(check):
            saved = await save(interaction, self._client, check_as_answer(check), "public" if public else "private")
        on_text = partial(self._client.app.published_verdicts.on_text, text=check.text)
        verdicts = await published_on(interaction, self._client, on_text)
        return quote_view(check, saved, verdicts)


def quote_view(check: QuoteCheckResult, saved: SavedAnswer | None, verdicts: Verdicts = ()) -> LayoutView:
    """Return the card with a button for each place, below the published verdicts on the text.

    A check that could not be saved has no buttons.
    """
    card = quote_card(check, MAX_TEXT - verdicts_width(verdicts))
    places = range(len(shown_matches(check))) if saved is not None else ()
    if saved is not None and places:
        several = len(places) > 1
        label = "Part" if check.level is MatchLevel.SPLICED else "Context"
        row = ActionRow[Any]()
        for number in places:
            button = Button[Any](label=f"{label} {number + 1}" if several else "Context")
            row.add_item(AnswerButton(button, "context", saved.id, number))
        card.add_item(row)
    return view_of(*([published_verdicts_card(verdicts)] if verdicts else []), card)


async def setup(client: FactdeskClient) -> None:
    """Add the command and the message menu entry."""
    await client.add_cog(QuoteCheck(client))
