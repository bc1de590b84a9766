"""Is this claim on the desk already? Candidates of the index put in order, each with how sure that looks.

Plain features with round weights; nothing here was learnt from data.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.desk.similarity.normalize import NormalizedClaim

_SHARE = 0.5  # what sharing words both ways counts beside the index's own score
_PRIOR = 1_000  # claims that an empty desk is taken to have seen, so that its first words aren't all rare
_HALF_SURE = 2.0  # so much shared (in words of full rarity) makes a likeness count half
_SAME = 0.2
_STANDS_OUT = 2.0
_CROWD = 4
_NEARLY_VERBATIM = 0.8

Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class CandidateClaim:
    """A claim as the index gives it, taken apart. `score` is the index's."""

    wording: NormalizedClaim
    title: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class RankedClaim:
    """How near one entry is: `score` (0 to 1) orders a list, `likeness` (0 to 1) holds over all lists."""

    position: int
    score: float
    likeness: float
    wording: NormalizedClaim


def rarity(frequencies: Mapping[str, int], claims: int) -> Rarity:
    """Return how telling a term is, 1 for one that no claim holds; `frequencies` are out of so many `claims`."""
    whole = math.log(claims + _PRIOR + 1)
    weights = {term: 1 - math.log(held + 1) / whole for term, held in frequencies.items()}
    return lambda term: weights.get(term, 1.0)


def in_order(asked: NormalizedClaim, entries: Sequence[CandidateClaim], rare: Rarity) -> list[RankedClaim]:
    """Return the entries best first."""
    best = max((entry.score for entry in entries), default=0.0) or 1.0
    scored = []
    for position, entry in enumerate(entries):
        share = _share(asked, entry.wording.terms, entry.title, rare)
        score = (entry.score / best + _SHARE * share) / (1 + _SHARE)
        scored.append(RankedClaim(position, score, likeness(asked.terms, entry.wording.terms, rare), entry.wording))
    return sorted(scored, key=lambda each: -each.score)


def likeness(one: Collection[str], other: Collection[str], rare: Rarity) -> float:
    """Return how alike two claims' terms are (0 to 1): what they share of their weight, surer the more it is."""
    both = _weight(set(one) & set(other), rare)
    whole = _weight(one, rare) + _weight(other, rare)
    return 2 * both / whole * both / (both + _HALF_SURE) if both else 0.0


def looking_same(asked: NormalizedClaim, scored: Sequence[RankedClaim], rare: Rarity) -> set[int]:
    """Return the positions of those that look the same.

    What looks the same is like enough and stands out: where several claims are nearly as like, they share a subject,
    not what is said of it. A claim that is nearly word for word needs not stand out.
    """
    crowd = sorted((each.likeness for each in scored), reverse=True)[_CROWD - 1 : _CROWD]
    bar = max(_SAME, _STANDS_OUT * crowd[0]) if crowd else _SAME
    return {
        each.position
        for each in scored
        if each.likeness >= bar or _overlap(asked, each.wording, rare) >= _NEARLY_VERBATIM
    }


def _share(asked: NormalizedClaim, text: Collection[str], title: Collection[str], rare: Rarity) -> float:
    """Return how much of the question the claim holds, and the question of the claim: their harmonic mean."""
    known = {*asked.terms, *asked.author}
    told = _held(asked.terms, {*text, *title}, rare)
    met = max(_held(text, known, rare), _held(title, known, rare))
    return 2 * told * met / (told + met) if told and met else 0.0


def _overlap(asked: NormalizedClaim, other: NormalizedClaim, rare: Rarity) -> float:
    whole = _weight({*asked.terms, *other.terms}, rare)
    return _weight(set(asked.terms) & set(other.terms), rare) / whole if whole else 0.0


def _held(terms: Collection[str], by: Collection[str], rare: Rarity) -> float:
    whole = _weight(terms, rare)
    return _weight([term for term in terms if term in by], rare) / whole if whole else 0.0


def _weight(terms: Collection[str], rare: Rarity) -> float:
    return sum(map(rare, terms))
