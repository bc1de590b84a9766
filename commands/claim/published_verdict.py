"""Card of published verdicts on the same claim, shown before anything else."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any, TypeAlias

import discord
from discord import Colour
from discord.ui import Container, Separator, TextDisplay

from bot.client import FactdeskClient, FactdeskInteraction
from bot.desk.verdict_words import checked_line, duplicate_line
from bot.errors import UserError
from bot.model.published_verdicts import PublishedVerdict
from commands.ui.bylines import plural, subtext
from commands.ui.cards import AMBER, BLUE, GREEN, RED
from commands.ui.links import link
from commands.ui.markdown import width
from commands.ui.truncate import cut_line, cut_quote

Verdicts: TypeAlias = Sequence[PublishedVerdict]

_log = logging.getLogger(__name__)

_MOST_SHOWN = 3
_MAX_WIDTH = 1_500  # of all verdicts, beyond the first
_MAX_CLAIM = 220
_MAX_WHY = 240


def published_verdicts_card(verdicts: Verdicts) -> Container[Any]:
    """Return the verdicts on one claim: rating, why, outlet, date and link.

    The bar is red for the worst quarter of a scale and green for the best.
    """
    card: Container[Any] = Container(accent_colour=verdicts_colour(verdicts))
    for place, text in enumerate(verdict_texts(verdicts)):
        if place:
            card.add_item(Separator())
        card.add_item(TextDisplay(text))
    return card


def verdict_texts(verdicts: Verdicts) -> Iterator[str]:
    """Yield the text of each verdict shown, and the number of the others."""
    shown, room = 0, _MAX_WIDTH
    for verdict in verdicts[:_MOST_SHOWN]:
        text = "\n".join(_lines(verdict))
        room -= width(text)
        if shown and room < 0:
            break
        yield text
        shown += 1
    if more := len(verdicts) - shown:
        yield subtext(f"and {plural(more, 'more verdict')} on the same claim")


def verdicts_width(verdicts: Verdicts) -> int:
    """Return the width of a card's texts, to be left free by the card below."""
    return sum(map(width, verdict_texts(verdicts)))


async def published_on(
    event: FactdeskInteraction | discord.Message,
    client: FactdeskClient,
    look_up: Callable[[int], Awaitable[Verdicts]],
) -> Verdicts:
    """Return the published verdicts of the event's server by `look_up`; none outside one.

    A failure is logged: an answer is worth more than what stands above it.
    """
    guild = event.guild.id if isinstance(event, discord.Message) and event.guild else getattr(event, "guild_id", None)
    if guild is None or client.get_guild(guild) is None:
        return ()
    try:
        return await look_up(guild)
    except UserError as fault:
        _log.error("published verdicts could not be read: %s", fault)
        return ()


def _lines(verdict: PublishedVerdict) -> Iterator[str]:
    yield f"### {cut_line(checked_line(verdict), 200)}"
    yield cut_quote(verdict.text, (), _MAX_CLAIM)
    if verdict.why:
        yield cut_line(verdict.why, _MAX_WHY)
    if verdict.duplicate is not None:
        yield subtext(duplicate_line(verdict))
    yield subtext(link("read the fact-check", verdict.url) if verdict.url else "", f"claim #{verdict.claim} here")


def verdicts_colour(verdicts: Verdicts) -> Colour:
    """Return red for ratings in the worst quarter of their scales, green for the best, else a colour between."""
    shares = {verdict.share for verdict in verdicts}
    if None in shares:
        return BLUE
    if all(share is not None and share <= 0.25 for share in shares):
        return RED
    return GREEN if all(share is not None and share >= 0.75 for share in shares) else AMBER
