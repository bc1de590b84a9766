"""Backups on a schedule, and the deletion of old ones."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from pathlib import Path

from bot.errors import UserError
from bot.store.sqlite import copying

PREFIX = "factdesk-auto-"


class ScheduledBackups:
    """Backs up a database every few hours, and keeps the newest copies.

    Only files named `factdesk-auto-*.db` count, and only those are deleted.
    """

    def __init__(self, database: Path, folder: Path, *, hours: int, keep: int) -> None:
        self._database = database
        self._folder = folder
        self._seconds = hours * 3600.0
        self._keep = keep

    def seconds_until_due(self) -> float:
        """Return the seconds until the next backup, 0 for an overdue one."""
        newest = max((path.stat().st_mtime for path in self._folder.glob(f"{PREFIX}*.db")), default=0.0)
        return min(self._seconds, max(0.0, newest + self._seconds - time.time()))

    async def run(self) -> Path:
        """Write and verify one backup, delete surplus ones, and return its file.

        Raises UserError if it can't be written.
        """
        return await asyncio.to_thread(self._run)

    def _run(self) -> Path:
        target = self._folder / f"{PREFIX}{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.db"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(
                f"The folder {self._folder} of FACTDESK_BACKUP_FOLDER can't be created ({error.strerror})."
            ) from None
        copying.delete_abandoned(self._folder, PREFIX)
        copying.write(self._database, target)
        copying.rotate(self._folder, PREFIX, self._keep)
        return target
