"""Claim cards and their threads in the desk's channel, and notifications there."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Iterable, Sequence
from typing import Any, Final
from weakref import WeakValueDictionary

import discord
from discord import AllowedMentions
from discord.ui import LayoutView

from bot.client import FactdeskClient
from bot.model.claims import CardLocation, Claim, ClaimFile, Person
from commands.claim.buttons import claim_view
from commands.ui.truncate import cut_label
from commands.ui.views import view_of

_log = logging.getLogger(__name__)

NO_DESK = "This server's desk is not set up, so claims have no cards. Ask a server admin to run `/desk setup`."
CHANNEL_GONE = "The desk's channel is gone. Ask a server admin to choose another with `/desk setup`."
_MENTIONS_AT_ONCE = 50
_ARCHIVED, _NO_MORE_THREADS = 50083, 160006
_WEEK: Final = 10_080  # minutes

# One update at a time for each claim, so that an older card never replaces a newer one.
_update_locks: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()


async def update_card(client: FactdeskClient, guild: int, number: int) -> list[str]:
    """Update a claim's card; post a missing or deleted one.

    Returns notices for the actor. Raises UserError for an unknown claim.
    """
    async with _update_locks.setdefault((guild, number), asyncio.Lock()):
        file = await client.app.desk.file(guild, number)
        card = file.claim.card
        if card is None:
            return await _post_card(client, file)
        try:
            await _edit(client, card, claim_view(file))
        except discord.NotFound:
            return await _repost_card(client, file, card)
        except discord.HTTPException as refused:
            _log.warning("the card of claim #%d on server %d can't be updated: %s", number, guild, refused)
            return [
                f"I can't update the card of #{number}. Ask a server admin to let me see its channel and write there."
            ]
        return []


async def notify(
    client: FactdeskClient, claim: Claim, people: Iterable[Person], news: str, *, once: str | None = None
) -> bool:
    """Send `message` (markdown) to people; return False if nothing arrived.

    People who can read the claim's thread are mentioned there, others get a direct message. A key `once` (at most 20
    characters) marks the desk's own news: it is posted even if there is nobody to mention, and Discord drops a
    repetition within some minutes. Raises discord.DiscordServerError for these only, so that the caller can try again
    later.
    """
    guild = client.get_guild(claim.guild)
    place = await _find_channel(client, claim)
    members = [member for person in people if (member := await _find_member(guild, person)) is not None]
    reached = [member for member in members if place is not None and _can_read(place, member)]
    posted = False
    if place is not None and (reached or not members or once):
        try:
            for part, some in enumerate(_batches(reached) or [[]]):
                mentions = " ".join(member.mention for member in some)
                # The only pings: people who flagged or watch the claim, or were assigned it.
                view = view_of(f"{mentions}\n{news}" if some else news)
                nonce = f"{once}.{part}" if once else secrets.randbits(63)
                await place.send(view=view, allowed_mentions=AllowedMentions(users=some), nonce=nonce)
                posted = True
        except discord.HTTPException as refused:
            if once and isinstance(refused, discord.DiscordServerError):
                raise
            _log.info("claim #%d: no notification in its thread: %s", claim.number, refused)
            reached = []
    privately = [await _send_privately(member, news) for member in members if member not in reached]
    return posted or any(privately)


async def _post_card(client: FactdeskClient, file: ClaimFile) -> list[str]:
    """Post a claim's card and open its thread in the desk's channel."""
    claim = file.claim
    settings = await client.app.desk.settings(claim.guild)
    if settings.channel is None:
        return [NO_DESK]
    guild = client.get_guild(claim.guild)
    channel = guild.get_channel(settings.channel) if guild else None
    if not isinstance(channel, discord.TextChannel | discord.ForumChannel):
        return [CHANNEL_GONE]
    if lacking := _missing_permissions(channel, view_channel="View Channel", send_messages="Send Messages"):
        return [f"I can't write in {channel.mention}. Ask a server admin to grant me: {lacking}."]
    try:
        if isinstance(channel, discord.ForumChannel):
            tags = channel.available_tags[:1] if channel.flags.require_tag else []
            post = await channel.create_thread(name=_thread_name(claim), view=claim_view(file), applied_tags=tags)
            await _save_location(client, claim, CardLocation(post.thread.id, post.message.id, post.thread.id))
            return []
        message = await channel.send(view=claim_view(file))
    except discord.HTTPException as refused:
        _log.warning("claim #%d: no card on server %d: %s", claim.number, claim.guild, refused)
        return [f"Discord refused the card of #{claim.number} in {channel.mention}. The claim itself is saved."]
    await _save_location(client, claim, CardLocation(channel.id, message.id))
    return await _open_thread(client, claim, channel, message)


async def _open_thread(
    client: FactdeskClient, claim: Claim, channel: discord.TextChannel, message: discord.Message
) -> list[str]:
    """Open a thread under a card.

    Without a thread the claim is discussed in the channel.
    """
    goes_on = f"so #{claim.number} is discussed in {channel.mention} itself."
    needed = {
        "create_public_threads": "Create Public Threads",
        "send_messages_in_threads": "Send Messages in Threads",
    }
    if lacking := _missing_permissions(channel, **needed):
        return [f"I can't open a thread (missing: {lacking}), {goes_on}"]
    try:
        thread = await message.create_thread(name=_thread_name(claim), auto_archive_duration=_WEEK)
    except discord.HTTPException as refused:
        _log.warning("claim #%d: no thread on server %d: %s", claim.number, claim.guild, refused)
        full = refused.code == _NO_MORE_THREADS
        reason = "This server has as many threads as Discord allows" if full else "Discord refused a thread"
        return [f"{reason}, {goes_on}"]
    await _save_location(client, claim, CardLocation(channel.id, message.id, thread.id))
    return []


async def _repost_card(client: FactdeskClient, file: ClaimFile, lost: CardLocation) -> list[str]:
    """Post a deleted card in its thread, or in the desk's channel."""
    if lost.thread is not None:
        try:
            message = await client.get_partial_messageable(lost.thread).send(view=claim_view(file))
        except discord.HTTPException:
            _log.info("claim #%d has lost its thread on server %d", file.claim.number, file.claim.guild)
        else:
            await _save_location(client, file.claim, CardLocation(lost.thread, message.id, lost.thread))
            return []
    await _save_location(client, file.claim, None)
    return await _post_card(client, file)


