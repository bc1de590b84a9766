"""`/corpus`: editors hand in articles from Discord, list them and remove them."""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
import discord
from discord import ButtonStyle, app_commands
from discord.app_commands import Choice
from discord.ext.commands import GroupCog
from discord.ui import ActionRow, Button, LayoutView, Modal

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import FactdeskError, UserError
from bot.model.attachments import Attachment
from bot.model.submissions import NewArticle, Submission, SubmissionResult
from bot.normalize import fold
from commands.claim.uploads import fetch
from commands.corpus.cards import PAGE_SIZE, page_count, removal_card, removed_card, results_card, submissions_card
from commands.ui.actor import guild_of, request_of
from commands.ui.buttons import StatelessButton
from commands.ui.markdown import one_line
from commands.ui.modals import Fields, on_submit, stateful_modal, text_field, upload_field, uploads_of
from commands.ui.submitted_values import submitted_number
from commands.ui.truncate import cut_label
from commands.ui.views import view_of

NOT_EDITOR = "Only editors hand in and remove articles. Ask an editor of this server's desk."
NOT_FETCHED = "could not be fetched from Discord. Hand it in again."
_log = logging.getLogger(__name__)
_FORM = "corpus-add"
_MOST_FILES = 10
_MAX_OUTLET, _MAX_DATE = 80, 40


class CorpusPageButton(StatelessButton, template=r"corpus:(?P<turn>back|next):(?P<page>\d{1,6})", state=(str, int)):
    """Button to another page of the list."""

    def __init__(self, button: Button[Any], turn: str, page: int) -> None:
        super().__init__(button, "corpus", turn, page)
        self.page = page

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Show the page in place: the list is always private."""
        await interaction.response.defer()
        await interaction.edit_original_response(view=await _list_view(interaction, self.page))


class RemoveArticleButton(StatelessButton, template=r"corpus:remove:(?P<number>\d{1,10})", state=(int,)):
    """Button to remove an article after the question."""

    def __init__(self, button: Button[Any], number: int) -> None:
        super().__init__(button, "corpus", "remove", number)
        self.number = number

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Remove the article, if the presser is an editor still."""
        await interaction.response.defer()
        guild, app = await _require_editor(interaction), interaction.client.app
        submission = await app.submissions.get(self.number, guild)
        is_out = await app.withdraw(submission)
        await interaction.edit_original_response(view=view_of(removed_card(submission, is_searched=not is_out)))


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class CorpusCommands(GroupCog, group_name="corpus", group_description="Articles that editors hand in from Discord"):
    """Commands on articles handed in from Discord."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client

    @app_commands.command(name="add", description="Hand in articles as files, to be searched and quoted at once")
    async def add(self, interaction: FactdeskInteraction) -> None:
        """Open the form with the upload."""
        await _require_editor(interaction)
        await interaction.response.send_modal(articles_modal())

    @app_commands.command(name="list", description="List the articles that were handed in")
    async def list_articles(self, interaction: FactdeskInteraction) -> None:
        """Show the first page privately."""
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send(view=await _list_view(interaction, 0), ephemeral=True)

    @app_commands.command(name="remove", description="Remove an article that was handed in on this server")
    @app_commands.describe(article="Part of its title; choose one from the list")
    async def remove(self, interaction: FactdeskInteraction, article: str) -> None:
        """Show the article with the button that removes it."""
        await interaction.response.defer(ephemeral=True)
        guild = await _require_editor(interaction)
        submission = await self._client.app.submissions.get(submitted_number(article), guild)
        card = removal_card(submission, guild).add_item(ActionRow(remove_button(submission)))
        await interaction.followup.send(view=view_of(card), ephemeral=True)

    @remove.autocomplete("article")
    async def article_choices(self, interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
        """Return the articles of the server with the typed text in their title.

        Returns none if the database fails.
        """
        try:
            submissions = await self._client.app.submissions.of_guild(guild_of(interaction))
        except FactdeskError:
            return []
        matching = [found for found in submissions if fold(typed.strip()) in fold(f"{found.title} {found.name}")]
        return [Choice(name=cut_label(found.title) or "untitled", value=str(found.id)) for found in matching[:25]]


def remove_button(submission: Submission) -> RemoveArticleButton:
    """Return the button below the question before a removal."""
    return RemoveArticleButton(Button(label="Remove", style=ButtonStyle.danger), submission.id)


def articles_modal() -> Modal:
    """Return the form to hand in articles."""
    return stateful_modal(
        _FORM,
        "",
        "Hand in articles",
        [
            upload_field(
                "files",
                "Articles",
                description="Up to 10: .txt, .md, .html, .pdf, .docx, .eml. All servers of this bot search them",
                most=_MOST_FILES,
                required=True,
            ),
            text_field(
                "outlet", "Outlet", description="Who published them, if the files don't say so", max_length=_MAX_OUTLET
            ),
            text_field(
                "published", "Published", description="As 2026-11-30, if the files don't say so", max_length=_MAX_DATE
            ),
        ],
    )


@on_submit(_FORM)
async def _submit_articles(interaction: FactdeskInteraction, _state: str, fields: Fields) -> None:
    """Save the files, index them, and say what became of each."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    guild, app = await _require_editor(interaction), interaction.client.app
    outlet, published = (one_line(next(iter(fields.get(name, ())), "")) for name in ("outlet", "published"))
    kept = list[SubmissionResult]()
    for upload in uploads_of(interaction, fields, "files")[:_MOST_FILES]:
        # One at a time: ten large files at once would not fit into memory.
        content = await _content(interaction.client, upload)
        if isinstance(content, bytes):
            article = NewArticle(upload.name, content, outlet, published)
            kept.append(await app.submissions.keep(article, guild, interaction.user.id))
        else:
            kept.append(SubmissionResult(upload.name, problem=content))
    results = await app.index_submitted(kept)
    await interaction.edit_original_response(view=view_of(results_card(results)))


async def _content(client: FactdeskClient, upload: Attachment) -> bytes | str:
    """Return an uploaded file's content, or why it is not taken."""
    if refused := client.app.submissions.refusal(upload.name, upload.size):
        return refused
    try:
        return await fetch(client, upload.url) or NOT_FETCHED
    except (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError) as error:
        _log.warning("an uploaded article could not be fetched: %s", error)
        return NOT_FETCHED


async def _list_view(interaction: FactdeskInteraction, page: int) -> LayoutView:
    guild, submissions = guild_of(interaction), interaction.client.app.submissions
    await interaction.client.app.archive.refuse_while_away()
    count = await submissions.count()
    page = min(page, page_count(count) - 1)
    card = submissions_card(await submissions.page(page * PAGE_SIZE, PAGE_SIZE), page, count, guild)
    if page_count(count) > 1:
        back = CorpusPageButton(Button(label="Back", disabled=page == 0), "back", max(page - 1, 0))
        following = CorpusPageButton(Button(label="Next", disabled=page + 1 == page_count(count)), "next", page + 1)
        card.add_item(ActionRow(back, following))
    return view_of(card)


async def _require_editor(interaction: FactdeskInteraction) -> int:
    """Return the server whose editor the person is. Raises UserError for others."""
    request = await request_of(interaction)
    if not request.actor.is_editor:
        raise UserError(NOT_EDITOR)
    return request.guild


async def setup(client: FactdeskClient) -> None:
    """Add the commands and their buttons."""
    client.add_dynamic_items(CorpusPageButton, RemoveArticleButton)
    await client.add_cog(CorpusCommands(client))
