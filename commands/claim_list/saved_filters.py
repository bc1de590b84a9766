"""Saved filters of lists: the button and form to save them, their suggestions, and opening one."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from discord import HTTPException, NotFound, RateLimited
from discord.app_commands import Choice
from discord.ui import Button, Label, Modal

from bot.client import FactdeskClient, FactdeskInteraction
from bot.desk.validation import LONGEST_NAME
from bot.errors import FactdeskError, UserError
from bot.model.claims import Person
from bot.model.saved_texts import NewFilter, SavedFilter
from bot.normalize import fold
from commands.claim_list.filters import ListFilters, decode_filters, encode_filters
from commands.ui.actor import guild_of, request_of
from commands.ui.buttons import StatelessButton
from commands.ui.markdown import one_line
from commands.ui.modals import Fields, choice_field, on_submit, stateful_modal, text_field
from commands.ui.truncate import cut_label, cut_line
from commands.ui.views import view_of

SAVE_PREFIX = "claims:save"
_SAVE_FORM = "save-filters"
_FOR_DESK = "desk"
_CHOSEN = re.compile(r"id:(\d{1,18})")  # the value of a suggestion; a typed name is taken, too
_MAX_CHOICES = 25
_SUFFIX = " (whole desk)"
_UNREADABLE = "“{}” was saved by another version of factdesk. Delete it with /claims delete-filter, then save it anew."


class SaveFiltersButton(StatelessButton, template=rf"{SAVE_PREFIX}:(?P<filters>[\s\S]*)", state=(str,)):
    """Button under a list to save its filters and order; its custom_id holds them."""

    def __init__(self, button: Button[Any], filters: str) -> None:
        super().__init__(button, SAVE_PREFIX, filters)
        self.filters = filters

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Open the form; editors may also save for the whole desk."""
        filters = decode_filters(self.filters)
        actor = (await request_of(interaction)).actor
        await interaction.response.send_modal(save_filters_modal(filters, is_editor=actor.is_editor))


@dataclass(frozen=True, slots=True)
class OpenedFilter:
    """A saved filter as opened: its filters, name, and sentences about what no longer fits."""

    filters: ListFilters
    name: str = ""
    notes: tuple[str, ...] = ()


NOT_SAVED = OpenedFilter(ListFilters())


def save_filters_modal(filters: ListFilters, *, is_editor: bool) -> Modal:
    """Return the form for the name of a saved filter."""
    name: Label[Any] = text_field(
        "name", "Name", description="Open it later with /claims list", max_length=LONGEST_NAME, required=True
    )
    owners = [("me", "Only me"), (_FOR_DESK, "Everybody on this server")]
    whose = [choice_field("for", "Who sees it", owners, default=("me",))] if is_editor else []
    return stateful_modal(_SAVE_FORM, encode_filters(filters), "Save filters", [name, *whose])


@on_submit(_SAVE_FORM)
async def _submit_filters(interaction: FactdeskInteraction, state: str, submitted: Fields) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    filters = decode_filters(state)
    name, owner = (next(iter(submitted.get(field, ())), "") for field in ("name", "for"))
    without_people = replace(filters, assignee=0 if filters.assignee == 0 else None, mine=None)
    new = NewFilter(
        name, encode_filters(without_people), filters.assignee or None, filters.mine, for_desk=owner == _FOR_DESK
    )
    saved = await interaction.client.app.desk.saved_texts.save_filter(await request_of(interaction), new)
    whose = "for the whole desk" if saved.for_desk else "for you"
    text = f"**“{cut_line(saved.name, 100)}” was saved {whose}.** Open it with `/claims list` and its option `saved`."
    await interaction.edit_original_response(view=view_of(text))


