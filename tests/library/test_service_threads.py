"""Threads of a service: the caller's context, and an end that waits for nothing."""

from __future__ import annotations

import asyncio
import threading
from contextvars import ContextVar

import pytest

from bot.library.service_threads import ServiceThreads

_asked = ContextVar("_asked", default="nothing")


async def test_work_has_the_context_of_its_caller() -> None:
    threads = ServiceThreads(1, "test")
    token = _asked.set("the ferry")
    try:
        assert await threads.run(_asked.get) == "the ferry"
    finally:
        _asked.reset(token)
    assert await threads.run(_asked.get) == "nothing"
    threads.close()


async def test_work_runs_off_the_event_loop_and_its_error_is_raised() -> None:
    threads = ServiceThreads(1, "test")
    assert await threads.run(threading.get_ident) != threading.get_ident()
    with pytest.raises(ZeroDivisionError):
        await threads.run(lambda: 1 // 0)
    threads.close()


async def test_what_waits_is_dropped_at_the_end() -> None:
    threads, started, may_end = ServiceThreads(1, "test"), threading.Event(), threading.Event()

    def work() -> str:
        started.set()
        may_end.wait()
        return "done"

    running = asyncio.ensure_future(threads.run(work))
    waiting = asyncio.ensure_future(threads.run(lambda: "never"))
    await asyncio.to_thread(started.wait)
    threads.close()
    may_end.set()
    assert await running == "done"
    with pytest.raises(asyncio.CancelledError):
        await waiting
