"""History of a claim, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from discord import ButtonStyle
from discord.ui import ActionRow, Button, Container, LayoutView, Separator, TextDisplay

from bot.client import FactdeskInteraction
from bot.desk.lifecycle import Action
from bot.desk.messages import describe_event, format_moment
from bot.model.claims import Claim, Event, Person
from commands.ui.actor import guild_of, request_of
from commands.ui.buttons import StatelessButton
from commands.ui.bylines import plural, subtext
from commands.ui.cards import BLUE
from commands.ui.markdown import width
from commands.ui.truncate import cut_line
from commands.ui.views import view_of

PAGE_SIZE = 12
_MAX_LINE = 200
_HIDDEN = frozenset({"kind", "flag", "rating_value", "worst_rating", "best_rating", "byline_kind"})
_MAX_TEXT = 3_300


class HistoryButton(StatelessButton, template=r"history:(?P<number>\d{1,10}):(?P<page>\d{1,6})", state=(int, int)):
    """Button to another page of a claim's history."""

    def __init__(self, button: Button[Any], number: int, page: int) -> None:
        super().__init__(button, "history", number, page)
        self.number = number
        self.page = page

    async def handle(self, interaction: FactdeskInteraction) -> None:
        await interaction.response.defer()
        await interaction.edit_original_response(view=await history_view(interaction, self.number, self.page))


async def history_view(interaction: FactdeskInteraction, number: int, page: int = 0) -> LayoutView:
    """Return a page of a claim's history with its buttons.

    Page 0 is the latest. Raises UserError for an unknown claim.
    """
    desk, guild = interaction.client.app.desk, guild_of(interaction)
    claim, events = await desk.get(guild, number), await desk.history(guild, number)
    settings, now = await desk.settings(guild), (await request_of(interaction)).now
    card = history_card(claim, events, page, now, ZoneInfo(settings.time_zone))
    last = _page_count(events) - 1
    turns = [("Later", page - 1), ("Earlier", page + 1)]
    turned = [
        HistoryButton(Button(label=label, style=ButtonStyle.secondary), number, to)
        for label, to in turns
        if 0 <= to <= last
    ]
    if turned:
        card.add_item(ActionRow(*turned))
    return view_of(card)


def history_card(claim: Claim, events: Sequence[Event], page: int, now: datetime, zone: ZoneInfo) -> Container[Any]:
    """Return a page of a claim's events in chronological order.

    Page 0 ends with the latest event. Times are in the newsroom's time zone.
    """
    page = min(max(page, 0), _page_count(events) - 1)
    end = len(events) - page * PAGE_SIZE
    shown = events[max(end - PAGE_SIZE, 0) : end]
    head = [f"### History of #{claim.number}", subtext(cut_line(claim.text, _MAX_LINE))]
    card: Container[Any] = Container(TextDisplay("\n".join(head)), accent_colour=BLUE)
    card.add_item(Separator())
    card.add_item(TextDisplay(_event_lines(shown, now, zone)))
    tail = [plural(len(events), "event"), f"times in {zone.key}"]
    if _page_count(events) > 1:
        tail.insert(0, f"page {_page_count(events) - page} of {_page_count(events)}")
    return card.add_item(Separator()).add_item(TextDisplay(subtext(*tail)))


def _page_count(events: Sequence[Event]) -> int:
    return max(1, -(-len(events) // PAGE_SIZE))


def _event_lines(events: Sequence[Event], now: datetime, zone: ZoneInfo) -> str:
    """Return the events, each with its changes as room allows."""
    lines = [_event_line(event, now, zone) for event in events]
    room = _MAX_TEXT - sum(width(line) + 1 for line in lines)
    rows = list[str]()
    for event, line in zip(events, lines, strict=True):
        rows.append(line)
        changed = subtext(*_changes(event)) if _changes(event) else ""
        if changed and width(changed) < room:
            rows.append(changed)
            room -= width(changed) + 1
    return "\n".join(rows)


def _event_line(event: Event, now: datetime, zone: ZoneInfo) -> str:
    if event.action in set(Action):
        return cut_line(describe_event(event, now, zone), _MAX_LINE)
    # Not an action of the life cycle: an import, or a finding of the desk itself.
    who = event.by.name if event.by else "The desk"
    return cut_line(f"{who}: {event.action} {format_moment(event.at, now, zone)}", _MAX_LINE)


def _changes(event: Event) -> list[str]:
    """Return the changes of an event; content hashes are left out."""
    return [
        _change(key.replace("_", " "), event.before.get(key), value)
        for key, value in event.after.items()
        if not key.endswith("sha256") and key not in _HIDDEN
    ]


def _change(name: str, before: object, after: object) -> str:
    """Return one change, such as `status: open → checking`."""
    if before is None:
        return f"{name}: {_value_text(after)}"
    return f"{name}: {_value_text(before)} → {_value_text(after)}"


def _value_text(value: object) -> str:
    if isinstance(value, Person):
        return cut_line(value.name, 40)
    if isinstance(value, list | tuple):
        return cut_line(", ".join(map(str, value)), 100) or "none"
    return "nobody" if value is None else cut_line(str(value), 100)
