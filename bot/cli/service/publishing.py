"""The bot's publication of verdicts into a folder, made anew after each change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from bot.app import App
from bot.desk.publication.publisher import Publisher
from bot.errors import FactdeskError

_log = logging.getLogger(__name__)

_LOOK_EVERY_SECONDS = 5.0
_SETTLE_SECONDS = 2.0  # actions that follow one another are published together
_PAUSE_AFTER_FAILURE_SECONDS = 60.0
NEVER = -1  # before the first publication


async def keep_published(app: App) -> None:
    """Publish now and after each change, with a pause of a minute after a failure."""
    if app.settings.publish is None:
        return
    seen = NEVER
    while True:
        published = await publish_if_changed(app.publisher, app.settings.publish, seen, app.health.add_notice)
        await asyncio.sleep(_LOOK_EVERY_SECONDS if published is not None else _PAUSE_AFTER_FAILURE_SECONDS)
        seen = seen if published is None else published


async def publish_if_changed(
    publisher: Publisher,
    folder: Path,
    seen: int,
    add_alarm: Callable[[str], None],
    settle_seconds: float = _SETTLE_SECONDS,
) -> int | None:
    """Publish unless `seen` is the last event that counts; return the last one, or None after a failure."""
    try:
        latest = await publisher.last_change(max(seen, 0))
        if latest == seen:
            return seen
        await asyncio.sleep(settle_seconds)
        # Read before the publication: what comes in during it is published again.
        latest = await publisher.last_change(max(seen, 0))
        report = await publisher.publish(folder)
    except (FactdeskError, OSError) as error:
        reason = str(error).removesuffix(".")
        _log.error("the verdicts could not be published: %s", reason)
        await asyncio.to_thread(add_alarm, f"The verdicts could not be published: {reason}. It is tried again.")
        return None
    if report.written or report.removed:
        _log.info("verdicts published: %d files written, %d removed", report.written, report.removed)
    for problem in report.problems:
        _log.error("the published site is incomplete: %s", problem)
        await asyncio.to_thread(add_alarm, f"The published site is incomplete: {problem}")
    return latest