async def open_saved(interaction: FactdeskInteraction, typed: str, given: ListFilters) -> OpenedFilter:
    """Return the saved filter of a suggestion or typed name; what is `given` replaces its parts.

    Raises UserError if there is none by this name.
    """
    saved = await _find(interaction, typed)
    try:
        filters = decode_filters(saved.conditions)
    except UserError:
        raise UserError(_UNREADABLE.format(one_line(saved.name))) from None
    if saved.assignee and saved.assignee.user is not None:
        filters = replace(filters, assignee=saved.assignee.user)
    mine = interaction.user.id if saved.is_mine else saved.mine.user if saved.mine else None
    filters = replace(filters, mine=mine)
    notes = [note async for note in _misfits(interaction, saved, filters)]
    return OpenedFilter(_overridden(filters, given), saved.name, tuple(notes))


async def delete_saved(interaction: FactdeskInteraction, typed: str) -> SavedFilter:
    """Delete the saved filter of a suggestion or typed name. Raises UserError if the actor may not."""
    found = await _find(interaction, typed)
    return await interaction.client.app.desk.saved_texts.delete_filter(await request_of(interaction), found.number)


async def saved_choices(interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
    """Return the matching saved filters, the person's own first.

    Returns none if the database fails.
    """
    try:
        known = await interaction.client.app.desk.saved_texts.filters(await request_of(interaction))
    except FactdeskError:
        return []
    return _choices(known, typed)


async def deletable_choices(interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
    """Return the matching saved filters that the person may delete.

    Returns none if the database fails.
    """
    try:
        request = await request_of(interaction)
        known = await interaction.client.app.desk.saved_texts.filters(request)
    except FactdeskError:
        return []
    actor = request.actor
    may = [saved for saved in known if not saved.for_desk or actor.is_editor or saved.author.user == actor.user]
    return _choices(may, typed)


async def setup(client: FactdeskClient) -> None:
    """Register the button; the form registers itself."""
    client.add_dynamic_items(SaveFiltersButton)


def _choices(known: Iterable[SavedFilter], typed: str) -> list[Choice[str]]:
    matching = [saved for saved in known if fold(typed) in fold(saved.name)]
    return [
        Choice(name=cut_label(saved.name + (_SUFFIX if saved.for_desk else "")) or "?", value=f"id:{saved.number}")
        for saved in matching[:_MAX_CHOICES]
    ]


async def _find(interaction: FactdeskInteraction, typed: str) -> SavedFilter:
    known = await interaction.client.app.desk.saved_texts.filters(await request_of(interaction))
    chosen, name = _CHOSEN.fullmatch(typed.strip()), " ".join(typed.split()).casefold()
    for saved in known:
        if saved.number == int(chosen[1]) if chosen else saved.name.casefold() == name:
            return saved
    shown = "This saved filter" if chosen else f"A saved filter “{one_line(typed)[:60]}”"
    raise UserError(f"{shown} is not here. Choose one from the list, or save one with the button below /claims list.")


def _overridden(filters: ListFilters, given: ListFilters) -> ListFilters:
    chosen = {field.name: value for field in fields(given) if (value := getattr(given, field.name)) != field.default}
    return replace(filters, **chosen)


async def _misfits(interaction: FactdeskInteraction, saved: SavedFilter, filters: ListFilters) -> AsyncIterator[str]:
    """Yield a sentence for each part of a saved filter that the desk no longer has."""
    desk, guild = interaction.client.app.desk, guild_of(interaction)
    tag = filters.tag.casefold().lstrip("# ")
    if tag and tag not in await desk.tags(guild):
        yield f"No claim has the tag #{cut_line(tag, 60)} any more."
    if filters.rating and filters.rating not in (await desk.settings(guild)).ratings:
        yield f"The rating “{cut_line(filters.rating, 60)}” is no longer on this desk's scale."
    for person in filter(None, (saved.assignee, saved.mine)):
        if person.user is None:
            yield "A person of this filter was erased from the desk, so claims of everybody are shown."
        elif await _has_left(interaction, person):
            yield f"<@{person.user}> has left this server."


async def _has_left(interaction: FactdeskInteraction, person: Person) -> bool:
    assert interaction.guild is not None
    assert person.user is not None
    try:
        await interaction.guild.fetch_member(person.user)
    except NotFound:
        return True
    except (HTTPException, RateLimited):  # unknown: the list is shown all the same, and nothing is said of the person
        return False
    return False
