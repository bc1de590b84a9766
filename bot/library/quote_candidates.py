"""Finds the passages that may hold a typed quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.model.search import Hit, Term
from bot.model.spans import Span
from bot.quotecheck.required_words import required_words
from bot.quotecheck.term_rarity import known_words, neighbours, rare_words, rarities
from bot.quotecheck.typed_quote import TypedQuote
from bot.search.index import SearchableIndex

MOST_HELD = 400  # passages with all words of a text
_PASSAGES = 60  # with most of the words
_LEAST_OF_BEST = 0.5  # of the weight of the best passage
_MOST_POSTINGS = 150_000  # read for one text; more common words are left out
_FEWEST_WORDS = 5
_CONTEXT_PASSAGES = 30  # with the words of a short text, or below a heading with them
_SHORT = 20  # words of a text that may be a heading
_NEVER = 99_999_999  # behind all days of publication


@dataclass(frozen=True, slots=True)
class Holders:
    """Documents with all words of a text, the first published first.

    `passages` are the places of the words by document id; `unread` is the number of further passages with them.
    """

    passages: Mapping[str, Sequence[Span]]
    unread: int = 0


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    """Rarity of the typed words, the rare ones, their pairs, and passages with most of them."""

    rarity: Mapping[str, float]
    rare: Sequence[str]
    pairs: Sequence[str]
    hits: Sequence[Hit]


class QuoteCandidates:
    """Passages for a typed quote. All methods block."""

    def __init__(self, index: SearchableIndex) -> None:
        self._index = index

    def holders(self, typed: TypedQuote, most: int = MOST_HELD) -> Holders:
        """Return the documents with all words of a text that need no other spelling.

        Only the `most` passages published first are named, and those of documents that have its sentences in several.
        """
        groups = required_words(typed)
        found = self._index.with_all_words(groups, most)
        whole = (1 << len(groups)) - 1
        groups_of: dict[str, int] = {}
        passages: dict[str, list[Span]] = {}
        for hit in sorted(found.hits, key=lambda hit: (hit.day or _NEVER, hit.document, hit.span)):
            groups_of[hit.document] = groups_of.get(hit.document, 0) | int(hit.score)
            passages.setdefault(hit.document, []).append(hit.span)
        listed = sum(hit.score == whole for hit in found.hits)
        holding = {id_: spans for id_, spans in passages.items() if groups_of[id_] == whole}
        return Holders(holding, found.passages - listed)

    def request(self, typed: TypedQuote, run: tuple[int, int]) -> QuoteRequest:
        """Return the passages with most of the words of a run, and those of a short text's context."""
        passages = self._index.passages()
        rarity = rarities(typed, run, self._index.frequency, passages)
        rare = rare_words(typed, run, rarity)
        hits = self._heaviest(known_words(typed, run, rarity), passages)
        if run[1] - run[0] <= _SHORT:
            hits += self._index.candidates([Term(word) for word in rare], _CONTEXT_PASSAGES)
        return QuoteRequest(rarity, rare, neighbours(typed, run), hits)

    def _heaviest(self, weights: Mapping[str, float], passages: int) -> list[Hit]:
        """Return the passages with at least half of the weight of the best one."""
        chosen = dict[str, float]()
        postings = 0.0
        for word in sorted(weights, key=lambda word: -weights[word]):
            postings += passages ** (1 - weights[word])  # the number of passages with the word
            if postings > _MOST_POSTINGS and len(chosen) >= _FEWEST_WORDS:
                break
            chosen[word] = weights[word]
        hits = self._index.heaviest(chosen, _PASSAGES)
        return [hit for hit in hits if hit.score >= _LEAST_OF_BEST * hits[0].score]

    def by_any_word(self, typed: TypedQuote, limit: int) -> list[Hit]:
        """Return passages with any of the rare words, best first."""
        run = (0, len(typed.words))
        rarity = rarities(typed, run, self._index.frequency, self._index.passages())
        return self._index.candidates([Term(word) for word in rare_words(typed, run, rarity)], limit)
