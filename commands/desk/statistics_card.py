"""Card of a desk's statistics, with its picture."""

from __future__ import annotations

from typing import Any

from discord import MediaGalleryItem
from discord.ui import Container, MediaGallery, Separator, TextDisplay

from bot.desk.statistics_text import alternative_text, headline, tables, verdict_time
from bot.model.desk_statistics import DeskStatistics
from commands.ui.bylines import subtext
from commands.ui.cards import BLUE
from commands.ui.truncate import cut_line

PICTURE = "statistics.png"
_MAX_ROWS = 6
_MAX_NAME = 50


def statistics_card(stats: DeskStatistics) -> Container[Any]:
    """Return the numbers and the place of the picture `PICTURE`."""
    card: Container[Any] = Container(
        TextDisplay(f"### The desk in numbers\n{headline(stats)}\n**{verdict_time(stats)}**"), accent_colour=BLUE
    )
    if not stats.claims:
        return card
    item = MediaGalleryItem(f"attachment://{PICTURE}", description=alternative_text(stats))
    card.add_item(MediaGallery(item)).add_item(Separator())
    for title, counts in tables(stats):
        shown = [f"{cut_line(name, _MAX_NAME)} **{count:,}**" for name, count in counts[:_MAX_ROWS] if count]
        if shown and title != "In work, by age":
            card.add_item(TextDisplay(f"**{title}**\n" + " · ".join(shown)))
    return card.add_item(TextDisplay(subtext("`factdesk claims stats` prints the same numbers")))
