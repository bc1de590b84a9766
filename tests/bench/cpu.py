"""CPU time of this process and of those that it has waited for."""

from __future__ import annotations

import resource
import time


def cpu_seconds() -> float:
    """Return the seconds of all threads, and of all ended child processes."""
    return time.process_time() + children_seconds()


def children_seconds() -> float:
    """Return the seconds of all ended child processes."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
