"""Delivery of verdicts to the webhook, from the outbox and with retries."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.desk.desk import Desk
from bot.desk.outgoing_http import NotDeliveredError
from bot.desk.webhook.payload import webhook_body
from bot.desk.webhook.request import WebhookTarget, post
from bot.model.notifications import OutboxMessage
from bot.store.desk import outbox, webhook_queue
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import stamp

_log = logging.getLogger(__name__)

# Between two attempts: 10 s, 1 min, 5 min, 30 min, 2 h, then 6 h.
_DELAYS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1_800, 7_200, 21_600))
GIVEN_UP_AFTER = timedelta(days=7)


class WebhookService:
    """Sends each verdict in force, each correction and each saved link to one address."""

    def __init__(self, database: Database, desk: Desk, target: WebhookTarget, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._desk = desk
        self._target = target
        self._clock = clock

    async def queue_new(self) -> int:
        """Queue what happened since the last call; return the number of messages.

        Nothing is queued of the time before the first call.
        """
        since = stamp(self._clock() - GIVEN_UP_AFTER)
        return await self._database.write(lambda db: webhook_queue.queue_new(db.conn, since))

    async def deliver_due(self) -> int:
        """Try each due message once; return the number of those that arrived.

        A message is dropped after seven days, with a note in the claim's history and the next digest.
        """
        arrived = 0
        while message := await self._first_due():
            arrived += await self._deliver(message)
        return arrived

    async def _first_due(self) -> OutboxMessage | None:
        now = self._clock()
        latest = stamp(now + _DELAYS[-1])
        return await self._database.read(partial(webhook_queue.first_due, now=stamp(now), latest=latest))

    async def _deliver(self, message: OutboxMessage) -> bool:
        retry_at = stamp(self._clock() + _DELAYS[min(message.attempts, len(_DELAYS) - 1)])
        await self._database.write(lambda db: outbox.begin(db.conn, message.id, retry_at))
        body = await self._body(message)
        if body is None:
            await self._desk.outbox.finish(message)
            return False
        try:
            await post(self._target, f"msg_{message.nonce}", int(self._clock().timestamp()), body)
        except NotDeliveredError as error:
            await self._keep_or_drop(message, error)
            return False
        await self._desk.outbox.finish(message)
        return True

    async def _body(self, message: OutboxMessage) -> bytes | None:
        read = partial(webhook_queue.event, guild=message.guild, number=message.subject)
        event = await self._database.read(read)
        file = await self._desk.file(message.guild, message.claim)
        settings = await self._desk.settings(message.guild)
        body = webhook_body(file, event, settings.rating_values)
        return None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")

    async def _keep_or_drop(self, message: OutboxMessage, error: NotDeliveredError) -> None:
        place = f"the webhook did not take the verdict on #{message.claim} of server {message.guild}: {error}"
        if self._clock() - message.queued < GIVEN_UP_AFTER:
            # A lasting problem is logged at its first attempt alone.
            _log.log(logging.DEBUG if message.attempts else logging.WARNING, "%s; it is tried again", place)
            return
        _log.error("%s; it was given up", place)
        why = f"The webhook did not take the verdict on #{message.claim} for {GIVEN_UP_AFTER.days} days: {error}."
        await self._desk.outbox.drop(message, why)
