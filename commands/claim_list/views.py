"""A list of claims with what stands under it: buttons that turn its pages, and a menu that opens one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from discord import SelectOption
from discord.ui import ActionRow, Button, LayoutView, Select

from bot.client import FactdeskInteraction
from bot.model.claims import Claim, ClaimPage
from commands.claim.buttons import claim_view
from commands.claim_list.cards import PAGE_SIZE, claims_card, page_count
from commands.claim_list.filters import MAX_CUSTOM_ID, ListFilters, decode_filters, describe_filters, encode_filters
from commands.ui.actor import guild_of, request_of
from commands.ui.buttons import StatelessButton, StatelessItem, turn_page
from commands.ui.markdown import one_line
from commands.ui.views import view_of

_FILTERS_TOO_LONG = "these filters are too long to turn pages with: shorten the words"


class ClaimPageButton(
    StatelessButton,
    template=r"claims:(?P<turn>back|next):(?P<page>\d{1,5}):(?P<chosen>[\s\S]*)",
    state=(str, int, str),
):
    """A button that turns a list of claims to a page; the filters stand in it."""

    def __init__(self, button: Button[Any], turn: str, page: int, chosen: str) -> None:
        super().__init__(button, "claims", turn, page, chosen)
        self.page = page
        self.chosen = chosen

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Turn the page in place where nobody else sees it; others reading along get their own."""
        await turn_page(interaction, partial(self._page, interaction))

    async def _page(self, interaction: FactdeskInteraction) -> LayoutView:
        return await list_view(interaction, decode_filters(self.chosen), self.page)


class ClaimMenu(StatelessItem[Select[Any]], template=r"claims:open"):
    """The menu under a list that opens one of its claims, for the one who chooses alone."""

    def __init__(self, menu: Select[Any]) -> None:
        super().__init__(menu, "claims", "open")

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Show the claim as it is now."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        request = await request_of(interaction)
        desk, number = interaction.client.app.desk, int(self.item.values[0])
        file = await desk.file(request.guild, number)
        allowed = await desk.can(request.guild, number, request.actor)
        await interaction.followup.send(view=claim_view(file, allowed), ephemeral=True)


async def list_view(interaction: FactdeskInteraction, chosen: ListFilters, page: int = 0) -> LayoutView:
    """Return one page of the claims of the server that an interaction comes from, with its buttons."""
    request = await request_of(interaction)
    desk = interaction.client.app.desk
    chosen = await with_scale_rating(interaction, chosen)
    wanted = chosen.filter(request.now)
    shown = await desk.claims(request.guild, wanted, offset=page * PAGE_SIZE, limit=PAGE_SIZE)
    if not shown.claims and shown.total:
        # Claims may have left the list since the button was drawn: what is past the end shows the last page.
        page = page_count(shown.total) - 1
        shown = await desk.claims(request.guild, wanted, offset=page * PAGE_SIZE, limit=PAGE_SIZE)
    return page_view(shown, chosen, request.now, interaction.user.id)


def page_view(shown: ClaimPage, chosen: ListFilters, now: datetime, reader: int) -> LayoutView:
    """Return one page of a list as this user reads it, with its menu and its buttons."""
    kept, page = encode_filters(chosen), shown.offset // PAGE_SIZE
    turns = page_count(shown.total) > 1
    fits = len(f"claims:back:{page_count(shown.total)}:{kept}") <= MAX_CUSTOM_ID
    card = claims_card(shown, describe_filters(chosen, reader), now, _FILTERS_TOO_LONG if turns and not fits else "")
    if shown.claims:
        card.add_item(ActionRow(_claim_menu(shown.claims)))
    if turns and fits:
        last = page_count(shown.total) - 1
        back = ClaimPageButton(Button(label="Newer", disabled=page == 0), "back", max(page - 1, 0), kept)
        ahead = ClaimPageButton(Button(label="Older", disabled=page == last), "next", min(page + 1, last), kept)
        card.add_item(ActionRow(back, ahead))
    return view_of(card)


def _claim_menu(shown: tuple[Claim, ...]) -> ClaimMenu:
    options = [
        SelectOption(label=_option_text(f"#{claim.number} {one_line(claim.text)}"), value=str(claim.number))
        for claim in shown
    ]
    return ClaimMenu(Select(placeholder="Open a claim …", options=options))


def _option_text(label: str) -> str:
    return label if len(label) <= 100 else f"{label[:98]} …"


async def with_scale_rating(interaction: FactdeskInteraction, chosen: ListFilters) -> ListFilters:
    """Return the filters with the rating written as the desk's scale has it."""
    if not chosen.rating:
        return chosen
    scale = (await interaction.client.app.desk.settings(guild_of(interaction))).ratings
    written_so = next((each for each in scale if each.casefold() == chosen.rating.casefold()), chosen.rating)
    return replace(chosen, rating=written_so)
