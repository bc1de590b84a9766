"""`/search`: passages by their words, page by page, without a judgement."""

from __future__ import annotations

from functools import partial
from typing import Any

from discord import ButtonStyle, app_commands
from discord.ext.commands import Cog
from discord.ui import ActionRow, Button, Item, LayoutView

from bot.client import FactdeskClient, FactdeskInteraction
from bot.model.answers import Answer
from bot.model.saved_answers import SavedAnswer
from bot.model.search import NO_FILTER, SearchFilter
from commands.ask.buttons import AnswerButton
from commands.search.cards import MAX_PASSAGES, findings_on_page, page_count, search_card
from commands.ui import search_filters
from commands.ui.buttons import StatelessButton, turn_page
from commands.ui.saved_answers import load, save
from commands.ui.views import view_of
from commands.ui.visibility import VISIBILITY_CHOICES, defer


class SearchButton(
    StatelessButton,
    template=r"search:(?P<action>page|exact):(?P<answer>\d{1,20}):(?P<page>\d+)",
    state=(str, str, int),
):
    """Button of a search: another page, or the exact words."""

    def __init__(self, button: Button[Any], action: str, answer: str, page: int) -> None:
        super().__init__(button, "search", action, answer, page)
        self.action = action
        self.answer = answer
        self.page = page

    async def handle(self, interaction: FactdeskInteraction) -> None:
        await turn_page(interaction, partial(self._page, interaction))

    async def _page(self, interaction: FactdeskInteraction) -> LayoutView:
        saved = await load(interaction, self.answer)
        if self.action == "page":
            return search_view(saved.answer, saved, self.page)
        before, search = saved.answer, interaction.client.app.passage_search
        answer = await search.list_passages(before.question, MAX_PASSAGES, before.narrowing, exact=True)
        return search_view(answer, await save(interaction, interaction.client, answer, "private"), self.page)


class Search(Cog):
    """Command to search by words."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client

    @app_commands.command(name="search", description="Find passages by words, the best matches first")
    @app_commands.describe(
        query='Words, "a phrase", -without, outlet:name, title:word',
        newest="Show the newest of the best matches first",
        visibility="Who sees the results",
    )
    @app_commands.choices(visibility=VISIBILITY_CHOICES)
    @search_filters.with_filter_options
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def search(
        self,
        interaction: FactdeskInteraction,
        query: str,
        *,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        newest: bool = False,
        visibility: str = "",
    ) -> None:
        """Show the matching passages, page by page."""
        public = await defer(interaction, visibility)
        narrowing = await search_filters.search_filter(self._client, outlet, since, until)
        await self.show(interaction, query, narrowing, public=public, newest=newest)

    async def show(
        self,
        interaction: FactdeskInteraction,
        query: str,
        narrowing: SearchFilter = NO_FILTER,
        *,
        public: bool,
        newest: bool = False,
    ) -> None:
        """Show the matching passages to a deferred interaction."""
        answer = await self._client.app.passage_search.list_passages(query, MAX_PASSAGES, narrowing, newest=newest)
        saved = await save(interaction, self._client, answer, "public" if public else "private")
        await interaction.followup.send(view=search_view(answer, saved), ephemeral=not public)


def search_view(answer: Answer, saved: SavedAnswer | None, page: int = 0) -> LayoutView:
    """Return one page of a search with its buttons.

    A search that could not be saved has no buttons.
    """
    card = search_card(answer, page)
    for row in _button_rows(answer, saved, page) if saved else []:
        if row:
            card.add_item(ActionRow(*row))
    return view_of(card)


async def setup(client: FactdeskClient) -> None:
    """Add the command and its button."""
    client.add_dynamic_items(SearchButton)
    await client.add_cog(Search(client))


def _button_rows(answer: Answer, saved: SavedAnswer, page: int) -> list[list[Item[Any]]]:
    contexts: list[Item[Any]] = [
        AnswerButton(Button(label=f"Context {number + 1}"), "context", saved.id, number)
        for number, _ in findings_on_page(answer, page)
    ]
    actions: list[Item[Any]] = []
    if page_count(answer) > 1:
        next_page = (page + 1) % page_count(answer)
        label = "More passages" if next_page else "First passages"
        actions.append(SearchButton(Button(label=label, style=ButtonStyle.primary), "page", saved.id, next_page))
    if answer.corrections:
        actions.append(SearchButton(Button(label="Search the exact words instead"), "exact", saved.id, 0))
    return [contexts, actions]
