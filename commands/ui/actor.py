"""The person behind an interaction as an actor of the server's desk.

Roles are read from Discord at every action.
"""

from __future__ import annotations

import discord

from bot.client import FactdeskInteraction
from bot.desk.actions.transaction import Request
from bot.errors import UserError
from bot.model.claims import Actor, DeskSettings

NO_SERVER = "Claims belong to a server's desk. Do this on your newsroom's server."
NOT_A_MEMBER = "I am not a member of this server, so it has no desk. Ask a server admin to invite me."


def guild_of(interaction: FactdeskInteraction) -> int:
    """Return the id of the interaction's server.

    Raises UserError outside a server, or if the bot is not a member of it.
    """
    if interaction.guild_id is None:
        raise UserError(NO_SERVER)
    if interaction.client.get_guild(interaction.guild_id) is None:
        raise UserError(NOT_A_MEMBER)
    return interaction.guild_id


async def request_of(interaction: FactdeskInteraction, *, seen: int | None = None, once: str | None = None) -> Request:
    """Return a desk request by the person behind an interaction.

    `seen` is the version of the claim that they saw. Requests with the same key `once` (default: the interaction's id)
    are done once. Raises UserError if there is no desk.
    """
    guild = guild_of(interaction)
    settings = await interaction.client.app.desk.settings(guild)
    return interaction.client.app.desk.request(
        guild, actor_of(interaction, settings), interaction=once or interaction.id, seen=seen
    )


def actor_of(interaction: FactdeskInteraction, settings: DeskSettings) -> Actor:
    """Return a person with their current desk roles.

    Who has Manage Server counts as editor and reviewer. Without a role for reviewers, editors are the second readers.
    Nobody has a deleted role.
    """
    manages = interaction.permissions.manage_guild
    is_editor = manages or _has_role(interaction.user, settings.editor_role)
    is_reviewer = manages or (
        is_editor if settings.reviewer_role is None else _has_role(interaction.user, settings.reviewer_role)
    )
    return Actor(interaction.user.id, interaction.user.display_name, is_editor=is_editor, is_reviewer=is_reviewer)


def _has_role(user: discord.abc.User, role: int | None) -> bool:
    return role is not None and isinstance(user, discord.Member) and user.get_role(role) is not None
