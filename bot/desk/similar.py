"""The claims of a guild that a text may already stand among: "already flagged as #12?"."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from bot.desk.differences import Difference, differences
from bot.desk.matching import Entry, in_order, looking_same, rarity
from bot.desk.wording import Wording, index_terms, worded
from bot.library.english import is_everyday
from bot.store import claim_index
from bot.store.claim_index import Candidate
from bot.store.database import Database

MOST = 20
_MOST_TERMS = 60


class Level(StrEnum):
    SAME = "same"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Match:
    """A claim like the one asked for, `number` within its guild; `score` (0 to 1) is comparable within one list only.

    `differences` have their spans in the text asked for (ours) and in this claim's text (theirs). A claim with a
    decisive one never looks the same.
    """

    id: int
    number: int
    text: str
    title: str | None
    external_id: str | None
    score: float
    level: Level
    differences: tuple[Difference, ...]

    @property
    def differs(self) -> list[str]:
        """Return the kinds of the differences: numbers, names, negation."""
        return [each.kind.value for each in self.differences]


class Similar:
    """The search for like claims. What was flagged a moment ago is found: the index is led on before each search."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def similar(self, guild: int, text: str, limit: int = MOST) -> list[Match]:
        """Return at most `limit` claims (twenty at most) of a guild that are like `text`, best first."""
        await claim_index.lead_on(self._database, index_terms)
        asked = worded(text)
        found, frequencies, size = await self._database.read(partial(_gathered, guild=guild, asked=asked))
        return await asyncio.to_thread(_judged, asked, found, frequencies, size, min(limit, MOST))


def _gathered(
    connection: sqlite3.Connection, guild: int, asked: Wording
) -> tuple[list[Candidate], dict[str, int], int]:
    """Return the candidates, how many claims hold each term of theirs and of what is asked, and how many there are."""
    terms = list(dict.fromkeys((*asked.terms, *asked.author)))
    size = claim_index.size(connection)
    if len(terms) > _MOST_TERMS:
        held = claim_index.frequencies(connection, terms)
        terms = sorted((term for term in terms if term in held), key=lambda term: held[term])[:_MOST_TERMS]
    found = claim_index.candidates(connection, guild, terms, MOST)
    of_found = {term for each in found for text in (each.text, each.title or "") for term in worded(text).terms}
    return found, claim_index.frequencies(connection, {*asked.terms, *of_found}), size


def _judged(
    asked: Wording, found: Sequence[Candidate], frequencies: dict[str, int], size: int, limit: int
) -> list[Match]:
    rare = rarity(frequencies, size)
    scored = in_order(asked, [Entry(each.text, each.title, each.score) for each in found], rare)
    same = looking_same(asked, scored, rare)
    matches = []
    for each in scored[:limit]:
        candidate = found[each.position]
        differing = differences(asked, each.wording, is_everyday)
        is_same = each.position in same and not any(difference.decisive for difference in differing)
        level = Level.SAME if is_same else Level.SIMILAR
        matches.append(
            Match(
                candidate.id, candidate.number, candidate.text, candidate.title, candidate.external_id,
                round(each.score, 4), level, differing,
            )
        )  # fmt: skip
    return matches
