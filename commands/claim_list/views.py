"""A list of claims with what stands under it: buttons that turn its pages, and a menu that opens one of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from discord import SelectOption
from discord.ui import ActionRow, Button, DynamicItem, Item, LayoutView, Select

from bot.model.claims import Claim, ClaimPage
from commands.claim.buttons import claim_view
from commands.claim_list.cards import PAGE, list_card, pages
from commands.claim_list.filters import LONGEST_ID, Chosen, read, told, written
from commands.ui.actor import Used, guild_of, request_of
from commands.ui.errors import report
from commands.ui.markdown import one_line

_UNTURNED = "these filters are too long to turn pages with: shorten the words"


class ClaimPageButton(
    DynamicItem[Button[Any]], template=r"claims:(?P<turn>back|next):(?P<page>\d{1,5}):(?P<chosen>[\s\S]*)"
):
    """A button that turns a list of claims to a page; the filters stand in it."""

    def __init__(self, button: Button[Any], turn: str, page: int, chosen: str) -> None:
        button.custom_id = f"claims:{turn}:{page}:{chosen}"
        super().__init__(button)
        self.page = page
        self.chosen = chosen

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, _interaction: Used, item: Item[Any], match: re.Match[str], /
    ) -> ClaimPageButton:
        """Return the button that was pressed."""
        assert isinstance(item, Button)
        return cls(item, match["turn"], int(match["page"]), match["chosen"])

    async def callback(self, interaction: Used) -> None:  # type: ignore[override]
        """Turn the page in place where nobody else sees it; others reading along get their own."""
        try:
            own = interaction.message is not None and interaction.message.flags.ephemeral
            await interaction.response.defer(ephemeral=True, thinking=not own)
            view = await list_view(interaction, read(self.chosen), self.page)
            if own:
                await interaction.edit_original_response(view=view)
            else:
                await interaction.followup.send(view=view, ephemeral=True)
        except Exception as error:  # noqa: BLE001 - the error table sorts them
            await report(interaction, error)


class ClaimMenu(DynamicItem[Select[Any]], template=r"claims:open"):
    """The menu under a list that opens one of its claims, for the one who chooses alone."""

    def __init__(self, menu: Select[Any]) -> None:
        menu.custom_id = "claims:open"
        super().__init__(menu)

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, _interaction: Used, item: Item[Any], _match: re.Match[str], /
    ) -> ClaimMenu:
        """Return the menu that was used."""
        assert isinstance(item, Select)
        return cls(item)

    async def callback(self, interaction: Used) -> None:  # type: ignore[override]
        """Show the claim as it is now."""
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            request = await request_of(interaction)
            desk, number = interaction.client.app.desk, int(self.item.values[0])
            file = await desk.file(request.guild, number)
            allowed = await desk.allowed_actions(request.guild, number, request.actor)
            await interaction.followup.send(view=claim_view(file, allowed), ephemeral=True)
        except Exception as error:  # noqa: BLE001 - the error table sorts them
            await report(interaction, error)


async def list_view(interaction: Used, chosen: Chosen, page: int = 0) -> LayoutView:
    """Return one page of the claims of the server that an interaction comes from, with its buttons."""
    request = await request_of(interaction)
    desk = interaction.client.app.desk
    chosen = await on_the_scale(interaction, chosen)
    wanted = chosen.filter(request.now)
    shown = await desk.claims(request.guild, wanted, offset=page * PAGE, limit=PAGE)
    if not shown.claims and shown.total:
        # Claims may have left the list since the button was drawn: what is past the end shows the last page.
        page = pages(shown.total) - 1
        shown = await desk.claims(request.guild, wanted, offset=page * PAGE, limit=PAGE)
    return page_view(shown, chosen, request.now, interaction.user.id)


def page_view(shown: ClaimPage, chosen: Chosen, now: datetime, reader: int) -> LayoutView:
    """Return one page of a list as this user reads it, with its menu and its buttons."""
    kept, page = written(chosen), shown.offset // PAGE
    turns = pages(shown.total) > 1
    fits = len(f"claims:back:{pages(shown.total)}:{kept}") <= LONGEST_ID
    card = list_card(shown, told(chosen, reader), now, _UNTURNED if turns and not fits else "")
    if shown.claims:
        card.add_item(ActionRow(_menu(shown.claims)))
    if turns and fits:
        last = pages(shown.total) - 1
        back = ClaimPageButton(Button(label="Newer", disabled=page == 0), "back", max(page - 1, 0), kept)
        ahead = ClaimPageButton(Button(label="Older", disabled=page == last), "next", min(page + 1, last), kept)
        card.add_item(ActionRow(back, ahead))
    return LayoutView(timeout=None).add_item(card)


def _menu(shown: tuple[Claim, ...]) -> ClaimMenu:
    options = [
        SelectOption(label=_cut(f"#{claim.number} {one_line(claim.text)}"), value=str(claim.number)) for claim in shown
    ]
    return ClaimMenu(Select(placeholder="Open a claim …", options=options))


def _cut(label: str) -> str:
    return label if len(label) <= 100 else f"{label[:98]} …"


async def on_the_scale(interaction: Used, chosen: Chosen) -> Chosen:
    """Return the filters with the rating written as the desk's scale has it."""
    if not chosen.rating:
        return chosen
    scale = (await interaction.client.app.desk.settings(guild_of(interaction))).ratings
    written_so = next((each for each in scale if each.casefold() == chosen.rating.casefold()), chosen.rating)
    return replace(chosen, rating=written_so)
