"""Replies to messages that repeat a published false claim, in the channels of the setup.

Discord sends the texts of messages only with the Message Content intent (FACTDESK_MESSAGE_CONTENT).
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import discord
from discord import MessageType
from discord.ext.commands import Cog
from discord.utils import utcnow

from bot.client import FactdeskClient
from bot.desk.verdict_replies import ChannelMessage
from bot.model.notifications import OutboxMessage
from commands.already_checked.cards import reply_card
from commands.claim.outbox_worker import is_temporary, worker_of
from commands.ui.message_text import message_text
from commands.ui.messages import message_words
from commands.ui.permissions import lacking_to_reply
from commands.ui.views import view_of

_log = logging.getLogger(__name__)

_WRITTEN_BY_PEOPLE = frozenset({MessageType.default, MessageType.reply})
_AT_ONCE = 2
_MOST_WAITING = 200  # messages; more come only in a raid
_EDITED_WITHIN = timedelta(days=1)  # of an older message an edit is not looked at


class VerdictReplyListener(Cog):
    """Looks at new and edited messages; a failure is logged and concerns one message."""

    def __init__(self, client: FactdeskClient) -> None:
        self._client = client
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    @Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Look at a new message."""
        await self._look_at(message)

    @Cog.listener()
    async def on_raw_message_edit(self, edit: discord.RawMessageUpdateEvent) -> None:
        """Look at a recent message whose author changed it; Discord also reports its own previews as edits."""
        message = edit.message
        if message.edited_at is not None and utcnow() - message.created_at < _EDITED_WITHIN:
            await self._look_at(message)

    async def _look_at(self, message: discord.Message) -> None:
        if not self._is_to_be_read(message) or self._waiting >= _MOST_WAITING:
            return
        self._waiting += 1
        try:
            async with self._turns:
                claim = await self._queue_reply(message)
            if claim is not None and message.guild is not None:
                await worker_of(self._client).deliver(message.guild.id, claim)
        except Exception:  # noqa: BLE001 - one message never stops the others
            _log.exception("message %d was not compared with claims", message.id)
        finally:
            self._waiting -= 1

    def _is_to_be_read(self, message: discord.Message) -> bool:
        me = self._client.user
        if message.guild is None or me is None or not self._client.reads_messages:
            return False
        if message.author.bot or message.webhook_id or message.type not in _WRITTEN_BY_PEOPLE:
            return False
        # A mention of the bot is a question, and gets an answer with the verdict.
        return f"<@{me.id}>" not in message.content and f"<@!{me.id}>" not in message.content

    async def _queue_reply(self, message: discord.Message) -> int | None:
        assert message.guild is not None
        guild = message.guild.id
        posted = ChannelMessage(guild, message.channel.id, message.id, message_text(message), message_words(message))
        return await self._client.app.verdict_replies.queue(posted)


async def send_reply(client: FactdeskClient, message: OutboxMessage) -> None:
    """Reply to a message with the verdict, without a ping.

    It is left out, with a line in the log, if the bot may not write there or the message is gone.
    """
    verdict = await client.app.verdict_replies.current(message)
    guild = client.get_guild(message.guild)
    channel = guild.get_channel(int(message.body)) if guild else None
    if verdict is None or not isinstance(channel, discord.TextChannel):
        _log.info("message %d gets no reply: it is too late, or the verdict or channel changed", message.subject)
        return
    if lacking := lacking_to_reply(channel):
        _log.warning("message %d in channel %d gets no reply (missing: %s)", message.subject, channel.id, lacking)
        return
    reference = channel.get_partial_message(message.subject).to_reference(fail_if_not_exists=True)
    try:
        await channel.send(
            view=view_of(reply_card(verdict)),
            reference=reference,
            mention_author=False,
            nonce=f"{message.nonce}.reply",
        )
    except discord.HTTPException as refused:
        if is_temporary(refused):
            raise
        _log.warning("message %d in channel %d gets no reply: %s", message.subject, channel.id, refused)


async def setup(client: FactdeskClient) -> None:
    """Add the listener."""
    await client.add_cog(VerdictReplyListener(client))
