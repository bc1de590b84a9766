"""Search for similar claims of a guild: "already flagged as #12?"."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from bot.desk.similarity.comparison import Roles
from bot.desk.similarity.differences import ClaimDifference, DifferenceKind, comparer
from bot.desk.similarity.knowledge import load_knowledge
from bot.desk.similarity.normalize import NormalizedClaim, index_terms, normalize
from bot.desk.similarity.parsed_roles import roles_of
from bot.desk.similarity.ranking import CandidateClaim, RankedClaim, Rarity, is_alike, probably_same, rank, rarity
from bot.errors import UserError
from bot.model.claims import Status
from bot.store.desk import claim_search
from bot.store.desk.claim_search import IndexedClaim
from bot.store.sqlite.database import Database

if TYPE_CHECKING:
    from spacy.language import Language

log = logging.getLogger(__name__)
MOST = 20
_MOST_TERMS = 60
_STALE_GROWTH = 1.02  # of the index, after which term frequencies are read again
_MOST_READ = 5_000  # characters
_COMPARED_FROM = 0.5  # score; below it claims are about different things, and every word differs
_MOST_PARSED = 5  # claims a search, each in about 10 ms
_LONGEST_PARSED = 500  # characters

# Runs work with the parser on its thread, as AttributionService.run_with_parser does.
RunWithParser = Callable[[Callable[["Language"], dict[str, Roles]]], Awaitable[dict[str, Roles]]]


class Similarity(StrEnum):
    SAME = "same"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class SimilarClaim:
    """A claim similar to a text.

    `number` is the claim's within its guild; `score` (0 to 1) is comparable within one list only. `differences` have
    spans in the text (ours) and in this claim's text (theirs). `accounted`: each of the two accounts for all words of
    the other. The level "same" of a claim that is not accounted for is only probable: a long text tells the same in
    other words, and no difference but words left over was found. A claim with a low score is not compared.
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
    accounted: bool = False

    @property
    def differs(self) -> list[str]:
        """Return the kinds of the differences, such as numbers, names, negation."""
        return [difference.kind.value for difference in self.differences]


class SimilarClaims:
    """Search for similar claims, including those flagged a moment ago.

    Each search first updates the index.
    """

    def __init__(self, database: Database, run_with_parser: RunWithParser | None = None) -> None:
        """Take the parser that reads roles; without it, another order of words is a difference."""
        self._database = database
        self._run_with_parser = run_with_parser
        self._frequencies = _TermFrequencies()

    async def index_new_claims(self) -> int:
        """Index new claims, and return their number; useful after a large import."""
        return await claim_search.index_new_claims(self._database, index_terms)

    async def similar(
        self, guild: int, text: str, limit: int = MOST, without: Collection[int] = ()
    ) -> list[SimilarClaim]:
        """Return a guild's claims similar to a text, at most 20.

        Scores are relative to the best claim: to compare a claim with the others, leave it out by its number.
        """
        query = normalize(text[:_MOST_READ])
        search = partial(self._search, guild=guild, query=query, limit=min(limit, MOST), without=without)
        while (found := await self._database.read(search)) is None:
            await self.index_new_claims()
        return await self._with_roles(query, found)

    async def _with_roles(self, query: NormalizedClaim, found: list[SimilarClaim]) -> list[SimilarClaim]:
        """Return the claims, those with all words in another order compared by a parse."""
        open_claims = [claim for claim in found if _differs_in_order(claim)][:_MOST_PARSED]
        if self._run_with_parser is None or not open_claims or len(query.plain) > _LONGEST_PARSED:
            return found
        claims = [normalize(claim.text) for claim in open_claims]
        try:
            parsed = await self._run_with_parser(
                partial(_parse, texts=[query.plain, *(claim.plain for claim in claims)])
            )
        except UserError as error:
            log.warning("roles of claims not read: %s", error.message)
            return found
        compare_with = comparer(query, load_knowledge(), parsed)
        resolved = {
            claim.id: _resolved(claim, compare_with(other)) for claim, other in zip(open_claims, claims, strict=True)
        }
        return [resolved.get(claim.id, claim) for claim in found]

    def _search(
        self, connection: sqlite3.Connection, guild: int, query: NormalizedClaim, limit: int, without: Collection[int]
    ) -> list[SimilarClaim] | None:
        """Return the similar claims, or None with new claims not indexed."""
        if claim_search.is_behind(connection):
            return None
        return _rank(query, _candidates(connection, guild, query, self._frequencies, without), limit)


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
    connection: sqlite3.Connection,
    guild: int,
    query: NormalizedClaim,
    frequencies: _TermFrequencies,
    without: Collection[int],
) -> _Candidates:
    terms = list(dict.fromkeys((*query.terms, *query.author)))
    if len(terms) > _MOST_TERMS:
        counts = frequencies.get(connection, terms)
        terms = sorted((term for term in terms if counts[term]), key=lambda term: counts[term])[:_MOST_TERMS]
    found = claim_search.candidates(connection, guild, terms, MOST + len(without))
    indexed = [claim for claim in found if claim.number not in without][:MOST]
    normalized = [
        CandidateClaim(normalize(claim.text), normalize(claim.title).terms if claim.title else (), claim.score)
        for claim in indexed
    ]
    all_terms = {*query.terms, *(term for claim in normalized for term in (*claim.claim.terms, *claim.title))}
    return _Candidates(indexed, normalized, rarity(frequencies.get(connection, all_terms), frequencies.size))


def _rank(query: NormalizedClaim, candidates: _Candidates, limit: int) -> list[SimilarClaim]:
    ranked = rank(query, candidates.normalized, candidates.rare)
    probable = probably_same(query, ranked)
    differences_from = comparer(query, load_knowledge())
    terms = {*query.terms, *query.author}
    return [
        _similar_claim(
            candidates.indexed[claim.position],
            claim,
            differences_from(claim.claim) if claim.score >= _COMPARED_FROM else None,
            is_probable=claim.position in probable,
        )
        for claim in ranked
        if is_alike(terms, {*claim.claim.terms, *claim.claim.author, *candidates.normalized[claim.position].title})
    ][:limit]


def _similar_claim(
    indexed: IndexedClaim, ranked: RankedClaim, differences: tuple[ClaimDifference, ...] | None, *, is_probable: bool
) -> SimilarClaim:
    accounted = differences == ()
    found = differences or ()
    is_same = accounted or (is_probable and not any(difference.decisive for difference in found))
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
        found,
        accounted,
    )


def _differs_in_order(claim: SimilarClaim) -> bool:
    return claim.differs == [DifferenceKind.ROLES.value] and len(claim.text) <= _LONGEST_PARSED


def _resolved(claim: SimilarClaim, differences: tuple[ClaimDifference, ...]) -> SimilarClaim:
    level = claim.level if differences else Similarity.SAME
    return replace(claim, differences=differences, accounted=not differences, level=level)


def _parse(nlp: Language, texts: Collection[str]) -> dict[str, Roles]:
    return {doc.text: roles_of(doc) for doc in nlp.pipe(texts)}
