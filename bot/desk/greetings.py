"""Greetings of servers that the bot has joined: at most one each, in the database before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import partial

from bot.model.greetings import Greeting
from bot.store.desk import greetings
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 360))  # between two attempts
_STILL_NEW = timedelta(days=1)  # a server joined while the bot was stopped is greeted within this time


class GreetingService:
    """Queues greetings, and records what became of them."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def queue(self, guild: int, joined: datetime | None = None) -> bool:
        """Queue the greeting of a server joined now, or at a moment.

        False for a server that was greeted before, whose desk is set up, or that was joined more than a day ago.
        """
        now = self._clock()
        if joined is not None and now - joined > _STILL_NEW:
            return False
        return await self._database.write(lambda db: greetings.put(db.conn, guild, stamp(now)))

    async def due(self, guilds: Collection[int]) -> list[Greeting]:
        """Return the greetings to send to servers among `guilds` now."""
        now = self._clock()
        return await self._database.read(
            partial(greetings.due, guilds=frozenset(guilds), now=stamp(now), latest=stamp(now + _DELAYS[-1]))
        )

    async def begin(self, greeting: Greeting) -> None:
        """Record an attempt and plan the next one; without `finish` the greeting is due again."""
        retry_at = stamp(self._clock() + _DELAYS[min(greeting.attempts, len(_DELAYS) - 1)])
        await self._database.write(lambda db: greetings.begin(db.conn, greeting.guild, retry_at))

    async def finish(self, greeting: Greeting) -> None:
        """Record a greeting as sent, or as given up."""
        now = stamp(self._clock())
        await self._database.write(lambda db: greetings.finish(db.conn, greeting.guild, now))
