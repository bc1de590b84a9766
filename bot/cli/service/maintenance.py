"""What the bot sees to beside answering: folders in step, attributions worked out, old answers gone, a heartbeat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from bot.app import App
from bot.cli.service.garbage import spare_what_stays
from bot.cli.service.heartbeat import EVERY_SECONDS, beat, stop_beating
from bot.cli.service.signals import Work
from bot.errors import UserError
from bot.library.sync_report import SyncReport

_log = logging.getLogger(__name__)

_LOOK_AGAIN_SECONDS = 20.0  # between two looks for documents of which something is not worked out
_PURGE_SECONDS = 6 * 3600.0
_REPEATED_WITHIN = timedelta(days=1)  # Discord gives an interaction up after 15 minutes


def of(app: App) -> tuple[Work, ...]:
    """Return all that is to run as long as the app does."""
    return _in_step(app), _prepared(app), _purged(app)


async def _in_step(app: App) -> None:
    """Bring the folders in step now, and again every `watch_seconds`; a fault is logged and the next round tries."""
    if not app.folders:
        _log.warning("no folder of articles is set (FACTDESK_CORPUS): answering from what is indexed already")
        return
    while True:
        try:
            report = await app.sync()
        except UserError as error:
            _log.warning("the folders could not be brought in step: %s", error.message)
        except Exception:  # noqa: BLE001 - the bot goes on with what is indexed
            _log.exception("the folders could not be brought in step")
        else:
            if report.added or report.changed or report.removed:
                _log.info("folders in step: %s", told(report))
            await app.passage_search.warm()
        if not app.settings.watch_seconds:
            return
        await asyncio.sleep(app.settings.watch_seconds)


def told(report: SyncReport) -> str:
    return f"{'; '.join(islice(report.lines(), 2))}; {len(report.skipped):,} left out"


async def _prepared(app: App) -> None:
    """Work out what questions need of new documents, one kind after the other, and look again every 20 seconds."""
    is_attributing = await _language_model(app)
    spare_what_stays()
    while True:
        await _filled(app.document_units.fill, "split %d documents into units")
        if app.word_vectors:
            await _filled(app.word_vectors.fill, "computed the vectors of %d words")
        if is_attributing:
            is_attributing = await _attributed(app)
        if app.sentence_vectors:
            await _filled(app.sentence_vectors.fill, "computed the sentence vectors of %d documents")
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


async def _language_model(app: App) -> bool:
    """Load the models ahead of the first question; tell whether the language model is there."""
    if app.sentence_vectors:
        await app.sentence_vectors.load()
    try:
        await app.attributions.load()
    except UserError as error:
        _log.warning("answers will not say who says it: %s", error.message)
        return False
    return True


async def _attributed(app: App) -> bool:
    """Work out who says what in new documents; tell whether that can go on."""
    try:
        if count := await app.attributions.fill():
            _log.info("worked out who says what in %d documents", count)
    except UserError as error:
        _log.warning("answers will not say who says it: %s", error.message)
        return False
    return True


async def _filled(fill: Callable[[], Awaitable[int]], told: str) -> None:
    try:
        if count := await fill():
            _log.info(told, count)
    except UserError as error:
        _log.warning("questions will take longer: %s", error.message)


async def beating(data: Path, is_healthy: Callable[[], bool]) -> None:
    """Keep the heartbeat fresh while the bot is healthy, and take it away at the end."""
    try:
        while True:
            if is_healthy():
                await _beaten(data)
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        stop_beating(data)


async def _beaten(data: Path) -> None:
    """Write one heartbeat; once begun it is ended, lest it be written after it was taken away."""
    writing = asyncio.create_task(asyncio.to_thread(beat, data))
    try:
        await asyncio.shield(writing)
    except asyncio.CancelledError:
        await asyncio.wait({writing})
        raise
    except OSError as error:
        _log.warning("the heartbeat can't be written: %s", error)


async def _purged(app: App) -> None:
    """Take out answers older than `answer_days`, whose buttons then work no more, and old notes of interactions."""
    while True:
        now = datetime.now(UTC)
        try:
            await app.saved_answers.purge(now - timedelta(days=app.settings.answer_days))
            await app.desk.purge(now - _REPEATED_WITHIN)
        except UserError as error:
            _log.warning("old answers could not be taken out: %s", error.message)
        await asyncio.sleep(_PURGE_SECONDS)
