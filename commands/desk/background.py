"""The desk's own messages: digests, reminders, mentions in articles, changed sources, alarms.

The outbox holds them until they were sent, so that a stop or a fault only delays them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import discord
from discord import AllowedMentions
from discord.ui import LayoutView, TextDisplay

from bot.client import FactdeskClient
from bot.desk.witness_delivery import WitnessTarget
from bot.errors import UserError
from bot.model.claims import IN_WORK
from bot.model.notifications import OutboxKind, OutboxMessage, SourceChange
from commands.already_checked.replies import send_reply
from commands.claim import notifications, threads
from commands.claim.delivery import notify
from commands.claim.forum_tags import post_tags
from commands.claim.outbox_worker import NotYetError, OutboxWorker, Sender, UndeliverableError
from commands.desk.departures import DepartureListener, free_claims_of_departed
from commands.desk.digest_cards import (
    alarm_card,
    digest_card,
    digest_title,
    emptied_digest_card,
    is_digest,
    mention_message,
    reminder_message,
    source_change_message,
)
from commands.ui.truncate import cut_label
from commands.ui.views import view_of
from commands.watch import posts

_MOST_LOOKED_THROUGH = 2_000  # messages of a channel
_WITNESS_ATTEMPTS = 4  # within some three minutes


async def send_digest(client: FactdeskClient, message: OutboxMessage) -> None:
    """Post a digest in the desk's channel.

    It waits until there is a channel to post in.
    """
    await free_claims_of_departed(client, message.guild)
    settings = await client.app.desk.settings(message.guild)
    digest = await client.app.desk.digest(message.guild, datetime.fromisoformat(message.body))
    unread_files = await client.app.quarantine.count_files()
    card = digest_card(digest, settings, message.queued, unread_files)
    title = digest_title(message.queued.astimezone(ZoneInfo(settings.time_zone)))
    await _post_in_desk(client, message, title, view_of(card))


async def send_notice(client: FactdeskClient, message: OutboxMessage) -> None:
    """Post an alarm for the bot's operator in the desk's channel."""
    card = alarm_card(message.body, message.queued)
    await _post_in_desk(client, message, cut_label(message.body), view_of(card))


async def send_witness(client: FactdeskClient, message: OutboxMessage) -> None:
    """Bring the head of the log to the file or webhook of the settings.

    The desk's other messages wait behind it, so it is given up after some attempts. The next digest says so, and
    tomorrow's line proves as much.
    """
    try:
        await client.app.desk.outbox.witness.deliver(WitnessTarget(message.subject), message.body)
    except UserError as error:
        if message.attempts < _WITNESS_ATTEMPTS:
            raise NotYetError(error.message) from error
        raise UndeliverableError(error.message) from error


async def redraw_digests(client: FactdeskClient, message: OutboxMessage) -> None:
    """Take the claims out of the digests that list some of them, after an erasure.

    The digests stay, with their witness of the log. Only the newest messages of the channel are looked through.
    """
    settings, guild = await client.app.desk.settings(message.guild), client.get_guild(message.guild)
    channel = guild.get_channel(settings.channel) if guild and settings.channel else None
    numbers = [int(number) for number in message.body.split(",")]
    try:
        async for posted in _own_messages(channel, message.queued):
            text = _text_of(posted)
            if is_digest(text) and any(f"**#{number}**" in text for number in numbers):
                await posted.edit(view=view_of(emptied_digest_card(text)), allowed_mentions=AllowedMentions.none())
    except discord.Forbidden as refused:
        raise UndeliverableError(
            "I can't take back the digests that name a person who was erased. Grant me Read Message History in the "
            "desk's channel, or delete the digests."
        ) from refused


async def _own_messages(channel: object, before: datetime) -> AsyncIterator[discord.Message]:
    """Yield the bot's newest messages in a channel, or the first ones of a forum's posts."""
    if isinstance(channel, discord.TextChannel):
        async for posted in channel.history(limit=_MOST_LOOKED_THROUGH, before=before):
            if posted.author.id == channel.guild.me.id:
                yield posted
    elif isinstance(channel, discord.ForumChannel):
        for post in channel.threads:
            if post.owner_id == channel.guild.me.id:
                yield await post.fetch_message(post.id)


def _text_of(message: discord.Message) -> str:
    items = LayoutView.from_message(message).walk_children()
    return "\n".join(item.content for item in items if isinstance(item, TextDisplay))


async def send_reminder(client: FactdeskClient, message: OutboxMessage) -> None:
    """Remind the assignee, unless the due date is outdated."""
    claim = await client.app.desk.get(message.guild, message.claim)
    is_current = claim.due is not None and claim.due == datetime.fromisoformat(message.body)
    if is_current and claim.assignee and claim.status in IN_WORK:
        await notify(client, message, reminder_message(claim))


async def send_mention(client: FactdeskClient, message: OutboxMessage) -> None:
    """Post a mention in an article in the claim's thread."""
    await notify(client, message, mention_message(await client.app.desk.outbox.mention(message)))


async def send_source_change(client: FactdeskClient, message: OutboxMessage) -> None:
    """Post a changed source in the claim's thread, for its watchers."""
    file = await client.app.desk.file(message.guild, message.claim)
    await notify(client, message, source_change_message(SourceChange(file.claim, file.evidence[message.subject - 1])))


SENDERS: Mapping[OutboxKind, Sender] = {
    **threads.SENDERS,
    **notifications.SENDERS,
    OutboxKind.DIGEST: send_digest,
    OutboxKind.NOTICE: send_notice,
    OutboxKind.WITNESS: send_witness,
    OutboxKind.REDRAW_DIGESTS: redraw_digests,
    OutboxKind.REMINDER: send_reminder,
    OutboxKind.MENTION: send_mention,
    OutboxKind.SOURCE: send_source_change,
    OutboxKind.REPLY: send_reply,
    **posts.SENDERS,
}


async def setup(client: FactdeskClient) -> None:
    """Start the worker of the outbox with the client."""
    await client.add_cog(OutboxWorker(client, SENDERS))
    await client.add_cog(DepartureListener(client))


async def _post_in_desk(client: FactdeskClient, message: OutboxMessage, title: str, view: LayoutView) -> None:
    """Post in the desk's channel, in a forum under a title.

    Raises NotYetError without a channel that takes it.
    """
    settings, guild = await client.app.desk.settings(message.guild), client.get_guild(message.guild)
    channel = guild.get_channel(settings.channel) if guild and settings.channel else None
    if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
        raise NotYetError("the desk has no channel: choose one with `/desk setup`")
    try:
        if isinstance(channel, discord.TextChannel):
            await channel.send(view=view, nonce=message.nonce)
        elif not message.attempts or threads.find_post(channel, title, message.queued) is None:
            tags = post_tags(channel, ["digest", "desk"])
            await channel.create_thread(name=title, view=view, applied_tags=tags)
    except (discord.Forbidden, discord.NotFound, UndeliverableError) as refused:
        raise NotYetError(str(refused)) from refused
