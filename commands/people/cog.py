"""`/quotes` and `/who`: what somebody is quoted with across the articles, and how they are introduced."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import ButtonStyle, app_commands
from discord.app_commands import Choice
from discord.ext.commands import Cog
from discord.ui import ActionRow, Button, Container, DynamicItem, Item, LayoutView

from bot.client import FactdeskClient
from bot.errors import FactdeskError
from bot.model.answers import Answer
from bot.model.saved_answers import SavedAnswer
from commands.ask.buttons import AnswerButton
from commands.people.cards import KEPT, nobody_card, on_page, pages, quotes_answer, quotes_card, who_card
from commands.ui.errors import report
from commands.ui.markdown import one_line
from commands.ui.saved_answers import load, save

Used = discord.Interaction[FactdeskClient]
_VISIBILITY = [Choice(name="only me", value="private"), Choice(name="everyone here", value="public")]
_LONGEST_CHOICE = 100


class QuotesButton(DynamicItem[Button[Any]], template=r"quotes:(?P<answer>\d{1,20}):(?P<page>\d{1,6})"):
    """The button that turns the pages of somebody's quotes."""

    def __init__(self, button: Button[Any], answer: str, page: int) -> None:
        button.custom_id = f"quotes:{answer}:{page}"
        super().__init__(button)
        self.answer = answer
        self.page = page

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, _interaction: Used, item: Item[Any], match: re.Match[str], /
    ) -> QuotesButton:
        """Return the button that was pressed, whoever made it and when."""
        assert isinstance(item, Button)
        return cls(item, match["answer"], int(match["page"]))

    async def callback(self, interaction: Used) -> None:  # type: ignore[override]
        """Turn the page in place where nobody else sees it; others reading along keep theirs."""
        try:
            own = interaction.message is not None and interaction.message.flags.ephemeral
            await interaction.response.defer(ephemeral=True, thinking=not own)
            asked = await load(interaction, self.answer)
            view = quotes_view(asked.answer, asked, self.page)
            if own:
                await interaction.edit_original_response(view=view)
            else:
                await interaction.followup.send(view=view, ephemeral=True)
        except Exception as error:  # noqa: BLE001 - the error table sorts them
            await report(interaction, error)


class People(Cog):
    """Who speaks in the articles."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client

    @app_commands.command(name="quotes", description="Show all that somebody is quoted with, the newest article first")
    @app_commands.describe(
        person="A person, an organisation or an outlet", about="Only what is about this", visibility="Who sees it"
    )
    @app_commands.choices(visibility=_VISIBILITY)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def quotes(
        self,
        interaction: Used,
        person: str,
        about: str | None = None,
        visibility: Choice[str] | None = None,
    ) -> None:
        """Show what somebody is quoted with, a page at a time."""
        public = await self._deferred(interaction, visibility)
        topic = one_line(about or "")[:100]
        quoted = await self._client.app.speakers.quotes(person, topic, limit=KEPT)
        if not quoted.names:
            await interaction.followup.send(view=_view(nobody_card(quoted)), ephemeral=not public)
            return
        answer = quotes_answer(quoted, topic)
        asked = await save(interaction, self._client, answer, "public" if public else "private")
        await interaction.followup.send(view=quotes_view(answer, asked), ephemeral=not public)

    @app_commands.command(name="who", description="Show how the articles introduce somebody, and where they speak")
    @app_commands.describe(name="A person, an organisation or an outlet", visibility="Who sees it")
    @app_commands.choices(visibility=_VISIBILITY)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def who(self, interaction: Used, name: str, visibility: Choice[str] | None = None) -> None:
        """Show who somebody is by what the articles say beside the name."""
        public = await self._deferred(interaction, visibility)
        found = await self._client.app.speakers.introductions(name)
        card = who_card(found) if found.counts else nobody_card(found)
        await interaction.followup.send(view=_view(card), ephemeral=not public)

    @quotes.autocomplete("person")
    @who.autocomplete("name")
    async def voices(self, _interaction: Used, typed: str) -> list[Choice[str]]:
        """Return the sources whose names begin so; none, rather than an error, where they can't be read."""
        try:
            names = await self._client.app.speakers.names(one_line(typed))
        except FactdeskError:
            return []
        shown = [name for name in map(one_line, names) if 0 < len(name) <= _LONGEST_CHOICE]
        return [Choice(name=name, value=name) for name in dict.fromkeys(shown)][:25]

    async def _deferred(self, interaction: Used, visibility: Choice[str] | None) -> bool:
        """Defer at once, and return whether everybody is to see what comes."""
        public = (visibility.value if visibility else self._client.app.settings.visibility) == "public"
        interaction.extras["public"] = public
        await interaction.response.defer(ephemeral=not public)
        return public


def quotes_view(answer: Answer, asked: SavedAnswer | None, page: int = 0) -> LayoutView:
    """Return one page of quotes with its buttons; without any where the answer could not be kept."""
    card = quotes_card(answer, page)
    if asked is not None and answer.findings:
        numbers = [number for number, _ in on_page(answer, page)]
        contexts = [
            AnswerButton(Button(label=f"Context {number + 1}"), "context", asked.id, number) for number in numbers
        ]
        card.add_item(ActionRow(*contexts))
        if pages(answer) > 1:
            more = Button[Any](label="More quotes", style=ButtonStyle.primary)
            card.add_item(ActionRow(QuotesButton(more, asked.id, (page + 1) % pages(answer))))
    return _view(card)


async def setup(client: FactdeskClient) -> None:
    """Add the commands and their button."""
    client.add_dynamic_items(QuotesButton)
    await client.add_cog(People(client))


def _view(card: Container[Any]) -> LayoutView:
    return LayoutView(timeout=None).add_item(card)
