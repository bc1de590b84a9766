"""Shards without a connection to Discord: kept for `factdesk healthcheck`, told in the log and as an alarm."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from bot.app import App
from bot.cli.service.heartbeat import EVERY_SECONDS, note_disconnected
from bot.model.shards import shard_of, shards_text

_log = logging.getLogger(__name__)

_ALARM_SECONDS = 300.0
_MOST_NAMED = 20


@dataclass(slots=True)
class ShardOutages:
    """The shards without a connection, since when, and which of them were told."""

    since: dict[int, float] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)

    def update(self, disconnected: Collection[int], now: float) -> list[int]:
        """Return the shards to tell about: five minutes without a connection, and not told yet."""
        self.since = {shard_id: self.since.get(shard_id, now) for shard_id in disconnected}
        self.told &= self.since.keys()
        due = [shard_id for shard_id, began in self.since.items() if now - began >= _ALARM_SECONDS]
        new = sorted(set(due) - self.told)
        self.told.update(new)
        return new


async def watch_shards(app: App, disconnected: Callable[[], Collection[int]], is_started: Callable[[], bool]) -> None:
    """Name the shards without a connection, and raise an alarm about those that stay so.

    Shards connect one after the other, five seconds each, so that no alarm is raised before all have been connected.
    """
    outages, noted = ShardOutages(), ""
    try:
        await warn_of_other_shards(app)
        while True:
            missing = disconnected()
            names = shards_text(missing) if missing else ""
            if names != noted:
                noted = names
                await asyncio.to_thread(_note, app, names)
            if new := outages.update(missing if is_started() else (), time.monotonic()):
                await asyncio.to_thread(_raise_alarm, app, new)
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        _note(app, "")


async def warn_of_other_shards(app: App) -> None:
    """Warn about desks in this data folder whose servers another process has."""
    own, count = app.settings.shard_ids, app.settings.shards
    if not own or not isinstance(count, int):
        return
    others = [guild for guild in await app.desk.guilds() if shard_of(guild, count) not in own]
    if others:
        _log.warning(
            "this data folder has the desks of %d servers on other shards than its own (%s: %s): nobody reaches them "
            "from Discord here. Give those shards and this folder to one process; see docs/scale.md",
            len(others),
            shards_text({shard_of(guild, count) for guild in others}),
            ", ".join(map(str, others[:_MOST_NAMED])),
        )


def alarm_text(shards: Collection[int]) -> str:
    """Return the alarm about shards without a connection."""
    names = shards_text(shards)
    return (
        f"{names[0].upper()}{names[1:]}: no connection to Discord for five minutes. The servers there get no answers "
        "until it is back. The bot keeps trying; its log says why."
    )


def _note(app: App, names: str) -> None:
    try:
        note_disconnected(app.data, names)
    except OSError as error:
        _log.warning("the shards without a connection could not be noted: %s", error)


def _raise_alarm(app: App, shards: Collection[int]) -> None:
    text = alarm_text(shards)
    _log.warning("%s", text)
    app.health.add_notice(text)
