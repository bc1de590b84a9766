"""One thread on which one sentence model encodes, so that a question never waits for more than one batch."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.library.sentence_encoder import SentenceEncoder, load_encoder

T = TypeVar("T")


class EncodingThread:
    """Loads the model at first need and runs work on its thread, in the order in which it was asked for."""

    def __init__(self, setting: str) -> None:
        """`setting` is that of FACTDESK_SENTENCE_MODEL."""
        self.setting = setting
        self._encoder: SentenceEncoder | None = None
        self._is_loaded = False
        self._thread = ThreadPoolExecutor(1, "factdesk-vectors")

    async def encoder(self) -> SentenceEncoder | None:
        """Return the model, loaded at the first call; None if there is none."""
        if not self._is_loaded:
            self._encoder = await self.submit(lambda: load_encoder(self.setting))
            self._is_loaded = True
        return self._encoder

    async def submit(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, run on the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def close(self) -> None:
        """Finish what is being encoded, and begin nothing else."""
        await asyncio.to_thread(self._thread.shutdown, wait=True, cancel_futures=True)
