"""Search for similar claims of a guild: "already flagged as #12?"."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from bot.desk.similarity.differences import ClaimDifference, comparer
from bot.desk.similarity.normalize import NormalizedClaim, index_terms, normalize
from bot.desk.similarity.ranking import CandidateClaim, RankedClaim, Rarity, looking_same, rank, rarity
from bot.library.english_words import is_everyday
from bot.model.claims import Status
from bot.store.desk import claim_search
from bot.store.desk.claim_search import IndexedClaim
from bot.store.sqlite.database import Database

MOST = 20
_MOST_TERMS = 60
_STALE_GROWTH = 1.02  # of the index, after which term frequencies are read again
_MOST_READ = 5_000  # characters
_COMPARED_FROM = 0.4  # score; below it claims are about different things, and every name and number differs


class Similarity(StrEnum):
    SAME = "same"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class SimilarClaim:
    """A claim similar to a text.

    `number` is the claim's within its guild; `score` (0 to 1) is comparable within one list only. `differences` have
    spans in the text (ours) and in this claim's text (theirs). A claim with a decisive difference never looks the
    same; a claim with a low score is not compared.
    """

    id: int
    number: int
    text: str
    title: str | None
    external_id: str | None
    status: Status
    rating: str | None
    score: float
    level: Similarity
    differences: tuple[ClaimDifference, ...]

    @property
    def differs(self) -> list[str]:
        """Return the kinds of the differences: numbers, names, negation."""
        return [difference.kind.value for difference in self.differences]


class SimilarClaims:
    """Search for similar claims, including those flagged a moment ago.

    Each search first updates the index.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._frequencies = _TermFrequencies()

    async def index_new_claims(self) -> int:
        """Index new claims, and return their number; useful after a large import."""
        return await claim_search.index_new_claims(self._database, index_terms)

    async def similar(self, guild: int, text: str, limit: int = MOST) -> list[SimilarClaim]:
        """Return a guild's claims similar to a text, at most 20."""
        search = partial(self._search, guild=guild, query=normalize(text[:_MOST_READ]), limit=min(limit, MOST))
        while (found := await self._database.read(search)) is None:
            await self.index_new_claims()
        return found

    def _search(
        self, connection: sqlite3.Connection, guild: int, query: NormalizedClaim, limit: int
    ) -> list[SimilarClaim] | None:
        """Return the similar claims, or None with new claims not indexed."""
        if claim_search.is_behind(connection):
            return None
        return _rank(query, _candidates(connection, guild, query, self._frequencies), limit)


class _TermFrequencies:
    """Cache of document frequencies, cleared after 2 % growth of the index."""

    def __init__(self) -> None:
        self.size = 0
        self._known: dict[str, int] = {}

    def get(self, connection: sqlite3.Connection, terms: Collection[str]) -> dict[str, int]:
        """Return the number of claims with each term, out of `size` claims."""
        size = claim_search.size(connection)
        if size > self.size * _STALE_GROWTH:
            self.size, self._known = size, {}
        known = self._known
        unknown = [term for term in terms if term not in known]
        known |= dict.fromkeys(unknown, 0) | claim_search.frequencies(connection, unknown)
        return {term: known[term] for term in terms}


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Candidates from the index, normalized, with the rarity of all terms."""

    indexed: list[IndexedClaim]
    normalized: list[CandidateClaim]
    rare: Rarity


def _candidates(
    connection: sqlite3.Connection, guild: int, query: NormalizedClaim, frequencies: _TermFrequencies
) -> _Candidates:
    terms = list(dict.fromkeys((*query.terms, *query.author)))
    if len(terms) > _MOST_TERMS:
        counts = frequencies.get(connection, terms)
        terms = sorted((term for term in terms if counts[term]), key=lambda term: counts[term])[:_MOST_TERMS]
    indexed = claim_search.candidates(connection, guild, terms, MOST)
    normalized = [
        CandidateClaim(normalize(claim.text), normalize(claim.title).terms if claim.title else (), claim.score)
        for claim in indexed
    ]
    all_terms = {*query.terms, *(term for claim in normalized for term in (*claim.claim.terms, *claim.title))}
    return _Candidates(indexed, normalized, rarity(frequencies.get(connection, all_terms), frequencies.size))


def _rank(query: NormalizedClaim, candidates: _Candidates, limit: int) -> list[SimilarClaim]:
    ranked = rank(query, candidates.normalized, candidates.rare)
    same = looking_same(query, ranked, candidates.rare)
    differences_from = comparer(query, is_everyday)
    return [
        _similar_claim(
            candidates.indexed[claim.position],
            claim,
            differences_from(claim.claim) if claim.score >= _COMPARED_FROM else (),
            looks_same=claim.position in same,
        )
        for claim in ranked[:limit]
    ]


def _similar_claim(
    indexed: IndexedClaim, ranked: RankedClaim, differences: tuple[ClaimDifference, ...], *, looks_same: bool
) -> SimilarClaim:
    is_same = looks_same and not any(difference.decisive for difference in differences)
    return SimilarClaim(
        indexed.id,
        indexed.number,
        indexed.text,
        indexed.title,
        indexed.external_id,
        Status(indexed.status),
        indexed.rating,
        round(ranked.score, 4),
        Similarity.SAME if is_same else Similarity.SIMILAR,
        differences,
    )
