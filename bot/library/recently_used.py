"""A least-recently-used cache with a capacity by size."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from bot.library.process_memory import ENTRIES, CacheUse

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LruCache(Generic[K, V]):
    """Keeps recent values up to a total size of `capacity`. Thread-safe."""

    def __init__(self, capacity: int, size: Callable[[V], int] = lambda _: 1) -> None:
        self._capacity = capacity
        self._size = size
        self._lock = threading.Lock()
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._total = 0

    def get(self, key: K) -> V | None:
        """Return the cached value of `key`, or None."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def use(self, name: str, unit: str = ENTRIES) -> CacheUse:
        """Return how full the cache is, under a name for people."""
        with self._lock:
            return CacheUse(name, len(self._values), self._total, self._capacity, unit)

    def put(self, key: K, value: V) -> None:
        """Cache a value, and evict the least recently used ones beyond `capacity`."""
        size = self._size(value)
        with self._lock:
            if key in self._values:
                self._total -= self._values.pop(key)[1]
            self._values[key] = value, size
            self._total += size
            while self._total > self._capacity:
                _, (_, dropped) = self._values.popitem(last=False)
                self._total -= dropped
