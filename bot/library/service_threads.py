"""Threads of one service, for work that blocks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")


class ServiceThreads:
    """A few threads, on which work has the context of its caller: missing parts of an index are noted there."""

    def __init__(self, count: int, name: str) -> None:
        """Start nothing yet."""
        self._executor = ThreadPoolExecutor(count, name)

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` off the event loop, and return its result."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, copy_context().run, work)

    def close(self) -> None:
        """Stop the threads; what they compute at the moment is dropped."""
        self._executor.shutdown(wait=False, cancel_futures=True)
