"""Autocompletion of claims and ratings for command options."""

from __future__ import annotations

import re

from discord.app_commands import Choice

from bot.client import FactdeskInteraction
from bot.errors import FactdeskError, UserError
from bot.model.claims import Claim
from bot.normalize import fold
from commands.claim.cards import status_name
from commands.ui.actor import guild_of
from commands.ui.markdown import one_line

CLAIM_OPTION = "The claim's number, or words from it"
_NUMBER = re.compile(r"\s*#?0*([1-9]\d{0,9})\s*")
_MAX_CHOICE = 100  # characters of a choice
_MAX_NAMED = 3


async def claim_choices(interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
    """Return this server's claims for a typed number or words.

    Returns none if the database fails.
    """
    try:
        found = await interaction.client.app.desk.suggest(guild_of(interaction), typed)
    except FactdeskError:
        return []
    return [Choice(name=_choice_name(claim), value=str(claim.number)) for claim in found]


async def claim_number(interaction: FactdeskInteraction, typed: str) -> int:
    """Return the claim number for a chosen or typed option.

    Raises UserError unless the text is a number or the words of one claim only.
    """
    if number := _NUMBER.fullmatch(typed):
        return int(number[1])
    shown = one_line(typed)[:60]
    matches = await interaction.client.app.desk.suggest(guild_of(interaction), typed, _MAX_NAMED + 1) if shown else []
    if len(matches) == 1:
        return matches[0].number
    if not matches:
        raise UserError(f"No claim here contains “{shown}”. Use /claims list to see all claims.")
    several = ", ".join(f"#{claim.number}" for claim in matches[:_MAX_NAMED]) + (
        " and others" if len(matches) > _MAX_NAMED else ""
    )
    raise UserError(f"“{shown}” could be {several}. Choose one from the list, or type its number.")


async def rating_choices(interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
    """Return the matching ratings of the desk's scale.

    Returns none if the database fails.
    """
    try:
        settings = await interaction.client.app.desk.settings(guild_of(interaction))
    except FactdeskError:
        return []
    return [Choice(name=rating, value=rating) for rating in settings.ratings if fold(typed) in fold(rating)]


def _choice_name(claim: Claim) -> str:
    name = f"#{claim.number} {status_name(claim).lower()}: {one_line(claim.text)}"
    return name if len(name) <= _MAX_CHOICE else f"{name[: _MAX_CHOICE - 1]}…"
