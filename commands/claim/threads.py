"""Claim cards and their threads in the desk's channel."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, TypeVar

import discord
from discord import AllowedMentions, TextDisplay
from discord.channel import ThreadWithMessage
from discord.ui import Button, DynamicItem, LayoutView, Select
from discord.utils import MISSING

from bot.client import FactdeskClient
from bot.model.claims import CardLocation, Claim, ClaimFile
from bot.model.notifications import OutboxKind, OutboxMessage
from commands.claim.buttons import claim_view
from commands.claim.forum_tags import claim_tag_names, post_tags
from commands.claim.gallery import upload_name
from commands.claim.outbox_worker import Sender, UndeliverableError, is_temporary
from commands.claim.uploads import files_for_card, keep_attachments, load_uploads
from commands.ui.truncate import cut_label
from commands.ui.views import view_of

T = TypeVar("T")
_log = logging.getLogger(__name__)

NO_DESK = "This server's desk is not set up, so claims have no cards. Ask a server admin to run `/desk setup`."
CHANNEL_GONE = "The desk's channel is gone. Ask a server admin to choose another with `/desk setup`."
_TAKEN_BACK = "My earlier messages here were deleted, because a person's data was erased. See `/claim history number:"
_FILES_REFUSED = (400, 413)
_ARCHIVED, _HAS_THREAD, _NO_MORE_THREADS = 50083, 160004, 160006
_MOST_AFTER_CARD = 50  # messages between a card and the line about its thread
_WEEK: Final = 10_080  # minutes


async def send_card(client: FactdeskClient, message: OutboxMessage) -> None:
    """Update a claim's card; post a missing or deleted one.

    Raises UndeliverableError if Discord refuses it.
    """
    file = await client.app.desk.file(message.guild, message.claim)
    card = file.claim.card
    if card is None:
        await _post_card(client, message, file)
        return
    try:
        await _update(client, message, file, card)
    except discord.NotFound:
        await _repost_card(client, message, file, card)
    except discord.HTTPException as refused:
        if is_temporary(refused):
            raise
        raise UndeliverableError(
            f"I can't update the card of #{message.claim}. "
            "Ask a server admin to let me see its channel and write there."
        ) from refused


async def _update(client: FactdeskClient, message: OutboxMessage, file: ClaimFile, card: CardLocation) -> None:
    """Edit a claim's card; its files are uploaded only if they are others than those that it holds."""
    shown = files_for_card(client, file)
    if tuple(map(upload_name, shown)) == card.files:
        try:
            await _edit(client, card, claim_view(file, shown=shown))
        except discord.HTTPException as refused:
            if not shown or refused.status not in _FILES_REFUSED:
                raise
            _log.info("the card of claim #%d on server %d gets its files again", message.claim, message.guild)
        else:
            return

    async def edit(view: LayoutView, uploads: Sequence[discord.File]) -> None:
        await _edit(client, card, view, uploads)

    _, names = await _with_files(client, file, edit)
    await client.app.desk.outbox.save_card_files(message.guild, message.claim, names)


async def _with_files(
    client: FactdeskClient, file: ClaimFile, send: Callable[[LayoutView, Sequence[discord.File]], Awaitable[T]]
) -> tuple[T, tuple[str, ...]]:
    """Send a claim's card with its files; return the result and the names of the files.

    If Discord refuses the files, the card names them alone.
    """
    shown = files_for_card(client, file)
    try:
        uploads = await load_uploads(client, file.claim.guild, shown)
        return await send(claim_view(file, shown=shown), uploads), tuple(map(upload_name, shown))
    except discord.HTTPException as refused:
        if not shown or refused.status not in _FILES_REFUSED:
            raise
        number, guild = file.claim.number, file.claim.guild
        _log.warning("the card of claim #%d on server %d shows no files: %s", number, guild, refused)
        return await send(claim_view(file), []), ()


async def open_thread(client: FactdeskClient, message: OutboxMessage) -> None:
    """Open the thread under a claim's new card.

    Raises UndeliverableError if that is not possible; the claim is discussed in the channel.
    """
    claim = await client.app.desk.get(message.guild, message.claim)
    card, guild = claim.card, client.get_guild(message.guild)
    channel = guild.get_channel(card.channel) if guild and card else None
    if card is None or card.thread is not None or not isinstance(channel, discord.TextChannel):
        return
    goes_on = f"so #{claim.number} is discussed in {channel.mention} itself."
    needed = {
        "create_public_threads": "Create Public Threads",
        "send_messages_in_threads": "Send Messages in Threads",
    }
    if lacking := _missing_permissions(channel, **needed):
        raise UndeliverableError(f"I can't open a thread (missing: {lacking}), {goes_on}")
    try:
        thread = await channel.get_partial_message(card.message).create_thread(
            name=_thread_name(claim), auto_archive_duration=_WEEK
        )
        thread_id = thread.id
    except discord.HTTPException as refused:
        if is_temporary(refused):
            raise
        if refused.code != _HAS_THREAD:
            full = refused.code == _NO_MORE_THREADS
            reason = "This server has as many threads as Discord allows" if full else "Discord refused a thread"
            raise UndeliverableError(f"{reason}, {goes_on}") from refused
        thread_id = card.message  # Discord gives a message's thread the id of the message
    await client.app.desk.outbox.save_card(
        message.guild, message.claim, CardLocation(card.channel, card.message, thread_id)
    )


