"""A first-come, first-served queue: two questions are answered at a time."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TypeAlias

log = logging.getLogger(__name__)

SLOTS = 2
_REPORT_EVERY_SECONDS = 2.0

# Called with the number of questions ahead, including those being answered.
OnWait: TypeAlias = Callable[[int], Awaitable[None] | None]
_Ticket: TypeAlias = "asyncio.Future[None]"


class QuestionQueue:
    """Admits at most `slots` questions at a time, in order of arrival."""

    def __init__(self, slots: int = SLOTS, pause: Callable[[], Awaitable[object]] | None = None) -> None:
        """Take the number of slots.

        `pause` is awaited before each report of the place in the queue; by default it lasts two seconds.
        """
        self._free = slots
        self._slots = slots
        self._pause = pause or partial(asyncio.sleep, _REPORT_EVERY_SECONDS)
        self._waiting: deque[_Ticket] = deque()

    def waiting(self) -> int:
        """Return the number of questions that wait for a slot."""
        return sum(not ticket.done() for ticket in self._waiting)

    @asynccontextmanager
    async def turn(self, on_wait: OnWait | None = None) -> AsyncIterator[None]:
        """Wait for a slot and hold it during the `async with` block.

        After two seconds `on_wait` gets the number of questions ahead, and again at every change.
        """
        await self._enter(on_wait)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, on_wait: OnWait | None) -> None:
        if self._free:
            self._free -= 1
            return
        ticket = asyncio.get_running_loop().create_future()
        self._waiting.append(ticket)
        reporting = asyncio.create_task(self._report_place(ticket, on_wait)) if on_wait else None
        try:
            await ticket
        except asyncio.CancelledError:
            if ticket.done() and not ticket.cancelled():
                self._leave()  # the slot was granted at the moment of cancellation
            with suppress(ValueError):
                self._waiting.remove(ticket)
            raise
        finally:
            if reporting:
                reporting.cancel()

    def _leave(self) -> None:
        # The slot is handed over, so that a new question can't overtake the waiting ones.
        while self._waiting:
            ticket = self._waiting.popleft()
            if not ticket.done():
                ticket.set_result(None)
                return
        self._free += 1

    async def _report_place(self, ticket: _Ticket, on_wait: OnWait) -> None:
        reported = 0
        while True:
            await self._pause()
            if ticket.done():
                return
            ahead = self._slots + self._waiting.index(ticket)
            if ahead != reported:
                reported = ahead
                try:
                    if (reporting := on_wait(ahead)) is not None:
                        await reporting
                except Exception:
                    log.exception("the place in the queue could not be reported")
