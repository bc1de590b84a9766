"""The outbox: messages waiting for Discord.

Actions add the messages (bot/store/desk/outbox.py) in their own transaction. Here the bot reads them and records what
became of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.desk.monitoring import reminders
from bot.desk.monitoring.reminders import NOT_POSTED
from bot.desk.witness_delivery import WitnessDelivery
from bot.model.claims import CardLocation, Person
from bot.model.notifications import ClaimMention, OutboxBacklog, OutboxMessage, ReminderKind
from bot.store.desk import desks, events, notices, outbox, schedules
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 45, 120, 360, 900))  # between two attempts
_SAME_PROBLEM = timedelta(days=1)  # a problem is noted on a claim once in this time


@dataclass(frozen=True, slots=True)
class Outbox:
    """Messages of all guilds waiting for Discord.

    The messages of one claim are sent in order: `first` returns only its first, and only if that is due.
    """

    database: Database
    clock: Callable[[], datetime]
    witness: WitnessDelivery

    async def ready(self, guilds: Collection[int]) -> list[tuple[int, int]]:
        """Return guild and claim (0: the desk) of due messages."""
        now = self.clock()
        latest = now + _DELAYS[-1]
        return await self.database.read(
            partial(outbox.ready, guilds=frozenset(guilds), now=stamp(now), latest=stamp(latest))
        )

    async def first(self, guild: int, claim: int) -> OutboxMessage | None:
        """Return a claim's first message, or None without a due one."""
        now = self.clock()
        latest = now + _DELAYS[-1]
        return await self.database.read(
            partial(outbox.first, guild=guild, claim=claim, now=stamp(now), latest=stamp(latest))
        )

    async def begin(self, message: OutboxMessage) -> None:
        """Record an attempt and plan the next one.

        Without `finish` or `drop` the message is due again after 5 seconds; the delays grow to 15 minutes.
        """
        retry_at = stamp(self.clock() + _DELAYS[min(message.attempts, len(_DELAYS) - 1)])
        await self.database.write(lambda db: outbox.begin(db.conn, message.id, retry_at))

    async def release(self) -> None:
        """Make all messages due now, after a start."""
        await self.database.write(lambda db: outbox.release(db.conn))

    async def mark_reached(self, message: OutboxMessage, people: Iterable[Person] = ()) -> None:
        """Record the thread and these people as reached by a message."""
        reached = tuple(people)
        await self.database.write(lambda db: outbox.mark_reached(db.conn, message, reached))

    async def finish(self, message: OutboxMessage) -> None:
        """Delete a sent or outdated message."""
        await self.database.write(lambda db: outbox.finish(db.conn, message))

    async def drop(self, message: OutboxMessage, why: str) -> None:
        """Delete an undeliverable message and note the reason in the log.

        `why` is a sentence without names: the log knows people by number. The history of the claim and the next
        digest show it.
        """

        def write(connection: sqlite3.Connection) -> None:
            outbox.finish(connection, message)
            now = self.clock()
            context = WriteContext(
                connection, desks.existing(connection, message.guild), max(message.claim, 0), None, stamp(now)
            )
            if not events.is_noted(context, NOT_POSTED, why, stamp(now - _SAME_PROBLEM)):
                events.append(context, NOT_POSTED, after={"message": message.kind, "why": why})

        await self.database.write(lambda db: write(db.conn))

    async def save_card(self, guild: int, claim: int, card: CardLocation | None) -> None:
        """Save the place of a claim's card in Discord, without an event."""

        def write(connection: sqlite3.Connection) -> None:
            desk = desks.existing(connection, guild)
            outbox.save_card(connection, desk, claim, card)
            outbox.put_cards_that_link_to(WriteContext(connection, desk, claim, None, stamp(self.clock())))

        await self.database.write(lambda db: write(db.conn))

    async def save_card_files(self, guild: int, claim: int, names: tuple[str, ...]) -> None:
        """Save the names of the files that a claim's card holds, without an event."""

        def write(connection: sqlite3.Connection) -> None:
            outbox.save_card_files(connection, desks.existing(connection, guild), claim, names)

        await self.database.write(lambda db: write(db.conn))

    async def save_card_without_thread(self, message: OutboxMessage, card: CardLocation) -> None:
        """Save the place of a new card, and queue its thread."""

        def write(connection: sqlite3.Connection) -> None:
            desk = desks.existing(connection, message.guild)
            outbox.save_card(connection, desk, message.claim, card)
            context = WriteContext(connection, desk, message.claim, None, stamp(self.clock()))
            outbox.put_thread_after_card(context, message)
            outbox.put_cards_that_link_to(context)

        await self.database.write(lambda db: write(db.conn))

    async def mention(self, message: OutboxMessage) -> ClaimMention:
        """Return the mention in an article behind a message."""
        return await self.database.read(partial(notices.mention, id_=message.subject))

    async def backlog(self, guild: int | None = None) -> OutboxBacklog:
        """Return the number of waiting messages, of one guild or of all."""
        return await self.database.read(partial(outbox.backlog, guild=guild))

    async def queue_due(self) -> int:
        """Queue due digests, reminders and witness lines; return their number."""
        now, targets = self.clock(), self.witness.targets

        def is_any_due(connection: sqlite3.Connection) -> bool:
            unplanned = targets and schedules.desks_without(connection, ReminderKind.WITNESS)
            return bool(unplanned or schedules.due(connection, stamp(now)))

        if not await self.database.read(is_any_due):
            return 0
        return await self.database.write(lambda db: reminders.queue_due(db.conn, now, targets))

    async def announce(self, text: str, found: datetime) -> int:
        """Queue a notice (plain text) of a moment for every desk with a channel; return their number.

        A notice that is waiting already is not queued again.
        """
        return await self.database.write(lambda db: outbox.put_notice(db.conn, text, stamp(found)))

    async def purge(self, before: datetime) -> int:
        """Delete messages queued before a time: nobody could send them."""
        return await self.database.write(lambda db: outbox.purge(db.conn, stamp(before)))
