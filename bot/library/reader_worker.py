"""One reader process as the pool sees it: started when a file comes, limited, and replaced after it was lost."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bot.library.child_process import ChildProcess, exit_name
from bot.library.reader_process import (
    OUT_OF_MEMORY_EXIT,
    ReadFault,
    ReadFinished,
    ReadItems,
    ReadMessage,
    ReadRequest,
)

_MAIN = "from bot.library.reader_process import main; main()"  # as a module of its own name, or pickles name __main__
_HARM = "it is broken, or it is made to do harm."
MOST_PROCESSES = 4


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Limits of one file: seconds without a result, megabytes of memory. 0 processes mean one a core, at most four."""

    seconds: float = 20.0
    memory_mb: int = 512
    processes: int = 0

    def process_count(self) -> int:
        """Return how many processes read at a time."""
        return self.processes or min(os.cpu_count() or 1, MOST_PROCESSES)


class ReaderLostError(Exception):
    """The process ended, passed its time or sent garbage; the message ends the sentence "<file> ..."."""


class ReaderStoppedError(Exception):
    """The process was stopped for good from another thread."""


class ReaderWorker:
    """Handle of one reader process. One thread uses it; any thread may stop it."""

    def __init__(self, limits: ReadLimits) -> None:
        """Start nothing yet."""
        self._limits = limits
        self._process: ChildProcess[ReadRequest, ReadMessage] | None = None
        self._lock = threading.Lock()
        self._is_stopped = False
        self._is_reading = False

    @property
    def process_id(self) -> int | None:
        """Id of the running process."""
        return self._process.process_id if self._process else None

    def parse(self, request: ReadRequest) -> Iterator[ReadItems | ReadFault]:
        """Yield the process's messages about one file.

        Raises ReaderLostError after ending the process, ReaderStoppedError after `stop`.
        """
        connection = self._started()
        self._is_reading = True
        try:
            connection.send(request)
            while not isinstance(message := connection.recv(), ReadFinished):
                if not isinstance(message, ReadItems | ReadFault):
                    raise TypeError
                yield message
            self._is_reading = False
        except BlockingIOError:
            seconds = f"{self._limits.seconds:g}"
            raise self._lost(f"took longer than the {seconds} s of FACTDESK_READ_SECONDS to read.") from None
        except (EOFError, OSError):
            raise self._lost(None) from None
        except Exception as error:  # noqa: BLE001 - unpickling runs into any kind of error
            raise self._lost(f"makes its reader send garbage ({type(error).__name__}): {_HARM}") from None

    def reset(self) -> None:
        """End a process that still reads a file; the next file starts another."""
        if self._is_reading:
            self.end()

    def stop(self) -> None:
        """Kill the process for good, from any thread; the thread that uses it cleans up."""
        with self._lock:
            self._is_stopped = True
            if self._process is not None:
                self._process.kill()

    def end(self) -> None:
        """End the process, from the thread that uses it."""
        with self._lock:
            self._end()

    def _started(self) -> Connection[ReadRequest, ReadMessage]:
        with self._lock:
            if self._is_stopped:
                raise ReaderStoppedError
            if self._process is None:
                limits = self._limits
                self._process = ChildProcess(_MAIN, str(limits.memory_mb), timeout_s=limits.seconds)
            return self._process.connection

    def _lost(self, reason: str | None) -> ReaderLostError:
        """End the process and return the error that says why."""
        with self._lock:
            code = self._end()
        return ReaderLostError(reason or _why_ended(code, self._limits.memory_mb))

    def _end(self) -> int:
        process, self._process = self._process, None
        self._is_reading = False
        return process.end() if process else 0


def _why_ended(code: int, memory_mb: int) -> str:
    if code == OUT_OF_MEMORY_EXIT:
        return f"needs more than the {memory_mb} MB of FACTDESK_READ_MEMORY_MB to read."
    return f"ends its reader ({exit_name(code)}): {_HARM}"