async def _edit(client: FactdeskClient, card: CardLocation, view: LayoutView) -> None:
    place = client.get_partial_messageable(card.channel)
    try:
        await place.get_partial_message(card.message).edit(view=view, allowed_mentions=AllowedMentions.none())
    except discord.HTTPException as refused:
        if refused.code != _ARCHIVED:
            raise
        thread = await client.fetch_channel(card.channel)
        assert isinstance(thread, discord.Thread)
        await thread.edit(archived=False)
        await place.get_partial_message(card.message).edit(view=view, allowed_mentions=AllowedMentions.none())


async def _save_location(client: FactdeskClient, claim: Claim, card: CardLocation | None) -> None:
    await client.app.desk.put_card(claim.guild, claim.number, card)


def _missing_permissions(channel: discord.abc.GuildChannel, **needed: str) -> str:
    """Return the names of the bot's missing permissions in a channel."""
    held = channel.permissions_for(channel.guild.me)
    return ", ".join(name for permission, name in needed.items() if not getattr(held, permission))


def _thread_name(claim: Claim) -> str:
    return cut_label(f"#{claim.number} {claim.text}")


async def _find_channel(client: FactdeskClient, claim: Claim) -> discord.TextChannel | discord.Thread | None:
    """Return a claim's thread, else its card's channel, else None."""
    if claim.card is None:
        return None
    for id_ in dict.fromkeys((claim.card.thread, claim.card.channel)):
        if id_ is None:
            continue
        try:
            found: Any = client.get_channel(id_) or await client.fetch_channel(id_)
        except discord.HTTPException:
            continue
        if isinstance(found, discord.TextChannel | discord.Thread) and found.guild.id == claim.guild:
            return found
    return None


async def _find_member(guild: discord.Guild | None, person: Person) -> discord.Member | None:
    """Return the member for a person, or None after they left."""
    if guild is None or person.user is None:
        return None
    try:
        return guild.get_member(person.user) or await guild.fetch_member(person.user)
    except discord.HTTPException:
        return None


def _can_read(place: discord.TextChannel | discord.Thread, member: discord.Member) -> bool:
    channel = place.parent if isinstance(place, discord.Thread) else place
    return channel is not None and channel.permissions_for(member).view_channel


async def _send_privately(member: discord.Member, news: str) -> bool:
    try:
        await member.send(view=view_of(news))
    except discord.HTTPException as refused:
        _log.info("no direct message to %d: %s", member.id, refused)
        return False
    return True


def _batches(members: Sequence[discord.Member]) -> list[Sequence[discord.Member]]:
    return [members[at : at + _MENTIONS_AT_ONCE] for at in range(0, len(members), _MENTIONS_AT_ONCE)]
