"""The claims of a guild that a text may already stand among: "already flagged as #12?"."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from bot.desk.similarity.differences import ClaimDifference, compared
from bot.desk.similarity.normalize import NormalizedClaim, index_terms, normalize
from bot.desk.similarity.ranking import CandidateClaim, RankedClaim, Rarity, in_order, looking_same, rarity
from bot.library.english_words import is_everyday
from bot.model.claims import Status
from bot.store.desk import claim_search
from bot.store.desk.claim_search import IndexedClaim
from bot.store.sqlite.database import Database

MOST = 20
_MOST_TERMS = 60
_GROWN = 1.02
_MOST_READ = 5_000  # characters
_COMPARED_FROM = 0.4  # of a score: below it claims are about other things, and every name and number differs


class Similarity(StrEnum):
    SAME = "same"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class SimilarClaim:
    """A claim like the one asked for, `number` within its guild; `score` (0 to 1) is comparable within one list only.

    `differences` have their spans in the text asked for (ours) and in this claim's text (theirs). A claim with a
    decisive one never looks the same; one that is hardly like the text is not compared with it.
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
        return [each.kind.value for each in self.differences]


class SimilarClaims:
    """The search for like claims. What was flagged a moment ago is found: the index is led on before each search."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counted = _TermFrequencies()

    async def index_new_claims(self) -> int:
        """Bring the claims that came since into the index, and return how many; worth while after a large import."""
        return await claim_search.index_new_claims(self._database, index_terms)

    async def similar(self, guild: int, text: str, limit: int = MOST) -> list[SimilarClaim]:
        """Return at most `limit` claims (twenty at most) of a guild that are like `text`, best first."""
        asked = normalize(text[:_MOST_READ])
        while (found := await self._database.read(partial(self._found, guild=guild, asked=asked, limit=limit))) is None:
            await self.index_new_claims()
        return found

    def _found(
        self, connection: sqlite3.Connection, guild: int, asked: NormalizedClaim, limit: int
    ) -> list[SimilarClaim] | None:
        """Return the matches, or None where the index lacks claims."""
        if claim_search.is_behind(connection):
            return None
        return _judged(asked, _gathered(connection, guild, asked, self._counted), min(limit, MOST))


class _TermFrequencies:
    """How many claims hold a term: asked of the index once, and again when that has grown noticeably."""

    def __init__(self) -> None:
        self.size = 0
        self._held: dict[str, int] = {}

    def frequencies(self, connection: sqlite3.Connection, terms: Collection[str]) -> dict[str, int]:
        """Return how many claims hold each of `terms`; `size` is then of how many."""
        size = claim_search.size(connection)
        if size > self.size * _GROWN:
            self.size, self._held = size, {}
        known = self._held
        unknown = [term for term in terms if term not in known]
        known |= dict.fromkeys(unknown, 0) | claim_search.frequencies(connection, unknown)
        return {term: known[term] for term in terms}


@dataclass(frozen=True, slots=True)
class _Gathered:
    """The candidates, what each of them says, and how rare its terms and those asked for are."""

    candidates: list[IndexedClaim]
    entries: list[CandidateClaim]
    rare: Rarity


def _gathered(
    connection: sqlite3.Connection, guild: int, asked: NormalizedClaim, counted: _TermFrequencies
) -> _Gathered:
    terms = list(dict.fromkeys((*asked.terms, *asked.author)))
    if len(terms) > _MOST_TERMS:
        held = counted.frequencies(connection, terms)
        terms = sorted((term for term in terms if held[term]), key=lambda term: held[term])[:_MOST_TERMS]
    found = claim_search.candidates(connection, guild, terms, MOST)
    entries = [
        CandidateClaim(normalize(each.text), normalize(each.title).terms if each.title else (), each.score)
        for each in found
    ]
    all_terms = {*asked.terms, *(term for each in entries for term in (*each.wording.terms, *each.title))}
    return _Gathered(found, entries, rarity(counted.frequencies(connection, all_terms), counted.size))


def _judged(asked: NormalizedClaim, found: _Gathered, limit: int) -> list[SimilarClaim]:
    scored = in_order(asked, found.entries, found.rare)
    same = looking_same(asked, scored, found.rare)
    differing = compared(asked, is_everyday)
    return [
        _match(
            found.candidates[each.position],
            each,
            differing(each.wording) if each.score >= _COMPARED_FROM else (),
            alike=each.position in same,
        )
        for each in scored[:limit]
    ]


def _match(
    candidate: IndexedClaim, scored: RankedClaim, differing: tuple[ClaimDifference, ...], *, alike: bool
) -> SimilarClaim:
    same = alike and not any(each.decisive for each in differing)
    return SimilarClaim(
        candidate.id,
        candidate.number,
        candidate.text,
        candidate.title,
        candidate.external_id,
        Status(candidate.status),
        candidate.rating,
        round(scored.score, 4),
        Similarity.SAME if same else Similarity.SIMILAR,
        differing,
    )
