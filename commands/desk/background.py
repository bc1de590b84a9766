"""The desk's own messages: digests, reminders, mentions in articles, changed sources, alarms.

The outbox holds them until they were sent, so that a stop or a fault only delays them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import discord
from discord.ui import LayoutView

from bot.client import FactdeskClient
from bot.model.claims import IN_WORK
from bot.model.notifications import OutboxKind, OutboxMessage, SourceChange
from commands.already_checked.replies import send_reply
from commands.claim import notifications, threads
from commands.claim.delivery import notify
from commands.claim.outbox_worker import NotYetError, OutboxWorker, Sender
from commands.desk.digest_cards import (
    alarm_card,
    digest_card,
    digest_title,
    mention_message,
    reminder_message,
    source_change_message,
)
from commands.ui.truncate import cut_label
from commands.ui.views import view_of


async def send_digest(client: FactdeskClient, message: OutboxMessage) -> None:
    """Post a digest in the desk's channel.

    It waits until there is a channel to post in.
    """
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
    OutboxKind.REMINDER: send_reminder,
    OutboxKind.MENTION: send_mention,
    OutboxKind.SOURCE: send_source_change,
    OutboxKind.REPLY: send_reply,
}


async def setup(client: FactdeskClient) -> None:
    """Start the worker of the outbox with the client."""
    await client.add_cog(OutboxWorker(client, SENDERS))


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
            tags = channel.available_tags[:1] if channel.flags.require_tag else []
            await channel.create_thread(name=title, view=view, applied_tags=tags)
    except (discord.Forbidden, discord.NotFound) as refused:
        raise NotYetError(str(refused)) from refused
