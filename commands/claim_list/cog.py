"""`/claims`: list, export and import the desk's claims."""

from __future__ import annotations

import discord
from discord import AllowedMentions, app_commands
from discord.app_commands import Choice, Range
from discord.ext.commands import GroupCog

from bot.client import FactdeskClient, FactdeskInteraction
from bot.desk.interchange.csv_columns import parse_choices
from bot.desk.interchange.export import Format
from bot.errors import FactdeskError, UserError
from bot.normalize import fold
from commands.claim.autocomplete import rating_choices
from commands.claim_list import attachments
from commands.claim_list.filters import ORDERS, STATUSES, ListFilters
from commands.claim_list.saved_filters import (
    OpenedFilter,
    deletable_choices,
    delete_saved,
    open_saved,
    saved_choices,
)
from commands.claim_list.views import ClaimMenu, ClaimPageButton, FilterMenu, list_view, with_scale_rating
from commands.ui.actor import guild_of, request_of
from commands.ui.markdown import escape, one_line
from commands.ui.submitted_values import submitted_choice
from commands.ui.truncate import cut_label, cut_line
from commands.ui.views import view_of
from commands.ui.visibility import VISIBILITY_CHOICES, defer

_MAX_SUMMARY = 1_900  # characters; escaping at most doubles them
_STATUSES = [Choice(name=name, value=mark) for name, mark in STATUSES.items()]
_ORDERS = [Choice(name=name, value=mark) for name, mark in ORDERS.items() if mark]
_FORMATS = [Choice(name=name, value=kind.value) for kind, name in attachments.FORMAT_NAMES.items()]
_FILTERS = {
    "status": "Claims with this status",
    "assignee": "Claims assigned to this person",
    "mine": "Claims assigned to you or flagged by you",
    "unassigned": "Claims without an assignee",
    "tag": "Claims with this tag",
    "rating": "Claims with this rating",
    "claimant": "Claims of this person or organization",
    "overdue": "Claims past their due date",
    "text": "Claims that contain all of these words",
}


