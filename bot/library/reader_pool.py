"""Reader pool: files parsed in processes of their own, each under limits of time and memory, in the order asked for.

A process that passes a limit or crashes is replaced. The file, or the one record of a .jsonl file, is left out with
the reason.
`pebble` offers such a pool under the LGPL; `concurrent.futures` can't end one task.
"""

from __future__ import annotations

import hashlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType

import bot
from bot.corpus.readers import Unreadable
from bot.library.folder_scan import shown
from bot.library.reader_process import (
    ReadFault,
    ReadFinished,
    ReadItems,
    ReadMessage,
    ReadRequest,
)
from bot.logs import reading_file

_log = logging.getLogger(__name__)

_MAIN = "from bot.library.reader_process import main; main()"  # as a module of its own name, or pickles name __main__
_ROOT = Path(bot.__file__).parents[1]
_AHEAD = 4  # files a process, parsed before they are asked for
_CHUNKS = 4  # of one file
_OUT_OF_MEMORY = 3
_PATIENCE_S = 0.2
_EXIT_S = 5.0  # freeing memory takes its time on a busy machine
_MOST_LOST = 20  # processes in a row without one record
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


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A request, and the sha256 that the file had when the same readers read it last."""

    request: ReadRequest
    known_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class FileHash:
    """First message of each file. `is_known` means that it holds what is stored: no other message follows."""

    sha256: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class FileFailed:
    """Only message of a file that the disk does not give; `strerror` is the system's word for it."""

    strerror: str


FileMessage = FileHash | FileFailed | ReadItems


class PoolClosedError(Exception):
    """The pool was closed while a file was read."""


class _ReaderLostError(Exception):
    """The process ended or passed its time; the message ends the sentence "<file> ..."."""


class ReaderPool:
    """Processes that parse files. Use as a context manager; threads of the pool start processes when files come."""

    def __init__(self, limits: ReadLimits) -> None:
        """Start nothing yet."""
        self._limits = limits
        self._closed = threading.Event()
        self._readers: list[_Reader] = []

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
        for reader in self._readers:
            reader.stop()

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
        for reader in self._readers:
            reader.stop()

    def _start(self, inbox: queue.SimpleQueue[_FileInWork | None]) -> threading.Thread:
        reader = _Reader(self._limits)
        self._readers.append(reader)
        thread = threading.Thread(target=self._serve, args=(inbox, reader), name="factdesk-read", daemon=True)
        thread.start()
        return thread

    def _serve(self, inbox: queue.SimpleQueue[_FileInWork | None], reader: _Reader) -> None:
        """Read the files of the inbox until it gives None."""
        try:
            while (work := inbox.get()) is not None:
                try:
                    with reading_file(shown(work.file.request.path)):
                        for message in _read(work.file, reader):
                            self._put(work, message)
                    self._put(work, None)
                except _CancelledError:
                    reader.close()
                except Exception as error:  # noqa: BLE001 - whoever waits for the file gets it
                    work.messages.put(error)
        finally:
            reader.close()

    def _put(self, work: _FileInWork, message: FileMessage | None) -> None:
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


