"""`/claim archive`: a claim's links, and copies of their pages on request; local copies as files."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import discord
from discord import AllowedMentions, SelectOption
from discord.ui import ActionRow, Container, LayoutView, Select, Separator, TextDisplay

from bot.client import FactdeskInteraction
from bot.desk.claim_links import ClaimLink, claim_links
from bot.errors import UserError
from bot.model.claims import ClaimFile
from bot.model.page_copies import CopyKind, LocalCopy
from commands.claim import actions
from commands.claim.archived_links import link_lines, short_address
from commands.ui.actor import guild_of
from commands.ui.buttons import StatelessItem
from commands.ui.bylines import plural, subtext
from commands.ui.cards import BLUE
from commands.ui.markdown import width
from commands.ui.submitted_values import NOT_OFFERED, submitted_choice
from commands.ui.truncate import cut_label, cut_line
from commands.ui.views import view_of

_MAX_OPTIONS = 25  # in a menu
_MAX_TEXT = 3_000
_MAX_FILES = 10  # in a message
_DEFAULT_FILE_LIMIT = 10 << 20  # bytes, of Discord
_OFF = (
    "Archiving is off. The bot's operator can turn it on: `FACTDESK_FETCH_PAGES=true` for local copies, "
    "`FACTDESK_INTERNET_ARCHIVE=true` for the Internet Archive."
)
_MENUS = {
    CopyKind.TEXT: "Keep a local copy of the text …",
    CopyKind.INTERNET_ARCHIVE: "Archive at the Internet Archive …",
}
_EXPLAINED = {
    CopyKind.TEXT: "For a local copy the bot fetches the page, and keeps its text in its own database.",
    CopyKind.INTERNET_ARCHIVE: "The Internet Archive gets the address, and publishes its copy.",
}
_ASKED = {
    CopyKind.TEXT: "A local copy of {} is being made.",
    CopyKind.INTERNET_ARCHIVE: "The Internet Archive gets {}.",
}


class ArchiveMenu(
    StatelessItem[Select[Any]],
    template=rf"archive:(?P<kind>{'|'.join(CopyKind)}):(?P<number>\d{{1,10}})",
    state=(CopyKind, int),
):
    """Menu of a claim's links, to make copies of the chosen ones."""

    def __init__(self, menu: Select[Any], kind: CopyKind, number: int) -> None:
        super().__init__(menu, "archive", kind, number)
        self.kind = kind
        self.number = number

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Queue the copies of the chosen links."""
        await interaction.response.defer()
        app, guild = interaction.client.app, guild_of(interaction)
        if self.kind not in app.page_archiving.kinds:
            raise UserError(_OFF)
        offered = {linked.key: linked.url for linked in claim_links(await app.desk.file(guild, self.number))}
        urls = [submitted_choice(offered.__getitem__, value) for value in self.item.values]
        if not urls:
            raise UserError(NOT_OFFERED)
        outcome = await actions.archive(interaction, self.number, self.kind, urls)
        asked = f"**{_ASKED[self.kind].format(plural(len(urls), 'link'))}** The claim's card shows the result."
        view = archive_view(outcome.file, app.page_archiving.kinds, asked)
        await actions.edit_response(interaction, view)
        await actions.share(interaction, outcome)


def archive_view(file: ClaimFile, kinds: frozenset[CopyKind], above: str = "") -> LayoutView:
    """Return a claim's links with their copies, and a menu for each kind that the settings permit.

    Raises UserError for a claim without links.
    """
    number, links = file.claim.number, claim_links(file)
    if not links:
        raise UserError(f"#{number} links no page. Add a link as evidence, or where it appeared under “Details …”.")
    head = [f"### Links of #{number}", subtext(cut_line(file.claim.text, 200))]
    card: Container[Any] = Container(TextDisplay("\n".join(head)), accent_colour=BLUE)
    card.add_item(Separator()).add_item(TextDisplay(_list_of(links)))
    told = [_EXPLAINED[kind] for kind in CopyKind if kind in kinds] or [_OFF]
    card.add_item(Separator()).add_item(TextDisplay("\n".join(subtext(sentence) for sentence in told)))
    for kind in CopyKind:
        if kind in kinds:
            card.add_item(ActionRow(_menu(kind, number, links)))
    return view_of(*([above] if above else []), card)


def _list_of(links: Sequence[ClaimLink]) -> str:
    entries, room = list[str](), _MAX_TEXT
    for number, linked in enumerate(links[:_MAX_OPTIONS], start=1):
        entry = "\n".join(link_lines(linked, number))
        room -= width(entry) + 1
        if room < 0:
            break
        entries.append(entry)
    rest = len(links) - len(entries)
    return "\n".join([*entries, *([subtext(f"and {plural(rest, 'more link', 'more links')}")] if rest else [])])


def _menu(kind: CopyKind, number: int, links: Sequence[ClaimLink]) -> ArchiveMenu:
    options = [
        SelectOption(label=cut_label(f"{place}. {short_address(linked.url)}"), value=linked.key)
        for place, linked in enumerate(links[:_MAX_OPTIONS], start=1)
    ]
    return ArchiveMenu(Select(placeholder=_MENUS[kind], max_values=len(options), options=options), kind, number)


async def open_archive(interaction: FactdeskInteraction, file: ClaimFile) -> None:
    """Show a claim's links privately. The interaction has been deferred ephemerally."""
    view = archive_view(file, interaction.client.app.page_archiving.kinds)
    await interaction.edit_original_response(view=view)


async def send_local_copies(interaction: FactdeskInteraction, number: int) -> None:
    """Send the latest local copy of each linked page as a text file, privately.

    The interaction has been deferred ephemerally. Raises UserError without a copy.
    """
    guild = guild_of(interaction)
    found = await interaction.client.app.desk.local_copies(guild, number, _MAX_FILES)
    if not found:
        raise UserError(f"#{number} has no local copy of a page. “Archive links …” in its card's menu makes one.")
    limit = interaction.guild.filesize_limit if interaction.guild else _DEFAULT_FILE_LIMIT
    files = list[discord.File]()
    for local in found:
        data = _file_text(local).encode("utf-8", "replace")
        if len(data) <= limit:
            limit -= len(data)
            files.append(discord.File(io.BytesIO(data), _file_name(number, local)))
    if not files:
        raise UserError(f"The local copy of #{number} is larger than Discord's limit for files here.")
    left_out = f" {plural(len(found) - len(files), 'copy', 'copies')} did not fit." if len(files) < len(found) else ""
    text = f"{plural(len(files), 'local copy', 'local copies')} of pages that #{number} links.{left_out}"
    await interaction.followup.send(text, files=files, ephemeral=True, allowed_mentions=AllowedMentions.none())


def _file_text(local: LocalCopy) -> str:
    copy = local.copy
    facts = (
        ("Page", copy.url),
        ("Title", copy.title),
        ("Published", copy.published),
        ("Fetched", copy.finished.isoformat() if copy.finished else None),
        ("SHA-256 of the page", copy.sha256),
    )
    head = [f"{name}: {' '.join(value.split())}" for name, value in facts if value]
    return "\n".join([*head, "", local.text, ""])


def _file_name(number: int, local: LocalCopy) -> str:
    host = re.sub(r"[^a-z0-9.-]", "", (urlsplit(local.copy.url).hostname or "").lower())
    return f"claim-{number}-copy-{local.copy.number}-{host[:60] or 'page'}.txt"
