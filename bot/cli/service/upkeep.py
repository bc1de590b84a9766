"""The bot's checks of database and index, its scheduled backups, and the announcement of alarms in Discord."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from bot.app import App
from bot.cli.service.signals import Work
from bot.errors import FactdeskError, UserError
from bot.library.data_folder import write_reading_copy
from bot.library.health import HealthNotice

_log = logging.getLogger(__name__)

_NIGHT_HOUR = 3  # local time of the nightly checks
_LONGEST_SLEEP_SECONDS = 900.0  # the clock may be set, and the machine may sleep
_COPY_EVERY_SECONDS = 3_600.0
_CLUSTER_SECONDS = 300.0
_ALARM_MINUTES = 5
_MINUTE = 60.0
_ANNOUNCE_EVERY_SECONDS = 5.0  # another process may have added an alarm


def upkeep_tasks(app: App) -> tuple[Work, ...]:
    """Return the coroutines to run as long as the app is open."""
    tasks = (check_database(app), check_nightly(app), back_up(app), keep_reading_copy(app), announce_alarms(app))
    return *tasks, keep_cluster_current(app), watch_archive(app)


async def check_database(app: App) -> None:
    """Check the database at the start of the bot."""
    await app.health.quick_check()


async def keep_cluster_current(app: App) -> None:
    """Bring an index in a cluster up to the database now and every five minutes.

    The desk starts without waiting for it, and works while the cluster is down.
    """
    while app.settings.index:
        try:
            await app.check_index()
            await app.catch_up()
        except UserError as error:
            _log.warning("%s", error.message)
        await asyncio.sleep(_CLUSTER_SECONDS)


async def watch_archive(app: App) -> None:
    """Raise an alarm if the server of the articles has been away for five minutes."""
    minutes_away = 0
    while app.archive.is_shared:
        problem = await app.archive_problem()
        minutes_away = minutes_away + 1 if problem else 0
        if problem and minutes_away == _ALARM_MINUTES:
            alarm = f"The archive of articles has not answered for five minutes: {problem} Claims and verdicts go on."
            _log.warning("%s", alarm)
            await asyncio.to_thread(app.health.add_notice, alarm)
        await asyncio.sleep(_MINUTE)


async def check_nightly(app: App) -> None:
    """Check the database and the index fully, each night at three."""
    while True:
        now = datetime.now().astimezone()
        await _sleep_until(next_night(now))
        try:
            await app.health.full_check()
            await app.check_index()
        except (FactdeskError, OSError) as error:
            _log.warning("the nightly check failed: %s", error)


def next_night(now: datetime) -> datetime:
    """Return the next time of the nightly checks.

    >>> next_night(datetime(2026, 3, 1, 2, 30)).isoformat(), next_night(datetime(2026, 3, 1, 3)).isoformat()
    ('2026-03-01T03:00:00', '2026-03-02T03:00:00')
    """
    tonight = now.replace(hour=_NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight > now else tonight + timedelta(days=1)


async def _sleep_until(moment: datetime) -> None:
    seconds = (moment - datetime.now(moment.tzinfo)).total_seconds()
    while seconds > 0:
        await asyncio.sleep(min(seconds, _LONGEST_SLEEP_SECONDS))
        seconds = (moment - datetime.now(moment.tzinfo)).total_seconds()


async def back_up(app: App) -> None:
    """Write scheduled backups, with a pause of 15 minutes after a failure."""
    if app.backups is None:
        return
    while True:
        seconds = await asyncio.to_thread(app.backups.seconds_until_due)
        if seconds > 0:
            await asyncio.sleep(min(seconds, _LONGEST_SLEEP_SECONDS))
            continue
        try:
            _log.info("backup written: %s", await app.backups.run())
        except (FactdeskError, OSError) as error:
            _log.error("the scheduled backup failed: %s", error)
            reason = str(error).removesuffix(".")
            alarm = f"The scheduled backup failed: {reason}. It is tried again every 15 minutes."
            await asyncio.to_thread(app.health.add_notice, alarm)
            await asyncio.sleep(_LONGEST_SLEEP_SECONDS)


async def keep_reading_copy(app: App) -> None:
    """Write the copy of FACTDESK_READING_COPY now and every hour."""
    target = app.settings.reading_copy
    while target is not None:
        try:
            await write_reading_copy(app.data, target, app.archive)
        except (FactdeskError, OSError) as error:
            _log.error("the reading copy failed: %s", error)
            alarm = f"The reading copy failed: {str(error).removesuffix('.')}. It is tried again every hour."
            await asyncio.to_thread(app.health.add_notice, alarm)
        await asyncio.sleep(_COPY_EVERY_SECONDS)


async def announce_alarms(app: App) -> None:
    """Put new alarms into the outbox, once each.

    An alarm waits until a desk has a channel. One that is queued is not repeated, even if that can't be noted.
    """
    queued: set[HealthNotice] = set()
    failure = ""
    while True:
        try:
            queued |= await queue_alarms(app, queued)
            failure = ""
        except (FactdeskError, OSError) as error:
            if str(error) != failure:  # a damaged database refuses each attempt
                _log.error("the alarms could not be queued for Discord: %s", error)
            failure = str(error)
        await asyncio.sleep(_ANNOUNCE_EVERY_SECONDS)


async def queue_alarms(app: App, queued: Collection[HealthNotice] = ()) -> set[HealthNotice]:
    """Queue the pending alarms for the desks' channels, except those `queued`; return the new ones."""
    new = set()
    for notice in await asyncio.to_thread(app.health.pending_notices):
        if notice not in queued and await app.desk.outbox.announce(
            notice.text, datetime.fromisoformat(notice.found_at)
        ):
            new.add(notice)
            await asyncio.to_thread(app.health.mark_told, notice)
    return new
