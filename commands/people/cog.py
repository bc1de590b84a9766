"""`/quotes` and `/who`: a speaker's quotes and introductions."""

from __future__ import annotations

from functools import partial
from typing import Any

from discord import ButtonStyle, app_commands
from discord.ext.commands import Cog
from discord.ui import ActionRow, Button, LayoutView

from bot.client import FactdeskClient, FactdeskInteraction
from bot.model.answers import Answer
from bot.model.saved_answers import SavedAnswer
from commands.ask.buttons import AnswerButton
from commands.people.cards import (
    MAX_QUOTES,
    findings_on_page,
    not_found_card,
    page_count,
    quotes_answer,
    quotes_card,
    who_card,
)
from commands.ui.autocomplete import speaker_choices
from commands.ui.buttons import StatelessButton, turn_page
from commands.ui.markdown import one_line
from commands.ui.saved_answers import load, save
from commands.ui.views import view_of
from commands.ui.visibility import VISIBILITY_CHOICES, defer


class QuotesButton(StatelessButton, template=r"quotes:(?P<answer>\d{1,20}):(?P<page>\d{1,6})", state=(str, int)):
    """Button to another page of a speaker's quotes."""

    def __init__(self, button: Button[Any], answer: str, page: int) -> None:
        super().__init__(button, "quotes", answer, page)
        self.answer = answer
        self.page = page

    async def handle(self, interaction: FactdeskInteraction) -> None:
        await turn_page(interaction, partial(self._page, interaction))

    async def _page(self, interaction: FactdeskInteraction) -> LayoutView:
        saved = await load(interaction, self.answer)
        return quotes_view(saved.answer, saved, self.page)


class People(Cog):
    """Commands on the speakers in the articles."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client

    @app_commands.command(name="quotes", description="Show all quotes of a speaker, the newest article first")
    @app_commands.describe(
        person="A person, an organisation or an outlet",
        about="Only quotes about this",
        visibility="Who sees the quotes",
    )
    @app_commands.choices(visibility=VISIBILITY_CHOICES)
    @app_commands.autocomplete(person=speaker_choices)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def quotes(
        self,
        interaction: FactdeskInteraction,
        person: str,
        about: str | None = None,
        visibility: str = "",
    ) -> None:
        """Show a speaker's quotes, page by page."""
        public = await defer(interaction, visibility)
        await self.show_quotes(interaction, person, one_line(about or "")[:100], public=public)

    async def show_quotes(
        self, interaction: FactdeskInteraction, person: str, topic: str = "", *, public: bool
    ) -> None:
        """Show a speaker's quotes to a deferred interaction."""
        quoted = await self._client.app.speakers.quotes(person, topic, limit=MAX_QUOTES)
        if not quoted.names:
            await interaction.followup.send(view=view_of(not_found_card(quoted)), ephemeral=not public)
            return
        answer = quotes_answer(quoted, topic)
        saved = await save(interaction, self._client, answer, "public" if public else "private")
        await interaction.followup.send(view=quotes_view(answer, saved), ephemeral=not public)

    @app_commands.command(name="who", description="Show how the articles introduce a speaker, and where they speak")
    @app_commands.describe(name="A person, an organisation or an outlet", visibility="Who sees the answer")
    @app_commands.choices(visibility=VISIBILITY_CHOICES)
    @app_commands.autocomplete(name=speaker_choices)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def who(self, interaction: FactdeskInteraction, name: str, visibility: str = "") -> None:
        """Show how the articles introduce a speaker."""
        public = await defer(interaction, visibility)
        await self.introduce(interaction, name, public=public)

    async def introduce(self, interaction: FactdeskInteraction, name: str, *, public: bool) -> None:
        """Show a speaker's introductions to a deferred interaction."""
        found = await self._client.app.speakers.introductions(name)
        card = who_card(found) if found.counts else not_found_card(found)
        await interaction.followup.send(view=view_of(card), ephemeral=not public)


def quotes_view(answer: Answer, saved: SavedAnswer | None, page: int = 0) -> LayoutView:
    """Return one page of quotes with its buttons.

    Quotes that could not be saved have no buttons.
    """
    card = quotes_card(answer, page)
    if saved is not None and answer.findings:
        numbers = [number for number, _ in findings_on_page(answer, page)]
        contexts = [
            AnswerButton(Button(label=f"Context {number + 1}"), "context", saved.id, number) for number in numbers
        ]
        card.add_item(ActionRow(*contexts))
        if page_count(answer) > 1:
            more = Button[Any](label="More quotes", style=ButtonStyle.primary)
            card.add_item(ActionRow(QuotesButton(more, saved.id, (page + 1) % page_count(answer))))
    return view_of(card)


async def setup(client: FactdeskClient) -> None:
    """Add the commands and their button."""
    client.add_dynamic_items(QuotesButton)
    await client.add_cog(People(client))
