"""Background work of the bot: sync, attributions, vectors, purging, heartbeat."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from bot.app import App
from bot.cli.service import archiving, publishing, upkeep, webhooks
from bot.cli.service.garbage import freeze_current_objects
from bot.cli.service.heartbeat import EVERY_SECONDS, remove_heartbeat, write_heartbeat
from bot.cli.service.signals import Work
from bot.errors import ArchiveUnreachableError, UserError
from bot.library.process_memory import trim
from bot.library.sync_report import SyncReport

_log = logging.getLogger(__name__)

_PREPARE_EVERY_SECONDS = 20.0  # between two searches for documents without attributions or vectors
_PURGE_EVERY_SECONDS = 3600.0
_SENDABLE_FOR = timedelta(days=30)  # messages to a server without the bot
_AWAY_SECONDS = 30.0  # before the folders are synchronised again with a server that was away
_TRIM_EVERY_SECONDS = 60.0
_REPEATED_WITHIN = timedelta(days=1)  # an interaction of Discord expires after 15 minutes


def background_tasks(app: App) -> tuple[Work, ...]:
    """Return the coroutines to run as long as the app is open."""
    tasks = (keep_synced(app), _prepare_documents(app), _purge_old_answers(app), _return_freed_memory())
    shared = (_follow_archive(app),) if app.archive.is_shared else ()
    outgoing = (publishing.keep_published(app), webhooks.deliver_to_webhook(app), archiving.archive_pages(app))
    return *tasks, *shared, *upkeep.upkeep_tasks(app), *outgoing


async def keep_synced(app: App) -> None:
    """Synchronise the folders now and every `watch_seconds`.

    Errors are logged; the next round tries again.
    """
    if not app.folders:
        _log.warning("no folder of articles is set (FACTDESK_CORPUS): answering from the present index")
        return
    while True:
        try:
            report = await app.sync()
            await app.passage_search.warm()
        except ArchiveUnreachableError as error:
            _log.warning("the folders could not be synchronised: %s", error.message)
            await asyncio.sleep(_AWAY_SECONDS)
            continue
        except UserError as error:
            _log.warning("the folders could not be synchronised: %s", error.message)
        except Exception:  # noqa: BLE001 - the bot goes on with what is indexed
            _log.exception("the folders could not be synchronised")
        else:
            if report.added or report.changed or report.removed:
                _log.info("folders synchronised: %s", sync_summary(report))
            for sentence in report.unusable_folders:
                _log.warning("%s", sentence)
        if not app.settings.watch_seconds:
            return
        await asyncio.sleep(app.settings.watch_seconds)


async def _follow_archive(app: App) -> None:
    """Index what other bots change in a shared archive, as soon as they have changed it."""
    async for _ in app.archive.changes():
        try:
            await app.follow()
        except UserError as error:
            _log.warning("another bot's articles could not be indexed: %s", error.message)


def sync_summary(report: SyncReport) -> str:
    return f"{'; '.join(islice(report.lines(), 2))}; {len(report.skipped):,} skipped"


async def _prepare_documents(app: App) -> None:
    """Compute units, word vectors, attributions and sentence vectors of new documents.

    Looks for new documents every 20 seconds.
    """
    is_attributing = await _load_models(app)
    freeze_current_objects()
    await _fill(app.text_packing.fill, "packed %d texts of an earlier version")
    while True:
        async with app.deriving() as may_derive:
            if may_derive:
                is_attributing = await _derive(app, is_attributing=is_attributing)
        await asyncio.sleep(_PREPARE_EVERY_SECONDS)


async def _derive(app: App, *, is_attributing: bool) -> bool:
    """Compute what is missing; return whether further attempts to attribute make sense."""
    await _fill(app.document_units.fill, "split %d documents into units")
    if app.word_vectors:
        await _fill(app.word_vectors.fill, "computed the vectors of %d words")
    if is_attributing:
        is_attributing = await _attribute_documents(app)
    if app.sentence_vectors:
        await _fill(app.sentence_vectors.fill, "computed the sentence vectors of %d documents")
    return is_attributing


async def _load_models(app: App) -> bool:
    """Load the models before the first question.

    Returns whether the language model could be loaded.
    """
    if app.sentence_vectors:
        await app.sentence_vectors.load()
    try:
        await app.attributions.load()
    except UserError as error:
        _log.warning("answers will not name their sources: %s", error.message)
        return False
    return True


async def _attribute_documents(app: App) -> bool:
    """Compute the attributions of new documents.

    Returns whether further attempts make sense.
    """
    try:
        if count := await app.attributions.fill():
            _log.info("computed the attributions of %d documents", count)
    except UserError as error:
        _log.warning("answers will take longer: %s", error.message)
        return isinstance(error, ArchiveUnreachableError)
    except Exception:  # noqa: BLE001 - the next round tries again
        _log.exception("attribution in the background failed; answers will take longer")
    return True


async def _fill(fill: Callable[[], Awaitable[int]], message: str) -> None:
    """Do one kind of work; a fault of it doesn't end the others."""
    try:
        if count := await fill():
            _log.info(message, count)
    except UserError as error:
        _log.warning("answers will take longer: %s", error.message)
    except Exception:  # noqa: BLE001 - the next round tries again
        _log.exception("work in the background failed; answers will take longer")


async def keep_heartbeat(data: Path, is_healthy: Callable[[], bool]) -> None:
    """Write heartbeats during good health; delete the file at the end."""
    try:
        while True:
            if is_healthy():
                await _write_shielded(data)
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        remove_heartbeat(data)


async def _write_shielded(data: Path) -> None:
    """Write one heartbeat, shielded from cancellation.

    Otherwise the thread could write the file after its deletion.
    """
    writing = asyncio.create_task(asyncio.to_thread(write_heartbeat, data))
    try:
        await asyncio.shield(writing)
    except asyncio.CancelledError:
        await asyncio.wait({writing})
        raise
    except OSError as error:
        _log.warning("the heartbeat could not be written: %s", error)


async def _return_freed_memory() -> None:
    """Return freed memory to the system every minute."""
    while True:
        await asyncio.sleep(_TRIM_EVERY_SECONDS)
        await asyncio.to_thread(trim)


async def _purge_old_answers(app: App) -> None:
    """Delete answers older than `answer_days`, expired drafts, and old interaction ids.

    The buttons below a deleted answer no longer work.
    """
    while True:
        now = datetime.now(UTC)
        try:
            await app.saved_draft_checks.purge()
            # A checked draft asks which of its items were flagged.
            await app.desk.purge(now - max(_REPEATED_WITHIN, timedelta(hours=app.settings.draft_hours)))
            if count := await app.desk.outbox.purge(now - _SENDABLE_FOR):
                _log.warning("%d messages to Discord were dropped: nobody could send them for a month", count)
            await app.purge_answers(now - timedelta(days=app.settings.answer_days))
        except UserError as error:
            _log.warning("old answers could not be deleted: %s", error.message)
        await asyncio.sleep(_PURGE_EVERY_SECONDS)