async def redraw_thread(client: FactdeskClient, message: OutboxMessage) -> None:
    """Rename a claim's thread, and delete the bot's earlier messages in it, after an erasure.

    They may name the person or quote their words; what is known of the claim stands on its card and in its history.
    Raises UndeliverableError without the permission to read the thread.
    """
    claim = await client.app.desk.get(message.guild, message.claim)
    if claim.card is None or claim.card.thread is None:
        return
    try:
        thread = client.get_channel(claim.card.thread) or await client.fetch_channel(claim.card.thread)
        if isinstance(thread, discord.Thread):
            await _redraw(thread, claim, message)
    except discord.NotFound:
        return
    except discord.Forbidden as refused:
        raise UndeliverableError(
            f"I can't take back what I wrote in the thread of #{message.claim} about a person who was erased. Grant me "
            "Read Message History there, or delete my messages."
        ) from refused


async def _redraw(thread: discord.Thread, claim: Claim, message: OutboxMessage) -> None:
    assert claim.card is not None
    if thread.name != _thread_name(claim) or thread.archived:
        await thread.edit(name=_thread_name(claim), archived=False)
    await _delete_old_name(thread, claim.card)
    me, deleted = thread.guild.me.id, 0
    # What is still queued is drawn from the claim as it is now, and names nobody.
    async for earlier in thread.history(limit=None, before=message.queued):
        is_card_or_notice = earlier.id == claim.card.message or earlier.is_system() or _is_notice(earlier)
        if earlier.author.id == me and not is_card_or_notice:
            await earlier.delete()
            deleted += 1
    if deleted:
        await thread.send(view=view_of(f"{_TAKEN_BACK}{claim.number}`."), nonce=message.nonce)


async def _delete_old_name(thread: discord.Thread, card: CardLocation) -> None:
    """Delete Discord's line in the channel that says under which name the thread was opened."""
    if not isinstance(thread.parent, discord.TextChannel):
        return
    async for line in thread.parent.history(after=discord.Object(card.message), limit=_MOST_AFTER_CARD):
        names = (line.reference.channel_id, line.reference.message_id) if line.reference else ()
        if line.type is discord.MessageType.thread_created and thread.id in names:
            await line.delete()


def _is_notice(message: discord.Message) -> bool:
    return any(isinstance(item, TextDisplay) and item.content.startswith(_TAKEN_BACK) for item in message.components)


SENDERS: Mapping[OutboxKind, Sender] = {
    OutboxKind.CARD: send_card,
    OutboxKind.THREAD: open_thread,
    OutboxKind.REDRAW_THREAD: redraw_thread,
    OutboxKind.FILES: keep_attachments,
}


async def _post_card(client: FactdeskClient, message: OutboxMessage, file: ClaimFile) -> None:
    """Post a claim's card in the desk's channel; its thread is the next message."""
    claim = file.claim
    settings = await client.app.desk.settings(claim.guild)
    if settings.channel is None:
        raise UndeliverableError(NO_DESK)
    guild = client.get_guild(claim.guild)
    channel = guild.get_channel(settings.channel) if guild else None
    if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
        raise UndeliverableError(CHANNEL_GONE)
    if lacking := _missing_permissions(channel, view_channel="View Channel", send_messages="Send Messages"):
        raise UndeliverableError(f"I can't write in {channel.mention}. Ask a server admin to grant me: {lacking}.")
    try:
        if isinstance(channel, discord.ForumChannel):
            location = await _post_in_forum(client, message, channel, file)
            await client.app.desk.outbox.save_card(claim.guild, claim.number, location)
            return
        location = await _send_new(client, channel, message, file, "channel")
    except discord.HTTPException as refused:
        if is_temporary(refused):
            raise
        raise UndeliverableError(
            f"Discord refused the card of #{claim.number} in {channel.mention}. The claim itself is saved."
        ) from refused
    await client.app.desk.outbox.save_card_without_thread(message, replace(location, channel=channel.id))


