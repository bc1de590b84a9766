"""List of claims with page buttons and a menu to open one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from discord import SelectOption
from discord.ui import ActionRow, Button, LayoutView, Select

from bot.client import FactdeskInteraction
from bot.model.claims import Claim, ClaimPage
from commands.claim.buttons import claim_view
from commands.claim.similar_card import similar_to
from commands.claim_list.bulk import bulk_view
from commands.claim_list.cards import PAGE_SIZE, claims_card, page_count
from commands.claim_list.filter_menus import (
    FIELDS,
    MENU_PREFIX,
    NO_CHOICES,
    FilterChoices,
    filter_choices,
    menu_rows,
    with_choice,
)
from commands.claim_list.filters import MAX_CUSTOM_ID, ListFilters, decode_filters, describe_filters, encode_filters
from commands.claim_list.saved_filters import NOT_SAVED, OpenedFilter, SaveFiltersButton
from commands.ui.actor import guild_of, request_of
from commands.ui.buttons import StatelessButton, StatelessItem, turn_page
from commands.ui.submitted_values import submitted_number
from commands.ui.truncate import cut_label
from commands.ui.views import view_of

_FILTERS_TOO_LONG = "these filters are too long for page buttons: use fewer words"


class ClaimPageButton(
    StatelessButton,
    template=r"claims:(?P<turn>back|next):(?P<page>\d{1,5}):(?P<filters>[\s\S]*)",
    state=(str, int, str),
):
    """Button to a page of a list; its custom_id holds the filters."""

    def __init__(self, button: Button[Any], turn: str, page: int, filters: str) -> None:
        super().__init__(button, "claims", turn, page, filters)
        self.page = page
        self.filters = filters

    async def handle(self, interaction: FactdeskInteraction) -> None:
        await turn_page(interaction, partial(self._page, interaction))

    async def _page(self, interaction: FactdeskInteraction) -> LayoutView:
        return await list_view(interaction, decode_filters(self.filters), self.page)


class FilterMenu(
    StatelessItem[Select[Any]],
    template=rf"{MENU_PREFIX}:(?P<field>{'|'.join(FIELDS)}):(?P<filters>[\s\S]*)",
    state=(str, str),
):
    """Menu to change one filter or the order; its custom_id holds all filters."""

    def __init__(self, menu: Select[Any], field: str, filters: str) -> None:
        super().__init__(menu, MENU_PREFIX, field, filters)
        self.field = field
        self.filters = filters

    async def handle(self, interaction: FactdeskInteraction) -> None:
        await turn_page(interaction, partial(self._page, interaction))

    async def _page(self, interaction: FactdeskInteraction) -> LayoutView:
        chosen = next(iter(self.item.values), "")
        return await list_view(interaction, with_choice(decode_filters(self.filters), self.field, chosen))


class ClaimMenu(StatelessItem[Select[Any]], template=r"claims:open"):
    """Menu under a list to open a claim privately, or to change several."""

    def __init__(self, menu: Select[Any]) -> None:
        super().__init__(menu, "claims", "open")

    async def handle(self, interaction: FactdeskInteraction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        numbers = sorted({submitted_number(value) for value in self.item.values or ("",)})
        if len(numbers) > 1:
            await interaction.followup.send(view=await bulk_view(interaction, numbers), ephemeral=True)
            return
        request = await request_of(interaction)
        desk, [number] = interaction.client.app.desk, numbers
        file = await desk.file(request.guild, number)
        allowed = await desk.allowed_actions(request.guild, number, request.actor)
        similar = await similar_to(interaction.client.app, file)
        await interaction.followup.send(view=claim_view(file, allowed, similar), ephemeral=True)


async def list_view(
    interaction: FactdeskInteraction, filters: ListFilters, page: int = 0, saved: OpenedFilter = NOT_SAVED
) -> LayoutView:
    """Return one page of the server's claims with its buttons.

    `saved` gives the name of a saved filter, and what no longer fits in it.
    """
    request = await request_of(interaction)
    desk = interaction.client.app.desk
    filters = await with_scale_rating(interaction, filters)
    claim_filter = filters.filter(request.now)
    read = partial(desk.claims, request.guild, claim_filter, order=filters.order, limit=PAGE_SIZE)
    claims = await read(offset=page * PAGE_SIZE)
    if not claims.claims and claims.total:
        # Claims may have left the list since the button was sent: past the end is the last page.
        page = page_count(claims.total) - 1
        claims = await read(offset=page * PAGE_SIZE)
    return page_view(claims, filters, request.now, interaction.user.id, await filter_choices(interaction), saved)


def page_view(  # noqa: PLR0917 - a page, what it was chosen by, and for whom
    shown: ClaimPage,
    filters: ListFilters,
    now: datetime,
    reader: int,
    choices: FilterChoices = NO_CHOICES,
    saved: OpenedFilter = NOT_SAVED,
) -> LayoutView:
    """Return one page of a list for a reader, with its buttons and menus."""
    encoded = encode_filters(filters)
    turns = page_count(shown.total) > 1
    fits = len(f"claims:back:{page_count(shown.total)}:{encoded}") <= MAX_CUSTOM_ID
    note = _FILTERS_TOO_LONG if turns and not fits else ""
    card = claims_card(shown, describe_filters(filters, reader), now, note, name=saved.name, misfits=saved.notes)
    if shown.claims:
        card.add_item(ActionRow(_claim_menu(shown.claims)))
    if turns and fits:
        card.add_item(ActionRow(*_page_buttons(shown, filters)))
    if shown.claims or filters != ListFilters():
        for row in (*menu_rows(filters, choices, reader, FilterMenu), *_save_row(filters)):
            card.add_item(row)
    return view_of(card)


def _page_buttons(shown: ClaimPage, filters: ListFilters) -> tuple[ClaimPageButton, ClaimPageButton]:
    encoded, page, last = encode_filters(filters), shown.offset // PAGE_SIZE, page_count(shown.total) - 1
    labels = ("Previous", "Next") if filters.sort else ("Newer", "Older")
    back = ClaimPageButton(Button(label=labels[0], disabled=page == 0), "back", max(page - 1, 0), encoded)
    further = ClaimPageButton(Button(label=labels[1], disabled=page == last), "next", min(page + 1, last), encoded)
    return back, further


def _save_row(filters: ListFilters) -> Iterator[ActionRow[Any]]:
    """Yield the button to save filters that fit into a custom_id; a list of all claims has none."""
    encoded = encode_filters(filters)
    if filters != ListFilters() and len(f"{MENU_PREFIX}:assignee:{encoded}") <= MAX_CUSTOM_ID:
        yield ActionRow(SaveFiltersButton(Button(label="Save filters …"), encoded))


def _claim_menu(shown: tuple[Claim, ...]) -> ClaimMenu:
    options = [
        SelectOption(label=cut_label(f"#{claim.number} {claim.text}"), value=str(claim.number)) for claim in shown
    ]
    placeholder = "Open a claim, or choose several to change …" if len(options) > 1 else "Open a claim …"
    return ClaimMenu(Select(placeholder=placeholder, options=options, max_values=len(options)))


async def with_scale_rating(interaction: FactdeskInteraction, filters: ListFilters) -> ListFilters:
    """Return the filters with the rating spelt as on the desk's scale."""
    if not filters.rating:
        return filters
    scale = (await interaction.client.app.desk.settings(guild_of(interaction))).ratings
    rating = next((name for name in scale if name.casefold() == filters.rating.casefold()), filters.rating)
    return replace(filters, rating=rating)
