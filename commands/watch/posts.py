"""Posts about new articles for watched questions, sent from the outbox."""

from __future__ import annotations

from typing import Any

import discord

from bot.client import FactdeskClient
from bot.model.notifications import OutboxKind, OutboxMessage
from bot.model.question_watches import WatchPost
from commands.claim.outbox_worker import Sender, UndeliverableError
from commands.ui.bylines import plural
from commands.ui.permissions import lacking_to_post
from commands.ui.views import view_of
from commands.watch.cards import post_card

_GONE = "The channel of {} was deleted, so watching was stopped."
_REFUSED = "I could not post new articles for {} in their channel (missing: {})."
_LEFT = "A person with {} left the server, so watching was stopped."
_NO_DIRECT_MESSAGE = "I could not send a direct message about {}: the person takes none from me."


async def send_watch_post(client: FactdeskClient, message: OutboxMessage) -> None:
    """Post the new articles in the channel or by direct message.

    Raises UndeliverableError, for the next digest, if the place is gone or refuses the post. Watches of a place that is
    gone are stopped.
    """
    post = await client.app.question_watches.post(message)
    if post is None:
        return
    try:
        await _send(client, message, post)
    except UndeliverableError:
        await client.app.question_watches.mark_posted(message)
        raise
    await client.app.question_watches.mark_posted(message)


SENDERS: dict[OutboxKind, Sender] = {OutboxKind.WATCH: send_watch_post}


async def _send(client: FactdeskClient, message: OutboxMessage, post: WatchPost) -> None:
    watched = plural(len(post.watches), "watched question")
    place = await (_member(client, message, post) if post.recipient else _channel(client, message, post))
    if place is None:
        await client.app.question_watches.end(post)
        raise UndeliverableError((_LEFT if post.recipient else _GONE).format(watched))
    if not post.recipient and (lacking := lacking_to_post(place)):
        raise UndeliverableError(_REFUSED.format(watched, lacking))
    try:
        has_buttons = not post.recipient or client.receives_direct_messages()
        await place.send(view=view_of(post_card(post, has_buttons=has_buttons)), nonce=f"{message.nonce}.watch")
    except discord.Forbidden as refused:
        why = _NO_DIRECT_MESSAGE.format(watched) if post.recipient else _REFUSED.format(watched, refused.text)
        raise UndeliverableError(why) from refused


async def _channel(client: FactdeskClient, message: OutboxMessage, post: WatchPost) -> Any:  # noqa: ANN401 - any channel of a server
    """Return the channel or thread of a post, or None after it was deleted or moved out of reach."""
    try:
        found: Any = client.get_channel(post.channel) or await client.fetch_channel(post.channel)
    except discord.NotFound:
        return None
    except discord.Forbidden as refused:
        raise UndeliverableError(
            _REFUSED.format(plural(len(post.watches), "watched question"), "View Channel")
        ) from refused
    is_here = isinstance(found, discord.abc.Messageable) and getattr(found, "guild", None) is not None
    return found if is_here and found.guild.id == message.guild else None


async def _member(client: FactdeskClient, message: OutboxMessage, post: WatchPost) -> discord.Member | None:
    """Return the person of a direct message, or None after they left the server."""
    guild = client.get_guild(message.guild)
    assert post.recipient is not None
    if guild is None:
        return None
    try:
        return guild.get_member(post.recipient) or await guild.fetch_member(post.recipient)
    except discord.NotFound:
        return None
