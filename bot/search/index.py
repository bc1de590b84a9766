"""The interface of the passage index; bot/store/passages/index.py implements it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.model.documents import Document, Passage
from bot.model.search import NO_FILTER, GroupHits, Hit, SearchFilter, Term
from bot.search.expansion.vocabulary import IndexTerms


class Index(Protocol):
    """The passage index, as search needs it. All methods block.

    Call them off the event loop.
    """

    def put(
        self, documents: Sequence[tuple[Document, Sequence[Passage]]], removed: Sequence[str], generation: int
    ) -> None:
        """Add, replace and remove documents in one commit with `generation`."""

    def candidates(self, terms: Sequence[Term], limit: int, narrowing: SearchFilter = NO_FILTER) -> list[Hit]:
        """Return the best `limit` passages with any of `terms`, within the filter."""

    def with_all_words(self, groups: Sequence[Sequence[str]], limit: int) -> GroupHits:
        """Return `limit` passages with all words of a group in their own text, or of several groups."""

    def heaviest(self, weights: Mapping[str, float], limit: int) -> list[Hit]:
        """Return the best `limit` passages by the summed weights of the words in their own text."""

    def frequency(self, word: str) -> int:
        """Return the approximate number of passages with `word`, unstemmed.

        Case and accents don't count.
        """

    def vocabulary(self) -> IndexTerms:
        """Return the words of the current documents, looked up on demand."""

    def passages(self) -> int:
        """Return the number of indexed passages."""

    def generation(self) -> int:
        """Return the last commit's generation, -1 for an unusable index."""
