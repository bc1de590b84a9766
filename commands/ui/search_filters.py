"""What /ask and /search may be limited to: an outlet, and days; with what the corpus has of both, to choose from."""

from __future__ import annotations

from datetime import UTC, date, datetime

import discord
from discord.app_commands import Choice

from bot.client import FactdeskClient
from bot.errors import FactdeskError
from bot.model.search import SearchFilter
from bot.normalize import fold
from bot.search.date_ranges import parse_date_range
from commands.ui.markdown import one_line

Used = discord.Interaction[FactdeskClient]

DESCRIPTIONS = {
    "outlet": "Only what this outlet published",
    "since": "Only what was published on this day or later: 2025-06-30, June 2025, last week",
    "until": "Only what was published on this day or earlier",
}
_MOST = 25  # choices that Discord shows
_LONGEST = 100  # characters of a choice


async def limited(client: FactdeskClient, outlet: str | None, since: str | None, until: str | None) -> SearchFilter:
    """Return the limits that were chosen. Raises UserError where one can't be read, or they leave nothing."""
    known = await client.app.documents.outlet(one_line(outlet)) if outlet else None
    return SearchFilter(known, *parse_date_range(since, until, datetime.now(UTC).date()))


async def outlets(interaction: Used, typed: str) -> list[Choice[str]]:
    """Return the corpus's outlets that hold what was typed, those with most articles first."""
    try:
        known = await interaction.client.app.documents.outlets()
    except FactdeskError:
        return []
    held = [name for name in sorted(known, key=lambda name: (-known[name], name)) if fold(typed) in fold(name)]
    return [Choice(name=f"{one_line(name)[:80]} ({known[name]:,})", value=name[:_LONGEST]) for name in held[:_MOST]]


async def months(interaction: Used, typed: str) -> list[Choice[str]]:
    """Return the months in which the corpus's articles were published, the latest first."""
    try:
        known = await interaction.client.app.documents.months()
    except FactdeskError:
        return []
    named = {month: f"{date.fromisoformat(month + '-01'):%B %Y}" for month in known}
    held = [month for month, name in named.items() if fold(typed) in fold(f"{name} {month}")]
    return [Choice(name=f"{named[month]} ({known[month]:,})", value=month) for month in held[:_MOST]]
