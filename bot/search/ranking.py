"""The order of what the index found: each signal by itself, with what it is worth.

docs/search.md tells what each signal gave, and which were tried and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.model.search import Hit

_OPENING = (1.0, 0.5)  # what an article's first and second passage say is what it is about
_ALIKE = 0.7  # of a sketch's numbers: about that share of the passages' shingles


@dataclass(frozen=True, slots=True)
class Signals:
    """What each signal counts beside the passage's own score (BM25); 0 or False leaves it out.

    `opening` is a share of the best passage's score. `newest` puts the latest day first, whatever the score.
    """

    opening: float = 0.3
    collapse: bool = True
    newest: bool = False


ALL = Signals()


def rank(hits: Sequence[Hit], signals: Signals = ALL) -> list[Hit]:
    """Return `hits` in the order of all signals, near-duplicates taken together under the best of them.

    Scores are comparable within the list that is returned.
    """
    best = max((hit.score for hit in hits), default=0.0)
    scored = [
        replace(
            hit,
            score=hit.score + signals.opening * best * (_OPENING[hit.ordinal] if hit.ordinal < len(_OPENING) else 0.0),
        )
        for hit in hits
    ]
    scored.sort(key=lambda hit: (-hit.day if signals.newest else 0, -hit.score, hit.document, hit.ordinal))
    return _collapsed(scored) if signals.collapse else scored


def _collapsed(hits: Sequence[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    holders: dict[tuple[int, int], list[int]] = {}
    for hit in hits:
        numbers = list(enumerate(memoryview(hit.sketch).cast("H")))
        shared = Counter(holder for number in numbers for holder in holders.get(number, ()))
        first = min((holder for holder, count in shared.items() if count >= _ALIKE * len(numbers)), default=None)
        if first is None:
            for number in numbers:
                holders.setdefault(number, []).append(len(kept))
            kept.append(hit)
        elif hit.document not in (kept[first].document, *kept[first].copies):
            kept[first] = replace(kept[first], copies=(*kept[first].copies, hit.document))
    return kept
