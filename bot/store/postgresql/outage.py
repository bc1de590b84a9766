"""Times in which the server is known to be away: one caller tries at times, all others are told at once."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from bot.errors import UserError

_log = logging.getLogger(__name__)


class ServerOutage:
    """Whether the server is away, why, and when the next try is due. Its methods may be called by any thread."""

    def __init__(self, place: str, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        """Take the place for the log, the pause between two tries, and this machine's own clock."""
        self._place = place
        self._seconds = seconds
        self._now = now
        self._lock = threading.Lock()
        self._reason: UserError | None = None
        self._due_at = 0.0

    @property
    def reason(self) -> UserError | None:
        """What is told meanwhile; None while the server answers."""
        return self._reason

    def begin(self, reason: UserError, detail: str) -> None:
        """Note that the server is away; the log says so once.

        Its level is INFO: a command of the terminal ends with a sentence of its own.
        """
        with self._lock:
            is_known = str(self._reason) == str(reason)
            self._reason, self._due_at = reason, self._now() + self._seconds
        if not is_known:
            _log.info("the archive %s can't be used: %s; trying again every %.0f s", self._place, detail, self._seconds)

    def end(self) -> None:
        """Note that the server answers."""
        with self._lock:
            was_away, self._reason = self._reason is not None, None
        if was_away:
            _log.info("the archive %s can be used again", self._place)

    def is_try_due(self) -> bool:
        """Return whether this caller should try; raise the reason for all others while the server is away.

        False: the server answers.
        """
        with self._lock:
            if self._reason is None:
                return False
            if self._now() < self._due_at:
                raise self._reason.with_traceback(None)
            self._due_at = self._now() + self._seconds
            return True
