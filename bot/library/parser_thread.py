"""The parser's thread: work that somebody waits for goes before work in the background, and in between its steps."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

T = TypeVar("T")
# Characters parsed in one step, about a tenth of a second. Shorter steps parse fewer words a second.
_STEP = 5_000


class ParserThread:
    """One thread, since the parser may not run twice at once."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "factdesk-attribution")
        self._waiting: SimpleQueue[tuple[Callable[[], object], Future[Any]]] = SimpleQueue()

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` at the next step of the background, and return its result."""
        future: Future[T] = Future()
        self._waiting.put((work, future))
        self._thread.submit(self.run_waiting)
        return await asyncio.wrap_future(future)

    async def run_in_background(self, work: Callable[[], T]) -> T:
        """Run `work` after all that waits, and return its result; it has to call `run_waiting` after each step."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def run_waiting(self) -> None:
        """Run what waits, on the calling thread, which has to be this one."""
        while waiting := self._next():
            work, future = waiting
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work())
                except BaseException as error:  # noqa: BLE001 - raised where the result is awaited
                    future.set_exception(error)

    def close(self) -> None:
        """Stop the thread; what it computes at the moment is dropped."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        while waiting := self._next():
            waiting[1].cancel()

    def _next(self) -> tuple[Callable[[], object], Future[Any]] | None:
        try:
            return self._waiting.get_nowait()
        except Empty:
            return None


@dataclass(frozen=True, slots=True)
class SteppedParser:
    """A parser that lets other work run after each step of a few texts."""

    nlp: Language
    after_step: Callable[[], None]

    def pipe(self, texts: Iterable[str], *, batch_size: int, disable: Iterable[str]) -> Iterator[Doc]:
        """Yield the parsed texts as spaCy's `pipe` does."""
        for step in _steps(texts):
            yield from self.nlp.pipe(step, batch_size=batch_size, disable=list(disable))
            self.after_step()


def _steps(texts: Iterable[str]) -> Iterator[list[str]]:
    step: list[str] = []
    for text in texts:
        if step and sum(map(len, step)) + len(text) > _STEP:
            yield step
            step = []
        step.append(text)
    if step:
        yield step
