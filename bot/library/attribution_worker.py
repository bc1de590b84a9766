"""The attribution process as the bot sees it: started with the first document, replaced when it is lost."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TypeVar

from bot.errors import UserError
from bot.library.attribution_process import AttributionFault, AttributionMessage, DocumentAttributions, ModelFault
from bot.library.child_process import ChildProcess, exit_name
from bot.model.documents import Document

T = TypeVar("T")
log = logging.getLogger(__name__)

_MAIN = "from bot.library.attribution_process import main; main()"  # as a module, or pickles name __main__
_AHEAD = 4  # documents sent before the first one is answered: the process never waits for the database
_NOT_COMPUTED = "the attributions of %s could not be computed: %s"
_MOST_LOST = 20  # processes in a row without an answer: bad articles may well come together, a broken program goes on


class AttributionStoppedError(Exception):
    """The worker was closed or its process was ended, from another thread."""


class AttributionWorker:
    """One attribution process at a time, and the thread that waits for it."""

    def __init__(self, model: str) -> None:
        """Start nothing yet."""
        self._model = model
        self._process: ChildProcess[Document, AttributionMessage] | None = None
        self._lock = threading.Lock()
        self._is_closed = False
        self._is_loaded = False
        self._lost = 0  # processes since the last answer
        self._ended = 0  # times that the process was ended on purpose: what was sent to it is not tried again
        self._thread = ThreadPoolExecutor(1, "factdesk-attribution-process")

    @property
    def process_id(self) -> int | None:
        """Id of the running process."""
        process = self._process
        return process.process_id if process else None

    async def attribute(self, documents: Sequence[Document]) -> AsyncIterator[tuple[Document, DocumentAttributions]]:
        """Yield the documents with their attributions, in order.

        A document that can't be attributed is logged and left out. Raises UserError if the language model can't be
        loaded or one process after the other is lost, and AttributionStoppedError after `end` or `close`.
        """
        results = self._attributed(documents, self._ended)
        while (result := await self._run(lambda: next(results, None))) is not None:
            yield result

    async def end(self) -> None:
        """End the process at once, which gives its memory back; the next document starts another."""
        self._kill()
        with suppress(AttributionStoppedError):
            await self._run(self._end)

    def close(self) -> None:
        """Kill the process for good, on the thread of the event loop."""
        if not self._is_closed:
            self._is_closed = True
            self._kill()
            self._thread.submit(self._end)
            self._thread.shutdown(wait=False)

    async def _run(self, work: Callable[[], T]) -> T:
        if self._is_closed:
            raise AttributionStoppedError
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _attributed(self, documents: Sequence[Document], ended: int) -> Iterator[tuple[Document, DocumentAttributions]]:
        left = deque(documents)
        while left:
            try:
                for message in self._answers(tuple(left), ended):
                    document, self._lost = left.popleft(), 0
                    if isinstance(message, DocumentAttributions):
                        yield document, message
                    elif isinstance(message, AttributionFault):
                        log.error(_NOT_COMPUTED, document.name, message.detail)
            except (EOFError, OSError):
                is_loaded, reason = self._is_loaded, self._reason_of_loss(ended)
                if is_loaded:
                    log.error(_NOT_COMPUTED, left.popleft().name, reason)

    def _answers(self, documents: Sequence[Document], ended: int) -> Iterator[AttributionMessage]:
        """Yield the answer to each document, with the next ones sent ahead."""
        connection = self._started(ended)
        for number in range(len(documents)):
            for document in documents[number + _AHEAD - 1 if number else 0 : number + _AHEAD]:
                with suppress(OSError):  # it has ended; what it has answered before is still to be read
                    connection.send(document)
            yield _received(connection)

    def _started(self, ended: int) -> Connection[Document, AttributionMessage]:
        with self._lock:
            self._refuse_if_stopped(ended)
            if self._process is None:
                self._process = self._new_process()
            connection = self._process.connection
        if not self._is_loaded:
            message = _received(connection)
            if isinstance(message, ModelFault):
                raise UserError(message.message)
            self._is_loaded = True
        return connection

    def _new_process(self) -> ChildProcess[Document, AttributionMessage]:
        try:
            return ChildProcess(_MAIN, self._model)
        except OSError as error:
            raise UserError(
                f"The process that attributes articles can't be started ({error.strerror or error}). "
                "Give the bot more memory or processes, then start it again."
            ) from error

    def _refuse_if_stopped(self, ended: int) -> None:
        if self._is_closed or self._ended != ended:
            raise AttributionStoppedError

    def _reason_of_loss(self, ended: int) -> str:
        """Clean up after a process that has ended, and return why it has.

        Raises UserError after too many in a row.
        """
        code = self._end()
        self._refuse_if_stopped(ended)
        self._lost += 1
        reason = "it takes too long" if code == -signal.SIGPROF else f"it ends its process ({exit_name(code)})"
        if self._lost >= _MOST_LOST:
            self._lost = 0
            raise UserError(
                f"The process that attributes articles ended {_MOST_LOST} times in a row ({exit_name(code)}). "
                "Look for the reason in the system's log, then start again."
            )
        return reason

    def _kill(self) -> None:
        with self._lock:
            self._ended += 1
            if self._process is not None:
                self._process.kill()

    def _end(self) -> int:
        with self._lock:
            process, self._process = self._process, None
        self._is_loaded = False
        return process.end() if process else 0


def _received(connection: Connection[Document, AttributionMessage]) -> AttributionMessage:
    """Return the next message. Raises EOFError or OSError if there is none that can be read."""
    try:
        return connection.recv()
    except (EOFError, OSError):
        raise
    except Exception as error:  # unpickling runs into any kind of error if the process has the code of another version
        raise EOFError from error
