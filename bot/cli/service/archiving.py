"""The bot's copies of linked pages."""

from __future__ import annotations

import asyncio
import logging

from bot.app import App
from bot.errors import FactdeskError

_log = logging.getLogger(__name__)

_LOOK_EVERY_SECONDS = 5.0


async def archive_pages(app: App) -> None:
    """Make the copies that editors asked for, as long as the app is open; errors are logged.

    Without the settings nothing is fetched: what still waits is told as turned off.
    """
    while True:
        try:
            await app.page_archiving.deliver_due()
        except (FactdeskError, OSError) as error:
            _log.error("the copies of pages could not be read or saved: %s", error)
        except Exception:  # noqa: BLE001 - the messages stay in the outbox, and the loop goes on
            _log.exception("the archiving of pages failed")
        await asyncio.sleep(_LOOK_EVERY_SECONDS)
