"""Replies to messages that repeat a published false claim, in the channels that a desk names.

A reply is written down with its message's id before it is sent, and never keeps the message's text.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from bot.desk.published_verdicts import PublishedVerdicts
from bot.desk.statements import statements
from bot.model.claims import DeskSettings
from bot.model.notifications import OutboxKind, OutboxMessage
from bot.model.published_verdicts import PublishedVerdict, scale_share
from bot.store.desk import desks, outbox, verdict_replies
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

SAME_CLAIM_AGAIN = timedelta(minutes=30)  # in one channel
MOST_REPLIES, PERIOD = 5, timedelta(minutes=10)  # in one channel, about any claims
TOO_LATE = timedelta(minutes=10)  # a reply that Discord did not take by then is left out
_KEPT = timedelta(days=30)  # longer than messages are looked at again after an edit
_MOST_STATEMENTS = 5  # of a message
_ROUNDING = 1e-9
_LINK = re.compile(r"https?://[^\s<>|]{3,2000}")
_AFTER_LINK = ".,;:!?)]}*_'\"”’"
_HIGHEST_LIMIT = 0.5  # of the scale; what is better is not false by any name


@dataclass(frozen=True, slots=True)
class ChannelMessage:
    """A message in a server's channel; `words` is its text without links and mentions."""

    guild: int
    channel: int
    id: int
    text: str
    words: str


class VerdictReplies:
    """Decides which messages get a reply, and queues it in the outbox."""

    def __init__(self, database: Database, verdicts: PublishedVerdicts, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._verdicts = verdicts
        self._clock = clock

    async def queue(self, message: ChannelMessage) -> int | None:
        """Queue the reply to a message, and return the number of the claim that it repeats.

        None outside the desk's named channels, for a message that repeats no false claim or links the verdict itself,
        for one that has its reply, and after too many replies in a channel.
        """
        settings = await self._database.read(partial(desks.settings, guild=message.guild))
        if message.channel not in settings.reply_channels:
            return None
        checked = await self._verdicts.on_statements(message.guild, statements(message.words, _MOST_STATEMENTS))
        false = [
            statement.verdicts[0]
            for statement in checked
            if all(is_false(verdict, settings) for verdict in statement.verdicts)
            and not _links(statement.verdicts, message.text)
        ]
        if not false:
            return None
        is_queued = await self._database.write(lambda db: self._queue(db.conn, message, false[0]))
        return _compared(false[0]) if is_queued else None

    async def current(self, message: OutboxMessage) -> PublishedVerdict | None:
        """Return the verdict for a queued reply, or None if it is too late or the verdict is no longer false."""
        settings = await self._database.read(partial(desks.settings, guild=message.guild))
        if self._clock() - message.queued > TOO_LATE or int(message.body) not in settings.reply_channels:
            return None
        verdict = await self._verdicts.on_claim(message.guild, message.claim)
        return verdict if verdict and is_false(verdict, settings) else None

    def _queue(self, connection: sqlite3.Connection, message: ChannelMessage, verdict: PublishedVerdict) -> bool:
        now, channel = self._clock(), message.channel
        context = WriteContext(connection, desks.existing(connection, message.guild), verdict.claim, None, stamp(now))
        verdict_replies.purge(context, stamp(now - _KEPT))
        if verdict_replies.count_since(context, channel, stamp(now - SAME_CLAIM_AGAIN), of_claim=True):
            return False
        if verdict_replies.count_since(context, channel, stamp(now - PERIOD)) >= MOST_REPLIES:
            return False
        if not verdict_replies.add(context, channel, message.id):
            return False
        # The limits above count the original; the reply names the duplicate.
        outbox.put(replace(context, claim=_compared(verdict)), OutboxKind.REPLY, message.id, body=str(channel))
        return True


def _compared(verdict: PublishedVerdict) -> int:
    """Return the claim that a message repeats: the verdict's, or a duplicate of it."""
    return verdict.duplicate or verdict.claim


def is_false(verdict: PublishedVerdict, settings: DeskSettings) -> bool:
    """Check for a rating that gets replies: the worst of its scale, or up to the desk's limit.

    A rating without a number never gets one.
    """
    return verdict.share is not None and verdict.share <= _limit(settings)


def _limit(settings: DeskSettings) -> float:
    share = scale_share(settings.reply_rating, settings.rating_values) if settings.reply_rating else None
    return min(share or 0.0, _HIGHEST_LIMIT) + _ROUNDING


def _links(verdicts: Iterable[PublishedVerdict], text: str) -> bool:
    """Check for a message that links a verdict itself, as people copy links: with or without www, with tracking."""
    linked = [link.rstrip(_AFTER_LINK) for link in _LINK.findall(text)]
    return any(_is_page(link, verdict.url) for verdict in verdicts if verdict.url for link in linked)


def _is_page(link: str, page: str) -> bool:
    """Check for a link to a page; its query counts only if the page's address has one."""
    try:
        ours, theirs = urlsplit(page), urlsplit(link)
    except ValueError:
        return link == page
    same_path = ours.path.rstrip("/") == theirs.path.rstrip("/")
    same_host = _host(ours.hostname) == _host(theirs.hostname)
    return same_host and same_path and (not ours.query or ours.query in theirs.query)


def _host(name: str | None) -> str:
    return (name or "").removeprefix("www.")


def reply_limits(settings: DeskSettings) -> list[str]:
    """Return the desk's ratings that may be the limit, the worst first: the lower half of its scale."""
    ordered = sorted(settings.rating_values, key=lambda rating: rating[1])
    shares = [(name, scale_share(name, ordered)) for name, _ in ordered]
    return [name for name, share in shares if share is not None and share <= _HIGHEST_LIMIT]


def ratings_with_replies(settings: DeskSettings) -> list[str]:
    """Return the desk's ratings that get replies, the worst first."""
    limit = _limit(settings)
    return [
        name
        for name in reply_limits(settings)
        if (share := scale_share(name, settings.rating_values)) is not None and share <= limit
    ]
