"""`/search`: passages by their words, a page at a time; nothing is judged and nothing left out."""

from __future__ import annotations

import re
from typing import Any

import discord
from discord import ButtonStyle, app_commands
from discord.app_commands import Choice
from discord.ext.commands import Cog
from discord.ui import ActionRow, Button, DynamicItem, Item, LayoutView

from bot.client import FactdeskClient
from bot.model.answers import Answer
from bot.model.saved_answers import SavedAnswer
from commands.ask.buttons import AnswerButton
from commands.search.cards import MOST, on_page, pages, search_card
from commands.ui import search_filters
from commands.ui.errors import report
from commands.ui.saved_answers import load, save

Used = discord.Interaction[FactdeskClient]


class SearchButton(
    DynamicItem[Button[Any]], template=r"search:(?P<action>page|exact):(?P<answer>\d{1,20}):(?P<page>\d+)"
):
    """A button of a search: another page of it, or the same with the words as they were typed."""

    def __init__(self, button: Button[Any], action: str, answer: str, page: int) -> None:
        button.custom_id = f"search:{action}:{answer}:{page}"
        super().__init__(button)
        self.action = action
        self.answer = answer
        self.page = page

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, _interaction: Used, item: Item[Any], match: re.Match[str], /
    ) -> SearchButton:
        """Return the button that was pressed, whoever made it and when."""
        assert isinstance(item, Button)
        return cls(item, match["action"], match["answer"], int(match["page"]))

    async def callback(self, interaction: Used) -> None:  # type: ignore[override]
        """Turn the page in place where nobody else sees it; others reading along keep theirs."""
        try:
            own = interaction.message is not None and interaction.message.flags.ephemeral
            await interaction.response.defer(ephemeral=True, thinking=not own)
            asked: SavedAnswer | None = await load(interaction, self.answer)
            assert asked is not None
            answer = asked.answer
            if self.action == "exact":
                app = interaction.client.app
                answer = await app.passage_search.list_passages(answer.question, MOST, answer.narrowing, exact=True)
                asked = await save(interaction, interaction.client, answer, "private")
            view = search_view(answer, asked, self.page)
            if own:
                await interaction.edit_original_response(view=view)
            else:
                await interaction.followup.send(view=view, ephemeral=True)
        except Exception as error:  # noqa: BLE001 - the error table sorts them
            await report(interaction, error)


class Search(Cog):
    """Searching by words."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client

    @app_commands.command(name="search", description="Find passages by their words, the best first")
    @app_commands.describe(
        query='Words, "a phrase", -without, outlet:name, title:word',
        newest="The newest of the best first",
        visibility="Who sees it",
        **search_filters.DESCRIPTIONS,
    )
    @app_commands.choices(
        visibility=[Choice(name="only me", value="private"), Choice(name="everyone here", value="public")]
    )
    @app_commands.autocomplete(outlet=search_filters.outlets, since=search_filters.months, until=search_filters.months)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def search(
        self,
        interaction: Used,
        query: str,
        *,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        newest: bool = False,
        visibility: Choice[str] | None = None,
    ) -> None:
        """Show the passages that hold the words, a page at a time."""
        public = (visibility.value if visibility else self._client.app.settings.visibility) == "public"
        interaction.extras["public"] = public
        await interaction.response.defer(ephemeral=not public)
        narrowing = await search_filters.limited(self._client, outlet, since, until)
        answer = await self._client.app.passage_search.list_passages(query, MOST, narrowing, newest=newest)
        asked = await save(interaction, self._client, answer, "public" if public else "private")
        await interaction.followup.send(view=search_view(answer, asked), ephemeral=not public)


def search_view(answer: Answer, asked: SavedAnswer | None, page: int = 0) -> LayoutView:
    """Return one page of a search with its buttons; without any where it could not be kept."""
    card = search_card(answer, page)
    for row in _rows(answer, asked, page) if asked else []:
        if row:
            card.add_item(ActionRow(*row))
    return LayoutView(timeout=None).add_item(card)


async def setup(client: FactdeskClient) -> None:
    """Add the command and its button."""
    client.add_dynamic_items(SearchButton)
    await client.add_cog(Search(client))


def _rows(answer: Answer, asked: SavedAnswer, page: int) -> list[list[Item[Any]]]:
    contexts: list[Item[Any]] = [
        AnswerButton(Button(label=f"Context {number + 1}"), "context", asked.id, number)
        for number, _ in on_page(answer, page)
    ]
    others: list[Item[Any]] = []
    if pages(answer) > 1:
        turned = (page + 1) % pages(answer)
        label = "More passages" if turned else "First passages"
        others.append(SearchButton(Button(label=label, style=ButtonStyle.primary), "page", asked.id, turned))
    if answer.corrections:
        others.append(SearchButton(Button(label="Search the exact words instead"), "exact", asked.id, 0))
    return [contexts, others]
