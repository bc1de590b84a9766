"""Delivery of notifications: in the claim's thread, else by direct message."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import discord
from discord import AllowedMentions

from bot.client import FactdeskClient
from bot.model.claims import Claim, Person
from bot.model.notifications import OutboxKind, OutboxMessage
from commands.claim.outbox_worker import UndeliverableError, is_temporary
from commands.ui.views import view_of

_log = logging.getLogger(__name__)

_MENTIONS_AT_ONCE = 50
_UNDELIVERED = {
    OutboxKind.VERDICT: "I could not notify anybody of the verdict on #{}.",
    OutboxKind.DUPLICATE: "I could not notify anybody that #{} is a duplicate.",
    OutboxKind.ASSIGNED: "I could not notify the assignee of #{}.",
    OutboxKind.REMINDER: "I could not remind the assignee of #{}.",
    OutboxKind.MENTION: "I could not post in the thread of #{}. Its history shows what is new.",
    OutboxKind.SOURCE: "I could not post in the thread of #{}. Its history shows what is new.",
}

# The desk's own news: posted in the thread even if there is nobody to mention.
_FOR_THE_THREAD = frozenset({OutboxKind.REMINDER, OutboxKind.MENTION, OutboxKind.SOURCE})


@dataclass(frozen=True, slots=True)
class _Recipient:
    person: Person
    member: discord.Member


async def notify(client: FactdeskClient, message: OutboxMessage, news: str) -> None:
    """Send `news` (markdown) to the recipients of a message.

    People who can read the claim's thread are mentioned there, others get a direct message. Who was reached is
    recorded at once, so that a second attempt leaves them out. Raises UndeliverableError if nothing arrived.
    """
    claim = await client.app.desk.get(message.guild, message.claim)
    place = await _find_channel(client, claim)
    found = [await _find_recipient(client, message.guild, person) for person in message.recipients]
    recipients = [recipient for recipient in found if recipient is not None]
    readers = [recipient for recipient in recipients if place is not None and _can_read(place, recipient.member)]
    is_for_all = not message.posted and (message.kind in _FOR_THE_THREAD or not recipients)
    reached = list[_Recipient]()
    has_arrived = message.posted
    if place is not None and (readers or is_for_all):
        try:
            for batch in _batches(readers) or [[]]:
                await _post(place, message, news, batch)
                await client.app.desk.outbox.mark_reached(message, [recipient.person for recipient in batch])
                reached += batch
                has_arrived = True
        except discord.HTTPException as refused:
            if is_temporary(refused):
                raise
            _log.info("claim #%d: no notification in its thread: %s", claim.number, refused)
    for recipient in recipients:
        if recipient not in reached:
            has_arrived |= await _send_privately(recipient, message, news)
            await client.app.desk.outbox.mark_reached(message, [recipient.person])
    if not has_arrived and (recipients or claim.card):
        raise UndeliverableError(_UNDELIVERED[message.kind].format(claim.number))


async def _post(
    place: discord.TextChannel | discord.Thread, message: OutboxMessage, news: str, batch: Sequence[_Recipient]
) -> None:
    members = [recipient.member for recipient in batch]
    mentions = " ".join(member.mention for member in members)
    view = view_of(f"{mentions}\n{news}" if members else news)
    part = batch[0].person.number if batch else 0
    # The only pings: people who flagged or watch the claim, or were assigned it.
    await place.send(view=view, allowed_mentions=AllowedMentions(users=members), nonce=f"{message.nonce}.{part}")


async def _send_privately(recipient: _Recipient, message: OutboxMessage, news: str) -> bool:
    try:
        await recipient.member.send(view=view_of(news), nonce=f"{message.nonce}.dm{recipient.person.number}")
    except discord.HTTPException as refused:
        if is_temporary(refused):
            raise
        _log.info("no direct message to %d: %s", recipient.member.id, refused)
        return False
    return True


async def _find_channel(client: FactdeskClient, claim: Claim) -> discord.TextChannel | discord.Thread | None:
    """Return a claim's thread, else its card's channel, else None."""
    if claim.card is None:
        return None
    for id_ in dict.fromkeys((claim.card.thread, claim.card.channel)):
        if id_ is None:
            continue
        try:
            found: Any = client.get_channel(id_) or await client.fetch_channel(id_)
        except (discord.NotFound, discord.Forbidden):
            continue
        if isinstance(found, discord.TextChannel | discord.Thread) and found.guild.id == claim.guild:
            return found
    return None


async def _find_recipient(client: FactdeskClient, guild_id: int, person: Person) -> _Recipient | None:
    """Return the member for a person, or None after they left."""
    guild = client.get_guild(guild_id)
    if guild is None or person.user is None:
        return None
    try:
        return _Recipient(person, guild.get_member(person.user) or await guild.fetch_member(person.user))
    except (discord.NotFound, discord.Forbidden):
        return None


def _can_read(place: discord.TextChannel | discord.Thread, member: discord.Member) -> bool:
    channel = place.parent if isinstance(place, discord.Thread) else place
    return channel is not None and channel.permissions_for(member).view_channel


def _batches(recipients: Sequence[_Recipient]) -> list[Sequence[_Recipient]]:
    return [recipients[at : at + _MENTIONS_AT_ONCE] for at in range(0, len(recipients), _MENTIONS_AT_ONCE)]
