"""Which claim a command is about: offered while typing, by number or by words, of one server alone."""

from __future__ import annotations

import re

from discord.app_commands import Choice

from bot.client import FactdeskInteraction
from bot.errors import FactdeskError, UserError
from bot.model.claims import Claim
from commands.claim.cards import status_name
from commands.ui.actor import guild_of
from commands.ui.markdown import one_line

CLAIM_OPTION = "Its number, or words of it"
_NUMBER = re.compile(r"\s*#?0*([1-9]\d{0,9})\s*")
_MAX_CHOICE = 100  # characters of a choice
_MAX_NAMED = 3


async def claim_choices(interaction: FactdeskInteraction, typed: str) -> list[Choice[str]]:
    """Return the claims that what was typed may mean; none, rather than an error, where they can't be read."""
    try:
        found = await interaction.client.app.desk.suggest(guild_of(interaction), typed)
    except FactdeskError:
        return []
    return [Choice(name=_choice_name(claim), value=str(claim.number)) for claim in found]


async def claim_number(interaction: FactdeskInteraction, typed: str) -> int:
    """Return the number of the claim that was chosen, or typed as words that it alone holds. Raises UserError."""
    if found := _NUMBER.fullmatch(typed):
        return int(found[1])
    shown = one_line(typed)[:60]
    like = await interaction.client.app.desk.suggest(guild_of(interaction), typed, _MAX_NAMED + 1) if shown else []
    if len(like) == 1:
        return like[0].number
    if not like:
        raise UserError(f"No claim here holds “{shown}”; `/claims list` shows those there are.")
    several = ", ".join(f"#{claim.number}" for claim in like[:_MAX_NAMED]) + (
        " and others" if len(like) > _MAX_NAMED else ""
    )
    raise UserError(f"“{shown}” could be {several}: choose one from the list, or type its number.")


def _choice_name(claim: Claim) -> str:
    told = f"#{claim.number} {status_name(claim).lower()}: {one_line(claim.text)}"
    return told if len(told) <= _MAX_CHOICE else f"{told[: _MAX_CHOICE - 1]}…"
