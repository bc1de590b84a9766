"""The message behind a link to the same server, and its text as evidence."""

from __future__ import annotations

import re

import discord
from discord import Member

from bot.client import FactdeskInteraction
from bot.desk.validation import LONGEST_NOTE
from commands.ui.message_text import message_text

_MESSAGE = re.compile(r"https://(?:(?:ptb|canary)\.)?discord(?:app)?\.com/channels/(\d{1,20})/(\d{1,20})/(\d{1,20})\Z")
_CUT = " … [cut]"


async def linked_text(interaction: FactdeskInteraction, link: str) -> str:
    """Return the text of the linked message, "" for other links and messages that the actor or the bot can't read.

    Without the Message Content intent, Discord gives no text of most messages.
    """
    message = await linked_message(interaction, link)
    text = message_text(message) if message else ""
    return text if len(text) <= LONGEST_NOTE else text[: LONGEST_NOTE - len(_CUT)] + _CUT


async def linked_message(interaction: FactdeskInteraction, link: str) -> discord.Message | None:
    """Return the linked message of the same server, or None if the actor or the bot can't read it."""
    match = _MESSAGE.match(link.strip())
    guild, member = interaction.guild, interaction.user
    if match is None or guild is None or int(match[1]) != guild.id or not isinstance(member, Member):
        return None
    channel = guild.get_channel_or_thread(int(match[2]))
    if not isinstance(channel, discord.abc.Messageable) or not _may_read(channel, member):
        return None
    try:
        return await channel.fetch_message(int(match[3]))
    except discord.HTTPException:  # deleted, or hidden from the bot
        return None


def _may_read(channel: discord.abc.GuildChannel | discord.Thread, member: Member) -> bool:
    permissions = channel.permissions_for(member)
    is_open = not (isinstance(channel, discord.Thread) and channel.is_private()) or permissions.manage_threads
    return permissions.view_channel and permissions.read_message_history and is_open