@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Claims(GroupCog, group_name="claims", group_description="The claims of this server's desk"):
    """Commands on many claims."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client

    @app_commands.command(name="list", description="List claims, filtered and sorted")
    @app_commands.describe(
        saved="Saved filters; the other options change them for this list",
        **_FILTERS,
        order="Which claims come first",
        visibility="Who sees the list",
    )
    @app_commands.choices(status=_STATUSES, order=_ORDERS, visibility=VISIBILITY_CHOICES)
    @app_commands.autocomplete(rating=rating_choices, saved=saved_choices)
    async def list_claims(
        self,
        interaction: FactdeskInteraction,
        *,
        saved: str = "",
        status: str = "",
        assignee: discord.User | None = None,  # also somebody who has left
        mine: bool = False,
        unassigned: bool = False,
        tag: str = "",
        rating: str = "",
        claimant: Range[str, 0, 100] = "",
        overdue: bool = False,
        text: Range[str, 0, 200] = "",
        order: str = "",
        visibility: str = "",
    ) -> None:
        """Show the matching claims, page by page."""
        public = await defer(interaction, visibility)
        user_id = interaction.user.id if mine else None
        chosen = _assignee_filter(assignee, unassigned=unassigned)
        filters = ListFilters(status, chosen, user_id, overdue, tag, rating, text, claimant, order)
        opened = await open_saved(interaction, saved, filters) if saved.strip() else OpenedFilter(filters)
        view = await list_view(interaction, opened.filters, saved=opened)
        await interaction.followup.send(view=view, ephemeral=not public, allowed_mentions=AllowedMentions.none())

    @app_commands.command(name="delete-filter", description="Delete a saved filter of yours or of the desk")
    @app_commands.describe(name="The saved filter")
    @app_commands.autocomplete(name=deletable_choices)
    async def delete_filter(self, interaction: FactdeskInteraction, name: str) -> None:
        """Delete a saved filter of the person or, as an editor, of the desk."""
        await interaction.response.defer(ephemeral=True)
        deleted = await delete_saved(interaction, name)
        text = f"**The saved filter “{cut_line(deleted.name, 100)}” was deleted.** The claims stay as they are."
        await interaction.followup.send(view=view_of(text), ephemeral=True)

    @app_commands.command(name="export", description="Export claims to a file: ClaimReview, CSV or Markdown")
    @app_commands.describe(kind="The format of the file", **_FILTERS)
    @app_commands.rename(kind="format")
    @app_commands.choices(status=_STATUSES, kind=_FORMATS)
    @app_commands.autocomplete(rating=rating_choices)
    async def export_claims(
        self,
        interaction: FactdeskInteraction,
        kind: str,
        *,
        status: str = "",
        assignee: discord.User | None = None,  # also somebody who has left
        mine: bool = False,
        unassigned: bool = False,
        tag: str = "",
        rating: str = "",
        claimant: Range[str, 0, 100] = "",
        overdue: bool = False,
        text: Range[str, 0, 200] = "",
    ) -> None:
        """Send the matching claims privately as a file."""
        await interaction.response.defer(ephemeral=True)
        request = await request_of(interaction)
        user_id = interaction.user.id if mine else None
        filters = ListFilters(
            status, _assignee_filter(assignee, unassigned=unassigned), user_id, overdue, tag, rating, text, claimant
        )
        claim_filter = (await with_scale_rating(interaction, filters)).filter(request.now)
        assert interaction.guild is not None
        file, exported = await attachments.export_file(
            self._client.app,
            interaction.guild,
            claim_filter,
            submitted_choice(Format, kind),
            limit=interaction.filesize_limit,
        )
        await interaction.followup.send(attachments.export_summary(exported), file=file, ephemeral=True)

    @app_commands.command(name="import", description="Import earlier fact-checks from a file: CSV or ClaimReview")
    @app_commands.describe(
        file="CSV with a column for the claim; or ClaimReview as JSON or in a saved page",
        columns="Names of a CSV file's columns that are not known: claim=Title, url=Web address",
        correct="Make another verdict on a known claim a correction",
    )
    async def import_claims(
        self,
        interaction: FactdeskInteraction,
        file: discord.Attachment,
        columns: Range[str, 0, 500] = "",
        *,
        correct: bool = False,
    ) -> None:
        """Add the claims of a file; known ones stay as they are."""
        await interaction.response.defer(ephemeral=True)
        request = await request_of(interaction)
        if not request.actor.is_editor:
            raise UserError("Only an editor can import claims.")
        report = await attachments.import_file(self._client.app, request, file, parse_choices(columns), correct=correct)
        text = escape(_cut_lines(attachments.import_summary(report), _MAX_SUMMARY))
        await interaction.followup.send(view=view_of(text), ephemeral=True)

    @list_claims.autocomplete("claimant")
    @export_claims.autocomplete("claimant")
    async def claimant_choices(self, interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
        """Return the matching claimants, the most frequent first.

        Returns none if the database fails.
        """
        try:
            known = await self._client.app.desk.claimants(guild_of(interaction))
        except FactdeskError:
            return []
        matching = [name for name in sorted(known, key=lambda name: (-known[name], name)) if fold(typed) in fold(name)]
        return [Choice(name=cut_label(f"{name} ({known[name]:,})"), value=name[:100]) for name in matching[:25]]

    @list_claims.autocomplete("tag")
    @export_claims.autocomplete("tag")
    async def tag_choices(self, interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
        """Return the matching tags of the desk, the most used first.

        Returns none if the database fails.
        """
        try:
            known = await self._client.app.desk.tags(guild_of(interaction))
        except FactdeskError:
            return []
        matching = [
            tag for tag in sorted(known, key=lambda tag: (-known[tag], tag)) if fold(typed).lstrip("#") in fold(tag)
        ]
        return [Choice(name=f"{one_line(tag)} ({known[tag]:,})", value=tag) for tag in matching[:25]]


async def setup(client: FactdeskClient) -> None:
    """Add the commands, and the buttons and menu of lists."""
    client.add_dynamic_items(ClaimPageButton, FilterMenu, ClaimMenu)
    await client.add_cog(Claims(client))


def _cut_lines(text: str, limit: int) -> str:
    """Return whole lines of at most `limit` characters."""
    if len(text) <= limit:
        return text
    return text[: limit - 2].rsplit("\n", 1)[0] + "\n…"


def _assignee_filter(assignee: discord.User | None, *, unassigned: bool) -> int | None:
    if assignee and unassigned:
        raise UserError("Choose an assignee or unassigned claims, not both.")
    return 0 if unassigned else assignee.id if assignee else None
