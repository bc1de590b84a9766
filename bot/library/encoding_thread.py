"""The one thread of the sentence model.

A question waits for at most one batch of background work.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.library.sentence_encoder import SentenceEncoder, load_encoder

T = TypeVar("T")


class EncodingThread:
    """Loads the model at first use, runs work in submitted order."""

    def __init__(self, setting: str) -> None:
        """Take the value of FACTDESK_SENTENCE_MODEL; load nothing yet."""
        self.setting = setting
        self._encoder: SentenceEncoder | None = None
        self._is_loaded = False
        self._thread = ThreadPoolExecutor(1, "factdesk-vectors")

    async def encoder(self) -> SentenceEncoder | None:
        """Return the model, loaded at the first call, or None without one."""
        if not self._is_loaded:
            self._encoder = await self.submit(lambda: load_encoder(self.setting))
            self._is_loaded = True
        return self._encoder

    async def submit(self, work: Callable[[], T]) -> T:
        """Run `work` on the thread and return its result."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def close(self) -> None:
        """Stop the thread; what it computes at the moment is dropped."""
        self._thread.shutdown(wait=False, cancel_futures=True)
