"""`/watch`: watch a question, a name or a phrase in new articles."""

from __future__ import annotations

from typing import Any

from discord import app_commands
from discord.app_commands import Choice
from discord.ext.commands import GroupCog
from discord.ui import ActionRow, Button, LayoutView

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import FactdeskError, UserError
from bot.model.question_watches import NewWatch
from bot.search.refusals.unanswerable_input import LONGEST
from commands.ui.actor import guild_of
from commands.ui.buttons import StatelessButton
from commands.ui.permissions import require_posting
from commands.ui.submitted_values import submitted_number
from commands.ui.truncate import cut_label
from commands.ui.views import view_of
from commands.ui.visibility import defer
from commands.watch.buttons import StopWatchButton, stop, watcher_of
from commands.watch.cards import added_card, list_card, page_count

_PLACES = [Choice(name="this channel", value="public"), Choice(name="only me, by direct message", value="private")]
_MAX_CHOICES = 25
NO_WATCH = "Choose one of the watches that are offered while you type, or use `/watch list`."


class WatchPageButton(StatelessButton, template=r"watch:(?P<turn>back|next):(?P<page>\d{1,6})", state=(str, int)):
    """Button to another page of the list of watches."""

    def __init__(self, button: Button[Any], turn: str, page: int) -> None:
        super().__init__(button, "watch", turn, page)
        self.page = page

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Show the page in place: the list is always private."""
        await interaction.response.defer()
        await interaction.edit_original_response(view=await _list_view(interaction, self.page))


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class WatchCommands(GroupCog, group_name="watch", group_description="Be told when new articles answer a question"):
    """Commands on watched questions."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client

    @app_commands.command(name="question", description="Watch a question, a name or a phrase in the articles to come")
    @app_commands.describe(
        text="A question, a name, or a phrase of a few words", posted="Who is told about new articles"
    )
    @app_commands.choices(posted=_PLACES)
    async def question(
        self, interaction: FactdeskInteraction, text: app_commands.Range[str, 1, LONGEST], posted: str = "public"
    ) -> None:
        """Watch a text from now on, and say what will be posted."""
        is_private = posted == "private"
        await defer(interaction, "private" if is_private else "public")
        guild = guild_of(interaction)
        if not is_private:
            require_posting(interaction, as_member=True)
        new = NewWatch(guild, interaction.channel_id or 0, interaction.user.id, text, is_private)
        watch = await self._client.app.question_watches.add(new)
        await interaction.followup.send(view=view_of(added_card(watch)), ephemeral=is_private)

    @app_commands.command(name="list", description="List what you watch; editors see all of this server")
    async def list_watches(self, interaction: FactdeskInteraction) -> None:
        """List the watches privately."""
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send(view=await _list_view(interaction, 0), ephemeral=True)

    @app_commands.command(name="stop", description="Stop watching a question, a name or a phrase")
    @app_commands.describe(watch="What is watched")
    async def stop_watch(self, interaction: FactdeskInteraction, watch: str) -> None:
        """Stop the chosen watch."""
        await interaction.response.defer(ephemeral=True)
        guild_of(interaction)
        if not watch.isdecimal():
            raise UserError(NO_WATCH)
        text = await stop(interaction, submitted_number(watch))
        await interaction.followup.send(view=view_of(text), ephemeral=True)

    @stop_watch.autocomplete("watch")
    async def watch_choices(self, interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
        """Return the matching watches that the person may stop; none if the database fails."""
        try:
            actor = await watcher_of(interaction)
            watches = await self._client.app.question_watches.visible(guild_of(interaction), actor)
        except FactdeskError:
            return []
        matching = [watch for watch in watches if typed.casefold() in watch.text.casefold()]
        return [Choice(name=cut_label(watch.text), value=str(watch.id)) for watch in matching[:_MAX_CHOICES]]


async def setup(client: FactdeskClient) -> None:
    """Add the commands and their buttons."""
    client.add_dynamic_items(StopWatchButton, WatchPageButton)
    await client.add_cog(WatchCommands(client))


async def _list_view(interaction: FactdeskInteraction, page: int) -> LayoutView:
    actor = await watcher_of(interaction)
    watches = await interaction.client.app.question_watches.visible(guild_of(interaction), actor)
    # Watches may have been stopped since the button was sent: past the end is the last page.
    page = min(page, page_count(watches) - 1)
    card = list_card(watches, page, of_server=actor.is_editor)
    if page_count(watches) > 1:
        back = WatchPageButton(Button(label="Back", disabled=page == 0), "back", max(page - 1, 0))
        following = WatchPageButton(Button(label="Next", disabled=page + 1 == page_count(watches)), "next", page + 1)
        card.add_item(ActionRow(back, following))
    return view_of(card)
