"""Menus under a list of claims: status, assignee, tag and order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from discord import SelectOption
from discord.ui import ActionRow, Select

from bot.client import FactdeskInteraction
from bot.model.claims import Person
from commands.claim_list.filters import MAX_CUSTOM_ID, ORDERS, STATUSES, ListFilters, encode_filters
from commands.ui.actor import guild_of
from commands.ui.submitted_values import submitted_choice, submitted_number
from commands.ui.truncate import cut_label

MENU_PREFIX = "claims:by"
FIELDS = ("status", "assignee", "tag", "order")
UNASSIGNED = 0
_MAX_OPTIONS = 25  # of a menu
_MAX_PLACEHOLDER = 140


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the menus offer: people with claims in work, and tags, the most used first."""

    people: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()


NO_CHOICES = FilterChoices()


async def filter_choices(interaction: FactdeskInteraction) -> FilterChoices:
    """Return the people and tags of the server's desk."""
    desk, guild = interaction.client.app.desk, guild_of(interaction)
    tags = await desk.tags(guild)
    by_use = sorted(tags, key=lambda tag: (-tags[tag], tag))
    return FilterChoices(tuple(await desk.assignees(guild)), tuple(by_use))


def with_choice(filters: ListFilters, field: str, value: str) -> ListFilters:
    """Return the filters with one of them replaced by a menu's value.

    Raises UserError for a value that no menu offers.
    """
    return submitted_choice(_CHANGES.__getitem__, field)(filters, value.removeprefix("="))


def menu_rows(
    filters: ListFilters, choices: FilterChoices, reader: int, make: Callable[[Select[Any], str, str], Any]
) -> Iterator[ActionRow[Any]]:
    """Yield the menus; `make` puts a select, its field and the filters into a stateless menu.

    Filters that are too long for a custom_id have no menus.
    """
    encoded = encode_filters(filters)
    if len(f"{MENU_PREFIX}:assignee:{encoded}") > MAX_CUSTOM_ID:
        return
    for field in FIELDS:
        options = _OPTIONS[field](filters, choices, reader)
        if len(options) > 1:
            chosen = next((option.label for option in options if option.default), options[0].label)
            for option in options:
                option.default = False
            menu = Select[Any](placeholder=cut_label(f"{field.capitalize()}: {chosen}", _MAX_PLACEHOLDER))
            for option in options:
                menu.append_option(option)
            yield ActionRow(make(menu, field, encoded))


def _option(label: str, value: object, chosen: object) -> SelectOption:
    return SelectOption(label=cut_label(label), value=f"={value}"[:100], default=value == chosen)


def _status_options(filters: ListFilters, _choices: FilterChoices, _reader: int) -> list[SelectOption]:
    return [_option(name, mark, filters.shown) for name, mark in {"any": "", **STATUSES}.items()]


def _order_options(filters: ListFilters, _choices: FilterChoices, _reader: int) -> list[SelectOption]:
    return [_option(name, mark, filters.sort) for name, mark in ORDERS.items()]


def _assignee_options(filters: ListFilters, choices: FilterChoices, reader: int) -> list[SelectOption]:
    names: dict[object, str] = {"": "anybody", UNASSIGNED: "nobody (unassigned)", reader: "you"}
    for person in choices.people:
        if person.user is not None:
            names.setdefault(person.user, person.name)
    chosen = "" if filters.assignee is None else filters.assignee
    names.setdefault(chosen, "somebody else")
    shown = [*list(names)[: _MAX_OPTIONS - 1], chosen]
    return [_option(names[value], value, chosen) for value in dict.fromkeys(shown)]


def _tag_options(filters: ListFilters, choices: FilterChoices, _reader: int) -> list[SelectOption]:
    chosen = filters.tag.casefold().lstrip("# ")
    shown = ["", *choices.tags[: _MAX_OPTIONS - 2], chosen]
    return [_option(f"#{tag}" if tag else "any", tag, chosen) for tag in dict.fromkeys(shown)]


_OPTIONS: dict[str, Callable[[ListFilters, FilterChoices, int], list[SelectOption]]] = {
    "status": _status_options,
    "assignee": _assignee_options,
    "tag": _tag_options,
    "order": _order_options,
}
_CHANGES: dict[str, Callable[[ListFilters, str], ListFilters]] = {
    "status": lambda filters, value: replace(filters, shown=value),
    "assignee": lambda filters, value: replace(filters, assignee=submitted_number(value) if value else None),
    "tag": lambda filters, value: replace(filters, tag=value),
    "order": lambda filters, value: replace(filters, sort=value),
}
