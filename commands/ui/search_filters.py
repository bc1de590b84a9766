"""Options of /ask and /search: outlet and days of publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from discord import app_commands
from discord.app_commands import Choice

from bot.client import FactdeskClient, FactdeskInteraction
from bot.errors import FactdeskError
from bot.model.search import SearchFilter
from bot.normalize import fold
from bot.search.date_ranges import parse_date_range
from commands.ui.markdown import one_line

_Command = TypeVar("_Command", bound=Callable[..., Any])

_DESCRIPTIONS = {
    "outlet": "Only articles of this outlet",
    "since": "Only articles from this day or later: 2025-06-30, June 2025, last week",
    "until": "Only articles from this day or earlier",
}
_MAX_CHOICES = 25  # the most that Discord shows
_MAX_CHOICE = 100  # characters of a choice


def with_filter_options(command: _Command) -> _Command:
    """Describe the options `outlet`, `since` and `until` of a command, and suggest values for them."""
    described = app_commands.describe(**_DESCRIPTIONS)(command)
    return app_commands.autocomplete(outlet=outlet_choices, since=month_choices, until=month_choices)(described)


async def search_filter(
    client: FactdeskClient, outlet: str | None, since: str | None, until: str | None
) -> SearchFilter:
    """Return the filter for the chosen options.

    Raises UserError for options that can't be read, or that exclude every article.
    """
    known = await client.app.documents.outlet(one_line(outlet)) if outlet else None
    return SearchFilter(known, *parse_date_range(since, until, datetime.now(UTC).date()))


async def outlet_choices(interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
    """Return the matching outlets, those with most articles first."""
    try:
        known = await interaction.client.app.documents.outlets()
    except FactdeskError:
        return []
    matching = [name for name in sorted(known, key=lambda name: (-known[name], name)) if fold(typed) in fold(name)]
    return [
        Choice(name=f"{one_line(name)[:80]} ({known[name]:,})", value=name[:_MAX_CHOICE])
        for name in matching[:_MAX_CHOICES]
    ]


async def month_choices(interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
    """Return the matching months of publication, the latest first."""
    try:
        known = await interaction.client.app.documents.months()
    except FactdeskError:
        return []
    named = {month: f"{date.fromisoformat(month + '-01'):%B %Y}" for month in known}
    matching = [month for month, name in named.items() if fold(typed) in fold(f"{name} {month}")]
    return [Choice(name=f"{named[month]} ({known[month]:,})", value=month) for month in matching[:_MAX_CHOICES]]
