"""Messages about one file: its hash, its documents, and what was left out.

Where a record of a .jsonl file ends its reader process, the rest is read record by record until the culprit is known.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.corpus.readers import Unreadable
from bot.library.reader_process import ReadFault, ReadItems, ReadRequest
from bot.library.reader_worker import ReaderLostError

_log = logging.getLogger(__name__)

_MOST_LOST = 20  # processes in a row without one record


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


Parse = Callable[[ReadRequest], Iterator[ReadItems | ReadFault]]


def read_file(file: FileToRead, parse: Parse) -> Iterator[FileMessage]:
    """Yield the messages about one file, by way of a reader process."""
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
    read = read_records if file.request.has_records else _read_whole
    yield from read(file.request, parse)


def _read_whole(request: ReadRequest, parse: Parse) -> Iterator[FileMessage]:
    try:
        for message in parse(request):
            yield _left_out(request, message) if isinstance(message, ReadFault) else message
    except ReaderLostError as error:
        yield ReadItems((Unreadable(None, str(error)),), 2, 0)


def read_records(request: ReadRequest, parse: Parse) -> Iterator[FileMessage]:
    """Yield the records of a file. After a lost process, go on record by record until the culprit is found."""
    line, is_stepwise, lost_in_a_row = request.first_line, False, 0
    while lost_in_a_row < _MOST_LOST:
        try:
            for message in parse(replace(request, first_line=line, stepwise=is_stepwise)):
                line, lost_in_a_row = _next_line(message), 0
                yield _left_out(request, message) if isinstance(message, ReadFault) else message
        except ReaderLostError as error:
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
