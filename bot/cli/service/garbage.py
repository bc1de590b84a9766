"""Python's cyclic garbage collector, set up for a process that holds models and articles for months."""

from __future__ import annotations

import gc

# Net allocations before a young collection, and young and middle ones before the next older one. With Python's own
# (700, 10, 10) a full collection walks half a gigabyte of models and articles every few questions: .3 s each.
THRESHOLDS = (50_000, 20, 20)


def spare_what_stays() -> None:
    """Leave all objects of this moment out of later collections, and collect the others less often."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
