"""Memory of the process: how much it holds, what its caches hold, and how to give some back."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_STATM = Path("/proc/self/statm")
# glibc's <malloc.h>
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_THRESHOLD = 256 * 1024  # bytes; a fixed one, or glibc raises it to 32 MB and keeps what was freed
_ARENAS = 2

ENTRIES = "entries"  # the unit of a cache that counts nothing else


@dataclass(frozen=True, slots=True)
class CacheUse:
    """How full a cache is: entries, and its size of `capacity` in `unit`."""

    name: str
    entries: int
    size: int
    capacity: int
    unit: str


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """Resident bytes of the process, None where the system does not tell, and its caches."""

    resident: int | None
    caches: tuple[CacheUse, ...]


def resident_bytes() -> int | None:
    """Return the resident memory of this process, or None without Linux's /proc."""
    try:
        pages = int(_STATM.read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return pages * _page_size()


def limit_allocator() -> None:
    """Let glibc's allocator share two arenas among all threads and return large blocks at once.

    By default each thread may have an arena of its own, and what one thread freed is lost to the others. Call it before
    threads start. Elsewhere than on glibc nothing changes.
    """
    for setting, value in (
        (_M_ARENA_MAX, _ARENAS),
        (_M_MMAP_THRESHOLD, _THRESHOLD),
        (_M_TRIM_THRESHOLD, _THRESHOLD),
    ):
        if mallopt := _from_libc("mallopt"):
            mallopt(setting, value)


def trim() -> None:
    """Return freed memory to the system; it takes some milliseconds, without the interpreter's lock."""
    if malloc_trim := _from_libc("malloc_trim"):
        malloc_trim(ctypes.c_size_t(0))


@cache
def _from_libc(name: str) -> Callable[..., Any] | None:
    if sys.platform != "linux":
        return None
    with suppress(OSError, AttributeError):
        return getattr(ctypes.CDLL(None), name)  # type: ignore[no-any-return]
    return None


@cache
def _page_size() -> int:
    import resource  # noqa: PLC0415 - not on every system

    return resource.getpagesize()
