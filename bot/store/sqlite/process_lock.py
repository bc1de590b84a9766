"""Locks between processes: one of them indexes, or changes a small file, at a time."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TextIO

from bot.errors import UserError

_PAUSE_SECONDS = 0.1
BUSY = "Another factdesk is indexing at the moment; try again when it has finished."


class BusyError(UserError):
    """Another process holds the lock."""


@asynccontextmanager
async def locked(path: Path, *, seconds: float) -> AsyncIterator[None]:
    """Hold the lock at `path`, waiting at most `seconds` for it.

    The system releases it with the end of the process. Raises BusyError on a timeout.
    """
    with _opened(path) as file:
        for _ in range(max(1, round(seconds / _PAUSE_SECONDS))):
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(_PAUSE_SECONDS)
        else:
            raise BusyError(BUSY)
        yield


@contextmanager
def locked_blocking(path: Path) -> Iterator[None]:
    """Hold the lock at `path`, without waiting for it. Raises BusyError if it is held."""
    with _opened(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(BUSY) from None
        yield


@contextmanager
def locked_patiently(path: Path) -> Iterator[None]:
    """Hold the lock at `path`, waiting for it. Only for changes that take milliseconds."""
    with _opened(path) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _opened(path: Path) -> TextIO:
    try:
        return path.open("a")
    except OSError as error:
        raise UserError(
            f"{path} can't be written ({error.strerror}); give it to user {os.getuid()} (chown {os.getuid()} {path})."
        ) from None
