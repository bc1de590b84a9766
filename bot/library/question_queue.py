"""Two whole questions at a time, first come first served: the first answers come at once, however many are asked."""

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
_TELL_EVERY_SECONDS = 2.0

# Is given how many questions are ahead, those being answered included.
OnWait: TypeAlias = Callable[[int], Awaitable[None] | None]
_Ticket: TypeAlias = "asyncio.Future[None]"


class QuestionQueue:
    """Admits at most `slots` questions at a time, strictly in the order in which they came."""

    def __init__(self, slots: int = SLOTS, pause: Callable[[], Awaitable[object]] | None = None) -> None:
        """`pause` is what passes before somebody waiting is told, and between two times; two seconds by default."""
        self._free = slots
        self._slots = slots
        self._pause = pause or partial(asyncio.sleep, _TELL_EVERY_SECONDS)
        self._waiting: deque[_Ticket] = deque()

    @asynccontextmanager
    async def turn(self, on_wait: OnWait | None = None) -> AsyncIterator[None]:
        """Wait for one's turn and hold it for the `async with` block.

        `on_wait` is told the number of questions ahead after two seconds, and again when it has changed.
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
        telling = asyncio.create_task(self._tell(ticket, on_wait)) if on_wait else None
        try:
            await ticket
        except asyncio.CancelledError:
            if ticket.done() and not ticket.cancelled():
                self._leave()  # the turn came at the moment of giving up
            with suppress(ValueError):
                self._waiting.remove(ticket)
            raise
        finally:
            if telling:
                telling.cancel()

    def _leave(self) -> None:
        # The slot is handed over: one who comes at this moment can't overtake those who wait.
        while self._waiting:
            ticket = self._waiting.popleft()
            if not ticket.done():
                ticket.set_result(None)
                return
        self._free += 1

    async def _tell(self, ticket: _Ticket, on_wait: OnWait) -> None:
        told = 0
        while True:
            await self._pause()
            if ticket.done():
                return
            ahead = self._slots + self._waiting.index(ticket)
            if ahead != told:
                told = ahead
                try:
                    if (telling := on_wait(ahead)) is not None:
                        await telling
                except Exception:
                    log.exception("the place in the queue could not be reported")
