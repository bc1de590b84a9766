"""The bot's deliveries to the webhook."""

from __future__ import annotations

import asyncio
import logging

from bot.app import App
from bot.errors import FactdeskError

_log = logging.getLogger(__name__)

_LOOK_EVERY_SECONDS = 5.0


async def deliver_to_webhook(app: App) -> None:
    """Queue and send verdicts as long as the app is open; errors are logged."""
    while app.webhook is not None:
        try:
            await app.webhook.queue_new()
            await app.webhook.deliver_due()
        except (FactdeskError, OSError) as error:
            _log.error("the webhook's messages could not be read or saved: %s", error)
        except Exception:  # noqa: BLE001 - the messages stay in the outbox, and the loop goes on
            _log.exception("the webhook failed")
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
