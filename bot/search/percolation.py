"""Percolation: an article looks up the stored queries that it may match, not the queries the articles.

A query that needs k of its n words is filed under its n - k + 1 rarest ones: an article that holds k holds one of these
(prefix filtering: Chaudhuri, Ganti and Kaushik, 2006).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from bot.normalize import stem, words
from bot.search.expansion.synonyms import variants
from bot.search.query import QueryPart, QueryPartKind

Alternatives = frozenset[str]  # stems, each of which counts as the same word

_LONG_NAME = 3  # words; such a name may be written as its initials


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """The words of a stored query: an article may match if it holds all `required` and half of all words.

    `near` are those required words that a matching sentence has itself, or beside it: of a name the last one. `parts`
    are the question's parts without its numbers.
    """

    id: int
    required: tuple[Alternatives, ...]
    other: tuple[Alternatives, ...] = ()
    near: tuple[Alternatives, ...] = ()
    parts: tuple[QueryPart, ...] = ()

    @property
    def least(self) -> int:
        """The least number of words that an article must hold."""
        return max(len(self.required), -(-(len(self.required) + len(self.other)) // 2))

    def may_match(self, stems: Collection[str]) -> bool:
        """Check an article's stems."""
        if any(alternatives.isdisjoint(stems) for alternatives in self.required):
            return False
        held = sum(not alternatives.isdisjoint(stems) for alternatives in self.other)
        return len(self.required) + held >= self.least


def stored_query(id_: int, parts: Iterable[QueryPart]) -> StoredQuery:
    """Return the words of a parsed question.

    Names and needed words are required. Numbers are left out, because another number may be the news.
    """
    required, other, near = list[Alternatives](), list[Alternatives](), list[Alternatives]()
    kept = tuple(part for part in parts if part.kind is not QueryPartKind.NUMBER)
    for part in kept:
        alternatives = list(_alternatives(part))
        if part.hard:
            required += alternatives
            near.append(alternatives[-1])
        else:
            other += alternatives
    return StoredQuery(id_, _distinct(required), _distinct(other), _distinct(near), kept)


def _distinct(found: Iterable[Alternatives]) -> tuple[Alternatives, ...]:
    return tuple(dict.fromkeys(found))


def stored_phrase(id_: int, phrase: str) -> StoredQuery:
    """Return the words of a phrase, all of them required."""
    words_of_it = tuple(dict.fromkeys(frozenset({stemmed}) for stemmed in phrase_stems(phrase)))
    return StoredQuery(id_, words_of_it, near=words_of_it)


def phrase_stems(phrase: str) -> tuple[str, ...]:
    """Return the stems of a phrase in order.

    >>> phrase_stems("“Harbour Watch”")
    ('harbour', 'watch')
    """
    return tuple(word.stem for word in words(phrase))


class Percolator:
    """Index of stored queries by their rarest words."""

    def __init__(self, queries: Iterable[StoredQuery], frequency: Callable[[str], int]) -> None:
        """Take the queries, and the number of passages with a word."""
        self._by_stem: dict[str, list[StoredQuery]] = defaultdict(list)
        for query in queries:
            for alternatives in _filed_under(query, frequency):
                for stemmed in alternatives:
                    self._by_stem[stemmed].append(query)

    def candidates(self, stems: Collection[str]) -> list[int]:
        """Return the ids of the queries that an article with these stems may match, in order."""
        looked_up = {query.id: query for stemmed in stems for query in self._by_stem.get(stemmed, ())}
        return sorted(id_ for id_, query in looked_up.items() if query.may_match(stems))


def _alternatives(part: QueryPart) -> Iterator[Alternatives]:
    """Yield the alternatives of each word of a part."""
    initials = {stem("".join(word[0] for word in part.words))} if len(part.words) >= _LONG_NAME else set()
    for stemmed in part.stems:
        yield frozenset({stemmed, *variants(stemmed), *initials})


def _filed_under(query: StoredQuery, frequency: Callable[[str], int]) -> list[Alternatives]:
    """Return the words under which a query is filed: the rarest required one, or enough of the others."""

    def rarity(alternatives: Alternatives) -> int:
        return sum(frequency(stemmed) for stemmed in alternatives)

    if query.required:
        return [min(query.required, key=rarity)]
    return sorted(query.other, key=rarity)[: len(query.other) - query.least + 1]
