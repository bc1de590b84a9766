"""Runs coroutines to SIGTERM or SIGINT, and stops within seconds."""

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
    """Run `main`; SIGTERM and SIGINT set its event.

    A thread that parses a long file can't be interrupted: 2.7 s after the signal the process ends anyway. Store and
    index survive that. Raises every exception of `main`.
    """
    exit_timer = threading.Timer(_GIVE_UP_SECONDS, os._exit, [0])
    exit_timer.daemon = True

    async def run_main() -> None:
        stop, loop = asyncio.Event(), asyncio.get_running_loop()

        def request_stop() -> None:
            if not stop.is_set():
                stop.set()
                exit_timer.start()

        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, request_stop)
        await main(stop)

    try:
        asyncio.run(run_main())
    finally:
        exit_timer.cancel()


async def run_until(stop: asyncio.Event, job: Work) -> None:
    """Run `job` to its end or to the event `stop`.

    Raises every exception of `job`.
    """
    running, stopping = asyncio.create_task(job), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
    finally:
        await _cancel(running, stopping)


@asynccontextmanager
async def run_in_background(*jobs: Work) -> AsyncIterator[None]:
    """Run `jobs` during the block and cancel them after it.

    The failure of a job is logged; the others go on.
    """
    tasks = [asyncio.create_task(job) for job in jobs]
    for task in tasks:
        task.add_done_callback(_log_failure)
    await asyncio.sleep(0)  # a task cancelled before its first step would never run its cleanup
    try:
        yield
    finally:
        await _cancel(*tasks)


async def wait_for_tasks(prefixes: tuple[str, ...], seconds: float) -> None:
    """Wait at most `seconds` for tasks with one of the name prefixes."""
    tasks = {task for task in asyncio.all_tasks() if task.get_name().startswith(prefixes)}
    if tasks:
        await asyncio.wait(tasks, timeout=seconds)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("%s failed", task.get_coro(), exc_info=error)


async def _cancel(*tasks: asyncio.Task[None] | asyncio.Task[bool]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
