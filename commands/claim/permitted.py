"""Check of the presser's permission before a claim's form opens."""

from __future__ import annotations

from bot.client import FactdeskInteraction
from bot.desk import lifecycle, messages
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.claims import Claim, ClaimFile
from commands.ui.actor import actor_of, guild_of


async def require_allowed(interaction: FactdeskInteraction, number: int, action: Action) -> ClaimFile:
    """Return the claim for a form.

    Raises UserError if the presser may not do this action.
    """
    desk, guild = interaction.client.app.desk, guild_of(interaction)
    file = await desk.file(guild, number)
    actor = actor_of(interaction, await desk.settings(guild))
    if action not in await desk.allowed_actions(guild, number, actor):
        raise UserError(_refusal(file.claim, action))
    return file


def _refusal(claim: Claim, action: Action) -> str:
    if lifecycle.transition_for(action, claim.status) is None:
        return messages.not_from_here(action, claim, "")
    return messages.not_allowed(action, claim.number)
