"""`/quote` and "Check quote" on a message: where somebody's words come from, and what was changed in them."""

from __future__ import annotations

import logging
from typing import Any

import discord
from discord import AllowedMentions, app_commands
from discord.app_commands import AppCommandContext, AppInstallationType, Choice
from discord.ext.commands import Cog
from discord.ui import ActionRow, Button, LayoutView

from bot.client import FactdeskClient
from bot.errors import FactdeskError, UserError
from bot.model.saved_answers import SavedAnswer
from bot.quotecheck.model import MatchLevel, QuoteCheckResult
from bot.quotecheck.typed_quote import quotation
from commands.ask.buttons import AnswerButton
from commands.quotecheck.cards import kept_answer, quote_card, shown
from commands.ui.markdown import one_line
from commands.ui.messages import words_of
from commands.ui.saved_answers import save

_log = logging.getLogger(__name__)

Used = discord.Interaction[FactdeskClient]
NO_TEXT = "This message holds no text that could be checked."
_VISIBILITY = [Choice(name="only me", value="private"), Choice(name="everyone here", value="public")]


class QuoteCheck(Cog):
    """Quotes, from a command or from a message that somebody else wrote."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client
        self._menu = app_commands.ContextMenu(
            name="Check quote",
            callback=self.check_message,
            allowed_installs=AppInstallationType(guild=True, user=True),
            allowed_contexts=AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )

    async def cog_load(self) -> None:
        """Add the entry to the menu of messages, which a cog doesn't do by itself."""
        self._client.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take the entry out again."""
        self._client.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(
        name="quote", description="Check a quote: word for word, altered, spliced or not there at all"
    )
    @app_commands.describe(
        text="What somebody is said to have said or written",
        speaker="Who is said to have said it",
        visibility="Who sees the result",
    )
    @app_commands.choices(visibility=_VISIBILITY)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def quote(
        self,
        interaction: Used,
        text: str,
        speaker: str | None = None,
        visibility: Choice[str] | None = None,
    ) -> None:
        """Show where a quote comes from and what was changed in it."""
        public = (visibility.value if visibility else self._client.app.settings.visibility) == "public"
        await self._check(interaction, text, speaker, public=public)

    @quote.autocomplete("speaker")
    async def speakers(self, _interaction: Used, typed: str) -> list[Choice[str]]:
        """Return the sources whose names begin so; none, rather than an error, where they can't be read."""
        try:
            names = await self._client.app.speakers.names(one_line(typed))
        except FactdeskError:
            return []
        told = dict.fromkeys(name for name in map(one_line, names) if 0 < len(name) <= 100)
        return [Choice(name=name, value=name) for name in told][:25]

    async def check_message(self, interaction: Used, message: discord.Message) -> None:
        """Check what a message quotes, or else all of it; only the person who asked sees the result."""
        text = quotation(words_of(message))
        if not text:
            raise UserError(NO_TEXT)
        await self._check(interaction, text, None, public=False)

    async def _check(self, interaction: Used, text: str, speaker: str | None, *, public: bool) -> None:
        interaction.extras["public"] = public
        await interaction.response.defer(ephemeral=not public)
        check = await self._client.app.quote(text, speaker)
        view = await self._view(interaction, check, public=public)
        sent = await interaction.followup.send(view=view, ephemeral=not public, wait=True)
        if check.pending:
            finished = await self._client.app.quote_checks.finish(check)
            try:
                view = await self._view(interaction, finished, public=public)
                await sent.edit(view=view, allowed_mentions=AllowedMentions.none())
            except discord.HTTPException as refused:
                _log.info("a card was gone before it could be finished: %s", refused)

    async def _view(self, interaction: Used, check: QuoteCheckResult, *, public: bool) -> LayoutView:
        asked = None
        if shown(check):
            asked = await save(interaction, self._client, kept_answer(check), "public" if public else "private")
        return quote_view(check, asked)


def quote_view(check: QuoteCheckResult, asked: SavedAnswer | None) -> LayoutView:
    """Return the card with a button for each place; without any where the check could not be kept."""
    card = quote_card(check)
    places = range(len(shown(check))) if asked is not None else ()
    if asked is not None and places:
        several = len(places) > 1
        what = "Part" if check.level is MatchLevel.SPLICED else "Context"
        row = ActionRow[Any]()
        for number in places:
            button = Button[Any](label=f"{what} {number + 1}" if several else "Context")
            row.add_item(AnswerButton(button, "context", asked.id, number))
        card.add_item(row)
    return LayoutView(timeout=None).add_item(card)


async def setup(client: FactdeskClient) -> None:
    """Add the command, and the entry in the menu of messages."""
    await client.add_cog(QuoteCheck(client))
