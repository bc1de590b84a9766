"""`/documents`: list the indexed articles, or show one by its title."""

from __future__ import annotations

import asyncio
from typing import Any

from discord import app_commands
from discord.app_commands import Choice
from discord.ext.commands import Cog
from discord.ui import ActionRow, Button, LayoutView

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import FactdeskError, UserError
from bot.normalize import words
from commands.documents.cards import PAGE_SIZE, document_card, documents_card, page_count
from commands.ui.buttons import StatelessButton
from commands.ui.markdown import one_line
from commands.ui.views import view_of


class DocumentPageButton(
    StatelessButton, template=r"documents:(?P<turn>back|next):(?P<page>\d{1,6})", state=(str, int)
):
    """Button to another page of the list of documents."""

    def __init__(self, button: Button[Any], turn: str, page: int) -> None:
        super().__init__(button, "documents", turn, page)
        self.page = page

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Show the page in place: the list is always private."""
        await interaction.response.defer()
        await interaction.edit_original_response(view=await _list_view(interaction.client, self.page))


class DocumentsGroup(Cog):
    """Command on the indexed documents."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client

    @app_commands.command(name="documents", description="List the indexed articles, or show one of them")
    @app_commands.describe(title="Part of a title; leave out to list all articles")
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def documents(self, interaction: FactdeskInteraction, title: str | None = None) -> None:
        """List the documents, or show the chosen one."""
        await interaction.response.defer(ephemeral=True)
        typed = one_line(title or "")
        view = await (_document_view(self._client, typed) if typed else _list_view(self._client, 0))
        await interaction.followup.send(view=view, ephemeral=True)

    @documents.autocomplete("title")
    async def title_choices(self, _interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
        """Return the matching titles.

        Returns none if the database fails.
        """
        try:
            found = await self._client.app.documents.titles(one_line(typed))
        except FactdeskError:
            return []
        return [Choice(name=_choice_name(title.heading, title.outlet), value=title.id) for title in found][:25]


async def setup(client: FactdeskClient) -> None:
    """Add the command and its buttons."""
    client.add_dynamic_items(DocumentPageButton)
    await client.add_cog(DocumentsGroup(client))


async def _list_view(client: FactdeskClient, page: int) -> LayoutView:
    documents = client.app.documents
    count = await documents.count()
    # Documents may have been removed since the button was sent: past the end is the last page.
    page = min(page, page_count(count) - 1)
    card = documents_card(await documents.page(page * PAGE_SIZE, PAGE_SIZE), page, count)
    if page_count(count) > 1:
        back = DocumentPageButton(Button(label="Back", disabled=page == 0), "back", max(page - 1, 0))
        following = DocumentPageButton(Button(label="Next", disabled=page + 1 == page_count(count)), "next", page + 1)
        card.add_item(ActionRow(back, following))
    return view_of(card)


async def _document_view(client: FactdeskClient, chosen: str) -> LayoutView:
    """Return the document with a chosen id, or a matching title."""
    documents = client.app.documents
    documents_found = await documents.get([chosen])
    if not documents_found:
        documents_found = await documents.get([title.id for title in await documents.titles(chosen, 1)])
    if not documents_found:
        raise UserError(f"No title contains “{chosen[:80]}”. Use /documents without a title to list all articles.")
    document = next(iter(documents_found.values()))
    counted = await asyncio.to_thread(words, document.text)
    return view_of(document_card(document, len(counted)))


def _choice_name(heading: str, outlet: str | None) -> str:
    """Return a choice's name, 1 to 100 characters."""
    name = one_line(heading) or "untitled"
    full = f"{name} · {one_line(outlet)}" if outlet else name
    return full if len(full) <= 100 else f"{name[:99]}…" if len(name) > 99 else name
