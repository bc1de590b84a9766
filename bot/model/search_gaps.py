"""What a search could not reach: parts of the index that failed or were too slow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SearchGap:
    """One search without all shards of the index.

    `failed` of `shards` gave nothing; with `timed_out`, others gave only what they had found in time.
    """

    failed: int
    shards: int
    timed_out: bool = False


_gaps: ContextVar[list[SearchGap] | None] = ContextVar("search_gaps", default=None)


@contextmanager
def collected_gaps() -> Iterator[list[SearchGap]]:
    """Collect the gaps of all searches in this context, those of threads that run in a copy of it too."""
    gaps: list[SearchGap] = []
    token = _gaps.set(gaps)
    try:
        yield gaps
    finally:
        _gaps.reset(token)


def report_gap(gap: SearchGap) -> None:
    """Add a gap to those of the context."""
    if (gaps := _gaps.get()) is not None:
        gaps.append(gap)


def gap_note(gaps: Sequence[SearchGap]) -> str | None:
    """Return the sentence about the worst gap, or None.

    >>> gap_note([SearchGap(1, 12), SearchGap(2, 12)])
    "2 of 12 shards of the index didn't answer: articles may be missing here. Ask again later."
    """
    if not gaps:
        return None
    worst = max(gaps, key=lambda gap: (gap.failed, gap.timed_out))
    if worst.failed:
        missing = f"{worst.failed} of {worst.shards} shards of the index didn't answer"
    else:
        missing = "The index didn't finish searching in time"
    return f"{missing}: articles may be missing here. Ask again later."
