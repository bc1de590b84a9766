"""Results of the background checks, kept in a file beside the database.

The file is apart from the database, since a damaged database can't be relied on to keep a row about its damage.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.errors import DatabaseClosedError, UserError
from bot.store.sqlite.database import Database, damage, full_damage
from bot.store.sqlite.errors import damaged_sentence
from bot.store.sqlite.process_lock import locked_patiently

_log = logging.getLogger(__name__)

FILE = "health.json"
_MOST_NOTICES = 20
_REPEATED_AFTER = timedelta(days=1)  # the same alarm is told again once a day


@dataclass(frozen=True, slots=True)
class HealthNotice:
    """One alarm for the people of the desk.

    Times are ISO 8601 in UTC; `told_at` is None before it is posted.
    """

    text: str
    found_at: str
    told_at: str | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """Time and result of the last database check, and the alarms."""

    checked_at: str | None = None
    damage: str | None = None
    notices: tuple[HealthNotice, ...] = ()


def read_health(data: Path) -> Health:
    """Return the stored results, or an empty record."""
    try:
        stored = json.loads((data / FILE).read_text("utf-8"))
        notices = tuple(HealthNotice(**notice) for notice in stored["notices"])
        return Health(stored["checked_at"], stored["damage"], notices)
    except (OSError, ValueError, TypeError, KeyError):
        return Health()


class HealthService:
    """Checks the database and keeps the alarms for Discord.

    `bot.cli.service.upkeep` puts each of `pending_notices` into the outbox, then calls `mark_told`. Other processes,
    such as `factdesk index`, may add alarms meanwhile.
    """

    def __init__(self, database: Database, data: Path, now: Callable[[], datetime]) -> None:
        self._database = database
        self._data = data
        self._now = now

    async def quick_check(self) -> str | None:
        """Run SQLite's quick check; return a sentence about damage, or None."""
        return await self._record(await self._database.read(damage))

    async def full_check(self) -> str | None:
        """Run SQLite's integrity check; return a sentence about damage, or None.

        The check stops when the task is cancelled.
        """
        is_cancelled = threading.Event()
        try:
            found = await asyncio.to_thread(full_damage, self._database.path, is_cancelled.is_set)
        except sqlite3.OperationalError as error:  # interrupted, or the file is gone
            raise DatabaseClosedError(str(error)) from error
        finally:
            is_cancelled.set()
        return await self._record(found)

    def add_notice(self, text: str) -> None:
        """Keep an alarm, at most once a day for the same text."""
        with self._exclusive():
            health = read_health(self._data)
            since = (self._now() - _REPEATED_AFTER).isoformat(timespec="seconds")
            if not any(notice.text == text and notice.found_at > since for notice in health.notices):
                notices = (*health.notices, HealthNotice(text, self._stamp()))
                self._write(replace(health, notices=notices[-_MOST_NOTICES:]))

    def pending_notices(self) -> list[HealthNotice]:
        """Return the alarms not yet posted, oldest first."""
        return [notice for notice in read_health(self._data).notices if notice.told_at is None]

    def mark_told(self, notice: HealthNotice) -> None:
        """Note the posting of an alarm."""
        told = replace(notice, told_at=self._stamp())
        with self._exclusive():
            health = read_health(self._data)
            self._write(replace(health, notices=tuple(told if kept == notice else kept for kept in health.notices)))

    async def _record(self, found: str | None) -> str | None:
        sentence = damaged_sentence(self._database.path) if found is not None else None
        await asyncio.to_thread(self._record_damage, sentence)
        if found is not None and sentence is not None:
            _log.error("%s (SQLite: %s)", sentence, found)
            await asyncio.to_thread(self.add_notice, sentence)
        return sentence

    def _record_damage(self, sentence: str | None) -> None:
        with self._exclusive():
            self._write(replace(read_health(self._data), checked_at=self._stamp(), damage=sentence))

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        """Keep other threads and processes from writing the file."""
        with ExitStack() as held:
            with suppress(UserError):  # then the file can't be written either
                held.enter_context(locked_patiently(self._data / f"{FILE}.lock"))
            yield

    def _write(self, health: Health) -> None:
        partial = self._data / f"{FILE}.partial"
        with suppress(OSError):  # a full disk is told by everything else
            partial.write_text(json.dumps(asdict(health), ensure_ascii=False, indent=1), "utf-8")
            partial.replace(self._data / FILE)

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="seconds")
