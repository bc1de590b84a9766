"""Reader pool: files parsed in processes of their own, each under limits of time and memory, in the order asked for.

A process that passes a limit or crashes is replaced. The file, or the one record of a .jsonl file, is left out with
the reason.
`pebble` offers such a pool under the LGPL; `concurrent.futures` can't end one task.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from types import TracebackType

from bot.library.file_reading import FileMessage, FileToRead, read_file
from bot.library.folder_scan import shown
from bot.library.reader_worker import ReaderStoppedError, ReaderWorker, ReadLimits
from bot.logs import reading_file

_AHEAD = 4  # files a process, parsed before they are asked for
_CHUNKS = 4  # of one file
_PATIENCE_S = 0.2


class PoolClosedError(Exception):
    """The pool was closed while a file was read."""


class ReaderPool:
    """Processes that parse files. Use as a context manager; threads of the pool start processes when files come."""

    def __init__(self, limits: ReadLimits) -> None:
        """Start nothing yet."""
        self._limits = limits
        self._closed = threading.Event()
        self._workers: list[ReaderWorker] = []

    def __enter__(self) -> ReaderPool:
        """Return the pool."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the pool."""
        self.close()

    def close(self) -> None:
        """End all processes at once; what is being read raises `PoolClosedError`."""
        self._closed.set()
        for worker in self._workers:
            worker.stop()

    def read(self, files: Iterable[FileToRead]) -> Iterator[tuple[FileToRead, Iterator[FileMessage]]]:
        """Yield each file with its messages, in the order of `files`. Blocks; use the messages before the next file."""
        waiting: deque[_FileInWork] = deque()
        inbox: queue.SimpleQueue[_FileInWork | None] = queue.SimpleQueue()
        source = iter(files)
        count = self._limits.process_count()
        threads: list[threading.Thread] = []
        work: _FileInWork | None = None
        try:
            while True:
                while len(waiting) < count * _AHEAD and (file := next(source, None)):
                    waiting.append(_FileInWork(file))
                    inbox.put(waiting[-1])
                    if len(threads) < min(count, len(waiting)):
                        threads.append(self._start(inbox))
                if not waiting:
                    return
                work = waiting.popleft()
                yield work.file, self._messages(work)
        except BaseException:
            self._abandon([*waiting, *([work] if work else [])])
            raise
        finally:
            for _ in threads:
                inbox.put(None)
            for thread in threads:
                thread.join()

    def _abandon(self, unread: Iterable[_FileInWork]) -> None:
        """End the processes of files that nobody waits for any more."""
        for work in unread:
            work.cancelled.set()
        for worker in self._workers:
            worker.stop()

    def _start(self, inbox: queue.SimpleQueue[_FileInWork | None]) -> threading.Thread:
        worker = ReaderWorker(self._limits)
        self._workers.append(worker)
        thread = threading.Thread(target=self._serve, args=(inbox, worker), name="factdesk-read", daemon=True)
        thread.start()
        return thread

    def _serve(self, inbox: queue.SimpleQueue[_FileInWork | None], worker: ReaderWorker) -> None:
        """Read the files of the inbox until it gives None."""
        try:
            while (work := inbox.get()) is not None:
                try:
                    self._read(work, worker)
                except (_CancelledError, ReaderStoppedError):
                    worker.reset()
        finally:
            worker.end()

    def _read(self, work: _FileInWork, worker: ReaderWorker) -> None:
        try:
            with reading_file(shown(work.file.request.path)):
                for message in read_file(work.file, worker.parse):
                    self._put(work, message)
        except (_CancelledError, ReaderStoppedError):
            raise
        except Exception as error:  # noqa: BLE001 - whoever waits for the file gets it
            self._put(work, error)
        else:
            self._put(work, None)

    def _put(self, work: _FileInWork, message: FileMessage | Exception | None) -> None:
        while not (work.cancelled.is_set() or self._closed.is_set()):
            try:
                work.messages.put(message, timeout=_PATIENCE_S)
            except queue.Full:
                continue
            return
        raise _CancelledError

    def _messages(self, work: _FileInWork) -> Iterator[FileMessage]:
        try:
            while True:
                try:
                    message = work.messages.get(timeout=_PATIENCE_S)
                except queue.Empty:
                    if self._closed.is_set():
                        raise PoolClosedError from None
                    continue
                if message is None:
                    return
                if isinstance(message, Exception):
                    raise message
                yield message
        finally:
            work.cancelled.set()


class _CancelledError(Exception):
    """Nobody waits for the file any more."""


class _FileInWork:
    """One file and the messages about it that wait to be taken."""

    def __init__(self, file: FileToRead) -> None:
        self.file = file
        self.cancelled = threading.Event()
        self.messages: queue.Queue[FileMessage | Exception | None] = queue.Queue(_CHUNKS)
