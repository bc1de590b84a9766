"""Ranking of hits by BM25 with separate, documented signals.

docs/search.md has the effect of each signal, and those tried and left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model.search import Hit

_OPENING = (1.0, 0.5)  # of an article's first and second passage, which name its topic
_NEAR_DUPLICATE = 0.7  # share of equal numbers in two MinHashes, an estimate of their Jaccard similarity


@dataclass(frozen=True, slots=True)
class Signals:
    """Weights of the signals beside BM25; 0 or False is off.

    `opening` is a share of the best passage's score. `newest` sorts by the latest day before the score.
    """

    opening: float = 0.3
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
    scored.sort(key=lambda hit: (-hit.day if signals.newest else 0, -hit.score, hit.document, hit.ordinal))
    return _collapse_near_duplicates(scored) if signals.collapse else scored


def _collapse_near_duplicates(hits: Sequence[Hit]) -> list[Hit]:
    distinct: list[Hit] = []
    copies: dict[int, dict[str, None]] = {}
    sketches: list[set[tuple[int, int]]] = []
    seen: set[tuple[int, int]] = set()
    for hit in hits:
        sketch = set(enumerate(memoryview(hit.sketch).cast("H")))
        # Nearly all passages share no number with a better one.
        first = None if seen.isdisjoint(sketch) else _first_alike(sketch, sketches)
        if first is None:
            distinct.append(hit)
            sketches.append(sketch)
            seen |= sketch
        elif hit.document != distinct[first].document:
            copies.setdefault(first, {})[hit.document] = None
    for place, documents in copies.items():
        distinct[place] = replace(distinct[place], copies=tuple(documents))
    return distinct


def _first_alike(sketch: set[tuple[int, int]], others: Sequence[set[tuple[int, int]]]) -> int | None:
    """Return the place of the first sketch that shares enough numbers, or None."""
    needed = _NEAR_DUPLICATE * len(sketch)
    return next((place for place, other in enumerate(others) if len(sketch & other) >= needed), None)
