"""Damage of the passage index: tantivy's errors and panics, and wrong checksums."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bot.errors import FactdeskError, UserError

META = "meta.json"
_CHECKED = "checked.json"  # size and time of the files of a large index when their checksums were right
_ALWAYS_CHECKED_BYTES = 64_000_000  # in some 40 ms
_MAGIC = 1337  # the last four bytes of every segment file
_ENDING = struct.Struct("<II")  # length of the JSON footer, magic number
_CHUNK = 1 << 20
_LONGEST_FOOTER = 10_000


class IndexDamagedError(UserError):
    """The passage index can't be read; `detail` is tantivy's own reason."""

    def __init__(self, detail: str) -> None:
        super().__init__(f"The search index is damaged ({detail}). Run `factdesk index` to rebuild it.")
        self.detail = detail


@contextmanager
def damage_reported() -> Iterator[None]:
    """Turn errors and panics of tantivy into IndexDamagedError."""
    try:
        yield
    except FactdeskError:
        raise
    except BaseException as error:
        if not is_failure(error):
            raise
        raise IndexDamagedError(first_line(error)) from error


def is_failure(error: BaseException) -> bool:
    """Check for an ordinary exception or a panic of Rust."""
    return isinstance(error, Exception) or is_panic(error)


def is_panic(error: BaseException) -> bool:
    """Check for a panic of Rust."""
    # pyo3 makes its class at run time, and BaseException is its base.
    return type(error).__name__ == "PanicException"


def first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def segment_files(folder: Path) -> list[Path]:
    """Return the files of the segments of the last commit.

    Raises IndexDamagedError if meta.json can't be read.
    """
    try:
        meta = json.loads((folder / META).read_bytes())
        deletions = {segment["segment_id"].replace("-", ""): _deletions(segment) for segment in meta["segments"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamagedError(f"{META} can't be read: {first_line(error)}") from error
    return [path for path in sorted(folder.iterdir()) if _is_of_commit(path.name, deletions)]


def _deletions(segment: Mapping[str, Any]) -> str | None:
    """Return the ending of a segment's file of deleted passages, such as "4136.del"."""
    deletes = segment.get("deletes")
    return f"{deletes['opstamp']}.del" if deletes else None


def _is_of_commit(name: str, deletions: Mapping[str, str | None]) -> bool:
    """Check for a file of the commit; tantivy deletes the deletions of earlier commits at any time."""
    segment, _, ending = name.partition(".")
    return segment in deletions and (not ending.endswith(".del") or ending == deletions[segment])


def damaged_file(folder: Path) -> str | None:
    """Return the name of the first file with a wrong checksum, or None.

    tantivy writes a CRC-32 at the end of every segment file and never reads it again: over damaged files it may panic,
    abort or give wrong answers. Takes a second for two gigabytes.
    """
    while True:
        commit = _commit(folder)
        try:
            damaged = next((path.name for path in segment_files(folder) if not _is_intact(path)), None)
        except IndexDamagedError:
            damaged = META
        # A commit of another process deletes the segments that it merged.
        if damaged is None or commit == _commit(folder):
            return damaged


def newly_damaged_file(folder: Path) -> str | None:
    """Return the name of the first file with a wrong checksum, or None.

    Of a large index, only the files that have changed since their last check are read.
    """
    try:
        sizes = {path.name: _size_and_time(path) for path in segment_files(folder)}
    except (OSError, IndexDamagedError):
        return damaged_file(folder)
    if sum(size for size, _ in sizes.values()) <= _ALWAYS_CHECKED_BYTES:
        return damaged_file(folder)
    known = _checked_files(folder)
    changed = [name for name, size_and_time in sizes.items() if known.get(name) != size_and_time]
    if not changed:
        return None
    if not all(_is_intact(folder / name) for name in changed):
        return damaged_file(folder)  # unless another process's commit has just deleted the file
    with suppress(OSError):  # the check is repeated next time
        (folder / _CHECKED).write_text(json.dumps(sizes))
    return None


def _checked_files(folder: Path) -> dict[str, tuple[int, int]]:
    try:
        stored = json.loads((folder / _CHECKED).read_bytes())
        return {name: (int(size), int(time)) for name, (size, time) in stored.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _size_and_time(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _commit(folder: Path) -> tuple[int, int] | None:
    try:
        status = (folder / META).stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _is_intact(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _ENDING.size))
            footer_length, magic = _ENDING.unpack(file.read())
            if magic != _MAGIC or footer_length > min(size - _ENDING.size, _LONGEST_FOOTER):
                return False
            body_length = size - _ENDING.size - footer_length
            file.seek(body_length)
            expected = json.loads(file.read(footer_length))["crc"]
            file.seek(0)
            checksum = 0
            while body_length > 0 and (chunk := file.read(min(_CHUNK, body_length))):
                checksum = zlib.crc32(chunk, checksum)
                body_length -= len(chunk)
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return False
    return bool(checksum == expected)
