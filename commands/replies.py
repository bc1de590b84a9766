"""Replies to messages that mention the bot."""

from __future__ import annotations

import discord
from discord.ui import LayoutView, TextDisplay

_MAY_NOT_READ_HISTORY = 160002


async def reply(message: discord.Message, answer: LayoutView | str) -> None:
    """Answer a message where it stands, also where it was deleted meanwhile or replies need a permission we lack."""
    view = answer if isinstance(answer, LayoutView) else LayoutView(timeout=None).add_item(TextDisplay(answer))
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        await message.channel.send(view=view, reference=reference, mention_author=False)
    except discord.HTTPException as refused:
        if refused.code != _MAY_NOT_READ_HISTORY:
            raise
        await message.channel.send(view=view)