class _Reader:
    """One reader process, started when it is first needed and again after it was lost."""

    def __init__(self, limits: ReadLimits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[ReadRequest, ReadMessage] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def parse(self, request: ReadRequest) -> Iterator[ReadItems | ReadFault]:
        """Yield the process's messages about one file. Raises _ReaderLostError after ending the process."""
        connection = self._started()
        try:
            connection.send(request)
            while True:
                if not connection.poll(self._limits.seconds):
                    raise self._lost(
                        f"took longer than the {self._limits.seconds:g} s of FACTDESK_READ_SECONDS to read."
                    )
                message = connection.recv()
                if isinstance(message, ReadFinished):
                    return
                yield message
        except (EOFError, OSError):
            raise self._lost(None) from None

    def stop(self) -> None:
        """End the process from another thread; the reading thread cleans up."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """End the process, from the reading thread."""
        with self._lock:
            self._closed = True
            self._end()

    def _started(self) -> Connection[ReadRequest, ReadMessage]:
        with self._lock:
            if self._closed:
                raise _CancelledError
            if self._connection is None:
                ours, theirs = Pipe()
                self._connection = ours
                self._process = subprocess.Popen(  # noqa: S603 - our own module, in our own interpreter
                    [
                        sys.executable,
                        *(["-X", "utf8"] if sys.flags.utf8_mode else []),
                        "-c",
                        _MAIN,
                        str(theirs.fileno()),
                        str(self._limits.memory_mb),
                    ],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=os.environ | {"PYTHONPATH": os.pathsep.join([str(_ROOT), *filter(None, sys.path)])},
                )
                theirs.close()
            return self._connection

    def _lost(self, reason: str | None) -> _ReaderLostError:
        """End the process and return the error that says why."""
        with self._lock:
            code = self._end()
        return _ReaderLostError(reason or _why_ended(code, self._limits.memory_mb))

    def _end(self) -> int:
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if process is None or connection is None:
            return 0
        try:
            # It may have closed its end a moment before it is gone: its own exit code says more than ours.
            code = process.wait(_EXIT_S) if connection.closed or _is_at_its_end(connection) else None
        except subprocess.TimeoutExpired:
            code = None
        process.kill()
        connection.close()
        return process.wait() if code is None else code


def _is_at_its_end(connection: Connection[ReadRequest, ReadMessage]) -> bool:
    """Return whether the other end of the connection is closed."""
    try:
        while connection.poll():
            connection.recv_bytes()
    except (EOFError, OSError):
        return True
    return False


def _why_ended(code: int, memory_mb: int) -> str:
    if code == _OUT_OF_MEMORY:
        return f"needs more than the {memory_mb} MB of FACTDESK_READ_MEMORY_MB to read."
    name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
    return f"ends its reader ({name}): it is broken, or it is made to do harm."


def _read(file: FileToRead, reader: _Reader) -> Iterator[FileMessage]:
    """Yield the messages about one file."""
    path = Path(file.request.folder) / file.request.path
    try:
        with path.open("rb") as opened:
            sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        yield FileFailed(error.strerror or str(error))
        return
    yield FileHash(sha256, is_known=sha256 == file.known_sha256)
    if sha256 == file.known_sha256:
        return
    parse = _parse_records if file.request.has_records else _parse_whole
    yield from parse(file.request, reader.parse)


Parse = Callable[[ReadRequest], Iterator[ReadItems | ReadFault]]


def _parse_whole(request: ReadRequest, parse: Parse) -> Iterator[FileMessage]:
    try:
        for message in parse(request):
            yield _left_out(request, message) if isinstance(message, ReadFault) else message
    except _ReaderLostError as error:
        yield ReadItems((Unreadable(None, str(error)),), 2, 0)


def _parse_records(request: ReadRequest, parse: Parse) -> Iterator[FileMessage]:
    """Yield the records of a file. After a lost process, go on record by record until the culprit is found."""
    line, is_stepwise, lost_in_a_row = request.first_line, False, 0
    while lost_in_a_row < _MOST_LOST:
        try:
            for message in parse(replace(request, first_line=line, stepwise=is_stepwise)):
                line, lost_in_a_row = _next_line(message), 0
                yield _left_out(request, message) if isinstance(message, ReadFault) else message
        except _ReaderLostError as error:
            lost_in_a_row += 1
            if is_stepwise:
                yield _lost_record(line, str(error))
                line += 1
            is_stepwise = not is_stepwise
        else:
            return
    yield ReadItems((Unreadable(None, f"is not read from line {line} on: its reader ended again and again."),), line, 0)


def _next_line(message: ReadItems | ReadFault) -> int:
    return message.next_line if isinstance(message, ReadItems) else message.line + 1


def _lost_record(line: int, reason: str) -> ReadItems:
    return ReadItems((Unreadable(str(line), f"{reason.removesuffix('.')} (line {line})."),), line + 1, 0)


def _left_out(request: ReadRequest, fault: ReadFault) -> FileMessage:
    if fault.strerror:
        return FileFailed(fault.strerror)
    _log.warning("a reader failed\n%s", fault.detail)
    where = f" in line {fault.line}" if request.has_records else ""
    record = str(fault.line) if request.has_records else None
    reason = f"could not be read{where} ({fault.kind}); the log says more. Please report it."
    return ReadItems((Unreadable(record, reason),), fault.line + 1, 0)
