"""Worker of the outbox: sends waiting messages to Discord.

A message stays in the database until it was sent, so that a stop or a fault only delays it. Claims don't wait for each
other; discord.py waits for Discord's rate limits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import aiohttp
import discord
from discord.ext import tasks
from discord.ext.commands import Cog
from discord.utils import utcnow

from bot.client import FactdeskClient
from bot.model.notifications import OutboxKind, OutboxMessage

_log = logging.getLogger(__name__)

SLOW = "Discord is slow at the moment. The card of #{} and its notifications will follow."
_INTERVAL_S = 5.0
_PATIENCE_S = 10.0  # how long an interaction waits for its claim's messages
_MOST_LANES = 50  # claims of one guild at a time
_MOST_FAILURES = 20  # attempts at a message that fails for an unknown reason
_TOO_MANY_REQUESTS, _SERVER_ERROR = 429, 500

Sender = Callable[[FactdeskClient, OutboxMessage], Awaitable[None]]


class UndeliverableError(Exception):
    """A message's target is gone or refuses it.

    The text is a sentence without names for the people who work on the claim.
    """


class NotYetError(Exception):
    """A message has no target yet, but may get one."""


@dataclass(slots=True)
class _Lane:
    """Sending of one claim's messages.

    `again` asks for another look at the outbox. `notices` are the reasons of dropped messages; with `is_delayed`, a
    message has to be sent again later.
    """

    again: bool = True
    notices: list[str] = field(default_factory=list)
    is_delayed: bool = False
    task: asyncio.Task[None] | None = None


class OutboxWorker(Cog):
    """Loop over the outbox, every five seconds and after each action.

    A failure is logged and never ends the loop.
    """

    def __init__(self, client: FactdeskClient, senders: Mapping[OutboxKind, Sender]) -> None:
        self._client = client
        self._senders = senders
        self._lanes: dict[tuple[int, int], _Lane] = {}

    async def cog_load(self) -> None:
        """Start the loop."""
        self._loop.start()

    async def cog_unload(self) -> None:
        """Stop the loop and the sending; unsent messages stay."""
        self._loop.cancel()
        sending = [lane.task for lane in self._lanes.values() if lane.task]
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)

    @tasks.loop(seconds=_INTERVAL_S)
    async def _loop(self) -> None:
        await self.poll()
        # discord.py's loop follows the wall clock: a clock set back by a day would stop it for that day.
        planned = self._loop.next_iteration
        if planned and abs((planned - utcnow()).total_seconds()) > 2 * _INTERVAL_S:
            self._loop.restart()

    @_loop.before_loop
    async def _prepare(self) -> None:
        await self._client.wait_until_ready()
        await _log_failures("looking for messages of an earlier run", self._client.app.desk.outbox.release)

    async def poll(self) -> None:
        """Queue digests and reminders, and send all due messages."""
        await _log_failures("looking for what is due", self._client.app.desk.outbox.queue_due)
        await _log_failures("looking for messages to send", self._start_lanes)

    async def deliver(self, guild: int, claim: int) -> list[str]:
        """Send a claim's messages now, and return the reasons of those dropped.

        Waits ten seconds at most; what takes longer is sent later.
        """
        lane = self._start(guild, claim)
        if lane.task is None:
            return []
        _, pending = await asyncio.wait({lane.task}, timeout=_PATIENCE_S)
        return [*lane.notices, SLOW.format(claim)] if pending or lane.is_delayed else list(lane.notices)

    async def _start_lanes(self) -> None:
        available = {guild.id for guild in self._client.guilds if not guild.unavailable}
        for guild, claim in await self._client.app.desk.outbox.ready(available):
            if sum(busy == guild for busy, _ in self._lanes) < _MOST_LANES:
                self._start(guild, claim)

    def _start(self, guild: int, claim: int) -> _Lane:
        """Return a claim's lane, and let it read the outbox again."""
        lane = self._lanes.get((guild, claim))
        if lane is None:
            lane = self._lanes[guild, claim] = _Lane()
            lane.task = asyncio.create_task(self._run(guild, claim, lane), name=f"outbox {guild} #{claim}")
        lane.again = True
        return lane

    async def _run(self, guild: int, claim: int, lane: _Lane) -> None:
        try:
            while lane.again:
                lane.again = False
                while message := await self._client.app.desk.outbox.first(guild, claim):
                    await self._send(message, lane)
        except Exception:  # noqa: BLE001 - the messages stay in the outbox, and the loop goes on
            _log.exception("the messages of claim #%d on server %d were not sent", claim, guild)
        finally:
            del self._lanes[guild, claim]

    async def _send(self, message: OutboxMessage, lane: _Lane) -> None:
        """Send one message, then delete, drop or keep it."""
        outbox = self._client.app.desk.outbox
        await outbox.begin(message)
        try:
            await self._senders[message.kind](self._client, message)
        except Exception as error:  # noqa: BLE001 - one message never stops the others
            why = _reason_to_drop(message, error)
            if why is None:
                lane.is_delayed = True
                return
            _log.warning("%s: %s", _place(message), why)
            lane.notices.append(why)
            await outbox.drop(message, why)
        else:
            await outbox.finish(message)


def worker_of(client: FactdeskClient) -> OutboxWorker:
    """Return the client's worker."""
    worker = client.get_cog(OutboxWorker.__cog_name__)
    assert isinstance(worker, OutboxWorker)
    return worker


def is_temporary(error: Exception) -> bool:
    """Check for a fault of Discord or the network."""
    if isinstance(error, discord.HTTPException):
        return error.status >= _SERVER_ERROR or error.status == _TOO_MANY_REQUESTS
    return isinstance(error, discord.RateLimited | aiohttp.ClientError | OSError)


def _reason_to_drop(message: OutboxMessage, error: Exception) -> str | None:
    """Return the reason to give a message up, or None."""
    name = f"{_place(message)}: the message “{message.kind}”"
    if isinstance(error, UndeliverableError):
        return str(error)
    if isinstance(error, NotYetError) or is_temporary(error):
        # A lasting problem is logged once, not at every attempt.
        level = logging.DEBUG if isinstance(error, NotYetError) and message.attempts else logging.WARNING
        _log.log(level, "%s will be sent later: %s", name, error)
        return None
    about = f" about #{message.claim}" if message.claim > 0 else ""
    if isinstance(error, discord.HTTPException):
        return f"Discord refused a message{about} ({error.text or error.status})."
    _log.error("%s was not sent", name, exc_info=error)
    return f"A message{about} could not be sent." if message.attempts >= _MOST_FAILURES else None


def _place(message: OutboxMessage) -> str:
    return f"server {message.guild}, claim #{message.claim}" if message.claim > 0 else f"server {message.guild}"


async def _log_failures(activity: str, act: Callable[[], Awaitable[object]]) -> None:
    try:
        await act()
    except OSError as error:
        _log.warning("%s failed and will be tried again: %s", activity, error)
    except Exception:  # noqa: BLE001 - whatever it is, the loop goes on
        _log.exception("%s failed", activity)
