"""Runs coroutines to SIGTERM or SIGINT, and stops within seconds."""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from types import FrameType

_log = logging.getLogger(__name__)

_GIVE_UP_SECONDS = 2.5
# Later than the timer of Python, which needs the interpreter's lock; this one ends the process from a thread in C.
_LAST_RESORT_SECONDS = 2.8
_STDERR = 2
_SIGNALS = (signal.SIGTERM, signal.SIGINT)

Work = Coroutine[None, None, None]


def run_until_stopped(main: Callable[[asyncio.Event], Work]) -> None:
    """Run `main`; SIGTERM and SIGINT set its event, and then the process ends.

    `main` closes the database. Threads that read or compute are not waited for: what they have not stored is read or
    computed again at the next start. If `main` takes longer than 2.5 s, the process ends anyway; store and index
    survive that. Raises every exception of `main`.
    """
    asyncio.run(_run_main(main))


async def _run_main(main: Callable[[asyncio.Event], Work]) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    exit_timer = threading.Timer(_GIVE_UP_SECONDS, _exit)
    exit_timer.daemon = True

    def request_stop(_number: int, _frame: FrameType | None) -> None:
        if not exit_timer.is_alive():
            exit_timer.start()
            faulthandler.dump_traceback_later(_LAST_RESORT_SECONDS, exit=True, file=_STDERR)
            loop.call_soon_threadsafe(stop.set)

    # Python's own handlers run also while the event loop is busy with a long step, the loop's would not.
    before = {number: signal.signal(number, request_stop) for number in _SIGNALS}
    try:
        await main(stop)
        if stop.is_set():
            _exit()
    finally:
        exit_timer.cancel()
        faulthandler.cancel_dump_traceback_later()
        for number, handler in before.items():
            signal.signal(number, handler)


def _exit() -> None:
    """End the process without waiting for threads."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(0)


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
