"""Watched claims are read once, and again only where that may give something else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.desk.monitoring.parsed_claims import ParsedClaims
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.query import Query, clean, parse
from bot.store.desk.notices import WatchedClaim

WORDS = Vocabulary({"ferry": 5, "sank": 3, "harbour": 4}, 20)
FERRY = WatchedClaim(1, 1, "The ferry sank.")
HARBOUR = WatchedClaim(1, 2, "The harbour sank.")
UNKNOWN = WatchedClaim(1, 3, "The zeppelin sank.")


class Reader:
    """Reads claims, and tells which it has read."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str) -> Query:
        self.texts.append(text)
        return parse(clean(text), WORDS)

    def taken(self) -> Iterator[str]:
        texts, self.texts = self.texts, []
        return iter(texts)


@pytest.fixture
def reader() -> Reader:
    return Reader()


def test_a_claim_is_read_once(reader: Reader) -> None:
    claims = ParsedClaims(reader)
    first = claims.of([FERRY, HARBOUR], 20)
    assert list(reader.taken()) == [FERRY.text, HARBOUR.text]
    assert claims.of([FERRY, HARBOUR], 21) == first
    assert list(reader.taken()) == []
    assert [claim for claim, parts in first if parts] == [FERRY, HARBOUR]


def test_a_claim_with_a_word_that_no_article_has_is_read_again(reader: Reader) -> None:
    claims = ParsedClaims(reader)
    for _ in range(2):
        claims.of([FERRY, UNKNOWN], 20)
    assert list(reader.taken()) == [FERRY.text, UNKNOWN.text, UNKNOWN.text]


@pytest.mark.parametrize(("articles", "again"), [(31, []), (32, [FERRY.text])])
def test_all_claims_are_read_again_once_the_archive_has_doubled(
    reader: Reader, articles: int, again: list[str]
) -> None:
    claims = ParsedClaims(reader)
    claims.of([FERRY], 16)
    list(reader.taken())
    claims.of([FERRY], articles)
    assert list(reader.taken()) == again


def test_a_claim_that_is_no_longer_watched_is_forgotten(reader: Reader) -> None:
    claims = ParsedClaims(reader)
    claims.of([FERRY, HARBOUR], 20)
    claims.of([HARBOUR], 20)
    list(reader.taken())
    claims.of([FERRY, HARBOUR], 20)
    assert list(reader.taken()) == [FERRY.text]
