"""Ranking of the claims most similar to a text.

Plain features with round weights; nothing here was learnt from data.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.desk.similarity.normalize import NormalizedClaim
from bot.normalize import stem

_SHARE_WEIGHT = 0.5  # of the shared terms, relative to the index's score
_PRIOR = 1_000  # claims added to the count, so that on an empty desk not every term is rare
_SHRINKAGE = 2.0  # shared weight that halves the Dice coefficient
_SAME = 0.22  # likeness of two posts
_SAME_AS_CLAIM = 0.3  # of a post and a claim
_STANDS_OUT = 2.0  # times the likeness of the fourth claim
_CROWD = 4
_FEWEST_TERMS = 6  # of a long claim
_FEWEST_SHARED = 2  # topical terms
# Terms that say nothing about a topic.
_GENERIC_WORDS = """
close open start begin stop end new old big man woman people person year month week day today yesterday tomorrow
time monday tuesday wednesday thursday friday saturday sunday january february march april june july august
september october november december percent million billion make take get give go come use show see know want need
say tell one two three first last next
"""
_GENERIC = frozenset(map(stem, _GENERIC_WORDS.split()))

Rarity = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class CandidateClaim:
    """A candidate from the index: claim, title terms, BM25 score."""

    claim: NormalizedClaim
    title: tuple[str, ...]
    score: float


@dataclass(frozen=True, slots=True)
class RankedClaim:
    """Similarity of one candidate.

    `score` (0 to 1) orders one list; `likeness` (0 to 1) is comparable over lists.
    """

    position: int
    score: float
    likeness: float
    claim: NormalizedClaim


def rarity(frequencies: Mapping[str, int], claims: int) -> Rarity:
    """Return each term's scaled IDF: 1 for a term of no claim.

    `frequencies` are document frequencies among `claims` claims.
    """
    most = math.log(claims + _PRIOR + 1)
    weights = {term: 1 - math.log(frequency + 1) / most for term, frequency in frequencies.items()}
    return lambda term: weights.get(term, 1.0)


def rank(query: NormalizedClaim, candidates: Sequence[CandidateClaim], rare: Rarity) -> list[RankedClaim]:
    """Return the candidates, best first."""
    best = max((candidate.score for candidate in candidates), default=0.0) or 1.0
    ranked = []
    for position, candidate in enumerate(candidates):
        share = _share(query, candidate.claim.terms, candidate.title, rare)
        score = (candidate.score / best + _SHARE_WEIGHT * share) / (1 + _SHARE_WEIGHT)
        similarity = likeness(query.terms, candidate.claim.terms, rare)
        ranked.append(RankedClaim(position, score, similarity, candidate.claim))
    return sorted(ranked, key=lambda claim: -claim.score)


def likeness(ours: Collection[str], theirs: Collection[str], rare: Rarity) -> float:
    """Return the shrunk, IDF-weighted Dice coefficient (0 to 1) of two claims.

    It is shrunk by shared / (shared + 2), so that few shared terms count less.
    """
    shared = _weight(set(ours) & set(theirs), rare)
    total = _weight(ours, rare) + _weight(theirs, rare)
    return 2 * shared / total * shared / (shared + _SHRINKAGE) if shared else 0.0


def probably_same(query: NormalizedClaim, ranked: Sequence[RankedClaim]) -> set[int]:
    """Return the positions of the claims that probably tell the same in other words.

    One of them is a post, which tells a claim among other words. Both are long, so that the shared words say more than
    a topic. Such a claim is similar enough and stands out: several claims of nearly equal likeness share a topic, not
    a statement.
    """
    fourth = sorted((claim.likeness for claim in ranked), reverse=True)[_CROWD - 1 : _CROWD]
    crowd = _STANDS_OUT * fourth[0] if fourth else 0.0
    return {
        claim.position
        for claim in ranked
        if claim.likeness >= max(crowd, _SAME if query.is_post and claim.claim.is_post else _SAME_AS_CLAIM)
        and min(len(query.terms), len(claim.claim.terms)) >= _FEWEST_TERMS
        and (query.is_post or claim.claim.is_post)
    }


def is_alike(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Check two claims for enough shared terms to show one beside the other.

    Two topical terms, or half of those of the shorter claim. It doesn't depend on other claims of the desk.
    """
    our_topic, their_topic = ({term for term in terms if _is_topical(term)} for terms in (ours, theirs))
    shared = len(our_topic & their_topic)
    return shared >= _FEWEST_SHARED or (shared > 0 and 2 * shared >= min(len(our_topic), len(their_topic)))


def _is_topical(term: str) -> bool:
    return term not in _GENERIC and not term[0].isdigit()


def _share(query: NormalizedClaim, text: Collection[str], title: Collection[str], rare: Rarity) -> float:
    """Return the harmonic mean (F1) of both claims' coverages."""
    query_terms = {*query.terms, *query.author}
    query_coverage = _coverage(query.terms, {*text, *title}, rare)
    claim_coverage = max(_coverage(text, query_terms, rare), _coverage(title, query_terms, rare))
    if not query_coverage or not claim_coverage:
        return 0.0
    return 2 * query_coverage * claim_coverage / (query_coverage + claim_coverage)


def _coverage(terms: Collection[str], by: Collection[str], rare: Rarity) -> float:
    """Return the share (0 to 1) of the terms' weight in `by`."""
    total = _weight(terms, rare)
    return _weight([term for term in terms if term in by], rare) / total if total else 0.0


def _weight(terms: Collection[str], rare: Rarity) -> float:
    return sum(map(rare, terms))
