"""Choose the thresholds of "probably the same" on one half of ct21-dev, and check them on the other.

    python -m tests.quality.same_thresholds

All tweets of a claim are in one half. The chosen likeness is the lowest with the wanted precision, there and above.
"""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot.desk.actions.transaction import Request
from bot.desk.desk import Desk
from bot.desk.similarity import ranking, search
from bot.desk.similarity.differences import comparer
from bot.desk.similarity.knowledge import load_knowledge
from bot.desk.similarity.normalize import normalize
from bot.desk.similarity.search import SimilarClaims
from bot.model.claim_input import ImportedClaim
from bot.model.claims import Actor
from bot.store.sqlite.database import Database, open_database
from tests.conftest import SHARED

DATA = SHARED / "eval" / "claims" / "ct21-dev"
SEED = 2021
GRID = [hundredths / 100 for hundredths in range(10, 52, 2)]
STANDING_OUT = (1.0, 1.5, 2.0, 2.5, 3.0)
PRECISION = 1.0
EDITOR = Actor(1, "Measure", is_editor=True)
Gold = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class TweetPair:
    """A tweet and a claim that only the thresholds may keep apart; `stands_out` is relative to the fourth claim."""

    query: str
    claim: str
    likeness: float
    stands_out: float
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class TweetHalf:
    """The pairs of one half; `repeats` tweets have something to find."""

    pairs: tuple[TweetPair, ...]
    repeats: int

    def scores(self, likeness: float, stands_out: float) -> tuple[float, float, int]:
        """Return precision, recall and the number of pairs told."""
        told = [pair for pair in self.pairs if pair.likeness >= likeness and pair.stands_out >= stands_out]
        right = [pair for pair in told if pair.is_right]
        precision = len(right) / len(told) if told else 1.0
        return precision, len({pair.query for pair in right}) / self.repeats, len(told)

    def chosen(self, stands_out: float) -> float:
        """Return the lowest likeness of the grid from which on the precision holds."""
        failing = [likeness for likeness in GRID if self.scores(likeness, stands_out)[0] < PRECISION]
        return next((likeness for likeness in GRID if not failing or likeness > failing[-1]), GRID[-1])


def compared(connection: sqlite3.Connection, query: str, text: str, *, both_posts: bool) -> list[TweetPair]:
    """Return the pairs of a tweet, with posts or with claims, that pass all conditions but the thresholds."""
    return list(_pairs(connection, query, text, both_posts=both_posts))


def _pairs(connection: sqlite3.Connection, query: str, text: str, *, both_posts: bool) -> Iterator[TweetPair]:
    ours = normalize(text)
    candidates = search._candidates(connection, 0, ours, search._TermFrequencies(), ())
    ranked = ranking.rank(ours, candidates.normalized, candidates.rare)
    fourth = sorted((claim.likeness for claim in ranked), reverse=True)[3:4] or [0.0]
    differences_from = comparer(ours, load_knowledge())
    for claim in ranked:
        theirs, indexed = claim.claim, candidates.indexed[claim.position]
        is_long = min(len(ours.terms), len(theirs.terms)) >= ranking._FEWEST_TERMS
        fits = (ours.is_post and theirs.is_post) if both_posts else ours.is_post != theirs.is_post
        differences = differences_from(theirs) if claim.score >= search._COMPARED_FROM else ()
        if is_long and fits and not any(difference.decisive for difference in differences) and indexed.external_id:
            yield TweetPair(query, indexed.external_id, claim.likeness, claim.likeness / max(fourth[0], 1e-9))


def read_lines(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def read_gold() -> Gold:
    gold: Gold = {}
    for line in (DATA / "qrels.tsv").read_text("utf-8").splitlines():
        query, _, claim, _ = line.split()
        gold.setdefault(query, set()).add(claim)
    return gold


def halves(gold: Gold) -> list[list[dict[str, str]]]:
    """Return the tweets of both halves."""
    claims = sorted(set().union(*gold.values()))
    first = set(random.Random(SEED).sample(claims, len(claims) // 2))
    tweets = read_lines("queries.jsonl")
    return [[tweet for tweet in tweets if (min(gold[tweet["id"]]) in first) is is_first] for is_first in (True, False)]


async def bring_in(database: Database, claims: list[ImportedClaim]) -> None:
    desk = Desk(database, lambda: datetime.now(UTC))
    await desk.import_many(Request(0, EDITOR, datetime.now(UTC)), claims)
    await SimilarClaims(database).index_new_claims()


async def posts(tweets: list[dict[str, str]], gold: Gold) -> TweetHalf:
    """Return the pairs of tweets that come to an empty desk one by one."""
    found, seen, repeats = list[TweetPair](), list[str](), 0
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder, "desk.db")) as database:
            for tweet in tweets:
                mine = gold[tweet["id"]]
                read = partial(compared, query=tweet["id"], text=tweet["text"], both_posts=True)
                found += [
                    TweetPair(pair.query, pair.claim, pair.likeness, pair.stands_out, bool(gold[pair.claim] & mine))
                    for pair in (await database.read(read) if seen else ())
                ]
                repeats += any(gold[other] & mine for other in seen)
                await bring_in(database, [ImportedClaim(tweet["text"], external_id=tweet["id"])])
                seen.append(tweet["id"])
    return TweetHalf(tuple(found), repeats)


async def claims(database: Database, tweets: list[dict[str, str]], gold: Gold) -> TweetHalf:
    """Return the pairs of tweets and checked claims."""
    found = list[TweetPair]()
    for tweet in tweets:
        read = partial(compared, query=tweet["id"], text=tweet["text"], both_posts=False)
        found += [
            TweetPair(pair.query, pair.claim, pair.likeness, pair.stands_out, pair.claim in gold[tweet["id"]])
            for pair in await database.read(read)
        ]
    return TweetHalf(tuple(found), len(tweets))


def report(kind: str, both: list[TweetHalf], in_force: float) -> None:
    for stands_out in STANDING_OUT:
        for name, chosen_on, checked_on in (("A, on B", *both), ("B, on A", *both[::-1])):
            likeness = chosen_on.chosen(stands_out)
            own, other = (
                "precision {:.3f}, recall {:.3f} of {}".format(*half.scores(likeness, stands_out))
                for half in (chosen_on, checked_on)
            )
            print(f"{kind}, {stands_out} times, chosen on {name}: likeness {likeness:.2f}: {own}; other half: {other}")
    for likeness in sorted({in_force, *GRID[5:13]}):
        texts = ["precision {:.3f}, recall {:.3f} of {}".format(*half.scores(likeness, 2.0)) for half in both]
        print(f"{kind}, 2 times, likeness {likeness:.2f}: A {texts[0]}; B {texts[1]}")


async def measure() -> None:
    gold = read_gold()
    both = halves(gold)
    report("two posts", [await posts(tweets, gold) for tweets in both], ranking._SAME)
    checked = [
        ImportedClaim(claim["claim"], title=claim["title"] or None, external_id=claim["id"])
        for claim in read_lines("claims.jsonl")
    ]
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder, "desk.db")) as database:
            await bring_in(database, checked)
            pairs = [await claims(database, tweets, gold) for tweets in both]
    report("post and claim", pairs, ranking._SAME_AS_CLAIM)


if __name__ == "__main__":
    asyncio.run(measure())
