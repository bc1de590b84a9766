"""Statistics of a desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DeskStatistics:
    """Numbers of a desk's claims, all in pairs of a name and a count, in the order to show.

    `to_verdict` is the median time from the first flag to the first verdict in force, of `ruled` claims; imported ones
    don't count. `monthly` has the same by month of the verdict (2026-11), in hours. `by_age` and `by_flags` are of
    claims in work. `by_outlet` counts the sites where claims appeared.
    """

    claims: int
    in_work: int
    ruled: int
    flags: int
    flaggers: int
    to_verdict: timedelta | None
    monthly: tuple[tuple[str, float], ...]
    by_age: Counts
    by_flags: Counts
    by_tag: Counts
    by_claimant: Counts
    by_outlet: Counts
