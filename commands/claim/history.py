"""What happened to a claim, a page at a time: who did what, when, and what it changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from discord import ButtonStyle
from discord.ui import ActionRow, Button, Container, DynamicItem, Item, LayoutView, Separator, TextDisplay

from bot.desk.lifecycle import Action
from bot.desk.messages import describe_event, format_moment
from bot.model.claims import Claim, Event, Person
from commands.ui.actor import Used, guild_of, request_of
from commands.ui.bylines import plural, small
from commands.ui.cards import BLUE
from commands.ui.errors import report
from commands.ui.markdown import width
from commands.ui.truncate import cut_line

PAGE = 12
_LONGEST = 200
_ROOM = 3_300


class HistoryButton(DynamicItem[Button[Any]], template=r"history:(?P<number>\d{1,10}):(?P<page>\d{1,6})"):
    """The button that turns the pages of a claim's history."""

    def __init__(self, button: Button[Any], number: int, page: int) -> None:
        button.custom_id = f"history:{number}:{page}"
        super().__init__(button)
        self.number = number
        self.page = page

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, _interaction: Used, item: Item[Any], match: re.Match[str], /
    ) -> HistoryButton:
        """Return the button that was pressed, whoever made it and when."""
        assert isinstance(item, Button)
        return cls(item, int(match["number"]), int(match["page"]))

    async def callback(self, interaction: Used) -> None:  # type: ignore[override]
        """Turn the page where it is shown."""
        try:
            await interaction.response.defer()
            await interaction.edit_original_response(view=await history_view(interaction, self.number, self.page))
        except Exception as error:  # noqa: BLE001 - the error table sorts them
            await report(interaction, error)


async def history_view(interaction: Used, number: int, page: int = 0) -> LayoutView:
    """Return a page of a claim's history, 0 being the latest. Raises UserError where there is no such claim."""
    desk, guild = interaction.client.app.desk, guild_of(interaction)
    claim, events = await desk.get(guild, number), await desk.history(guild, number)
    settings, now = await desk.settings(guild), (await request_of(interaction)).now
    card = history_card(claim, events, page, now, ZoneInfo(settings.time_zone))
    last = _pages(events) - 1
    turns = [("Later", page - 1), ("Earlier", page + 1)]
    turned = [
        HistoryButton(Button(label=label, style=ButtonStyle.secondary), number, to)
        for label, to in turns
        if 0 <= to <= last
    ]
    if turned:
        card.add_item(ActionRow(*turned))
    return LayoutView(timeout=None).add_item(card)


def history_card(claim: Claim, events: Sequence[Event], page: int, now: datetime, zone: ZoneInfo) -> Container[Any]:
    """Return one page of a claim's events, the latest of all at the end of page 0; times by the newsroom's clock."""
    page = min(max(page, 0), _pages(events) - 1)
    end = len(events) - page * PAGE
    shown = events[max(end - PAGE, 0) : end]
    head = [f"### History of #{claim.number}", small(cut_line(claim.text, _LONGEST))]
    card: Container[Any] = Container(TextDisplay("\n".join(head)), accent_colour=BLUE)
    card.add_item(Separator())
    card.add_item(TextDisplay(_told_of(shown, now, zone)))
    tail = [plural(len(events), "event"), f"times by {zone.key}"]
    if _pages(events) > 1:
        tail.insert(0, f"page {_pages(events) - page} of {_pages(events)}")
    return card.add_item(Separator()).add_item(TextDisplay(small(*tail)))


def _pages(events: Sequence[Event]) -> int:
    return max(1, -(-len(events) // PAGE))


def _told_of(events: Sequence[Event], now: datetime, zone: ZoneInfo) -> str:
    """Return a line for each event, and under it what it changed as far as there is room for that."""
    lines = [_line(event, now, zone) for event in events]
    room = _ROOM - sum(width(line) + 1 for line in lines)
    told = list[str]()
    for event, line in zip(events, lines, strict=True):
        told.append(line)
        changed = small(*_changed(event)) if _changed(event) else ""
        if changed and width(changed) < room:
            told.append(changed)
            room -= width(changed) + 1
    return "\n".join(told)


def _line(event: Event, now: datetime, zone: ZoneInfo) -> str:
    if event.action in set(Action):
        return cut_line(describe_event(event, now, zone), _LONGEST)
    # What is no action of the life cycle: an import, or what the desk found by itself.
    who = event.by.name if event.by else "The desk"
    return cut_line(f"{who}: {event.action} {format_moment(event.at, now, zone)}", _LONGEST)


def _changed(event: Event) -> list[str]:
    """Return what an event changed, in a few words each; the seals of what was written are for machines."""
    found = []
    for key, value in event.after.items():
        if key.endswith("sha256") or key in ("kind", "flag"):
            continue
        old = event.before.get(key)
        now = _told(value)
        found.append(
            f"{key.replace('_', ' ')}: {_told(old)} → {now}" if old is not None else f"{key.replace('_', ' ')}: {now}"
        )
    return found


def _told(value: object) -> str:
    if isinstance(value, Person):
        return cut_line(value.name, 40)
    if isinstance(value, list | tuple):
        return cut_line(", ".join(map(str, value)), 100) or "none"
    return "nobody" if value is None else cut_line(str(value), 100)