async def _post_in_forum(
    client: FactdeskClient, message: OutboxMessage, forum: discord.ForumChannel, file: ClaimFile
) -> CardLocation:
    """Post a claim's card in a forum, and return its place.

    A forum takes no nonce: after an earlier attempt, its post is looked for first.
    """
    name = _thread_name(file.claim)
    earlier = find_post(forum, name, file.claim.created) if message.attempts else None
    if earlier is not None:
        async for card in earlier.history(limit=1, oldest_first=True):
            _, names = await _with_files(client, file, partial(_edit_sent, card))
            return CardLocation(earlier.id, card.id, earlier.id, names)
    tags = post_tags(forum, claim_tag_names(file.claim))

    async def create(view: LayoutView, uploads: Sequence[discord.File]) -> ThreadWithMessage:
        return await forum.create_thread(name=name, view=view, files=uploads, applied_tags=tags)

    post, names = await _with_files(client, file, create)
    return CardLocation(post.thread.id, post.message.id, post.thread.id, names)


def find_post(forum: discord.ForumChannel, name: str, since: datetime) -> discord.Thread | None:
    """Return the bot's post of this name, or None."""
    bot, first_id = forum.guild.me.id, discord.utils.time_snowflake(since)
    posts = (post for post in forum.threads if post.owner_id == bot and post.id >= first_id)
    return next((post for post in posts if post.name == name), None)


async def _repost_card(client: FactdeskClient, message: OutboxMessage, file: ClaimFile, lost: CardLocation) -> None:
    """Post a deleted card in its thread, or in the desk's channel."""
    claim = file.claim
    if lost.thread is not None:
        try:
            thread = client.get_partial_messageable(lost.thread)
            location = await _send_new(client, thread, message, file, "thread")
        except discord.HTTPException as refused:
            if is_temporary(refused):
                raise
            _log.info("claim #%d has lost its thread on server %d", claim.number, claim.guild)
        else:
            location = replace(location, channel=lost.thread, thread=lost.thread)
            await client.app.desk.outbox.save_card(claim.guild, claim.number, location)
            return
    await client.app.desk.outbox.save_card(claim.guild, claim.number, None)
    await _post_card(client, message, file)


async def _send_new(
    client: FactdeskClient, place: discord.abc.Messageable, message: OutboxMessage, file: ClaimFile, part: str
) -> CardLocation:
    """Send a new card, and return its place.

    Discord returns the earlier message for a repeated nonce, within a few minutes.
    """

    async def send(view: LayoutView, uploads: Sequence[discord.File]) -> discord.Message:
        return await place.send(view=view, files=uploads, nonce=f"{message.nonce}.{part}")

    card, names = await _with_files(client, file, send)
    if message.attempts and _custom_ids(LayoutView.from_message(card)) != _custom_ids(claim_view(file)):
        # An earlier attempt sent an older state of the card.
        _, names = await _with_files(client, file, partial(_edit_sent, card))
    return CardLocation(card.channel.id, card.id, files=names)


async def _edit_sent(card: discord.Message, view: LayoutView, uploads: Sequence[discord.File]) -> None:
    await card.edit(view=view, attachments=uploads, allowed_mentions=AllowedMentions.none())


def _custom_ids(view: LayoutView) -> set[str | None]:
    """Return the custom_ids of a card's buttons and menu, which hold the version of the claim."""
    return {item.custom_id for item in view.walk_children() if isinstance(item, Button | Select | DynamicItem)}


async def _edit(
    client: FactdeskClient, card: CardLocation, view: LayoutView, uploads: Sequence[discord.File] = MISSING
) -> None:
    """Edit a card's message; `uploads` replace its files, which otherwise stay."""
    place = client.get_partial_messageable(card.channel)
    edit = partial(
        place.get_partial_message(card.message).edit,
        view=view,
        attachments=uploads,
        allowed_mentions=AllowedMentions.none(),
    )
    try:
        await edit()
    except discord.HTTPException as refused:
        if refused.code != _ARCHIVED:
            raise
        thread = await client.fetch_channel(card.channel)
        assert isinstance(thread, discord.Thread)
        await thread.edit(archived=False)
        for upload in uploads or ():
            upload.reset()
        await edit()


def _missing_permissions(channel: discord.abc.GuildChannel, **needed: str) -> str:
    """Return the names of the bot's missing permissions in a channel."""
    held = channel.permissions_for(channel.guild.me)
    return ", ".join(name for permission, name in needed.items() if not getattr(held, permission))


def _thread_name(claim: Claim) -> str:
    return cut_label(f"#{claim.number} {claim.text}")
