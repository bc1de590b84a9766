"""Words about the replies to repeated false claims, and what stands in their way."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from bot.desk.verdict_replies import ratings_with_replies
from bot.model.claims import DeskSettings
from commands.ui.bylines import plural
from commands.ui.permissions import lacking_to_reply
from commands.ui.truncate import cut_line

_MOST_CHANNELS = 5
NO_CONTENT = (
    "⚠ Discord does not send me the text of messages, so I reply to none. Ask the bot's operator to turn on the "
    "Message Content Intent in Discord's developer portal, and to set `FACTDESK_MESSAGE_CONTENT=true`."
)
NO_NUMBERS = (
    "⚠ No rating of the desk has a number, so none counts as false. Add numbers to the ratings with `/desk setup`, "
    "as in “False = 1”."
)


def replies_text(settings: DeskSettings) -> str:
    """Return the channels and ratings of the replies in words, or "off"."""
    if not settings.reply_channels:
        return "off"
    shown = [f"<#{channel}>" for channel in settings.reply_channels[:_MOST_CHANNELS]]
    more = len(settings.reply_channels) - len(shown)
    channels = ", ".join(shown) + (f" and {plural(more, 'more channel')}" if more else "")
    ratings = ", ".join(f"“{cut_line(rating, 50)}”" for rating in ratings_with_replies(settings)[:_MOST_CHANNELS])
    return f"in {channels}, for {ratings}" if ratings else f"in {channels}"


def reply_problems(guild: discord.Guild, settings: DeskSettings, *, reads_messages: bool) -> Iterator[str]:
    """Yield each reason why no reply can be posted."""
    if not settings.reply_channels:
        return
    if not reads_messages:
        yield NO_CONTENT
    if not ratings_with_replies(settings):
        yield NO_NUMBERS
    for id_ in settings.reply_channels[:_MOST_CHANNELS]:
        channel = guild.get_channel(id_)
        if not isinstance(channel, discord.TextChannel):
            yield f"⚠ I can't see <#{id_}>, where I should reply to false claims. Let me see it, or leave it out."
        elif lacking := lacking_to_reply(channel):
            yield f"⚠ I lack permissions to reply in <#{id_}>: **{lacking}**. Ask a server admin to grant them."
