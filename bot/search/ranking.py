"""Ranking of hits by BM25 with separate, documented signals.

docs/search.md has the effect of each signal, and those tried and left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import eq
from typing import TypeVar

from bot.model.search import Hit

T = TypeVar("T")

_OPENING = (1.0, 0.5)  # of an article's first and second passage, which name its topic
_NEAR_DUPLICATE = 0.7  # share of equal numbers in two MinHashes, an estimate of their Jaccard similarity
_BAND = 6  # bytes: of five bands of three numbers near-duplicates share one, as at most four of their 16 numbers differ


@dataclass(frozen=True, slots=True)
class Signals:
    """Weights of the signals beside BM25; 0 or False is off.

    `opening` and `proximity` are shares of the best passage's score. `newest` sorts by the latest day before the score.
    """

    opening: float = 0.2
    proximity: float = 0.3
    collapse: bool = True
    newest: bool = False


ALL = Signals()


def rank(hits: Sequence[Hit], signals: Signals = ALL) -> list[Hit]:
    """Return `hits` in the order of all signals.

    Near-duplicates (MinHash) are collapsed under the best of them. Scores are comparable within the returned list.
    """
    best = max((hit.score for hit in hits), default=0.0)
    bonus = dict(enumerate(signals.opening * best * share for share in _OPENING))
    scored = [replace(hit, score=hit.score + bonus[hit.ordinal]) if hit.ordinal in bonus else hit for hit in hits]
    scored.sort(key=lambda hit: _sort_key(hit, signals))
    return _collapse_near_duplicates(scored) if signals.collapse else scored


def rank_by_proximity(
    passages: Sequence[tuple[Hit, T]], windows: Sequence[float], signals: Signals = ALL
) -> list[tuple[Hit, T]]:
    """Return ranked passages in the order that their best windows give them.

    Each hit stands beside what was read of it. `windows` are the weights by `search.proximity`, in the same order.
    """
    best = signals.proximity * max((hit.score for hit, _ in passages), default=0.0)
    heaviest = max(windows, default=0.0) or 1.0
    raised = [
        (replace(hit, score=hit.score + best * window / heaviest), read)
        for (hit, read), window in zip(passages, windows, strict=True)
    ]
    return sorted(raised, key=lambda passage: _sort_key(passage[0], signals))


def _sort_key(hit: Hit, signals: Signals) -> tuple[int, float, str, int]:
    return -hit.day if signals.newest else 0, -hit.score, hit.document, hit.ordinal


def _collapse_near_duplicates(hits: Sequence[Hit]) -> list[Hit]:
    distinct: list[Hit] = []
    copies: dict[int, dict[str, None]] = {}
    seen: set[bytes] = set()
    for hit in hits:
        bands = {hit.sketch[start : start + _BAND] for start in range(0, len(hit.sketch) - _BAND + 1, _BAND)}
        first = None if seen.isdisjoint(bands) else _first_alike(hit, distinct)
        if first is None:
            distinct.append(hit)
            seen |= bands
        elif hit.document != distinct[first].document:
            copies.setdefault(first, {})[hit.document] = None
    for place, documents in copies.items():
        distinct[place] = replace(distinct[place], copies=tuple(documents))
    return distinct


def _first_alike(hit: Hit, others: Sequence[Hit]) -> int | None:
    """Return the place of the first passage whose sketch shares enough numbers, or None."""
    numbers = memoryview(hit.sketch).cast("H")
    needed = _NEAR_DUPLICATE * len(numbers)
    for place, other in enumerate(others):
        if sum(map(eq, numbers, memoryview(other.sketch).cast("H"))) >= needed:
            return place
    return None
