"""Assignees who left the server: their claims are freed.

Discord tells of a member's leaving only if the bot has the intent for members. Without it, the digest finds out.
"""

from __future__ import annotations

import logging

import discord
from discord.ext.commands import Cog

from bot.client import FactdeskClient
from bot.model.claims import TERMINAL_USER

_log = logging.getLogger(__name__)

_UNKNOWN_MEMBER, _UNKNOWN_USER = 10007, 10013


class DepartureListener(Cog):
    """Listener for members who leave."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client

    @Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Free the claims of somebody who left."""
        await self._client.app.desk.free_claims(payload.guild_id, payload.user.id)


async def free_claims_of_departed(client: FactdeskClient, guild_id: int) -> None:
    """Ask Discord for each assignee of a desk, and free the claims of those who left.

    If Discord does not answer, the next digest asks again.
    """
    guild = client.get_guild(guild_id)
    if guild is None:
        return
    for person in await client.app.desk.assignees(guild_id):
        if person.user is None or person.user == TERMINAL_USER:
            continue
        try:
            await guild.fetch_member(person.user)
        except discord.HTTPException as refused:
            if refused.code in {_UNKNOWN_MEMBER, _UNKNOWN_USER}:
                await client.app.desk.free_claims(guild_id, person.user)
            else:
                _log.info("server %d: no answer about member %d: %s", guild_id, person.user, refused)
