"""Replies to messages that mention the bot."""

from __future__ import annotations

import discord
from discord.ui import LayoutView, TextDisplay

_MAY_NOT_READ_HISTORY = 160002


async def reply(message: discord.Message, answer: LayoutView | str) -> discord.Message:
    """Answer a message where it stands, and return the answer.

    It comes also where the message was deleted meanwhile, or where replies need a permission that we lack.
    """
    view = answer if isinstance(answer, LayoutView) else LayoutView(timeout=None).add_item(TextDisplay(answer))
    reference = message.to_reference(fail_if_not_exists=False)
    try:
        return await message.channel.send(view=view, reference=reference, mention_author=False)
    except discord.HTTPException as refused:
        if refused.code != _MAY_NOT_READ_HISTORY:
            raise
        return await message.channel.send(view=view)
