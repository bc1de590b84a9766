"""Work that runs until SIGTERM or SIGINT, with other work beside it, and ends within seconds of them."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

_log = logging.getLogger(__name__)

_GIVE_UP_SECONDS = 2.7

Work = Coroutine[None, None, None]


def run_until_stopped(main: Callable[[asyncio.Event], Work]) -> None:
    """Run `main`, whose event SIGTERM and SIGINT set. Raises what `main` raises.

    A thread in the middle of a long file can't be interrupted; seconds after the signal the process ends all the same,
    which store and index survive.
    """
    last = threading.Timer(_GIVE_UP_SECONDS, os._exit, [0])
    last.daemon = True

    async def listening() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()

        def begin_to_stop() -> None:
            if not stop.is_set():
                stop.set()
                last.start()

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, begin_to_stop)
        await main(stop)

    try:
        asyncio.run(listening())
    finally:
        last.cancel()


async def until(stop: asyncio.Event, work: Work) -> None:
    """Run `work` to its end, or until `stop` is set. Raises what `work` raises."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            await working
    finally:
        await _cancelled(working, stopping)


@asynccontextmanager
async def beside(*works: Work) -> AsyncIterator[None]:
    """Run `works` beside the block, and no longer than that; one that fails is logged and the others go on."""
    tasks = [asyncio.create_task(work) for work in works]
    for task in tasks:
        task.add_done_callback(_log_failure)
    await asyncio.sleep(0)  # a task that is cancelled before its first step never reaches its own end
    try:
        yield
    finally:
        await _cancelled(*tasks)


async def finished(prefixes: tuple[str, ...], seconds: float) -> None:
    """Wait at most `seconds` for the tasks whose names begin with one of `prefixes`."""
    tasks = {task for task in asyncio.all_tasks() if task.get_name().startswith(prefixes)}
    if tasks:
        await asyncio.wait(tasks, timeout=seconds)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("%s failed", task.get_coro(), exc_info=error)


async def _cancelled(*tasks: asyncio.Task[None] | asyncio.Task[bool]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
