"""`/check` and "Check this message": a draft becomes a list of what needs a look."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import UserError
from commands.check.handed_in import from_link, from_message, from_upload
from commands.check.modals import KIND, check_modal, submitted_draft
from commands.check.runs import DraftCheckRuns
from commands.ui.message_menu import MessageMenuCog
from commands.ui.modals import Fields, on_submit
from commands.ui.visibility import VISIBILITY_CHOICES, defer

PRIVATE = "private"
ONE_DRAFT = "Give a file or a link, not both."


class DraftChecks(MessageMenuCog):
    """Draft checks by a command, by its form, or from a message's menu."""

    menu_name = "Check this message"
    is_for_servers_only = False

    def __init__(self, client: FactdeskClient) -> None:
        super().__init__(client)
        self.runs = DraftCheckRuns()

    @app_commands.command(name="check", description="Check a whole draft: its quotations, sources, figures and names")
    @app_commands.describe(
        file="The draft (.txt, .md, .docx, .pdf or .html); leave out to paste its text",
        link="Or a link to a message with the draft",
        visibility="Who sees the result",
    )
    @app_commands.choices(visibility=VISIBILITY_CHOICES)
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def check(
        self,
        interaction: FactdeskInteraction,
        file: discord.Attachment | None = None,
        link: str | None = None,
        visibility: str = PRIVATE,
    ) -> None:
        """Check the file or the linked message, or open the form for a draft."""
        if file is not None and link:
            raise UserError(ONE_DRAFT)
        if file is None and not link:
            await interaction.response.send_modal(check_modal(visibility, self._client.app.saved_draft_checks.hours))
            return
        await defer(interaction, visibility)
        handed_in = from_upload(file) if file is not None else await from_link(interaction, link or "")
        await self.runs.run(interaction, handed_in)

    async def on_message_menu(self, interaction: FactdeskInteraction, message: discord.Message) -> None:
        """Check the file or the text of a message, privately."""
        handed_in = from_message(message, interaction.client.user)
        await defer(interaction, PRIVATE)
        await self.runs.run(interaction, handed_in)


@on_submit(KIND)
async def _submit_draft(interaction: FactdeskInteraction, visibility: str, fields: Fields) -> None:
    """Check what the form holds."""
    handed_in = submitted_draft(interaction, fields)
    await defer(interaction, "public" if visibility == "public" else PRIVATE)
    cog = interaction.client.get_cog(DraftChecks.__cog_name__)
    assert isinstance(cog, DraftChecks)
    await cog.runs.run(interaction, handed_in)


async def setup(client: FactdeskClient) -> None:
    """Add the command and the message menu entry."""
    await client.add_cog(DraftChecks(client))
